using none

extends 'shared.bicepparam'

param tags = union(base.tags, { stage: 'test' })
param from = base.region
// What the extended file itself inherits belongs to `base` as well.
param all = base
param names = objectKeys(base)
