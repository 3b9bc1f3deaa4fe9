param size string
@maxValue(50)
param capacity int
param labels array

output name string = '${size}-${capacity}-${labels[2]}'
