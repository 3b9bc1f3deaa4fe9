using 'main.bicep'

var nothing = null
param own = nothing
param text = 'x'
param other = null
param record = { one: 'x' }
param count = empty(text) ? null : 2
