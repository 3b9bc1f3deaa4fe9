@allowed(['dev', 'prod'])
param stage string
@minLength(3)
@maxLength(8)
param name string
@minValue(1)
param count int
param tags object = {}

output who string = '${name}-${stage}-${count}'
output kept object = tags
