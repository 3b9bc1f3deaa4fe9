resource first 'Contoso.Web/sites@2020-01-01' = {
  name: 'first'
}

var state = first.properties.state

resource second 'Contoso.Web/sites@2020-01-01' = if (first.properties.ready) {
  name: '${first.name}-${state}'
}

resource third 'Contoso.Web/sites@2020-01-01' = [for item in first.properties.items: {
  name: first.id
}]

var copies = [for i in range(0, 2): second]
