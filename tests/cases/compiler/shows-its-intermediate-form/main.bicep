param count int = 2
@description('one for each')
resource sets 'Contoso.Compute/sets@2021-01-01' = [for i in range(0, count): {
  name: 'set${i}'
  properties: { index: i }
}]
output last object = sets[count - 1].properties
