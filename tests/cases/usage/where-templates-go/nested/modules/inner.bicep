output o int = 2
