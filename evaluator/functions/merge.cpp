#include "functions/merge.h"

#include <algorithm>
#include <string>

#include "fleetlint/base/unicode.h"

namespace fleetlint::eval {

void MemberList::set(std::string_view name, const Value& value, Location location) {
  const auto [place, fresh] = places_.try_emplace(name, fields_.size());
  if (fresh) fields_.push_back({name, location, value});
  else fields_[place->second].value = value;
}

namespace {

std::span<const Field> members_of(const Value& value) { return value.is_unknown() ? value.as_unknown().members : value.fields(); }

/// Finds members by name without case, the exact spelling first; an index for large objects.
class Names {
 public:
  explicit Names(std::span<const Field> fields) : fields_(fields) {
    if (fields.size() <= 16) return;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      exact_.try_emplace(std::string(fields[i].name), i);
      folded_.try_emplace(to_upper_invariant(fields[i].name), i);
    }
  }
  std::size_t find(std::string_view name) const {
    if (exact_.empty()) {
      for (std::size_t i = 0; i < fields_.size(); ++i)
        if (fields_[i].name == name) return i;
      for (std::size_t i = 0; i < fields_.size(); ++i)
        if (equals_ignoring_case(fields_[i].name, name)) return i;
      return none;
    }
    if (const auto hit = exact_.find(std::string(name)); hit != exact_.end()) return hit->second;
    const auto hit = folded_.find(to_upper_invariant(name));
    return hit == folded_.end() ? none : hit->second;
  }
  static constexpr std::size_t none = SIZE_MAX;

 private:
  std::span<const Field> fields_;
  std::unordered_map<std::string, std::size_t> exact_, folded_;
};

/// The member that is being merged, inside of those around it: an unknown one has the identity and the text of an access to
/// the result of the whole call, not those of the call itself.
class Place {
 public:
  explicit Place(const Call& call) : call_(call) {}
  Place(const Place& outer, std::string_view name) : call_(outer.call_), outer_(&outer), name_(name) {}

  Value unknown(const Unknown& facts) const {
    if (!outer_) return call_.unknown(facts);
    const Value parts[] = {outer_->stub(), Value::string(name_)};
    return call_.derived_call(facts, "access", parts);
  }

 private:
  /// The value around a part, as far as its identity and its text go.
  const Value& stub() const {
    if (!has_stub_) {
      Unknown facts;
      facts.kinds = takes::object;
      stub_ = unknown(facts);
      has_stub_ = true;
    }
    return stub_;
  }

  const Call& call_;
  const Place* outer_ = nullptr;
  std::string_view name_;
  mutable Value stub_;
  mutable bool has_stub_ = false;
};

class Merger {
 public:
  Merger(const Call& call, bool deep) : call_(call), whole_(call), deep_(deep) {}

  Value merge(const Value& a, const Value& b) { return merge(a, b, whole_); }

 private:
  Value merge(const Value& a, const Value& b, const Place& place) {
    // Values share parts, so a few members may stand for any number.
    if (!call_.charge(1 + (members_of(a).size() + members_of(b).size()) / 4)) return call_.limited();
    return a.is_object() && b.is_object() ? known(a, b, place) : partly_known(a, b, place);
  }

  Value merged_member(const Field& before, const Value& after, const Place& outer) {
    if (!deep_ || !may_be(before.value, ValueKind::object) || !may_be(after, ValueKind::object)) return after;
    const Place place(outer, before.name);
    if (must_be(before.value, ValueKind::object) && must_be(after, ValueKind::object)) return merge(before.value, after, place);
    return anything(after, place);
  }

  Value known(const Value& a, const Value& b, const Place& place) {
    std::vector<Field> fields(a.fields().begin(), a.fields().end());
    const Names names(a.fields());
    const std::size_t own = fields.size();
    for (const Field& field : b.fields()) {
      const std::size_t at = names.find(field.name);
      if (at < own) fields[at].value = merged_member(fields[at], field.value, place);
      else fields.push_back(field);
    }
    return Value::object(call_.arena().copy(fields)).mark_secret(a.is_secret() || b.is_secret());
  }

