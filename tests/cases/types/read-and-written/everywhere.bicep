targetScope = 'subscription'

resource box 'Sample.Box/boxes@2024-01-01' = {
  name: 'box'
}
