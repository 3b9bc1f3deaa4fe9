#pragma once
// Values share parts: a list that holds another one twice, which holds a third one twice, is small in memory and endless to
// walk. Whoever looks for something in a value looks into each part once.
#include <unordered_set>

#include "fleetlint/evaluator/value.h"

namespace fleetlint::eval {

/// What a value has in common with its copies: its items, members, or the facts of an unknown one. Null for one without parts.
inline const void* shared_part(const Value& value) {
  if (value.is_unknown()) return &value.as_unknown();
  if (value.is_array()) return value.items().data();
  return value.is_object() ? value.fields().data() : nullptr;
}

/// The parts that a walk was in.
class VisitedParts {
 public:
  /// Whether to look into the value: no for the parts of one that was met before. A value without parts is always new.
  bool enter(const Value& value) {
    const auto* part = shared_part(value);
    return part == nullptr || parts_.insert(part).second;
  }

 private:
  std::unordered_set<const void*> parts_;
};

}  // namespace fleetlint::eval
