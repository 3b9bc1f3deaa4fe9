using none

// What fits depends on the template, so these are told of where a file with one extends this one.
param text = 5
param other = 7
param record = { one: 1 }
param unknown = 'not in the template, which is nothing to this file'
param count = null
