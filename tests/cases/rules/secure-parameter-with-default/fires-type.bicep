@secure()
type pw = string
param p pw = 'Hunter22'
//    ^ warning: secure parameter `p` has its secret in the template
