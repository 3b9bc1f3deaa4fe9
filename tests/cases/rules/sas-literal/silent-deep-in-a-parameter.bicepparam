using 'silent-deep-in-a-parameter.bicep'

param links = {
  boot: 'https://contosofiles.blob.core.windows.net/scripts/boot.ps1?sv=2022-11-02&se=2027-03-01T00:00:00Z&sr=b&sp=r&sig=abcDEF123456secretSIGNATUREvalue1'
}
param sets = [
  { name: 'web', script: 'https://contosofiles.blob.core.windows.net/scripts/own.ps1?sv=2022-11-02&se=2027-03-01T00:00:00Z&sr=b&sp=r&sig=abcDEF123456secretSIGNATUREvalue2' }
]
