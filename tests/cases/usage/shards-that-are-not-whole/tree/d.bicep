param x string = 'd'
