param size int = 1
output o int = size
