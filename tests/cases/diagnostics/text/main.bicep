param unused string
var wrong = sizes
