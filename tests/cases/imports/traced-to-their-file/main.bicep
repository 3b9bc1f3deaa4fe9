import { batch, half, policy } from 'lib.bicep'
import * as lib from 'lib.bicep'
param p policy = { percent: 7 }
resource vmss 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  properties: {
    upgradePolicy: { rollingUpgradePolicy: {
      maxBatchInstancePercent: batch
      maxUnhealthyInstancePercent: lib.batch
      maxUnhealthyUpgradedInstancePercent: half(batch)
      x: p.percent
    } }
  }
}
