import { there, missing } from 'shared.bicep'
import { there as again } from 'shared.bicep'
import * as all from 'shared.bicep'
import { x } from 'absent.bicep'

param p missing
output o string = '${there}${again}${all.nothing}${x}'
