var group = readEnvVar('GROUP')

using none with {
  mode: 'deployment'
  scop: '/subscriptions/x/resourceGroups/${group}'
}
