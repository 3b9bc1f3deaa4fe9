resource report 'Sample.Box/reports@2024-01-01' = {
  name: 'daily'
}

resource old 'Sample.Box/reports@2024-01-01' existing = {
  name: 'weekly'
}

param wanted resourceInput<'Sample.Box/boxes@2024-01-01'>.properties
param seen resourceOutput<'Sample.Box/boxes@2024-01-01'>.properties

resource box 'Sample.Box/boxes@2024-01-01' = {
  name: 'box'
  properties: wanted
}

output key string = wanted.key
output given resourceInput<'Sample.Box/boxes@2024-01-01'>.properties = box.properties
output taken resourceOutput<'Sample.Box/boxes@2024-01-01'>.properties = box.properties
output state string = seen.state
output hidden string = seen.key
