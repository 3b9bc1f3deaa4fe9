var a = 1 +
param
resource b 'x = {
