// What is wrong with the loop is that it reads outputs; its place is a good one, however its variable is used.
var seats = range(0, 2)
module rooms 'room.bicep' = [for seat in seats: {
  name: 'room${seat}'
}]
var doors = [for (seat, index) in seats: {
  key: string(seat)
  value: rooms[index].outputs.door
}]
output byKey object = toObject(doors, door => door.key, door => door.value)
