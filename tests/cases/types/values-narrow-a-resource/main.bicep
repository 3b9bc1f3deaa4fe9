param place string

resource shell 'Sample.Job/jobs@2024-01-01' = {
  name: 'build'
  location: 'westeurope'
  kind: 'shell'
  properties: { script: 'make' }
}

resource batches 'Sample.Job/jobs@2024-01-01' = [for i in range(0, 2): {
  name: 'batch${i}'
  location: place
  kind: 'batch'
  properties: { pool: 'small' }
}]

// What must be written is of the type of its value; what may be left out, or is not written, stays as it is declared.
var region = shell.location
var given = batches[0].location
var script = shell.properties.script
var state = shell.properties.state
var pool = batches[1].properties.pool
var identity = shell.id

// The variant is known, so what only the other one has is told of.
var other = shell.properties.pool

output all array = [region, given, script, state, pool, identity, other]
