#pragma once
// The rules of the model by their ids, with what they say and where it comes from; every decision in a report names one.
#include <bitset>
#include <cstdint>
#include <span>
#include <string_view>

namespace fleetlint::rollout {

enum class Rule : std::uint8_t {
#define FLEETLINT_ROLLOUT_RULE(name, id, text, source) name,
#include "fleetlint/rollout/rules.def"
#undef FLEETLINT_ROLLOUT_RULE
  count
};
using RuleSet = std::bitset<static_cast<std::size_t>(Rule::count)>;

struct RuleInfo {
  std::string_view id;      ///< as people write it: "S-3"
  std::string_view text;    ///< one sentence
  std::string_view source;  ///< a document, or "assumption" with its reason
  bool assumption() const { return source.starts_with("assumption"); }
};
const RuleInfo& info(Rule rule);
std::span<const RuleInfo> all_rules();

}  // namespace fleetlint::rollout
