using 'main.bicep'

param names = ['blue', 'green']
param password = 'Hunter2-Hunter2'
