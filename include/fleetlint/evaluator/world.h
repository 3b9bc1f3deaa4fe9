#pragma once
// The world outside the template, as far as it is known: `--context` and `--now`.
#include <optional>
#include <string_view>

#include "fleetlint/base/arena.h"
#include "fleetlint/evaluator/value.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::eval {

enum class ScopeKind : std::uint8_t { resource_group, subscription, management_group, tenant };
std::string_view to_string(ScopeKind kind);  ///< resourceGroup, subscription, managementGroup, tenant
/// Without case; empty for another word.
std::optional<ScopeKind> scope_kind(std::string_view word);

/// Where a deployment runs: the results of the scope functions. Objects whose members are known one by one; a member
/// that was not given is unknown with a type and an identity, never an error.
struct Scope {
  ScopeKind kind = ScopeKind::resource_group;
  Value tenant, subscription, management_group, resource_group, deployment, deployer, environment;

  /// `/subscriptions/…/resourceGroups/…` and so on: the id that resource ids of this scope start with; empty string for
  /// the tenant. Unknown parts stay unknown with their known prefix.
  Value id_prefix;
};

/// Immutable once made. Values live in the arena given, or in the context's own.
class World {
 public:
  /// `data`: the context object (null: nothing is known). `now`: ISO 8601, wins over the data's `now`.
  World(const arm::Node* data, std::optional<std::string_view> now, Arena& arena);

  /// The scope of the root template. `kind` is what the template's schema says; it wins over the context's `scope`.
  Scope root_scope(std::optional<ScopeKind> kind, Arena& arena) const;
  /// The scope of a nested deployment inside `parent`. Values that are null are the parent's; names may be unknown.
  /// Details (location, tags, display name) are known only where the target is the one of the context.
  Scope nested_scope(const Scope& parent, ScopeKind kind, const Value& subscription_id, const Value& resource_group_name,
                     const Value& management_group_name, const Value& deployment, Arena& arena) const;

  /// The clock, ISO 8601; empty when there is none.
  std::optional<std::string_view> now() const { return now_; }
  /// A member of the context, without case (`references`, `zones`, `externalInputs`, …); null when not given.
  const arm::Node* data(std::string_view member) const;

 private:
  const arm::Node* data_;
  std::optional<std::string_view> now_;
};

}  // namespace fleetlint::eval
