import { siteType, greet as hello } from 'lib/types.bicep'
import * as defaults from 'lib/defaults.bicep'

param site siteType
param port int = defaults.port
output text string = hello(site.name)
output all object = defaults.limits
