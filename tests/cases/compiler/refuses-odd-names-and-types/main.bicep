param numbers int[]
param flag bool

var list = ['a']
var byIndex = nameof(list[0])
var byName = nameof({ 'a-b': 1 }['a-b'])
var sum = flag ? 0 : first(filter(
  numbers,
  n => n > 0
)) + 1

resource one 'Sample.Box/boxes@2024-01-01' = [for n in numbers: {
  name: 'one${n}'
  resource inner 'parts' = {
    name: 'inner'
  }
}]

resource two 'Sample.Box/boxes@2024-01-01' = {
  name: 'two'
  dependsOn: [
    one
    fail('no resource')
    flag ? one[0] : one[1]
  ]
}

type self = { not: !self }
type own = { property: own.property }
