param size string

output size string = size
