param size int
var greeting = 'Grüße' + nobody
output o string = size
