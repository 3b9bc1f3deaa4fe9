var a = b
var b = c
var c = a
var self = self
var twice = 1
param twice string
output o string = missing
