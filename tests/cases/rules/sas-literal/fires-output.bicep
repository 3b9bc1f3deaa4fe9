output o string = 'https://a.blob.core.windows.net/c/x?sv=2023-01-03&se=2027-01-01&sp=r&sr=b&sig=abcdefghijklmnopqrstuvwxyz0123456789'
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: a working access token for `a.blob.core.windows.net/c/x` is written into the template (until 2027-01-01)
