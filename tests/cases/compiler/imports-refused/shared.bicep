@export()
var there = 'here'
var hidden = 'x'
