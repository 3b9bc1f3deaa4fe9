var a   = 1
