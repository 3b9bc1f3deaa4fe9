using 'main.bicep'

param zones = ['1', '2']
param sizes = { large: 'L' }
