metadata description = 'One tier: an Ubuntu scale set with automatic OS image upgrades.'

import { tierSettings } from 'types.bicep'

param name string
param location string
param settings tierSettings
param subnetId string
@description('Pool of the load balancer, for tiers that take traffic.')
param poolId string = ''
@description('Probe that tells whether an instance is healthy; without one the Application Health extension is used.')
param probeId string = ''
@secure()
param adminPublicKey string
@secure()
param bootstrapUrl string

var healthExtension = {
  name: 'health'
  properties: {
    publisher: 'Microsoft.ManagedServices'
    type: 'ApplicationHealthLinux'
    typeHandlerVersion: '1.0'
    autoUpgradeMinorVersion: true
    enableAutomaticUpgrade: true
    settings: { protocol: 'http', port: 8081, requestPath: '/healthz', intervalInSeconds: 5, numberOfProbes: 2 }
  }
}

resource scaleSet 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: name
  location: location
  zones: settings.?zones
  sku: { name: settings.vmSize, tier: 'Standard', capacity: settings.instances }
  properties: {
    orchestrationMode: 'Uniform'
    overprovision: false
    automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M', repairAction: 'Replace' }
    upgradePolicy: {
      mode: 'Rolling'
      automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true }
      rollingUpgradePolicy: {
        maxBatchInstancePercent: 20
        maxUnhealthyInstancePercent: settings.maxUnhealthyPercent
        maxUnhealthyUpgradedInstancePercent: settings.maxUnhealthyPercent
        pauseTimeBetweenBatches: 'PT2M'
      }
    }
    virtualMachineProfile: {
      scheduledEventsProfile: {
        osImageNotificationProfile: { enable: true, notBeforeTimeout: 'PT15M' }
        terminateNotificationProfile: { enable: true, notBeforeTimeout: 'PT10M' }
      }
      osProfile: {
        computerNamePrefix: take(name, 9)
        adminUsername: 'shop'
        linuxConfiguration: {
          disablePasswordAuthentication: true
          ssh: { publicKeys: [{ path: '/home/shop/.ssh/authorized_keys', keyData: adminPublicKey }] }
        }
      }
      storageProfile: {
        osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: 'Premium_LRS' } }
        imageReference: {
          publisher: 'Canonical'
          offer: '0001-com-ubuntu-server-jammy'
          sku: '22_04-lts'
          version: settings.imageVersion
        }
      }
      networkProfile: {
        healthProbe: empty(probeId) ? null : { id: probeId }
        networkInterfaceConfigurations: [
          {
            name: 'nic'
            properties: {
              primary: true
              ipConfigurations: [
                {
                  name: 'ip'
                  properties: {
                    primary: true
                    subnet: { id: subnetId }
                    loadBalancerBackendAddressPools: empty(poolId) ? [] : [{ id: poolId }]
                  }
                }
              ]
            }
          }
        ]
      }
      extensionProfile: {
        extensions: concat(empty(probeId) ? [healthExtension] : [], [
          {
            name: 'bootstrap'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              autoUpgradeMinorVersion: true
              protectedSettings: { fileUris: [bootstrapUrl], commandToExecute: 'sh bootstrap.sh' }
            }
          }
        ])
      }
    }
  }
}

output scaleSetId string = scaleSet.id
