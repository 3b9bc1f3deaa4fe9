// A secure parameter is read in clear once it is in `settings`; a listed token too.
resource files 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'files' }

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
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
            name: 'script'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              settings: {
                fileUris: [
                  'https://files.blob.${environment().suffixes.storage}/scripts/install.sh?${token}'
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: an access token made by `listServiceSas` sits in `settings`, which anyone with read access can see
                ]
                commandToExecute: 'sh install.sh'
              }
            }
          }
        ]
      }
    }
  }
}

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
