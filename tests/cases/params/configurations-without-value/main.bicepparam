using none

var text = 'here'
param secret = az.getSecret('a', 'b', 'c', 'd')
var hidden = any(secret)
extensionConfig first with {
  one: 'two'
}
extensionConfig second with {
  // What a vault holds is known to the deployment only, and what an extension is given to nobody else.
  a: secret
  b: text == 'x' ? az.getSecret('a', 'b', 'c', 'd') : 'e'
  c: first.one
  d: hidden
  e: az.getSecret('a', 'b', 'c', 'd')
  f: int(text)
}
param g = int(missing)
