var text = loadTextContent('note.txt')
var wrapped = 'says: ${loadTextContent('note.txt')}'
var encoded = loadFileAsBase64('note.txt')
var json = loadJsonContent('data.json')
var part = loadJsonContent('data.json', 'sizes')[1]
var yaml = loadYamlContent('data.yaml').name

output all object = { text: text, wrapped: wrapped, encoded: encoded, json: json.name, part: part, yaml: yaml }

// Templates have no decimals: json() makes them when they are deployed.
output decimals object = loadJsonContent('decimals.json')
output half any = loadYamlContent('decimals.yaml').half
output loose object = loadJsonContent('loose.json')
