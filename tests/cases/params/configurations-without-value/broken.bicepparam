using none

param secret = az.getSecret('a', 'b', 'c', 'd')
param = int('x')
extensionConfig second with {
  a: secret
  b: int('x')
}
