// A day count is no token.
param sasTokenExpiryDays int = 30
param sasExpiry string

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  tags: { expiry: sasExpiry, days: string(sasTokenExpiryDays) }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
