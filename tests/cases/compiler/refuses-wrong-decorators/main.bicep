@secure()
@minLength(3)
@maxLength(2)
param count int

@minValue(1)
param label string

@minLength(1)
@minLength(2)
param twice string

@maxLength(-1)
param negative string

@concat('a', 'b')
param notADecorator string

@secure
param notCalled string

@twice
param notCallable string

@sealed()
type open = {
  known: string
  *: int
}

type named = string

@minLength(3)
param alias named

@minLength(3)
type literal = 'one' | 'two'

@discriminator('kind')
type notAUnion = { kind: 'a' }

@export()
var exported = label

@batchSize(0)
resource one 'Contoso.Compute/sets@2021-01-01' = {
  name: 'one'
}

@nullIfNotFound()
resource deployed 'Contoso.Compute/sets@2021-01-01' = {
  name: 'deployed'
}

@secure()
resource wrongTarget 'Contoso.Compute/sets@2021-01-01' = {
  name: 'wrong'
}

@description('belongs to nothing')

@secure()
