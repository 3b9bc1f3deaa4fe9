module m 'cycle.bicep' = {
  name: 'm'
}
