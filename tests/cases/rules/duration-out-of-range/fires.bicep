resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      extensionProfile: { extensionsTimeBudget: 'PT5M' }
//                                              ^^^^^^ error: `extensionsTimeBudget` is `PT5M`; `PT15M` to `PT2H` is accepted
    }
  }
}
