import { lockType } from 'module.json'
param lock lockType?
