param count int
resource plain 'Contoso.Network/addresses@2024-01-01' = {
  name: 'plain'
  zones: [for zone in range(1, 3): string(zone)]
  dependsOn: [for turn in range(0, 1): repeated]
}
resource repeated 'Contoso.Network/addresses@2024-01-01' = [for index in range(0, count): {
  name: 'repeated${index}'
  zones: [for zone in range(1, 3): string(zone)]
}]
resource conditional 'Contoso.Network/addresses@2024-01-01' = if (count > 1) {
  name: 'conditional'
  properties: [for zone in range(1, 3): string(zone)]
  resource nested 'parts' = {
    name: 'nested'
    tags: [for zone in range(1, 3): string(zone)]
  }
}
