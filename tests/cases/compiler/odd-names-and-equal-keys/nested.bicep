param copy array
output copy array = copy
