param p string[]
param o object
output x object = {p: p, o: o}
