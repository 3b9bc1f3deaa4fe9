using
resource a
