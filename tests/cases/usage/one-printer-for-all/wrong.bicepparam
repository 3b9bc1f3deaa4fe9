using 'main.bicep'
param size = 'three'
param adminPassword = ['never-shown-1']
param creds = { user: 1, pin: 'never-shown-2' }
param adminPasswort = 'never-shown-3'
