using 'alone.bicepparam'
