param version string

resource cluster 'Microsoft.ServiceFabric/managedClusters@2024-04-01' = {
  name: 'cluster'
  location: 'westeurope'
  sku: { name: 'Standard' }
  properties: { dnsName: 'cluster', adminUserName: 'ops', enableAutoOSUpgrade: true }
}

resource nodes 'Microsoft.ServiceFabric/managedClusters/nodeTypes@2024-04-01' = {
  parent: cluster
  name: 'nt1'
  properties: {
    isPrimary: true
    vmInstanceCount: 5
    vmSize: 'Standard_D2s_v5'
    dataDiskSizeGB: 100
    vmImagePublisher: 'MicrosoftWindowsServer'
    vmImageOffer: 'WindowsServer'
    vmImageSku: '2022-Datacenter'
    vmImageVersion: version
  }
}
