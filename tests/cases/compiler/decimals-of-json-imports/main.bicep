// Decimals of an imported JSON template are written in their shortest form, whatever the template writes.
import { shares } from 'shared.json'
output shares object = shares
