output door string = ''
