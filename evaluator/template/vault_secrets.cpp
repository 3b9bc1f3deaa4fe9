#include "fleetlint/evaluator/vault_secrets.h"

#include <algorithm>

#include "fleetlint/base/unicode.h"

namespace fleetlint::eval {
namespace {

/// The object with another value under a name that it has.
Value with_member(const Value& object, std::string_view name, const Value& value, Arena& arena) {
  auto fields = arena.create_array<Field>(object.fields().size());
  std::copy(object.fields().begin(), object.fields().end(), fields.begin());
  for (auto& field : fields)
    if (equals_ignoring_case(field.name, name)) field.value = value;
  return Value::object(fields).mark_secret(object.is_secret()).set_origin(object.origin());
}

/// Whether it is a parameter, an answer of the platform (`listKeys(…)`), or a member of such: says where the value comes
/// from, nothing of the value.
bool only_names_its_source(const Unknown& unknown) {
  const auto* source = &unknown;
  while (source->function == "access" && !source->arguments.empty() && source->arguments.front().is_unknown()) source = &source->arguments.front().as_unknown();
  const bool tells_text = !unknown.prefix.empty() || !unknown.suffix.empty() || !unknown.regex.empty() || !unknown.one_of.empty();
  return !tells_text && (source->function.empty() || source->function.starts_with("list") || source->function == "reference");
}

Value as_secret(const Value& value, Arena& arena) {
  Value secret = value;
  if (value.is_unknown() && !value.failure() && !only_names_its_source(value.as_unknown())) {
    const auto& known = value.as_unknown();
    Unknown rest;
    rest.reason = known.reason;
    rest.kinds = known.kinds;
    rest.identity = known.identity;
    rest.changes_every_deployment = known.changes_every_deployment;
    rest.min_length = known.min_length;
    rest.max_length = known.max_length;
    secret = Value::unknown(arena.create<Unknown>(rest)).set_origin(value.origin());
  }
  return secret.mark_secret();
}

}  // namespace

const Value* vault_secret(const EvaluatedResource& resource) {
  if (!equals_ignoring_case(resource.type, "Microsoft.KeyVault/vaults/secrets") || !resource.body.is_object()) return nullptr;
  const auto* properties = resource.body.find("properties");
  return properties == nullptr || !properties->is_object() ? nullptr : properties->find("value");
}

void mark_vault_secrets(EvaluatedTemplate& evaluated) {
  auto& arena = evaluated.arena;
  for (auto& resource : evaluated.resources) {
    const auto* value = vault_secret(*resource);
    if (value == nullptr || !(value->is_unknown() || (value->is_string() && !value->as_string().empty()))) continue;
    const auto& properties = *resource->body.find("properties");
    resource->body = with_member(resource->body, "properties", with_member(properties, "value", as_secret(*value, arena), arena), arena);
  }
}

}  // namespace fleetlint::eval
