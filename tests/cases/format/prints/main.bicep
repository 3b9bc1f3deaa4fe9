@description( 'a' )
param   a  string='x' // what for


var b={
c: [ 1,2 ,3 ]
    d:a=='x'?'some longer text here':'some other longer text here'
}
var broken   = +
