#include "unknown/arrays.h"

namespace fleetlint::eval {

Value concat_arrays(const Call& call, std::span<const Value> arrays) {
  std::size_t count = 0;
  bool known = true;
  for (const Value& array : arrays) {
    known &= array.is_array();
    count += array.items().size();
  }
  if (count > call.evaluator().limits().array_items || !call.charge(count / 8)) return call.limited();
  Arena& arena = call.arena();
  if (known) {
    if (arrays.size() == 1) return arrays[0];
    auto items = arena.create_array<Value>(count);
    std::size_t at = 0;
    for (const Value& array : arrays)
      for (const Value& item : array.items()) items[at++] = item;
    return Value::array(items);
  }
  Unknown facts;
  facts.kinds = takes::array;
  std::vector<Value> head, tail, included, item_facts;
  bool from_left = true, all_items = true;
  Interval length{0, 0};
  for (const Value& array : arrays) {
    const Interval own = length_of(array);
    length = {add_saturating(length.min, own.min), own.max == unbounded || length.max == unbounded ? unbounded : add_saturating(length.max, own.max)};
    const auto begin = head_of(array);
    if (from_left) head.insert(head.end(), begin.begin(), begin.end());
    from_left &= array.is_array();
    for (const auto part : {begin, array.is_unknown() ? array.as_unknown().included : std::span<const Value>(), array.is_unknown() ? array.as_unknown().tail : std::span<const Value>()})
      for (const Value& item : part)
        if (included.size() < 256) included.push_back(item);
    if (array.is_array() && array.items().empty()) continue;
    if (const auto item = item_of(array, arena)) item_facts.push_back(*item);
    else all_items = false;
  }
  for (std::size_t i = arrays.size(); i-- > 0;) {
    const auto end = tail_of(arrays[i]);
    tail.insert(tail.begin(), end.begin(), end.end());
    if (!arrays[i].is_array()) break;
  }
  facts.head = arena.copy(head), facts.tail = arena.copy(tail), facts.included = arena.copy(included);
  if (length.min > 0) facts.min_length = length.min;
  if (length.max != unbounded) facts.max_length = length.max;
  if (all_items && !item_facts.empty()) facts.items = arena.create<Value>(join(item_facts, arena));
  return call.unknown(facts);
}

Value loose_array(const Call& call, std::span<const Value> included, std::span<const Value> possible, Interval length) {
  Unknown facts;
  facts.kinds = takes::array;
  facts.included = call.arena().copy(included.first(std::min<std::size_t>(included.size(), 256)));
  if (length.min > 0) facts.min_length = length.min;
  if (length.max != unbounded) facts.max_length = length.max;
  if (included.size() + possible.size() <= 256 && !(included.empty() && possible.empty())) {
    std::vector<Value> all(included.begin(), included.end());
    all.insert(all.end(), possible.begin(), possible.end());
    facts.items = call.arena().create<Value>(join(all, call.arena()));
  }
  return call.unknown(facts);
}

namespace {
std::uint64_t hash_of(const Value& item) { return identity_of(item, 4096); }

/// How many items with unknown parts are compared one by one; beyond that the answer is unknown.
constexpr std::size_t most_compared = 512;
}  // namespace

Tri SeenItems::contains(const Value& item) const {
  Tri answer = Tri::no;
  if (!deeply_known(item, 65536)) {
    if (known_.size() > most_compared) return Tri::unknown;
    for (const auto& [hash, seen] : known_)
      if (answer = answer || deep_equal(seen, item); answer == Tri::yes) return answer;
  } else {
    const auto [from, to] = known_.equal_range(hash_of(item));
    for (auto at = from; at != to; ++at)
      if (deep_equal(at->second, item) == Tri::yes) return Tri::yes;
  }
  if (uncertain_.size() > most_compared) return Tri::unknown;
  for (const Value& seen : uncertain_)
    if (answer = answer || deep_equal(seen, item); answer == Tri::yes) return answer;
  return answer;
}

Tri SeenItems::add(const Value& item) {
  const Tri answer = contains(item);
  if (answer == Tri::yes) return answer;
  if (deeply_known(item, 65536)) known_.emplace(hash_of(item), item);
  else uncertain_.push_back(item);
  return answer;
}

}  // namespace fleetlint::eval
