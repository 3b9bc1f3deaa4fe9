// What is required may be set where this file is used.
extension kubernetes with {
  namespace: 'default'
} as k8s
extension kubernetes as other
extension kubernetes with {
  namespace: 1
  cluster: 'x'
} as wrong
extension az with { region: 'x' } as azure
