param upgradeMode string
output mode string = upgradeMode
