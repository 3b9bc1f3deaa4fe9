param size string
param size int
output made string = size
output made int = 1
