@export()
var batch = deep + 5
var deep = 15

@export()
type policy = { percent: int }

@export()
func half(n int) int => n / 2
