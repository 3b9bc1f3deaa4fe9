param names array
param key string = newGuid()
param made string = reference('id').value
param early string = label

var label = utcNow()
var copy = 9223372036854775808
var pairs = [for n in names: [for m in names: m]]
var computed = {
  '${key}': [for n in names: n]
}
var unfit = map(names, n => sets[n].id)
var whole = [for n in names: sets]
var lambda = n => n

metadata _hidden = 'x'

resource sets 'Contoso.Compute/sets@2021-01-01' = [for name in names: {
  name: 'always the same'
  ...{ location: 'here' }
  properties: {
    nested: [for a in names: { inner: [for b in names: b] }]
    loose: concat([for a in names: a], [])
  }
}]

resource first 'Contoso.Compute/sets@2021-01-01' = if (sets[?0].id != listKeys('a', '1').x) {
  name: 'first'
}

resource again 'Contoso.Compute/sets@2021-01-01' = {
  name: 'first'
  parent: true ? first : again2
}

resource again2 'Contoso.Compute/sets@2021-01-01' = {
  name: 'first'
}

resource vault 'Microsoft.KeyVault/vaults@2022-07-01' existing = {
  name: 'vault'
}

output secret string = vault.getSecret('x')
output Label string = label
output label string = label
assert works = true
