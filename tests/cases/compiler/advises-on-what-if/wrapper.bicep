param label string
param prefix string
param deploy bool
param name string = '${prefix}-x'
module store 'store.bicep' = if (deploy) {
  name: label
  params: { name: name, size: length(label) }
}
