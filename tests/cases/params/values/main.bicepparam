using 'main.bicep'

import { prefix, twice } from 'shared.bicep'

var base_size = 10

param name = toUpper('${prefix}-web')
param sizes = [for i in range(1, 3): i * base_size]
param settings = {
  doubled: twice(base_size)
  text: loadTextContent('note.txt')
  fallback: readEnvironmentVariable('FLEETLINT_NO_SUCH_VARIABLE', 'none')
}
param secret = '[literal]'
param hidden = az.getSecret('0000', 'rg', 'vault', 'key')
