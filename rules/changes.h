#pragma once
// A deployment compared with its earlier version. Private to the room.
#include <string>
#include <utility>
#include <vector>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

/// A set with its counterpart in the earlier version.
struct SetPair {
  const ScaleSet* now = nullptr;
  const ScaleSet* before = nullptr;
};
std::vector<SetPair> set_pairs(RuleContext& context);
/// Resources of one type with the same name in both versions.
std::vector<std::pair<const Resource*, const Resource*>> resource_pairs(RuleContext& context, std::string_view lower_case_type);

/// Text that is equal in two evaluations when the values are: known parts as they are, unknown ones by their expression.
/// Empty when a part cannot be named.
std::string portable_text(const eval::Value& value);

/// Whether a property differs between two versions; unknown on one side counts as unknown, the identical expression as
/// unchanged. `fallback` is what the platform takes for an absent one (empty: absent differs from stated).
Tri differs(const Property& now, const Property& before, std::string_view fallback = {});
/// Looks through objects and lists and gives the first property below that surely differs.
std::optional<Property> first_difference(const Property& now, const Property& before);

/// bronze when absent; nothing when unknown.
std::optional<std::string> durability_of(const Property& property);

}  // namespace fleetlint::rules
