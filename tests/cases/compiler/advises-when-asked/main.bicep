var east = 'eastus'
var alsoEast = east

module first 'module.bicep' = {
  name: 'first'
  params: {
    count: 1
    place: 'westus'
  }
}

module second 'module.bicep' = {
  params: {
    count: 2
    place: alsoEast
    other: resourceGroup().location
  }
}

module third 'module.bicep' = {
  params: {
    count: 3
    'place': 'westus'
    other: any(deployment()).location
  }
}

resource old 'Sample.Box/boxes@2020-01-01' = {
  name: 'old'
  location: 'GLOBAL'
}

resource preview 'Sample.Box/boxes@2025-01-01-preview' = [for i in range(0, 2): {
  name: 'preview${i}'
  location: alsoEast
}]

resource newerPreview 'Sample.Box/boxes@2025-07-01-preview' = {
  name: 'newer'
  location: 'northeurope'
}

resource newest 'Sample.Box/boxes@2026-10-01' = if (true) {
  name: 'newest'
  location: az.resourceGroup().location
}

resource lid 'Sample.Box/lids@2019-01-01' = {
  name: 'lid'
}

resource oldLid 'Sample.Box/lids@2018-01-01' existing = {
  name: 'oldLid'
}

var read = {
  a: reference(resourceId('Sample.Box/lids', 'x'), '2018-01-01')
  b: reference(oldLid.id, '2018-01-01').width
  c: listKeys(resourceId('Sample.Box/lits', 'x'), '2018-01-01')
  d: listKeys('Sample.Box/boxes', '2017-01-01')
  e: reference('oldLid', '2018-01-01')
  f: reference(resourceId('Sample.Box/boxes', 'x'), '2025-06-01')
}

#disable-next-line no-hardcoded-outputs use-description-outputs
output constant int = 1
output values object = read
output lids string = lid.id

// Which versions there are is not asked.
module published 'br:mcr.microsoft.com/bicep/avm/res/box/box:1.0.0' = {}
module alsoPublished 'br:mcr.microsoft.com/bicep/avm/res/box/lid:1.0.0' = {}
