using 'main.bicep'

param environment = 'prod'

param web = {
  instances: 24
  vmSize: 'Standard_D4s_v5'
  imageVersion: '22.04.202410020' // pinned during an incident, never freed again
  maxUnhealthyPercent: 100
  zones: ['1', '2', '3']
}

param worker = {
  instances: 1
  vmSize: 'Standard_D2s_v5'
  imageVersion: 'latest'
  maxUnhealthyPercent: 20
}

param adminPublicKey = readEnvironmentVariable('SHOP_ADMIN_KEY', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAISample shop')

// Not a real token.
param bootstrapUrl = 'https://shopartifacts.blob.core.windows.net/scripts/bootstrap.sh?sv=2023-11-03&sr=b&sp=r&se=2026-11-15T00:00:00Z&sig=bm90LWEtcmVhbC1zaWduYXR1cmU%3D'
