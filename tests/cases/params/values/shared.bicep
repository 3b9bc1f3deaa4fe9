@export()
var prefix = 'app'

@export()
func twice(n int) int => n * 2
