param x string = 'b'
