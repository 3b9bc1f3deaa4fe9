resource store 'Contoso.Storage/accounts@2020-01-01' = {
  name: 'store'
}

var fixed = store.id
var atRunTime = store.properties.endpoint
var through = '${atRunTime}/x'
var keys = listKeys(store.id, '2020-01-01')

resource named 'Contoso.Storage/accounts@2020-01-01' existing = {
  name: store.properties.partner
}

output all array = [fixed, through, keys.first, nameof(through), named.id]
