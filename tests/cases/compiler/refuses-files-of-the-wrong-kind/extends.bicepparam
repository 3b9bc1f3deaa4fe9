using none
extends 'main.bicep'
