using none
import { plain, place, written, halfWritten, near, here as there, whole } from 'shared.bicep'
import * as all from 'shared.bicep'

param used = plain
