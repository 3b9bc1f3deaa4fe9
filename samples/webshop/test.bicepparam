using 'main.bicep'

param environment = 'test'

param web = {
  instances: 6
  vmSize: 'Standard_D2s_v5'
  imageVersion: 'latest'
  maxUnhealthyPercent: 40
}

param worker = {
  instances: 5
  vmSize: 'Standard_D2s_v5'
  imageVersion: 'latest'
  maxUnhealthyPercent: 40
}

param adminPublicKey = readEnvironmentVariable('SHOP_ADMIN_KEY', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAISample shop')

// The script is public in the test environment: no token to run out.
param bootstrapUrl = 'https://shopartifacts.blob.core.windows.net/public/bootstrap.sh'
