var a = 
