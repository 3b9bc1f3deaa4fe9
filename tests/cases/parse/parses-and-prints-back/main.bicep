// a comment, a tab	and no line break at the end
param  a   string = '${b}'  /* x */