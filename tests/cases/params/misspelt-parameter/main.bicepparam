using 'main.bicep'
param upgradMode = 'Manual'
param nothingNear = 1
