@maxLength(80)
param long string

// The name of a deployment: up to 64 letters, digits, `-`, `_`, `.`, `(` and `)`.
module good 'part.bicep' = {
  name: 'part-1_(a).b'
  params: { prefix: 'a' }
}
module withBlank 'part.bicep' = {
  name: 'part one'
  params: { prefix: 'a' }
}
module empty 'part.bicep' = {
  name: ''
  params: { prefix: 'a' }
}
module perhapsTooLong 'part.bicep' = {
  name: long
  params: { prefix: 'a' }
}

// A resource of another one, as it was said before there was `scope`.
resource oldAssignment 'Sample.Site/sites/providers/roleAssignments@2024-01-01' = {
  name: 'site/Microsoft.Authorization/role'
}
