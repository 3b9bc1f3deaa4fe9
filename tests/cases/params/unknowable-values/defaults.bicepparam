using 'main.bicep'

// null is for any parameter that the template can do without.
param secret = 'known'
param size = null
param label = null
