using 'gone.bicep'
