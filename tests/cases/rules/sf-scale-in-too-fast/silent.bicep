resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 5 }
  properties: {
    upgradePolicy: { mode: 'Automatic' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'Canonical'
          offer: '0001-com-ubuntu-server-jammy'
          sku: '22_04-lts-gen2'
          version: 'latest'
        }
      }
      extensionProfile: {
        extensions: [
          {
            name: 'node'
            properties: {
              publisher: 'Microsoft.Azure.ServiceFabric'
              type: 'ServiceFabricLinuxNode'
              typeHandlerVersion: '1.1'
              settings: {
                clusterEndpoint: 'https://westeurope.servicefabric.azure.com'
                nodeTypeRef: 'nt1'
                durabilityLevel: 'Silver'
              }
            }
          }
        ]
      }
    }
  }
}

resource scale 'Microsoft.Insights/autoscaleSettings@2022-10-01' = {
  name: 'scale'
  location: 'westeurope'
  properties: {
    enabled: true
    targetResourceUri: set.id
    profiles: [
      {
        name: 'default'
        capacity: { minimum: '5', maximum: '10', default: '5' }
        rules: [
          {
            metricTrigger: {
              metricName: 'Percentage CPU'
              metricResourceUri: set.id
              timeGrain: 'PT1M'
              statistic: 'Average'
              timeWindow: 'PT5M'
              timeAggregation: 'Average'
              operator: 'LessThan'
              threshold: 25
            }
            scaleAction: { direction: 'Decrease', type: 'ChangeCount', value: '1', cooldown: 'PT5M' }
          }
        ]
      }
    ]
  }
}
