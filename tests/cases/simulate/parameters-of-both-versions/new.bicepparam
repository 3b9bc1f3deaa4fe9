using 'new.bicep'
param instances = 6
param size = 'Standard_D4s_v5'
