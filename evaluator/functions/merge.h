#pragma once
// Merging objects, known and unknown.
#include <span>
#include <unordered_map>
#include <vector>

#include "functions/function.h"

namespace fleetlint::eval {

/// Operands from left to right: later values win, the first spelling of a name stays. `deep`: objects inside are merged
/// as well (union), else replaced (shallowMerge). Operands may be unknown; known nulls were left out by the caller.
Value merge_objects(const Call& call, std::span<const Value> operands, bool deep);

/// Members that all objects have with equal values.
Value intersect_objects(const Call& call);

/// Adds or replaces a member whose name is exactly this one; keeps the first position.
class MemberList {
 public:
  void set(std::string_view name, const Value& value, Location location = {});
  std::span<const Field> fields() const { return fields_; }
  std::vector<Field>& list() { return fields_; }

 private:
  std::vector<Field> fields_;
  std::unordered_map<std::string_view, std::size_t> places_;
};

}  // namespace fleetlint::eval
