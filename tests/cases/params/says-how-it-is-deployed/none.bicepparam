using none with {
  scope: missing
}
