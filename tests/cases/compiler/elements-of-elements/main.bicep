// The index of a parent uses the loop of the child: read from elsewhere, both are replaced.
param items array
param second bool

resource rack 'Sample.Room/racks@2024-01-01' = [for item in items: {
  name: 'rack${item}'
}]

resource shelf 'Sample.Room/racks/shelves@2024-01-01' = [for (item, i) in items: {
  parent: rack[(i + 1) % length(items)]
  name: 'shelf${item}'
}]

resource seat 'Sample.Room/racks/seats@2024-01-01' existing = [for j in range(0, 4): {
  parent: rack[j % 2]
  name: 'seat'
}]

// An extension of the shelf and its part: their indexes lead from loop to loop. What the part depends on is the exception:
// the reference puts the tag's loop in place there, not that of the shelf that the tag is on (it writes `copyIndex()`).
resource tag 'Sample.Tags/tags@2024-01-01' = [for k in range(20, 4): {
  scope: shelf[k - 20]
  name: 'tag${k}'
}]

resource part 'Sample.Tags/tags/parts@2024-01-01' = [for l in range(30, 4): {
  parent: tag[l - 30]
  name: 'part${l}'
}]

// A part of a part: its own id follows the indexes from the oldest on, its scope moves the index that the tag was given.
resource screw 'Sample.Tags/tags/parts/screws@2024-01-01' = {
  parent: part[3]
  name: 'screw'
}

resource reader 'Sample.Room/readers@2024-01-01' = [for m in range(10, 4): {
  name: 'reader${m}'
  properties: {
    seat: seat[m - 10].id
  }
}]

// One of two modules: an output is read from the one that is meant.
module first 'inner.bicep' = if (!second) { name: 'first' }
module other 'inner.bicep' = if (second) { name: 'other' }
var chosen = second ? other : first

output shelfProperties object = shelf[0].properties
output part string = part[2].id
output screw string = screw.id
output text string = chosen.outputs.text
