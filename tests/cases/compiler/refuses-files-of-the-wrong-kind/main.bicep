module settings 'alone.bicepparam' = {
  name: 'settings'
}
var files = loadDirectoryFileInfo('nothing-here')
var file = loadDirectoryFileInfo('main.bicep')
targetScope = unknown
