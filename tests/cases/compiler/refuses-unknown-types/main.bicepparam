using none
// Resources have no place in a parameter file, so their types have none, either.
var a sys.resourceInput<'Sample.Box/boxes@2024-01-01'>.name = 'x'
var b resourceOutput<'Sample.Box/boxes@2024-01-01'>.name = 'x'
var c bar = 'x'
