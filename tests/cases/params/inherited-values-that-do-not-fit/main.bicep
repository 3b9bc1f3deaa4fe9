param own int
param text string
param other string
param record { one: string }
param count int = 1
