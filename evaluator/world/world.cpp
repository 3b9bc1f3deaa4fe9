#include "fleetlint/evaluator/world.h"

#include <array>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
#include "unknown/facts.h"
#include "world/clouds.h"

namespace fleetlint::eval {

std::string_view to_string(ScopeKind kind) {
  constexpr std::array<std::string_view, 4> words = {"resourceGroup", "subscription", "managementGroup", "tenant"};
  return words[static_cast<std::size_t>(kind)];
}
std::optional<ScopeKind> scope_kind(std::string_view word) {
  for (const auto kind : {ScopeKind::resource_group, ScopeKind::subscription, ScopeKind::management_group, ScopeKind::tenant})
    if (equals_ignoring_case(to_string(kind), word)) return kind;
  return std::nullopt;
}

World::World(const arm::Node* data, std::optional<std::string_view> now, Arena& arena) : data_(data), now_(now) {
  if (now_) now_ = arena.copy(*now_);
  else if (const arm::Node* given = this->data("now"); given && given->is_string()) now_ = given->text;
}

const arm::Node* World::data(std::string_view member) const {
  const arm::Node* found = data_ && data_->is_object() ? data_->find(member) : nullptr;
  return found && !found->is(arm::NodeKind::null) ? found : nullptr;
}

namespace {

constexpr KindSet string_kind = KindSet::of(ValueKind::string);

/// Builds the result of a scope function member by member. What is not given is unknown, with an identity made of the
/// function, the member and `where` (the place that is asked about).
class Answer {
 public:
  Answer(std::string_view function, std::uint64_t where, const arm::Node* given, Arena& arena) : function_(function), where_(where), given_(given && given->is_object() ? given : nullptr), arena_(arena) {}

  /// A member of the context, else unknown with these kinds and lengths. `path` is `name` or `outer.name`.
  Value member(std::string_view path, KindSet kinds = string_kind, std::optional<std::int64_t> min_length = 1, std::optional<std::int64_t> max_length = {}) const {
    const arm::Node* node = given_;
    for (std::string_view rest = path; node && !rest.empty();) {
      const auto dot = rest.find('.');
      node = node->is_object() ? node->find(rest.substr(0, dot)) : nullptr;
      rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
    }
    const std::string text = fmt::format("{}.{}", function_, path);
    if (node) return value_with_unknowns(*node, text, arena_);
    Unknown facts;
    facts.kinds = kinds;
    facts.reason = UnknownReason::context;
    facts.identity = mix_identity(identity_of(std::string_view(text)), where_);
    facts.expression = arena_.copy(text);
    if (kinds.only(ValueKind::string)) facts.min_length = min_length, facts.max_length = max_length;
    return normalise(facts, arena_);
  }
  void add(std::string_view name, const Value& value) { fields_.push_back({name, {}, value}); }
  bool given() const { return given_ != nullptr; }

  /// Further members of the context that have no place of their own.
  void add_rest() {
    if (!given_) return;
    for (const arm::Member& member : given_->members) {
      bool known = false;
      for (const Field& field : fields_) known |= equals_ignoring_case(field.name, member.name);
      if (!known) add(member.name, value_with_unknowns(member.value, fmt::format("{}.{}", function_, member.name), arena_));
    }
  }

  Value closed() const { return Value::object(arena_.copy(fields_)); }
  /// Others may exist: tags, managedBy, …
  Value open() const {
    Unknown facts;
    facts.kinds = KindSet::of(ValueKind::object);
    facts.reason = UnknownReason::context;
    facts.identity = mix_identity(identity_of(function_), where_);
    facts.members = arena_.copy(fields_);
    facts.expression = function_;
    return normalise(facts, arena_);
  }

