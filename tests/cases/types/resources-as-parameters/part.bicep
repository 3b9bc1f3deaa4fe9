param box resource 'Sample.Box/boxes@2020-01-01'
param other resource 'Sample.Box/reports@2024-01-01'
output box resource = box
