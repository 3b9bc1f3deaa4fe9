extension 'br:example.azurecr.io/extensions/sample:1.0.0' as sample

param given resource 'Sample.Things/thing@v1'
param named resource 'sample:Sample.Things/thing@v1'
output made resource 'Sample.Things/thing@v1' = thing
param azure resource 'Sample.Box/boxes@2024-01-01'
param none resource
param joined resource '${none}'

resource thing 'Sample.Things/thing@v1' = {
  name: 'x'
}
