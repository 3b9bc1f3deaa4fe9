using none
param external = externalInput('pipeline')
param selected = { value: 'parent' }
param items = [ 'first' ]
