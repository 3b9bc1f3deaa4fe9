param name string
param sizes int[]
param settings object
param secret string
@secure()
param hidden string