 private:
  std::string_view function_;
  std::uint64_t where_;
  const arm::Node* given_;
  std::vector<Field> fields_;
  Arena& arena_;
};

/// `before` + a text that may be unknown.
Value prefixed(std::string_view before, const Value& text, std::string_view after, Arena& arena) {
  if (text.is_string()) return Value::string(arena.copy(fmt::format("{}{}{}", before, text.as_string(), after)));
  Unknown facts;
  facts.kinds = string_kind;
  facts.reason = text.is_unknown() ? text.as_unknown().reason : UnknownReason::derived;
  if (const auto own = identity_of(text)) facts.identity = mix_identity(mix_identity(identity_of(before), own), identity_of(after));
  facts.prefix = arena.copy(fmt::format("{}{}", before, prefix_of(text)));
  facts.suffix = arena.copy(fmt::format("{}{}", suffix_of(text), after));
  const Interval length = length_of(text);
  const auto fixed = static_cast<std::int64_t>(utf16_length(before) + utf16_length(after));
  facts.min_length = fixed + length.min;
  if (length.max != unbounded) facts.max_length = fixed + length.max;
  auto parts = arena.create_array<Value>(3);
  parts[0] = Value::string(arena.copy(before)), parts[1] = text, parts[2] = Value::string(arena.copy(after));
  facts.function = "concat";
  facts.arguments = after.empty() ? parts.first(2) : parts;
  return normalise(facts, arena);
}

Value joined(const Value& before, std::string_view between, const Value& after, Arena& arena) {
  if (before.is_string()) return prefixed(fmt::format("{}{}", before.as_string(), between), after, "", arena);
  if (after.is_string()) return prefixed("", before, fmt::format("{}{}", between, after.as_string()), arena);
  Unknown facts;
  facts.kinds = string_kind;
  facts.reason = UnknownReason::context;
  const auto x = identity_of(before), y = identity_of(after);
  if (x && y) facts.identity = mix_identity(mix_identity(x, identity_of(between)), y);
  facts.prefix = prefix_of(before), facts.suffix = suffix_of(after);
  facts.min_length = add_saturating(add_saturating(length_of(before).min, static_cast<std::int64_t>(between.size())), length_of(after).min);
  auto parts = arena.create_array<Value>(3);
  parts[0] = before, parts[1] = Value::string(arena.copy(between)), parts[2] = after;
  facts.function = "concat";
  facts.arguments = parts;
  return normalise(facts, arena);
}

Value tenant_value(const arm::Node* tenant, const arm::Node* subscription, Arena& arena) {
  Answer answer("tenant()", 1, tenant, arena);
  Value id = answer.member("tenantId", string_kind, 36, 36);
  // The subscription may say which tenant it is in.
  if (id.is_unknown() && subscription && subscription->is_object())
    if (const arm::Node* given = subscription->find("tenantId")) id = value_with_unknowns(*given, "tenant().tenantId", arena);
  answer.add("tenantId", id);
  answer.add("id", prefixed("/tenants/", id, "", arena));
  answer.add("countryCode", answer.member("countryCode"));
  answer.add("displayName", answer.member("displayName"));
  answer.add_rest();
  return answer.open();
}

const Value& tenant_id(const Value& tenant) { return tenant.is_unknown() ? tenant.as_unknown().members[0].value : tenant.fields()[0].value; }

Value subscription_value(const arm::Node* given, const Value* id_value, const Value& tenant, Arena& arena) {
  const std::uint64_t where = id_value ? identity_of(*id_value) : 1;
  Answer answer("subscription()", where, given, arena);
  const Value id = id_value ? *id_value : answer.member("subscriptionId", string_kind, 36, 36);
  answer.add("subscriptionId", id);
  answer.add("id", prefixed("/subscriptions/", id, "", arena));
  Value own_tenant = answer.member("tenantId", string_kind, 36, 36);
  if (own_tenant.is_unknown()) own_tenant = tenant_id(tenant);
  answer.add("tenantId", own_tenant);
  answer.add("displayName", answer.member("displayName"));
  answer.add_rest();
  return answer.open();
}

Value first_member(const Value& object) { return object.is_unknown() ? object.as_unknown().members[0].value : object.fields()[0].value; }
Value second_member(const Value& object) { return object.is_unknown() ? object.as_unknown().members[1].value : object.fields()[1].value; }

Value succeeded(Arena& arena) {
  const Field field{"provisioningState", {}, Value::string("Succeeded")};
  return Value::object(arena.copy(std::span<const Field>(&field, 1)));
}

Value resource_group_value(const arm::Node* given, const Value* name_value, const Value& subscription, Arena& arena) {
  const std::uint64_t where = name_value ? mix_identity(identity_of(*name_value), identity_of(first_member(subscription))) : 1;
  Answer answer("resourceGroup()", where, given, arena);
  const Value name = name_value ? *name_value : answer.member("name", string_kind, 1, 90);
  answer.add("name", name);
  answer.add("id", joined(second_member(subscription), "/resourceGroups/", name, arena));
  answer.add("type", Value::string("Microsoft.Resources/resourceGroups"));
  answer.add("location", answer.member("location"));
  answer.add("properties", succeeded(arena));
  answer.add_rest();
  return answer.open();
}

Value management_group_value(const arm::Node* given, const Value* name_value, Arena& arena) {
  Answer answer("managementGroup()", name_value ? identity_of(*name_value) : 1, given, arena);
  const Value name = name_value ? *name_value : answer.member("name", string_kind, 1, 90);
  answer.add("name", name);
  answer.add("id", prefixed("/providers/Microsoft.Management/managementGroups/", name, "", arena));
  answer.add("type", Value::string("Microsoft.Management/managementGroups"));
  answer.add_rest();
  return answer.open();
}

Value deployment_value(const arm::Node* given, ScopeKind kind, Arena& arena) {
  Answer answer("deployment()", 1, given, arena);
  answer.add("name", answer.member("name", string_kind, 1, 64));
  if (kind != ScopeKind::resource_group) answer.add("location", answer.member("location"));
  answer.add_rest();
  return answer.open();
}

Value deployer_value(const arm::Node* given, Arena& arena) {
  Answer answer("deployer()", 1, given, arena);
  answer.add("objectId", answer.member("objectId", string_kind, 36, 36));
  answer.add("tenantId", answer.member("tenantId", string_kind, 36, 36));
  answer.add("userPrincipalName", answer.member("userPrincipalName"));
  answer.add_rest();
  return answer.closed();
}

Value id_prefix_of(const Scope& scope, Arena& arena) {
  switch (scope.kind) {
    case ScopeKind::resource_group: return second_member(scope.resource_group);
    case ScopeKind::subscription: return second_member(scope.subscription);
    case ScopeKind::management_group: return second_member(scope.management_group);
    case ScopeKind::tenant: break;
  }
  (void)arena;
  return Value::string("");
}

/// The context's object for a name, when the name is that object's own.
const arm::Node* details_for(const arm::Node* given, std::string_view member, const Value& name) {
  if (!given || !given->is_object() || !name.is_string()) return nullptr;
  const arm::Node* own = given->find(member);
  return own && own->is_string() && equals_ignoring_case(own->text, name.as_string()) ? given : nullptr;
}

}  // namespace

Scope World::root_scope(std::optional<ScopeKind> kind, Arena& arena) const {
  Scope scope;
  const arm::Node* given = data("scope");
  scope.kind = kind.value_or(given && given->is_string() ? scope_kind(given->text).value_or(ScopeKind::resource_group) : ScopeKind::resource_group);
  scope.tenant = tenant_value(data("tenant"), data("subscription"), arena);
  scope.subscription = subscription_value(data("subscription"), nullptr, scope.tenant, arena);
  scope.resource_group = resource_group_value(data("resourceGroup"), nullptr, scope.subscription, arena);
  scope.management_group = management_group_value(data("managementGroup"), nullptr, arena);
  scope.deployment = deployment_value(data("deployment"), scope.kind, arena);
  scope.deployer = deployer_value(data("deployer"), arena);
  scope.environment = environment_value(data("environment"), arena);
  scope.id_prefix = id_prefix_of(scope, arena);
  return scope;
}

Scope World::nested_scope(const Scope& parent, ScopeKind kind, const Value& subscription_id, const Value& resource_group_name,
                          const Value& management_group_name, const Value& deployment, Arena& arena) const {
  Scope scope = parent;
  scope.kind = kind;
  scope.deployment = deployment;
  bool other_subscription = false;
  if (!subscription_id.is_null() && deep_equal(subscription_id, first_member(parent.subscription)) != Tri::yes) {
    scope.subscription = subscription_value(details_for(data("subscription"), "subscriptionId", subscription_id), &subscription_id, parent.tenant, arena);
    other_subscription = true;
  }
  const bool named = !resource_group_name.is_null();
  if (named || other_subscription) {
    const Value name = named ? resource_group_name : first_member(parent.resource_group);
    if (other_subscription || deep_equal(name, first_member(parent.resource_group)) != Tri::yes) {
      const arm::Node* details = nullptr;
      if (const arm::Node* own = data("subscription"); !other_subscription || details_for(own, "subscriptionId", subscription_id)) details = details_for(data("resourceGroup"), "name", name);
      scope.resource_group = resource_group_value(details, &name, scope.subscription, arena);
    }
  }
  if (!management_group_name.is_null() && deep_equal(management_group_name, first_member(parent.management_group)) != Tri::yes)
    scope.management_group = management_group_value(details_for(data("managementGroup"), "name", management_group_name), &management_group_name, arena);
  scope.id_prefix = id_prefix_of(scope, arena);
  return scope;
}

}  // namespace fleetlint::eval
