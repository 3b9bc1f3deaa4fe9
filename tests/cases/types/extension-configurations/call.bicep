extension kubernetes with {
  namespace: 'default'
  kubeConfig: ''
} as own

module wrong 'main.bicep' = {
  extensionConfigs: {
    k8s: own
    other: { namespace: own.config.namespace.length, kubeConfig: own.config.kubeConfig }
  }
}
