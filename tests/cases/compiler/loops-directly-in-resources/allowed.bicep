param count int
resource other 'Contoso.Network/addresses@2024-01-01' = {
  name: 'other'
}
resource repeated 'Contoso.Network/addresses@2024-01-01' = [for index in range(0, count): {
  name: 'repeated${index}'
  zones: map(range(1, 3), zone => string(zone))
  properties: { zones: [for zone in range(1, 3): string(zone)] }
  dependsOn: [for turn in range(0, 1): other]
}]
module template 'module.bicep' = {
  name: 'template'
  dependsOn: [for turn in range(0, 1): other]
  params: {
    p: [for turn in range(0, 1): string(turn)]
    o: { x: [for turn in range(0, 1): string(turn)] }
  }
}
