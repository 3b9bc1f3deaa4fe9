using 'clean.bicep'

param size = 3
