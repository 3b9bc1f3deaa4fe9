param x string = 'e'
