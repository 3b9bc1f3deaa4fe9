using 'main.bicep'

param size = 12
