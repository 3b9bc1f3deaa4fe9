param name string

@secure()
param settings object

output name string = name
output some bool = empty(settings)
