using 'old.bicep'
param count = 5
param size = 'Standard_D2s_v5'
