using none

extends 'oldest.bicepparam'

param region = 'westeurope'
param tags = { team: 'fleet' }
