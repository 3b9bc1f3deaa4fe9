using 'main.bicep'

extensionConfig k8s with {
  kubeConfig: 'secret'
}
extensionConfig azure with {
  region: 'x'
}
extensionConfig nothing with {}
extensionConfig wrong
