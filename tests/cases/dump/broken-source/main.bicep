var a = b + 
var c = (1, 2)
@d()
