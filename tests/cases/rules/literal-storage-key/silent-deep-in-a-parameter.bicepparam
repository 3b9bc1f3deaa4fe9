using 'silent-deep-in-a-parameter.bicep'

param settings = {
  storage: { key: 'c2VjcmV0LWtleS1vZi1hLXRlc3Qtb25seS0wMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMT==' }
}
