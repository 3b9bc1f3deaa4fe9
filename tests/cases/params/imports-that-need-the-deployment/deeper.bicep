var hidden = subscription().subscriptionId
@export()
var deep = hidden
@export()
func inner() string => deployment().name
@export()
var zone = 'z'
