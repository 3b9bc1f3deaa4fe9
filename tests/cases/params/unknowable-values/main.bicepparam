using 'main.bicep'

// Only the deployment knows these values.
param secret = az.getSecret('00000000-0000-0000-0000-000000000000', 'group', 'vault', 'name')
param size = null
var both = '${secret} ${size}'
param label = both
param text = {
  size: size
}
