param a string

output b int = length('${a} 😀') + 1 // c
