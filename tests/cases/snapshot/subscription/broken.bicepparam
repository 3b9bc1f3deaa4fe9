using 'broken.bicep'

param name = 'fleet'
