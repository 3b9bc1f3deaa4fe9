#include "fleetlint/fleet/property.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "fleetlint/evaluator/provenance.h"

namespace fleetlint::fleet {

using eval::Origin;
using eval::OriginStep;
using eval::Unknown;
using eval::Value;
using eval::ValueKind;

namespace {

// More alternatives than this are not followed: a value of so many forms is as good as unknown.
constexpr std::size_t max_alternatives = 64;

const Unknown unknown_member{};
const Value unknown_value = Value::unknown(&unknown_member);

/// Appends what a value may be: the branches of an undecided `if`, the allowed values of a parameter, else itself.
void expand(const Value* value, std::vector<const Value*>& out, int depth = 0) {
  if (value == nullptr || value->is_null()) {
    out.push_back(nullptr);
    return;
  }
  if (value->is_unknown() && depth < 8) {
    const Unknown& unknown = value->as_unknown();
    if (!unknown.one_of.empty() && unknown.one_of.size() <= max_alternatives) {
      for (const Value& each : unknown.one_of) expand(&each, out, depth + 1);
      return;
    }
    if (unknown.function == "if" && unknown.arguments.size() == 3) {
      expand(&unknown.arguments[1], out, depth + 1);
      expand(&unknown.arguments[2], out, depth + 1);
      return;
    }
  }
  out.push_back(value);
}

/// A value that is not known, but certainly not null: its type says so, or a list function gives it.
bool cannot_be_null(const Unknown& unknown, int depth = 0) {
  if (!unknown.kinds.may_be(ValueKind::null)) return true;
  // A member of what a list function gives: listKeys().keys[0].value.
  if (depth < 16 && equal_ignoring_case(unknown.function, "access") && !unknown.arguments.empty() && unknown.arguments[0].is_unknown())
    return cannot_be_null(unknown.arguments[0].as_unknown(), depth + 1);
  return equal_ignoring_case(unknown.expression.substr(0, 4), "list") || (unknown.function.size() > 4 && equal_ignoring_case(unknown.function.substr(0, 4), "list"));
}

std::optional<std::int64_t> digits(std::string_view text) {
  text = trim(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<bool> truth(const Value& value) {
  if (value.is_boolean()) return value.as_boolean();
  if (value.is_string()) {
    if (equal_ignoring_case(value.as_string(), "true")) return true;
    if (equal_ignoring_case(value.as_string(), "false")) return false;
  }
  return std::nullopt;
}

std::optional<double> numeric(const Value& value) {
  if (value.is_integer() || value.is_number()) return value.as_number();
  if (value.is_string())
    if (const auto whole = digits(value.as_string())) return static_cast<double>(*whole);
  return std::nullopt;
}

/// Functions whose result is one of their arguments or something declared elsewhere: the way goes on through them.
bool hands_on(std::string_view function) {
  for (const std::string_view name : {"parameters", "variables", "if", "coalesce", "first", "last", "tryGet", "reference", "access"})
    if (equal_ignoring_case(name, function)) return true;
  return false;
}

/// Where the way of a value ends: at what its author wrote, or at the function that computed it from several things.
Location end_of_way(const Value& value) {
  Location found;
  for (const Origin* origin = value.origin(); origin != nullptr; origin = origin->via) {
    if (origin->location) found = origin->location;
    // A value nobody gave has no place of its own: the place is where it is used.
    if (value.is_unknown() && found) break;
    if (origin->step == OriginStep::function && !hands_on(origin->label) && found) break;
  }
  return found;
}

/// The certain parts of a list made by concat, union or filter of other lists.
void collect_items(const Value& value, std::vector<const Value*>& certain, std::vector<const Value*>& possible, bool& open, int depth) {
  if (value.is_array()) {
    for (const Value& item : value.items()) certain.push_back(&item);
    return;
  }
  if (value.is_null()) return;
  if (!value.is_unknown() || depth > 8) {
    open = true;
    return;
  }
  const Unknown& unknown = value.as_unknown();
  const bool joins = equal_ignoring_case(unknown.function, "concat") || equal_ignoring_case(unknown.function, "union");
  if (joins && !unknown.arguments.empty()) {
    for (const Value& part : unknown.arguments) collect_items(part, certain, possible, open, depth + 1);
    return;
  }
  std::vector<const Value*> branches;
  expand(&value, branches);
  if (branches.size() > 1) {
    for (const Value* branch : branches) {
      if (branch == nullptr) continue;
      std::vector<const Value*> inner;
      bool inner_open = false;
      collect_items(*branch, inner, possible, inner_open, depth + 1);
      possible.insert(possible.end(), inner.begin(), inner.end());
      open = open || inner_open;
    }
    return;
  }
  if (unknown.items != nullptr) possible.push_back(unknown.items);
  open = true;
}

}  // namespace

void UnknownLog::start() {
  values_.clear();
  is_on_ = true;
}

std::vector<const Value*> UnknownLog::stop() {
  is_on_ = false;
  return std::move(values_);
}

void UnknownLog::note(const Value& value) {
  constexpr std::size_t most = 256;
  if (value.is_secret()) return;  // nobody writes one down only to have a rule look at it
  if (is_on_ && values_.size() < most && std::find(values_.begin(), values_.end(), &value) == values_.end()) values_.push_back(&value);
}

Property::Property(const Value* value, std::string path, Location near, UnknownLog* log) : log_(log), undecided_(value), path_(std::move(path)), near_(near) {
  expand(value, alternatives_);
}

void Property::note_unknown() const {
  if (log_ == nullptr) return;
  const bool is_open = alternatives_.size() > 1 || (alternatives_.size() == 1 && alternatives_[0] != nullptr && alternatives_[0]->is_unknown());
  if (is_open && undecided_ != nullptr && undecided_->is_unknown()) log_->note(*undecided_);
}

Property Property::of(std::vector<const Value*> alternatives, std::string path, Location near) const {
  Property property;
  property.log_ = log_;
  property.undecided_ = undecided_ != nullptr && undecided_->is_unknown() ? undecided_ : nullptr;
  property.alternatives_ = std::move(alternatives);
  property.path_ = std::move(path);
  property.near_ = near;
  return property;
}

Property Property::child(std::string_view name) const {
  std::vector<const Value*> found;
  Location name_location;
  std::string_view spelled;
  const Value* inner = nullptr;
  const auto take = [&](const eval::Field* field) {
    if (field->name_location) name_location = field->name_location;
    spelled = field->name;
    if (field->value.is_unknown()) inner = &field->value;
    expand(&field->value, found);
  };
  for (const Value* value : alternatives_) {
    if (value == nullptr) {
      found.push_back(nullptr);
    } else if (value->is_object()) {
      if (const auto* field = value->find_field(name)) take(field);
      else found.push_back(nullptr);
    } else if (value->is_unknown()) {
      const eval::Field* member = nullptr;
      for (const auto& field : value->as_unknown().members)
        if (equal_ignoring_case(field.name, name)) member = &field;
      if (member != nullptr) take(member);
      else found.push_back(&unknown_value);
    } else {
      found.push_back(nullptr);  // a text or number has no members
    }
    if (found.size() > max_alternatives) {
      found.assign(1, &unknown_value);
      break;
    }
  }
  if (alternatives_.empty()) found.push_back(nullptr);
  std::string path = path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  Property result = of(std::move(found), std::move(path), name_location ? name_location : where());
  result.name_location_ = name_location;
  result.name_ = spelled;
  if (inner != nullptr) result.undecided_ = inner;
  return result;
}

Property Property::at(std::string_view path) const {
  Property result = *this;
  while (!path.empty()) {
    const auto dot = path.find('.');
    result = result.child(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return result;
}

Tri Property::present() const {
  bool yes = false, no = alternatives_.empty();
  for (const Value* value : alternatives_) {
    if (value == nullptr) no = true;
    else if (value->is_unknown() && !cannot_be_null(value->as_unknown())) {
      note_unknown();
      return Tri::unknown;
    } else {
      yes = true;
    }
  }
  if (yes && no) note_unknown();
  return yes && no ? Tri::unknown : tri(yes);
}

bool Property::is_decided() const {
  if (alternatives_.size() > 1) return false;
  return alternatives_.empty() || alternatives_[0] == nullptr || alternatives_[0]->is_known();
}

const Value* Property::value() const {
  if (alternatives_.size() != 1 || alternatives_[0] == nullptr || alternatives_[0]->is_unknown()) {
    note_unknown();
    return nullptr;
  }
  return alternatives_[0];
}

std::optional<std::string_view> Property::text() const {
  const Value* known = value();
  if (known == nullptr || !known->is_string()) return std::nullopt;
  return known->as_string();
}

std::string Property::text_or(std::string_view fallback) const {
  const Value* known = value();
  if (known == nullptr) return std::string(fallback);
  return scalar_text(*known).value_or(std::string(fallback));
}

std::optional<std::int64_t> Property::integer() const {
  const Value* known = value();
  if (known == nullptr) return std::nullopt;
  if (known->is_integer()) return known->as_integer();
  if (known->is_number() && known->as_number() == static_cast<double>(static_cast<std::int64_t>(known->as_number())))
    return static_cast<std::int64_t>(known->as_number());
  if (known->is_string()) return digits(known->as_string());
  return std::nullopt;
}

std::vector<std::int64_t> Property::possible_integers(std::optional<std::int64_t> if_absent) const {
  if (is_absent()) return if_absent ? std::vector{*if_absent} : std::vector<std::int64_t>{};
  std::vector<std::int64_t> found;
  for (const auto* value : alternatives_) {
    const auto number = value == nullptr ? if_absent : Property(value, {}, {}).integer();
    if (!number) return {};
    found.push_back(*number);
  }
  return found;
}

std::optional<double> Property::number() const {
  const Value* known = value();
  return known == nullptr ? std::nullopt : numeric(*known);
}

std::optional<bool> Property::boolean() const {
  const Value* known = value();
  return known == nullptr ? std::nullopt : truth(*known);
}

Tri Property::equals(std::string_view text) const {
  return test([&](const Value& value) {
    const auto own = scalar_text(value);
    return tri(own && equal_ignoring_case(*own, text));
  });
}

Tri Property::is_one_of(std::initializer_list<std::string_view> texts) const {
  return test([&](const Value& value) {
    const auto own = scalar_text(value);
    if (own)
      for (const auto text : texts)
        if (equal_ignoring_case(*own, text)) return Tri::yes;
    return Tri::no;
  });
}

Tri Property::is_true() const {
  return test([](const Value& value) { return tri(truth(value) == true); });
}

Tri Property::is_false() const {
  return test([](const Value& value) { return tri(truth(value) == false); });
}

Tri Property::is_empty() const {
  return test(
      [](const Value& value) {
        if (value.is_string()) return tri(value.as_string().empty());
        if (value.is_array()) return tri(value.items().empty());
        if (value.is_object()) return tri(value.fields().empty());
        return Tri::no;
      },
      Tri::yes);
}

Tri Property::less_than(double bound) const {
  return test([&](const Value& value) {
    const auto own = numeric(value);
    return tri(own && *own < bound);
  });
}

Tri Property::greater_than(double bound) const {
  return test([&](const Value& value) {
    const auto own = numeric(value);
    return tri(own && *own > bound);
  });
}

Items Property::items() const {
  Items result;
  std::vector<const Value*> certain, possible;
  if (alternatives_.size() == 1) {
    if (alternatives_[0] != nullptr) collect_items(*alternatives_[0], certain, possible, result.open, 0);
  } else {
    for (const Value* value : alternatives_)
      if (value != nullptr) collect_items(*value, possible, possible, result.open, 0);
  }
  if (!result.is_complete() || !possible.empty()) note_unknown();
  const Location here = where();
  const auto make = [&](const Value* value, std::size_t index) {
    return Property(value, path_ + "[" + std::to_string(index) + "]", here, log_);
  };
  for (std::size_t i = 0; i < certain.size(); ++i) result.certain.push_back(make(certain[i], i));
  for (std::size_t i = 0; i < possible.size(); ++i) result.possible.push_back(make(possible[i], certain.size() + i));
  return result;
}

std::optional<std::size_t> Property::length() const {
  if (is_absent()) return 0;
  if (const Value* known = value()) {
    if (known->is_array()) return known->items().size();
    if (known->is_string()) return known->as_string().size();
    return std::nullopt;
  }
  const Items all = items();
  if (all.is_complete() && alternatives_.size() == 1) return all.certain.size();
  std::optional<std::size_t> length;
  for (const Value* each : alternatives_) {
    const std::size_t one = each == nullptr ? 0 : each->is_array() ? each->items().size() : SIZE_MAX;
    if (one == SIZE_MAX || (length && *length != one)) return std::nullopt;
    length = one;
  }
  return length;
}

std::vector<Property> Property::members() const {
  std::vector<Property> result;
  if (alternatives_.size() != 1 || alternatives_[0] == nullptr) return result;
  const Value& value = *alternatives_[0];
  const auto add = [&](const eval::Field& field) {
    Property member = of({}, path_.empty() ? std::string(field.name) : path_ + "." + std::string(field.name),
                         field.name_location ? field.name_location : where());
    expand(&field.value, member.alternatives_);
    member.undecided_ = &field.value;
    member.name_ = field.name;
    member.name_location_ = field.name_location;
    result.push_back(std::move(member));
  };
  if (value.is_object())
    for (const auto& field : value.fields()) add(field);
  else if (value.is_unknown())
    for (const auto& field : value.as_unknown().members) add(field);
  return result;
}

bool Property::has_open_members() const {
  if (alternatives_.size() != 1) return !alternatives_.empty();
  return alternatives_[0] != nullptr && alternatives_[0]->is_unknown();
}

Location Property::where() const {
  for (const Value* value : alternatives_) {
    if (value == nullptr) continue;
    // Of objects and lists the name is the place: the whole would cover the screen.
    if ((value->is_object() || value->is_array()) && name_location_) return name_location_;
    if (const Location own = written_at(*value)) return own;
  }
  return name_location_ ? name_location_ : near_;
}

bool Property::is_secret() const {
  for (const Value* value : alternatives_)
    if (value != nullptr && value->is_secret()) return true;
  return false;
}

bool Property::is_assumed_default() const {
  for (const Value* value : alternatives_) {
    if (value == nullptr) continue;
    for (const Origin* origin = value->origin(); origin != nullptr; origin = origin->via)
      if (origin->step == OriginStep::default_value) return true;
  }
  return false;
}

Location written_at(const Value& value) { return end_of_way(value); }

std::vector<Note> value_chain(const Value& value) {
  std::vector<Note> notes;
  const Location end = written_at(value);
  for (const Origin* origin = value.origin(); origin != nullptr; origin = origin->via) {
    if (origin->location == end) break;
    if (!origin->location) continue;
    // "From function `parameters`" says less than the next step does.
    if (origin->step == OriginStep::function && hands_on(origin->label)) continue;
    if (!notes.empty() && notes.back().location == origin->location) continue;
    notes.push_back({origin->location, eval::describe(*origin)});
    if (notes.size() == 16) break;
  }
  return notes;
}

std::optional<std::string> scalar_text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::string: return std::string(value.as_string());
    case ValueKind::integer: return std::to_string(value.as_integer());
    case ValueKind::boolean: return value.as_boolean() ? "true" : "false";
    case ValueKind::number: {
      char buffer[32];
      const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value.as_number());
      if (error != std::errc{}) return std::nullopt;
      return std::string(buffer, end);
    }
    default: return std::nullopt;
  }
}

}  // namespace fleetlint::fleet
