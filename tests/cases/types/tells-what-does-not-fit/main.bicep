type site = {
  name: string
  @minValue(1)
  port: int
}

param one site = {
  name: 5
  port: 0
  prot: 1
}
param two site = {
  name: 'x'
}
param many string[] = [
  'a'
  2
]
param perhaps string? = 'x'
var half = one.nmae
output text int = one.name
@discriminator('kind')
type shape = { kind: 'circle', radius: int } | { kind: 'square', side: int }
param drawn shape = {
  kind: 'circel'
  radius: 1
}

// The member of whichever object it is, told apart or not.
var variants = [{ kind: 'a', left: 1 }, { kind: 'b', right: 2 }]
output unknownOfEither array = [for variant in variants: variant.middle]

// A union that leads back to itself.
type circle = circle | 'dot'

@discriminator('kind')
type figure = { kind: 'line' } | figure

// The types of a function's parameters are told where the parameter is used.
func twice(value notThere) string => '${value}${value}'

// Only the wrong count is told of.
type twoArguments = resourceInput<'a', alsoNotThere>
