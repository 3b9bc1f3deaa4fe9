using none

extends 'oldest.bicepparam'

param text = 'here'
param record = { one: 1 }
param list = [1, 2]
