using 'main.bicep'

param location = 'westus'
