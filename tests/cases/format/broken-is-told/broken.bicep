param   a string =
var x   = 1
