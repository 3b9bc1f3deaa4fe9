param size string
param zones array

resource pool 'Contoso.Compute/pools@2021-01-01' = {
  name: size
  zones: zones
}

output id string = pool.id
