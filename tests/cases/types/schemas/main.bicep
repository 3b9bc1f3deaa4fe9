type level = 'low' | 'high' | null
type pair = [string, int?]
@sealed()
type box = {
  @secure()
  key: string
  @description('What is inside.')
  items: pair[]
  deep: { inner: level }
}
@discriminator('kind')
type shape = { kind: 'circle', radius: int } | { kind: 'square', side: int }
type other = box.deep.inner
type first = pair[0]
param b box
param s shape?
param numbers (1 | 2)[]
output o other = 'low'
