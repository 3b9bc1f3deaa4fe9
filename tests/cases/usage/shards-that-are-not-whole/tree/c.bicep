param x string = 'c'
