extension az as one
extension az as two
extension kubernetes with { kubeConfig: '', namespace: 'default' }
extension kubernetes with { kubeConfig: '', namespace: 'default' } as more

var sys = 1

resource a 'sys:Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'a'
}
resource b 'one:Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'b'

  resource c 'kubernetes:services@v1' = {
    metadata: { name: 'c' }
  }
}
resource d 'kubernetes:core/Service@v1' = {
  metadata: { name: 'd' }
}
resource e 'core/Service@v1' = {
  metadata: { name: 'e' }
}
