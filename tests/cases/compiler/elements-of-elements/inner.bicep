output text string = 'text'
