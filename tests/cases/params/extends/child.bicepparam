using none

extends 'shared.bicepparam'

param tags = union(base.tags, { stage: 'test' })
param from = base.region
