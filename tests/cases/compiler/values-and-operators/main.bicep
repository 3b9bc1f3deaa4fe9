metadata owner = { team: 'fleet', pager: 7 }

@description('''
  First line.
    indented
''')
@minLength(3)
param prefix string = 'web'
@allowed([1, 2])
param copies int
@secure()
param key string

var large = copies + 3000000000
var brackets = '[not an expression]'
var braces = '{${prefix}}'
var folded = -5
var negative = -copies
var same = prefix =~ 'WEB' && !(copies != 2) || key == ''
var chosen = copies > 1 ? prefix : copies < 0 ? 'none' : null
var spread = { a: 1, ...{ b: prefix }, 'c-d': [1, ...[copies]] }
var member = spread['c-d'][0]
var safe = anything.?a.b[^1]
var lambdas = map(filter(range(0, copies), i => i > 0), (v, i) => '${v}${i}')
var quoted = 'it\'s ${prefix}'
var anything = any(prefix)

output all object = { large: large, member: member, copy: { copy: same } }
output looped array = [for (item, i) in lambdas: '${i}-${item}']
