using 'fires-parameter.bicep'

param script = 'https://files.blob.core.windows.net/scripts/install.sh?sv=2022-11-02&se=2024-01-01&sr=b&sp=r&sig=c2lnbmF0dXJlLW9mLWEtdGVzdC1vbmx5LTAxMjM0NTY%3D'
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: the access token for `files.blob.core.windows.net/scripts/install.sh` ran out on 2024-01-01
