#pragma once
// Arrays made of known and unknown parts.
#include <span>
#include <unordered_map>
#include <vector>

#include "functions/function.h"

namespace fleetlint::eval {

/// Arrays one after the other: known when all are, else with the ends and items that are certain.
Value concat_arrays(const Call& call, std::span<const Value> arrays);

/// An array of unknown order or extent from items that certainly occur (`included`) and others that may.
Value loose_array(const Call& call, std::span<const Value> included, std::span<const Value> possible, Interval length);

/// Items seen so far, for finding equal ones without comparing all pairs.
class SeenItems {
 public:
  /// Whether an equal item was seen; unknown where an unknown part decides. Adds the item unless it certainly was.
  Tri add(const Value& item);
  Tri contains(const Value& item) const;

 private:
  std::unordered_multimap<std::uint64_t, Value> known_;
  std::vector<Value> uncertain_;  ///< with unknown parts
};

}  // namespace fleetlint::eval
