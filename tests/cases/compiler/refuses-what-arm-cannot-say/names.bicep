resource one 'Contoso.Compute/sets@2021-01-01' = {
  name: 'same'
}
resource two 'contoso.compute/sets@2022-01-01' = {
  name: 'same'
}
resource child 'Contoso.Compute/sets/parts@2021-01-01' = {
  parent: one
  name: 'same/part'
}
resource flat 'Contoso.Compute/sets/parts@2021-01-01' = {
  name: 'part'
}
