param items array
var a = concat([for i in items: i], [])
var b = x => x
resource r 'Contoso.Compute/sets@2021-01-01' = {
  name: 'r'
  properties: { a: [for i in items: { b: [for j in items: j] }] }
}
