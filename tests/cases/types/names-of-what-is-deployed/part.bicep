param prefix string
output given string = prefix
