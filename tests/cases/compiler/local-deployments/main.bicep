// A module of a local deployment goes to its extension as text: its expressions are escaped.
targetScope = 'local'
param place string
module rooms 'room.bicep' = [for i in range(0, 2): if (i > 0) {
  name: 'room${i}'
  params: { door: '${place}${i}' }
}]
output first string = rooms[0].outputs.door
