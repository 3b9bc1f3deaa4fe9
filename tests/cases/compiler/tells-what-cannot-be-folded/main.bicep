var a = 2199023255552 * 2199023255552
var b = format('->{123}<-', 123)
var h = 9223372036854775807 + 1
var c = uri('example', 'path')
var d = base64ToString('YWJj@')
var e = 1 / 0
output all array = [a, b, c, d, e, h]
