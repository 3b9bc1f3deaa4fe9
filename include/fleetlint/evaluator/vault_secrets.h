#pragma once
// What a vault is given to keep: `properties.value` of Microsoft.KeyVault/vaults/secrets. It is a secret, however short it is,
// under a name that does not tell.
#include "fleetlint/evaluator/evaluate.h"

namespace fleetlint::eval {

/// The value of such a resource, known or not; null for resources of other types and when it has none.
const Value* vault_secret(const EvaluatedResource& resource);

/// Marks these values as secret in the bodies of all resources. What is known of a value that is not known as a whole
/// (`abc${x}` begins with `abc`) is left out.
void mark_vault_secrets(EvaluatedTemplate& evaluated);

}  // namespace fleetlint::eval
