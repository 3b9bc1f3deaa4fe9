#pragma once
// Sets of the model with what a simulated rollout did to them. Private to the room.
#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

/// Pairs of a set and its run; empty without a scenario.
inline std::vector<std::pair<const ScaleSet*, const RolloutFacts::Set*>> simulated_sets(const FleetModel& model, const RuleInput& input) {
  std::vector<std::pair<const ScaleSet*, const RolloutFacts::Set*>> pairs;
  if (input.rollout == nullptr) return pairs;
  for (const auto& set : model.scale_sets)
    for (const auto& facts : input.rollout->sets)
      if (equal_ignoring_case(facts.name, set.display_name())) pairs.emplace_back(&set, &facts);
  return pairs;
}

inline std::optional<std::int64_t> fact_number(const RolloutFacts::Set& set, const char* name) {
  const auto found = set.facts.find(name);
  if (found == set.facts.end()) return std::nullopt;
  std::int64_t value = 0;
  const auto& text = found->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  return value;
}

/// Whether fewer are left than the floor says: a number, or percent of all.
inline bool is_below_floor(std::int64_t left, std::int64_t all, const std::string& floor) {
  std::int64_t number = 0;
  std::from_chars(floor.data(), floor.data() + floor.size(), number);
  return floor.ends_with('%') ? left * 100 < number * all : left < number;
}

}  // namespace fleetlint::rules