  /// Any value that may have been merged with one that is not known.
  Value opened(const Value& value, const Place& place) {
    if (!deep_ || !may_be(value, ValueKind::object)) return value;
    if (!must_be(value, ValueKind::object)) return anything(value, place);
    if (!call_.charge(1 + members_of(value).size() / 4)) return call_.limited();
    Unknown facts;
    facts.kinds = takes::object;
    std::vector<Field> members;
    for (const Field& field : members_of(value)) members.push_back({field.name, field.name_location, opened(field.value, Place(place, field.name))});
    facts.members = call_.arena().copy(members);
    return place.unknown(facts).mark_secret(value.is_secret());
  }

  static Value anything(const Value& value, const Place& place) {
    Unknown facts;
    facts.kinds = takes::any;
    return place.unknown(facts).mark_secret(value.is_secret());
  }

  Value partly_known(const Value& a, const Value& b, const Place& place) {
    // A null operand is skipped: what is certain about `b` holds only when it cannot be null.
    const bool b_is_object = must_be(b, ValueKind::object), a_is_object = must_be(a, ValueKind::object);
    std::vector<Field> members;
    const Names of_b(b_is_object ? members_of(b) : std::span<const Field>());
    if (a_is_object)
      for (const Field& field : members_of(a)) {
        const std::size_t at = of_b.find(field.name);
        const Place own(place, field.name);
        if (at == Names::none) members.push_back({field.name, field.name_location, b.is_known() ? field.value : anything(field.value, own)});
        else members.push_back({field.name, field.name_location, a.is_object() ? merged_member(field, members_of(b)[at].value, place) : opened(members_of(b)[at].value, own)});
      }
    if (b_is_object) {
      const Names of_a(a_is_object ? members_of(a) : std::span<const Field>());
      for (const Field& field : members_of(b))
        if (of_a.find(field.name) == Names::none)
          members.push_back({field.name, field.name_location, a.is_known() ? field.value : opened(field.value, Place(place, field.name))});
    }
    Unknown facts;
    facts.kinds = takes::object;
    facts.members = call_.arena().copy(members);
    facts.min_length = std::max(a_is_object ? length_of(a).min : 0, b_is_object ? length_of(b).min : 0);
    return place.unknown(facts).mark_secret(a.is_secret() || b.is_secret());
  }

  const Call& call_;
  const Place whole_;
  bool deep_;
};

}  // namespace

Value merge_objects(const Call& call, std::span<const Value> operands, bool deep) {
  if (operands.empty()) return Value::object({});
  Merger merger(call, deep);
  Value result = operands[0];
  // Known shallow runs are merged in one go, so that many small objects cost no more than their members.
  if (!deep && std::all_of(operands.begin(), operands.end(), [](const Value& v) { return v.is_object(); })) {
    std::vector<Field> fields;
    std::unordered_map<std::string, std::size_t> places;
    bool secret = false;
    for (const Value& operand : operands) {
      secret |= operand.is_secret();
      for (const Field& field : operand.fields()) {
        if (!call.charge()) return call.limited();
        const auto [place, fresh] = places.try_emplace(to_upper_invariant(field.name), fields.size());
        if (fresh) fields.push_back(field);
        else fields[place->second].value = field.value;
      }
    }
    return call.object(fields).mark_secret(secret);
  }
  for (const Value& operand : operands.subspan(1)) {
    result = merger.merge(result, operand);
    if (!call.charge()) return call.limited();
  }
  if (operands.size() == 1 && result.is_unknown() && may_be(result, ValueKind::null)) return merger.merge(Value::object({}), result);
  return result;
}

Value intersect_objects(const Call& call) {
  std::vector<Field> fields, possible;
  std::vector<Names> names;
  for (std::size_t i = 1; i < call.size(); ++i) names.emplace_back(call[i].fields());
  for (const Field& field : call[0].fields()) {
    Tri common = Tri::yes;
    for (std::size_t i = 1; i < call.size() && common != Tri::no; ++i) {
      if (!call.charge()) return call.limited();
      const std::size_t at = names[i - 1].find(field.name);
      common = common && (at == Names::none ? Tri::no : deep_equal(field.value, call[i].fields()[at].value));
    }
    if (common == Tri::yes) fields.push_back(field);
    if (common == Tri::unknown) possible.push_back(field);
  }
  if (possible.empty()) return call.object(fields);
  Unknown facts;
  facts.kinds = takes::object;
  facts.members = call.arena().copy(fields);
  facts.min_length = static_cast<std::int64_t>(fields.size()), facts.max_length = static_cast<std::int64_t>(fields.size() + possible.size());
  return call.unknown(facts);
}

}  // namespace fleetlint::eval
