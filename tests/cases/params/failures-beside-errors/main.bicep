param number int
param text string
param list array
param flag bool
param other int
param chained int
param unpacked object
param date string
