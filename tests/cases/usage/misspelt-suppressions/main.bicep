// fleetlint:ignore-fil FL-UPG-001
// fleetlint:ignore -- all of it
// fleetlint:ignore FL-UPG-001 accepted until the probe is there, see FL-HLT-00
#disable-next-line no-unusd-params BCP081 BPC057
param unused string = ''

#disable-next-line FL-IMG-0266 no-unused-vars
module web 'web.bicep' = {}
