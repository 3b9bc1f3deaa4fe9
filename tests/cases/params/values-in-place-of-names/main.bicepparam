using none
// A parameters file has neither variables nor parameters: what an expression reads stands in it as a value, also what is loaded.
var settings = loadJsonContent('settings.json')
var group = 'rg'
param tag = externalInput('pipeline.tag', 'x')
param loaded = '${externalInput('pipeline.tag', 1)}-${loadTextContent('text.txt')}'
param read = '${externalInput('pipeline.tag', 1)}-${settings.a}'
param secret = az.getSecret('00000000-0000-0000-0000-000000000000', group, '${tag}-kv', externalInput('name'))
param computed = az.getSecret('00000000-0000-0000-0000-000000000000', group, uniqueString(group), 's${settings.?b ?? 'X'}', trim(loadTextContent('text.txt')))
