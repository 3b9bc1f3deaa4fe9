param p string
