// Resource ids, runtime state of resources, zones and providers.
#include <algorithm>
#include <vector>

#include "expression/evaluation.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
#include "functions/function.h"
#include "unknown/texts.h"

namespace fleetlint::eval {
namespace {

// --- resource ids --------------------------------------------------------------------------------------------------

/// The arguments of a function of the resourceId family, taken apart.
struct IdParts {
  std::span<const Value> scope;  ///< before the type
  std::string_view type;         ///< without a slash at the end
  std::span<const Value> names;
  Value failed, unknown;         ///< set when it is not to be continued
  bool done() const { return failed.failure() || unknown.is_unknown(); }
};

IdParts take_apart(const Call& call, std::size_t fixed, std::size_t most_scope) {
  IdParts parts;
  std::size_t at = fixed;
  while (at < call.size() && !(call[at].is_string() && call[at].as_string().find('/') != std::string_view::npos)) ++at;
  if (at == call.size()) {
    const bool known = std::all_of(call.arguments.begin() + static_cast<std::ptrdiff_t>(fixed), call.arguments.end(), [](const Value& v) { return v.is_known(); });
    if (known) {
      parts.failed = call.fail(ErrorKind::arg_value, "no argument is a resource type such as `Microsoft.Compute/virtualMachines`");
    } else {
      Unknown facts;
      facts.kinds = takes::string;
      facts.prefix = fixed > 0 ? prefix_of(call[0]) : "/";
      facts.identity = no_identity;
      parts.unknown = call.unknown(facts);
    }
    return parts;
  }
  parts.scope = call.arguments.subspan(fixed, at - fixed);
  parts.type = call[at].as_string();
  while (parts.type.ends_with('/')) parts.type.remove_suffix(1);
  parts.names = call.arguments.subspan(at + 1);
  const auto segments = static_cast<std::size_t>(std::count(parts.type.begin(), parts.type.end(), '/'));
  if (segments == 0) {
    parts.failed = call.fail(ErrorKind::arg_value, "`{}` is not a resource type such as `Microsoft.Compute/virtualMachines`", call[at].as_string());
  } else if (parts.scope.size() > most_scope) {
    parts.failed = call.fail(ErrorKind::arg_value, "`{}` is not a resource type, and at most {} argument{} may stand before it", call[fixed].is_string() ? call[fixed].as_string() : "?", most_scope, most_scope == 1 ? "" : "s");
  } else if (segments != parts.names.size()) {
    parts.failed = call.fail(ErrorKind::segment_mismatch, "the type `{}` takes {} name{}, but {} {} given (incorrect segment lengths)", parts.type, segments, segments == 1 ? "" : "s",
                             parts.names.size(), parts.names.size() == 1 ? "is" : "are");
  }
  return parts;
}

/// `/providers/Namespace/type1/name1/type2/name2`.
void append_resource(std::vector<Value>& pieces, const IdParts& parts) {
  std::string_view rest = parts.type;
  const auto slash = rest.find('/');
  pieces.push_back(Value::string("/providers/"));
  pieces.push_back(Value::string(rest.substr(0, slash)));
  rest.remove_prefix(slash + 1);
  for (const Value& name : parts.names) {
    const auto end = rest.find('/');
    pieces.push_back(Value::string("/"));
    pieces.push_back(Value::string(rest.substr(0, end)));
    pieces.push_back(Value::string("/"));
    pieces.push_back(name);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
}

Value member_of(const Value& object, std::string_view name) {
  if (const Value* found = object.find(name)) return *found;
  if (object.is_unknown())
    for (const Field& member : object.as_unknown().members)
      if (equals_ignoring_case(member.name, name)) return member.value;
  Unknown facts;
  facts.kinds = takes::string;
  facts.reason = UnknownReason::context;
  static const Unknown nothing = facts;
  return Value::unknown(&nothing);
}

bool looks_like_guid(const Value& value) {
  if (!value.is_string() || value.as_string().size() != 36) return false;
  const std::string_view text = value.as_string();
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((i == 8 || i == 13 || i == 18 || i == 23) ? text[i] != '-' : !std::isxdigit(static_cast<unsigned char>(text[i]))) return false;
  return true;
}

/// A resource group, too, gets the spelling with its provider; both name the same group.
Value subscription_level(const Call& call, const IdParts& parts, const Value& subscription) {
  std::vector<Value> pieces = {Value::string("/subscriptions/"), subscription};
  append_resource(pieces, parts);
  return join_texts(call, pieces, true);
}

Value eval_resource_id(const Call& call) {
  const IdParts parts = take_apart(call, 0, 2);
  if (parts.done()) return parts.failed.failure() ? parts.failed : parts.unknown;
  const Scope& scope = call.environment().scope();
  Value subscription = member_of(scope.subscription, "subscriptionId"), group;
  bool has_group = scope.kind == ScopeKind::resource_group, has_subscription = has_group || scope.kind == ScopeKind::subscription;
  if (has_group) group = member_of(scope.resource_group, "name");
  if (parts.scope.size() == 2) {
    subscription = parts.scope[0], group = parts.scope[1];
    has_group = has_subscription = true;
  } else if (parts.scope.size() == 1) {
    // One argument names the group; where the deployment has none, it is the subscription.
    if (has_group || (parts.scope[0].is_string() && !looks_like_guid(parts.scope[0]))) group = parts.scope[0], has_group = true;
    else subscription = parts.scope[0];
    has_subscription = true;
  }
  std::vector<Value> pieces;
  if (!has_group && has_subscription) return subscription_level(call, parts, subscription);
  if (has_group) pieces = {Value::string("/subscriptions/"), subscription, Value::string("/resourceGroups/"), group};
  append_resource(pieces, parts);
  return join_texts(call, pieces, true);
}

Value eval_subscription_resource_id(const Call& call) {
  const IdParts parts = take_apart(call, 0, 1);
  if (parts.done()) return parts.failed.failure() ? parts.failed : parts.unknown;
  // A resource group, too, gets the spelling with its provider; both name the same group.
  std::vector<Value> pieces = {Value::string("/subscriptions/"), parts.scope.empty() ? member_of(call.environment().scope().subscription, "subscriptionId") : parts.scope[0]};
  append_resource(pieces, parts);
  return join_texts(call, pieces, true);
}

Value eval_tenant_resource_id(const Call& call) {
  const IdParts parts = take_apart(call, 0, 0);
  if (parts.done()) return parts.failed.failure() ? parts.failed : parts.unknown;
  std::vector<Value> pieces;
  append_resource(pieces, parts);
  return join_texts(call, pieces, true);
}

Value eval_management_group_resource_id(const Call& call) {
  const IdParts parts = take_apart(call, 0, 1);
  if (parts.done()) return parts.failed.failure() ? parts.failed : parts.unknown;
  std::vector<Value> pieces = {Value::string("/providers/Microsoft.Management/managementGroups/"),
                               parts.scope.empty() ? member_of(call.environment().scope().management_group, "name") : parts.scope[0]};
  append_resource(pieces, parts);
  return join_texts(call, pieces, true);
}

Value eval_extension_resource_id(const Call& call) {
  const IdParts parts = take_apart(call, 1, 0);
  if (parts.done()) return parts.failed.failure() ? parts.failed : parts.unknown;
  std::vector<Value> pieces;
  if (call[0].is_string()) {
    std::string_view base = call[0].as_string();
    while (base.ends_with('/')) base.remove_suffix(1);
    pieces.push_back(Value::string(base));
  } else {
    pieces.push_back(call[0]);
  }
  append_resource(pieces, parts);
  return join_texts(call, pieces, true);
}

// --- runtime state -------------------------------------------------------------------------------------------------

bool is_full(const Call& call, std::size_t i) { return call.size() > i && call[i].is_string() && equals_ignoring_case(call[i].as_string(), "full"); }

Value wrong_full(const Call& call, std::size_t i) {
  return call.fail(ErrorKind::arg_value, "`{}` is not `Full`", call[i].as_string());
}

Value eval_reference(const Call& call) {
  const bool full = is_full(call, 2);
  if (call.size() > 2 && call[2].is_string() && !full) return wrong_full(call, 2);
  const Value result = call.environment().reference(call.evaluator(), call[0], full, call.expression);
  if (!result.is_unknown() || result.as_unknown().function != "reference") return result;
  Unknown own = result.as_unknown();
  own.arguments = call.arena().copy(call.arguments);  // with the API version, for the canonical text
  return Value::unknown(call.arena().create<Unknown>(own)).mark_secret(result.is_secret());
}
Value eval_reference_unknown(const Call& call) {
  // Of an unknown id the environment may still tell which resource it is: by how it is made.
  if (call.size() < 3 || call[2].is_known()) return eval_reference(call);
  Unknown facts;
  facts.kinds = takes::object;
  facts.reason = UnknownReason::runtime;
  return call.unknown(facts);
}

Value eval_references(const Call& call) {
  const bool full = is_full(call, 1);
  if (call.size() > 1 && call[1].is_string() && !full) return wrong_full(call, 1);
  return call.environment().references(call.evaluator(), call[0], full, call.expression);
}
Value eval_references_unknown(const Call& call) {
  Unknown facts;
  facts.kinds = takes::array;
  facts.reason = UnknownReason::runtime;
  return call.unknown(facts);
}

Value eval_resource_info(const Call& call) { return call.environment().resource_info(call.evaluator(), call[0], call.expression); }

Value eval_list(const Call& call) {
  call.evaluation().saw_secret();
  return call.environment().list(call.evaluator(), call.arguments, call.expression);
}

// --- providers, zones, roles ---------------------------------------------------------------------------------------

Value unknown_because(const Call& call, UnknownReason reason, Unknown facts) {
  facts.reason = reason;
  return call.unknown(facts);
}

Value eval_providers(const Call& call) { return unknown_because(call, UnknownReason::provider, {}); }

std::string without_blanks(std::string_view location) {
  std::string out;
  for (const char c : to_lower_invariant(location))
    if (c != ' ') out.push_back(c);
  return out;
}

/// The zones of a type at a location by the context; empty list where none are offered; null where nothing is known.
const arm::Node* zones_of(const Call& call, bool& known) {
  const arm::Node* zones = call.evaluator().world().data("zones");
  known = zones && zones->is_object();
  if (!known) return nullptr;
  const arm::Node* locations = zones->find(fmt::format("{}/{}", call[0].as_string(), call[1].as_string()));
  if (!locations || !locations->is_object()) return nullptr;
  for (const arm::Member& member : locations->members)
    if (without_blanks(member.name) == without_blanks(call[2].as_string())) return &member.value;
  return nullptr;
}

Value unknown_zones(const Call& call) {
  Unknown facts, zone;
  facts.kinds = takes::array;
  facts.max_length = call.size() > 3 ? std::max<std::int64_t>(integers_of(call[3]).max, 0) : 1;
  if (facts.max_length == unbounded) facts.max_length.reset();
  zone.kinds = takes::string;
  zone.reason = UnknownReason::provider;
  facts.items = call.arena().create<Value>(Value::unknown(call.arena().create<Unknown>(zone)));
  return unknown_because(call, UnknownReason::provider, facts);
}

Value eval_pick_zones(const Call& call) {
  const std::int64_t count = call.size() > 3 ? call[3].as_integer() : 1, offset = call.size() > 4 ? call[4].as_integer() : 0;
  if (count < 1) return call.fail(ErrorKind::out_of_range, "the number of zones `{}` is below 1", count);
  if (offset < 0) return call.fail(ErrorKind::out_of_range, "the offset `{}` is negative", offset);
  bool known = false;
  const arm::Node* zones = zones_of(call, known);
  if (!known) return unknown_zones(call);
  std::vector<Value> picked;
  if (zones)
    for (std::size_t i = 0; i < zones->items.size(); ++i)
      if (static_cast<std::int64_t>(i) >= offset && static_cast<std::int64_t>(picked.size()) < count) picked.push_back(value_from_node(zones->items[i], call.arena()));
  return call.array(picked);
}

Value eval_zone(const Call& call) {
  Unknown facts;
  facts.kinds = takes::string;
  return unknown_because(call, UnknownReason::provider, facts);
}
Value eval_zones(const Call& call) {
  Unknown facts, zone;
  facts.kinds = takes::array;
  const Interval length = length_of(call[2]);
  if (length.min > 0) facts.min_length = length.min;
  if (length.max != unbounded) facts.max_length = length.max;
  zone.kinds = takes::string;
  zone.reason = UnknownReason::provider;
  facts.items = call.arena().create<Value>(Value::unknown(call.arena().create<Unknown>(zone)));
  return unknown_because(call, UnknownReason::provider, facts);
}

Value eval_role_definitions(const Call& call) {
  Unknown id;
  id.kinds = takes::string;
  id.reason = UnknownReason::context;
  const auto member = [&](std::string_view name, std::string_view prefix) {
    Unknown facts = id;
    facts.prefix = prefix;
    const Value whole[] = {call[0], Value::string(name)};
    return Field{name, {}, call.derived_call(facts, "roleDefinitions", whole)};
  };
  const Field members[] = {member("id", "/"), member("roleDefinitionId", "")};
  return call.object(members);
}

constexpr Parameter id_parts[] = {{"scopeOrTypeOrName", takes::string}};
constexpr Parameter extension_parts[] = {{"resourceId", takes::string}, {"typeOrName", takes::string}};
constexpr Parameter referenced[] = {{"resource", takes::string}, {"apiVersion", takes::string}, {"full", takes::string}};
constexpr Parameter symbol[] = {{"symbolicName", takes::string}, {"full", takes::string}};
constexpr Parameter listed[] = {{"resource", takes::string}, {"apiVersion", takes::string}, {"body", takes::any}};
constexpr Parameter provider[] = {{"namespace", takes::string}, {"resourceType", takes::string}};
constexpr Parameter picked[] = {{"namespace", takes::string}, {"resourceType", takes::string}, {"location", takes::string}, {"count", takes::integer}, {"offset", takes::integer}};
constexpr Parameter zone[] = {{"subscriptionId", takes::string}, {"location", takes::string}, {"zone", takes::string}};
constexpr Parameter zones[] = {{"subscriptionId", takes::string}, {"location", takes::string}, {"zones", takes::array}};
constexpr Parameter role[] = {{"roleName", takes::string}};

constexpr Function functions[] = {
    {.name = "resourceId", .min_arguments = 2, .max_arguments = any_number, .parameters = id_parts, .result = takes::string, .doc = "The id of a resource: `[subscription], [group], type, names…`.", .known = eval_resource_id, .unknown = eval_resource_id},
    {.name = "subscriptionResourceId", .min_arguments = 2, .max_arguments = any_number, .parameters = id_parts, .result = takes::string, .doc = "The id of a resource at subscription level: `[subscription], type, names…`.", .known = eval_subscription_resource_id, .unknown = eval_subscription_resource_id},
    {.name = "tenantResourceId", .min_arguments = 2, .max_arguments = any_number, .parameters = id_parts, .result = takes::string, .doc = "The id of a resource at tenant level: `type, names…`.", .known = eval_tenant_resource_id, .unknown = eval_tenant_resource_id},
    {.name = "managementGroupResourceId", .min_arguments = 2, .max_arguments = any_number, .parameters = id_parts, .result = takes::string, .doc = "The id of a resource at management group level: `[group], type, names…`.", .known = eval_management_group_resource_id, .unknown = eval_management_group_resource_id},
    {.name = "extensionResourceId", .min_arguments = 3, .max_arguments = any_number, .parameters = extension_parts, .result = takes::string, .doc = "The id of a resource that extends another.", .known = eval_extension_resource_id, .unknown = eval_extension_resource_id},
    {.name = "reference", .min_arguments = 1, .max_arguments = 3, .parameters = referenced, .result = takes::object, .doc = "The properties of a resource as they are after its deployment; all of it with `Full`.", .known = eval_reference, .unknown = eval_reference_unknown, .when = When::runtime},
    {.name = "references", .min_arguments = 1, .max_arguments = 2, .parameters = symbol, .result = takes::array, .doc = "As `reference` for each item of a loop of resources.", .known = eval_references, .unknown = eval_references_unknown, .when = When::runtime},
    {.name = "resourceInfo", .min_arguments = 1, .max_arguments = 1, .parameters = symbol, .result = takes::object, .doc = "id, name, type and apiVersion of a resource with a symbolic name.", .known = eval_resource_info},
    {.name = "list*", .min_arguments = 2, .max_arguments = 3, .parameters = listed, .result = takes::any, .doc = "An operation of a resource provider (`listKeys`, …); its result is secret.", .known = eval_list, .unknown = eval_list, .when = When::runtime, .by_cases = false},
    {.name = "providers", .min_arguments = 1, .max_arguments = 2, .parameters = provider, .result = takes::any, .doc = "What a resource provider offers (deprecated).", .known = eval_providers, .unknown = eval_providers, .when = When::context, .by_cases = false},
    {.name = "pickZones", .min_arguments = 3, .max_arguments = 5, .parameters = picked, .result = takes::array, .doc = "Availability zones of a resource type at a location.", .known = eval_pick_zones, .unknown = unknown_zones, .when = When::context},
    {.name = "toLogicalZone", .min_arguments = 3, .max_arguments = 3, .parameters = zone, .result = takes::string, .doc = "The logical zone of a physical one in a subscription.", .known = eval_zone, .unknown = eval_zone, .when = When::context, .by_cases = false},
    {.name = "toLogicalZones", .min_arguments = 3, .max_arguments = 3, .parameters = zones, .result = takes::array, .doc = "The logical zones of physical ones in a subscription.", .known = eval_zones, .unknown = eval_zones, .when = When::context, .by_cases = false},
    {.name = "toPhysicalZone", .min_arguments = 3, .max_arguments = 3, .parameters = zone, .result = takes::string, .doc = "The physical zone of a logical one in a subscription.", .known = eval_zone, .unknown = eval_zone, .when = When::context, .by_cases = false},
    {.name = "toPhysicalZones", .min_arguments = 3, .max_arguments = 3, .parameters = zones, .result = takes::array, .doc = "The physical zones of logical ones in a subscription.", .known = eval_zones, .unknown = eval_zones, .when = When::context, .by_cases = false},
    {.name = "roleDefinitions", .min_arguments = 1, .max_arguments = 1, .parameters = role, .result = takes::object, .doc = "A built-in role by its name: id, roleDefinitionId.", .known = eval_role_definitions, .when = When::context},
};

}  // namespace

Family resource_functions() { return {"Resource", functions}; }

}  // namespace fleetlint::eval
