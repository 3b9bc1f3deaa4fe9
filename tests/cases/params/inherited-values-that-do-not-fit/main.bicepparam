using 'main.bicep'
extends 'base.bicepparam'

param own = 1
param other = 'mine'
