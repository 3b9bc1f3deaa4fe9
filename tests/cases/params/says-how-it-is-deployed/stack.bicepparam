using none with {
  mode: 'stack'
  name: 'a name that has spaces'
  scope: '/subscriptions/x'
  denySettings: { mode: 'denyAll' }
}
