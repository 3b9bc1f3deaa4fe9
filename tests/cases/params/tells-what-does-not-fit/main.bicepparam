using 'main.bicep'

param count = 'three'
param unknown = true
