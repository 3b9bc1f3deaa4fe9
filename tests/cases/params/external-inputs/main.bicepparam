using none

var suffix = 'prod'
param tag = externalInput('pipeline.tag', { branch: 'main' })
param again = externalInput('pipeline.tag', { branch: 'main' })
param label = '${suffix}-${tag}'
param known = suffix
