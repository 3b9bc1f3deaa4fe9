// Parts of existing resources in other resource groups: what the scope of the oldest ancestor says moves along with the indexes.
targetScope = 'subscription'

resource groups 'Microsoft.Resources/resourceGroups@2022-09-01' existing = [for x in range(0, 3): {
  name: 'group${x}'
}]

// Written out: both locals of the loop stand for the element.
resource rack 'Sample.Room/racks@2024-01-01' existing = [for (n, i) in range(4, 3): {
  name: 'rack${n}'
  scope: resourceGroup('subscription${n}', 'group${i}')
}]
resource shelf 'Sample.Room/racks/shelves@2024-01-01' existing = [for j in range(10, 3): {
  parent: rack[j - 10]
  name: 'shelf'
}]
resource book 'Sample.Room/racks/shelves/books@2024-01-01' existing = {
  parent: shelf[2]
  name: 'book'
}

// By a group of a loop: the part takes its own index for that of the scope, as the reference does.
resource chest 'Sample.Room/chests@2024-01-01' existing = [for i in range(4, 3): {
  name: 'chest${i}'
  scope: groups[i - 4]
}]
resource drawer 'Sample.Room/chests/drawers@2024-01-01' existing = [for k in range(20, 3): {
  parent: chest[k - 20]
  name: 'drawer'
}]
resource sock 'Sample.Room/chests/drawers/socks@2024-01-01' existing = {
  parent: drawer[1]
  name: 'sock'
}

output ids array = [shelf[1].id, book.id, chest[1].id, drawer[1].id, sock.id]
output colours array = [book.properties.colour, sock.properties.colour]
