using none

param region = 'northeurope'
param ring = 3
