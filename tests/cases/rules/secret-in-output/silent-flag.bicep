// Whether there is a secret is not the secret.
@secure()
param adminPassword string = ''

output usesPassword bool = !empty(adminPassword)
