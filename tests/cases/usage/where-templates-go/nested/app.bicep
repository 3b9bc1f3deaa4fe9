module inner 'modules/inner.bicep' = { name: 'inner' }
