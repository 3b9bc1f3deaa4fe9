type itself = itself
type there = back
type back = there
type endless = { next: endless }
type ends = { next: ends? }
type resource = string
type mixed = 'a' | 1
type wide = 'a' | string
type either = { a: string } | { b: string }

@discriminator('kind')
type pets = cat | dog | { kind: 'CAT' }
type cat = { kind: 'cat', lives: int }
type dog = { kind: 'dog' }

type sizes = { small: int, Small: int }

param p endless
param q undefined
param r 'a' | 'b' = 'c'
output o pets = { kind: 'bird' }
