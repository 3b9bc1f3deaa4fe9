param group string = ''

// The name tells the variants apart, and a child's name is not known by its type: any of them can be meant.
// The source is spelled as in the index of types.
param settings resourceInput<'sample.site/sites/Extensions@2024-01-01'>.properties?

// One of two groups: allowed as a scope, but nothing that a deployment could be told, as in the reference.
var place = empty(group) ? resourceGroup() : resourceGroup(group)

module inner 'inner.bicep' = {
  name: 'inner'
  scope: place
  params: { settings: settings }
}
