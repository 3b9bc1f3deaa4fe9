param address string

output script string = address
