using 'main.bicep'

param location = 'westeurope'
param password = 'Given-In-The-File-8'
