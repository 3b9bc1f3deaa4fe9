using 'main.bicep'

param name = 'fleet'
