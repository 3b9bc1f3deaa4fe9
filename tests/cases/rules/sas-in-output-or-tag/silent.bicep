resource files 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'files' }

@secure()
output script string = 'https://files.blob.core.windows.net/scripts/install.sh?${token}'

var token = files.listServiceSas(
  '2023-05-01',
  {
    canonicalizedResource: '/blob/files/scripts'
    signedResource: 'c'
    signedProtocol: 'https'
    signedPermission: 'r'
    signedExpiry: '2027-03-01'
  }
).serviceSasToken
