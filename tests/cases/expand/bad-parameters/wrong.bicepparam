using 'main.bicep'

param stage = 'test'
param name = 5
param count = 0
param colour = 'blue'
