using 'fires-parameter-file.bicep'

param version = '22.04.202405010'
//              ^^^^^^^^^^^^^^^^^ error: OS image upgrade is on, but the image is pinned to version `22.04.202405010`
