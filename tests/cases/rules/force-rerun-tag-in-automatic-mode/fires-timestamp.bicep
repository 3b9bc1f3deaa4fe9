// By way of a variable.
param now string = utcNow()

var stamp = int(dateTimeToEpoch(now))

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Automatic' }
    virtualMachineProfile: {
      extensionProfile: {
        extensions: [
          {
            name: 'script'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              settings: { commandToExecute: 'sh install.sh', timestamp: stamp }
//                                                                      ^^^^^ warning: `timestamp` differs at each deployment, and mode `Automatic` runs the extension again on all instances at once
            }
          }
        ]
      }
    }
  }
}
