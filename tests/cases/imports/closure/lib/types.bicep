import { limits } from 'defaults.bicep'

type sku = 'small' | 'large'

@export()
@description('A site.')
type siteType = {
  @minLength(3)
  name: string
  sku: sku
  next: siteType?
}

@export()
func greet(name string) string => '${greeting()} ${name}, ${limits.max}'

func greeting() string => 'hello'
