output x string = environment().name
