@secure()
param secret string
param size string = 'small'
param label string?
param text object = {}
