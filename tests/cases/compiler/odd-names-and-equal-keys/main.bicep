// Declarations keep the name `copy`, properties must not look like loops.
metadata copy = 'kept as a property'
param copy string
output copy string = copy

// Of equal computed keys the last one is written, where it stands.
output keys object = { '${copy}': 1, between: 2, '${copy}': 3, '${copy}-': 4 }

module nested 'nested.bicep' = {
  name: 'nested'
  params: {
    copy: [for i in range(0, 2): i]
  }
}

// Only verbatim descriptions lose their indentation in the list of exported variables.
@export()
@description('one\n  two\n    three')
var escaped = 1

@export()
@description('''one
  two
    three''')
var verbatim = 2

// A literal type may be put together of constants.
type joined = 'a-${'b'}-${'c${'d'}'}'
@discriminator('kind')
type tagged = { kind: 'x${'1'}', size: int } | { kind: 'x2' }

// A lone carriage return ends a line of a description, too.
@description('one\r  two\r\n   three')
param described string = ''
