using 'main.bicep'
param count = 2
