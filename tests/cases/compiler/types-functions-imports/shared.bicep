@export()
type sizeType = 'small' | 'large'

@export()
var limit = 10

@export()
func describe(name string) string => 'pool ${name}'
