module again 'itself.bicep' = {
  name: 'again'
}
