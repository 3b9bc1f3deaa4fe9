param location string
@secure()
param password string

// What a snapshot may not keep: the signature of a link, a key, a password written down.
resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: location
  tags: { link: 'https://acct.blob.core.windows.net/c/x.sh?sv=2022-11-02&se=2026-12-05T00:00:00Z&sp=r&sr=b&sig=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG%3D' }
  properties: {
    virtualMachineProfile: {
      osProfile: { computerNamePrefix: 'web', adminUsername: 'ops', adminPassword: 'Written-Down-7' }
    }
  }
}

output given string = password
