@description('Where the boxes stand.')
param place string = 'nowhere'

@description('')
param other string = resourceGroup().location

param count int

@description('   ')
var doubled = count * 2

@description('A lid.')
type lid = {
  width: int
  @description('How heavy it is.')
  weight: int
  *: string
}

type shape = 'round' | 'square'

@discriminator('kind')
type part = { kind: 'lid', lid: lid } | { kind: 'none' }

resource box 'Sample.Box/boxes@2025-06-01' = {
  name: 'box${doubled}'
  location: place
}

@description('What is there.')
output made array = [
  -1
  'two'
  { three: (null) }
]
output other string = other
output shapes shape = any('round')
output parts part = any({ kind: 'none' })
