resource store 'Contoso.Storage/accounts@2020-01-01' = {
  name: 'store'
}

var endpoint = store.properties.endpoint
var through = endpoint

func tell() string => store.properties.endpoint

resource named 'Contoso.Storage/accounts@2020-01-01' = {
  name: store.properties.endpoint
}

resource viaVariable 'Contoso.Storage/accounts@2020-01-01' = {
  name: through
}

resource conditional 'Contoso.Storage/accounts@2020-01-01' = if (store.properties.ready) {
  name: 'conditional'
}

resource looped 'Contoso.Storage/accounts@2020-01-01' = [for i in store.properties.items: {
  name: 'looped${i}'
}]

var turned = [for i in range(0, 2): store.properties.endpoint]

resource known 'Contoso.Storage/accounts@2020-01-01' existing = {
  name: endpoint
}

output fine string = known.name
output refused string = known.properties.endpoint
output argument object = reference(store.properties.endpoint)
output allowed string = store.id
