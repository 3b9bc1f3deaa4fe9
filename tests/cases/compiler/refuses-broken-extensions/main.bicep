extension 'br:example.azurecr.io/extensions/foo:1.0.0' as foo
extension './local.tgz' as local
extension 'br:example.azurecr.io/extensions/bar:1.0.0' as bar
