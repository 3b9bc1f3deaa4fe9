type mine = string
type a = sys.foo
type b = sys.strin
type c = foo<'x'>
type d = sys.foo<'x'>
type e = sys.string<'x'>
type f = mine<'x'>
type g = sys.resourceInput
type h = az.foo
// Only the input and the output of a resource are types.
type i = resource<'Sample.Box/boxes@2024-01-01'>
type j = sys.resource<'Sample.Box/boxes@2024-01-01'>
