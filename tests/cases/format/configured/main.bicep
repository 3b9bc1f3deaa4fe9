var a = { bbbbbbbbbbbb: 1, cccccccccccc: 2 }
