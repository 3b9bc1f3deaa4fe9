resource address 'Microsoft.Network/publicIPAddresses@2023-01-01' = {
  name: 'a'
  zones: [1]
  tags: { floor: 3 }
  etag: 'x'
}

output etag string = address.etag
