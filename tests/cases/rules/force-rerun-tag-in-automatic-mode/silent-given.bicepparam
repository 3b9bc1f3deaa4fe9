using 'silent-given.bicep'

param now = '3.1'
