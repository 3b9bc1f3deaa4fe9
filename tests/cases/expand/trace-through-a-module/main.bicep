param environment string
param size object = { sku: 'Standard_D2s_v5', count: 3 }

module web 'tier.bicep' = {
  name: 'web'
  params: {
    name: 'web-${environment}'
    capacity: size.count
  }
}

output next string = '${web.outputs.setName}-next'
