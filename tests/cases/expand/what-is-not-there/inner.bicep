resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'address'
}
