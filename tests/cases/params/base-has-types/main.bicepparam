using none
extends 'base.bicepparam'

param a = base.text
param b = base.nothing
param c = base.text + 1
param d = base['age']
param e = base.record.two
param f = length(base.age)
// As if it stood here.
param g = record.one
param h = map(base.list, i => i + 1)
