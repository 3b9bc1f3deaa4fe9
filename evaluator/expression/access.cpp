// `base.name`, `base['name']`, `base[index]`.
#include <fmt/format.h>

#include <array>
#include <vector>

#include "expression/evaluation.h"
#include "fleetlint/base/unicode.h"

namespace fleetlint::eval {

namespace {

/// Whether a value is known by the place where it was written: in the template, or in what a parameter was given.
bool is_written(const Origin& origin) {
  const bool is_given = origin.step == OriginStep::parameter_file || origin.step == OriginStep::command_line;
  return (is_given && origin.via ? *origin.via : origin).step == OriginStep::literal;
}

/// The way of a member that knows where it was written: taken out here, then the way of the whole (a parameter, its
/// default, a file), then its own place.
const Origin* way_of_member(const Origin* whole, const Origin* member, const arm::Expression& link, Arena& arena) {
  std::array<const Origin*, 12> steps;
  std::size_t count = 0;
  for (const Origin* step = whole; step != nullptr; step = step->via) {
    // What a function made of several things has no single way.
    if (count == steps.size() || step->step == OriginStep::function) return member;
    if (step->step != OriginStep::literal) steps[count++] = step;
  }
  // That it came with the parameter is told by the way of the whole.
  const Origin* way = count > 0 && member->step != OriginStep::literal ? member->via : member;
  while (count > 0) {
    const Origin& step = *steps[--count];
    way = arena.create<Origin>(Origin{step.step, step.location, step.label, way, {}});
  }
  return arena.create<Origin>(Origin{OriginStep::expression, link.location, {}, way, {}});
}

}  // namespace

Value Evaluation::evaluate_access(const arm::Expression& expression) {
  // Chains of accesses are deep to the left; they are walked, not recursed into.
  std::array<const arm::Expression*, 16> few;
  std::vector<const arm::Expression*> many;
  std::size_t count = 0;
  const arm::Expression* base = &expression;
  for (; base->kind == arm::ExpressionKind::access; base = &base->base(), ++count) {
    if (count < few.size()) few[count] = base;
    else many.push_back(base);
  }
  Value value = evaluate(*base);
  for (std::size_t i = count; i-- > 0 && !value.failure();) {
    const arm::Expression& link = i < few.size() ? *few[i] : *many[i - few.size()];
    if (!evaluator_.charge()) return evaluator_.limited();
    const Value key = evaluate(link.key());
    if (key.failure()) return key;
    const Value whole[] = {value, key};
    value = access(value, key, link);
    if (whole[0].is_secret() && !value.is_secret()) value.mark_secret();
    if (!evaluator_.options_.trace) continue;
    if (value.failure()) {
      if (!value.failure()->origin) value.failure()->origin = make_origin(OriginStep::expression, link, whole);
    } else if (!value.origin()) {
      value.set_origin(make_origin(OriginStep::expression, link, whole));
    } else if (is_written(*value.origin())) {
      value.set_origin(way_of_member(whole[0].origin(), value.origin(), link, arena()));
    }
  }
  return value;
}

Value Evaluation::access(const Value& base, const Value& key, const arm::Expression& expression) {
  switch (base.kind()) {
    case ValueKind::array: return access_array(base, key, expression);
    case ValueKind::object: return access_object(base, key, expression);
    case ValueKind::unknown: return access_unknown(base, key, expression);
    default:
      return fail(ErrorKind::arg_type, expression.location, key.is_string() ? fmt::format("{} has no member `{}`", describe_kinds(kinds_of(base)), key.as_string())
                                                                            : fmt::format("{} has no items", describe_kinds(kinds_of(base))));
  }
}

Value Evaluation::access_array(const Value& base, const Value& key, const arm::Expression& expression) {
  const auto items = base.items();
  if (!may_be(key, ValueKind::integer))
    return fail(ErrorKind::arg_type, expression.location, fmt::format("an array is indexed by an integer, not {}", describe_kinds(kinds_of(key))));
  const Interval index = integers_of(key);
  if (index.max < 0 || index.min >= static_cast<std::int64_t>(items.size()))
    return fail(ErrorKind::index_out_of_bounds, expression.location,
                fmt::format("index {} is outside of an array of {} item{}", key.is_integer() ? fmt::format("`{}`", key.as_integer()) : "", items.size(), items.size() == 1 ? "" : "s"));
  if (key.is_integer()) return items[static_cast<std::size_t>(key.as_integer())];
  std::vector<Value> possible;
  if (const auto choices = domain_of(key, 32, false, arena()); !choices.empty()) {
    for (const Value& choice : choices)
      if (choice.is_integer() && choice.as_integer() >= 0 && choice.as_integer() < static_cast<std::int64_t>(items.size()))
        possible.push_back(items[static_cast<std::size_t>(choice.as_integer())]);
  } else {
    const auto from = static_cast<std::size_t>(std::max<std::int64_t>(index.min, 0));
    const auto to = index.max >= static_cast<std::int64_t>(items.size()) ? items.size() : static_cast<std::size_t>(index.max) + 1;
    if (to - from <= 256) possible.assign(items.begin() + static_cast<std::ptrdiff_t>(from), items.begin() + static_cast<std::ptrdiff_t>(to));
  }
  const Value whole[] = {base, key};
  if (possible.empty()) return derive({}, "access", whole);
  const Value joined = join(possible, arena());
  return joined.is_known() || joined.failure() || joined.as_unknown().identity ? joined : derive(joined.as_unknown(), "access", whole);
}

Value Evaluation::access_object(const Value& base, const Value& key, const arm::Expression& expression) {
  if (!may_be(key, ValueKind::string))
    return fail(ErrorKind::arg_type, expression.location, fmt::format("an object is indexed by a string, not {}", describe_kinds(kinds_of(key))));
  if (key.is_string()) {
    if (const Value* found = base.find(key.as_string())) return *found;
    return fail(ErrorKind::missing_property, expression.location, fmt::format("the object has no property `{}`", key.as_string()));
  }
  std::vector<Value> possible;
  if (const auto choices = domain_of(key, 32, false, arena()); !choices.empty()) {
    for (const Value& choice : choices)
      if (const Value* found = choice.is_string() ? base.find(choice.as_string()) : nullptr) possible.push_back(*found);
  } else {
    for (const Field& field : base.fields())
      if (possible.size() <= 256) possible.push_back(field.value);
  }
  if (possible.empty()) return fail(ErrorKind::missing_property, expression.location, "the object has no property of that name");
  const Value whole[] = {base, key};
  if (possible.size() > 256) return derive({}, "access", whole);
  const Value joined = join(possible, arena());
  return joined.is_known() || joined.failure() || joined.as_unknown().identity ? joined : derive(joined.as_unknown(), "access", whole);
}

Value Evaluation::access_unknown(const Value& base, const Value& key, const arm::Expression& expression) {
  const Unknown& u = base.as_unknown();
  const bool array = u.kinds.may_be(ValueKind::array) && may_be(key, ValueKind::integer);
  const bool object = u.kinds.may_be(ValueKind::object) && may_be(key, ValueKind::string);
  if (!array && !object)
    return fail(ErrorKind::arg_type, expression.location,
                fmt::format("{} has no {}", describe_kinds(u.kinds), key.is_string() ? fmt::format("member `{}`", key.as_string()) : std::string("items")));
  const Value whole[] = {base, key};
  if (const auto choices = domain_of(base, 16, false, arena()); !choices.empty()) {
    std::vector<Value> possible;
    for (const Value& choice : choices) possible.push_back(access(choice, key, expression));
    const Value joined = join(possible, arena());
    return joined.is_known() || joined.failure() || joined.as_unknown().identity ? joined : derive(joined.as_unknown(), "access", whole);
  }
  Unknown facts;
  if (object && !array && key.is_string()) {
    for (const bool exactly : {true, false})
      for (const Field& field : u.members)
        if (exactly ? field.name == key.as_string() : equals_ignoring_case(field.name, key.as_string())) return field.value;
    if (u.max_length && *u.max_length <= static_cast<std::int64_t>(u.members.size()))
      return fail(ErrorKind::missing_property, expression.location, fmt::format("the object has no property `{}`", key.as_string()));
  }
  if (array && !object) {
    const Interval index = integers_of(key), length = length_of(base);
    if (index.max < 0 || index.min >= length.max)
      return fail(ErrorKind::index_out_of_bounds, expression.location, fmt::format("the index is outside of an array of at most {} items", length.max));
    if (key.is_integer() && key.as_integer() < static_cast<std::int64_t>(u.head.size())) return u.head[static_cast<std::size_t>(key.as_integer())];
    if (u.items) facts = facts_of(*u.items, arena());
    if (u.items && u.items->is_known()) return *u.items;
  }
  facts.reason = u.reason;
  return derive(facts, "access", whole);
}

}  // namespace fleetlint::eval
