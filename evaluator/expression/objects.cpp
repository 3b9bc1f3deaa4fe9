// Objects whose names are computed.
#include <algorithm>
#include <vector>

#include "expression/evaluation.h"
#include "functions/merge.h"

namespace fleetlint::eval {

Value make_object(Evaluation& evaluation, std::span<const Value> names_and_values, std::span<const Location> locations) {
  Arena& arena = evaluation.arena();
  MemberList members;
  bool known_names = true;
  for (std::size_t i = 0; i + 1 < names_and_values.size(); i += 2) {
    const Value &name = names_and_values[i], &value = names_and_values[i + 1];
    if (name.is_string()) {
      members.set(name.as_string(), value, i / 2 < locations.size() ? locations[i / 2] : Location());
      continue;
    }
    known_names = false;
    if (!evaluation.evaluator().charge(members.list().size())) return evaluation.evaluator().limited();
    for (Field& field : members.list())
      if (deep_equal(Value::string(field.name), name) != Tri::no) field.value = join(field.value, value, arena);
  }
  if (known_names) return Value::object(arena.copy(members.fields()));
  Unknown facts;
  facts.kinds = takes::object;
  facts.members = arena.copy(members.fields());
  facts.min_length = std::max<std::int64_t>(1, static_cast<std::int64_t>(members.fields().size()));
  facts.max_length = static_cast<std::int64_t>(names_and_values.size() / 2);
  return evaluation.derive(facts, "createObject", names_and_values);
}

}  // namespace fleetlint::eval
