targetScope = 'subscription'
param text string
output echoed string = text
