import * as deeper from 'deeper.bicep'
import { zone } from 'deeper.bicep'

@export()
var plain = toLower('A')
@export()
var place = resourceGroup().location
@export()
var written = resourceId('sub', 'rg', 'Sample.Box/boxes', 'one')
@export()
var halfWritten = resourceId('rg', 'Sample.Box/boxes', 'one')
@export()
var near = { a: [deeper.deep], b: subscriptionResourceId('sub', 'Sample.Box/boxes', 'x') }
@export()
func here(name string) string => '${name}-${deeper.inner()}-${zone}'
@export()
var whole = fail('never') ?? az.deployment().name
