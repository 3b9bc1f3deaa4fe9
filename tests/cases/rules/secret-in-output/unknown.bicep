param given string

output key string = given
