output a string = 'a'
