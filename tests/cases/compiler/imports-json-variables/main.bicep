import {plain, list, loop, fromParameter, fails, typed, byFunction} from 'module.json'
import * as all from 'module.json'
output a string = plain
output b string = list
output c int = loop
output d int = typed
output e int = byFunction
output f int = all.byFunction
output g int = all.fails
