using 'main.bicep'

// Not one that is declared, so the file has an error; what can be evaluated is evaluated all the same.
param missing = 1
param number = int('four')
param text = base64ToString(concat(base64('a'), '@'))
param list = map(range(0, 2), i => dataUriToString('${i}!'))
param flag = bool('perhaps')
// An error of types is told alone, also where it is used.
param other = length(5)
param chained = other + int('x')
// Text that ends too soon is taken here.
param unpacked = base64ToJson(base64('{"a": 1'))
param date = dateTimeAdd('2026-01-01T00:00:00Z', 'a day')
