module twice 'twice.bicep' = {
  params: {
    size: 'large'
  }
}
