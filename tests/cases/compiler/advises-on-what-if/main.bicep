// What a module makes names, scopes and conditions of should be known before the deployment.
module first 'store.bicep' = {
  name: 'first'
  params: { name: 'known', size: 1 }
}
module second 'store.bicep' = {
  name: 'second'
  params: { name: first.outputs.id, size: length(first.outputs.id) }
}
module third 'wrapper.bicep' = {
  name: 'third'
  params: { label: first.outputs.id, prefix: first.outputs.id, deploy: empty(first.outputs.id) }
}
