param size = 1
