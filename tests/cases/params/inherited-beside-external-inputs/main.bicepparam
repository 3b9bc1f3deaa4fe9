// What is read of the extended file is read alone: the external input beside it makes no expression of it.
using none
extends 'shared.bicepparam'
param byName = base.selected.value
param byText = base['selected'].value
param spread = { ...base['selected'], more: 1 }
param element = base['items'][0]
