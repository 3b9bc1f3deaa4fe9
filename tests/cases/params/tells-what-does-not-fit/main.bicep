param count int
param needed string
