using 'net.bicep'
param p = 'x'
