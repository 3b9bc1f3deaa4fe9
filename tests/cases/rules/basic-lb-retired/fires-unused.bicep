resource lb 'Microsoft.Network/loadBalancers@2023-09-01' = { name: 'lb', location: 'w', properties: {} }
//< warning: Basic load balancers were retired on 2025-09-30
