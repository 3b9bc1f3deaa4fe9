param count int = 1
output o int = count
