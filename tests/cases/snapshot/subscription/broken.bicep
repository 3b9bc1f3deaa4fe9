param name string

var checked = name == 'fleet' ? fail('this name is taken') : name

output name string = checked
