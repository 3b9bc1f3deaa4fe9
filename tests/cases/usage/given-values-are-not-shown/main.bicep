@secure()
param token string
param size int

output twice int = size * 2
