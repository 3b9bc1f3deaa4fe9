using none

param region = 'westeurope'
param tags = { team: 'fleet' }
