test two 'main2.bicep' = {
  params: { replicas: 2 }
}
output o int = 1
