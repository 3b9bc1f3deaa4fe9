param hosting 'container' | 'code' = 'container'
param name string = 'shop'

module app 'app.bicep' = {
  params: {
    name: '${name}-container'
    settings: {
      LEVEL: 'WARNING'
      HOST: 'https://${name}${hosting == 'container' ? '-docker' : ''}.example.net'
      MODE: hosting == 'container' ? 'k9-hidden-mode' : 'k9-other-mode'
      OWNER: 'svc-hidden-owner'
    }
  }
}

output address string = 'https://${name}-docker.example.net'
output level string = 'WARNING'
output copied string = 'runs as svc-hidden-owner in k9-hidden-mode'
