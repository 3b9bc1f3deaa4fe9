extension kubernetes with {
  namespace: 'default'
  kubeConfig: ''
} as k8s

param replicas int

assert enough = replicas > 1

resource settings 'core/ConfigMap@v1' = {
  metadata: { name: 'settings' }
  data: { replicas: string(replicas) }
}
