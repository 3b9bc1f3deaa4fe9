resource files 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'files' }

output key string = files.listKeys().keys[0].value
//     ^^^ warning: output `key` gives a secret away: outputs are kept in clear
