using 'main.bicep'
param imageVersion = 'latest'
