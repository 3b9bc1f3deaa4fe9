using 'main.bicep'
param size = 3
