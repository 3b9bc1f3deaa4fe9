param size int
@secure()
param adminPassword string
@secure()
param creds { user: string, pin: int }
output o int = size + length(adminPassword) + creds.pin
