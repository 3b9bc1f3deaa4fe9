param size int
