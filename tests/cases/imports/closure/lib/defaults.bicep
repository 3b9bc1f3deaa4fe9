@export()
var port = 8080

@export()
var limits = {
  max: port * 2
}
