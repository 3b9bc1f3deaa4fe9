using none

param age = 100
param text = 7
