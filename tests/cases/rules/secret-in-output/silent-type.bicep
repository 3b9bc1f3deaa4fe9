@secure()
type pw = string
@secure()
param p string
@secure()
output o string = p
