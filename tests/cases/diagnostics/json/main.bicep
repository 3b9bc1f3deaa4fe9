// Größe counts bytes in offsets: ö has two.
param size string
param unused string = 'ß'
var wrong = sizes

output size string = '${size}ü${missing}'
