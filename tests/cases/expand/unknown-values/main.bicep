@allowed(['dev', 'prod'])
param stage string
@minValue(1)
@maxValue(3)
param count int
param flag bool
param names array
param key string
@secure()
param password string
param stamp string = utcNow()
param seed string = newGuid()

var size = flag ? { sku: 'S', zones: ['1'], same: 1 } : { sku: 'L', zones: ['1'], same: 1 }

resource set 'Microsoft.Compute/virtualMachineScaleSets@2023-09-01' = [for name in names: if (flag) {
  name: 'set-${name}-${stage}'
  location: resourceGroup().location
  tags: { '${key}': 'a', owner: stage, version: '20', stamp: stamp, seed: seed }
  sku: { name: size.sku, capacity: count * 2 }
  zones: size.zones
  properties: {
    virtualMachineProfile: {
      osProfile: { adminPassword: password }
      extensionProfile: { extensions: [for i in range(0, count): { name: 'e${i}', properties: { publisher: 'p', type: 't' } }] }
    }
  }
}]

output size object = size
output both bool = flag && !flag
output short string = substring('x${stage}', 0, 1)
output none bool = empty(names)
