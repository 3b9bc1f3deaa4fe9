// fleetlint:ignore-file FL-UPG-001 os-upgrade-off -- by hand
#disable-next-line no-unused-params BCP081 FL0506 FL-IMG-026
param unused string = ''
