targetScope = 'local'
param door string
var bracketed = '[${door}]'
output door string = bracketed
output sign string = '[open]'
