using 'main.bicep'

param count = 'three'
param colour = 'red'
