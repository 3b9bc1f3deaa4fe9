#pragma once
// A property of a resource as far as it can be known before deployment: there, absent or unknown, always with its place.
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/tri.h"
#include "fleetlint/evaluator/value.h"

namespace fleetlint::fleet {

struct Items;

/// Values that a check asked for and that are not known before deployment: a check that says nothing may still be right to
/// be silent, and who reads a clean result must know the difference. One for each model; nothing is noted unless it is on.
class UnknownLog {
 public:
  /// Forgets what was noted and takes notes from now on.
  void start();
  /// The values noted since `start`, each once.
  std::vector<const eval::Value*> stop();
  void note(const eval::Value& value);

 private:
  bool is_on_ = false;
  std::vector<const eval::Value*> values_;
};

/// Looks into evaluated values the way the platform reads them: names and enum texts without case, null as absent,
/// "true" and "5" in quotes as what they hold. A value that is one of several (`if()` with an unknown condition, a
/// parameter with allowed values) keeps all of them: a test answers yes only if it holds for each.
/// Points into the evaluated template, which must outlive it. Cheap to copy while there is one alternative.
class Property {
 public:
  Property() = default;
  /// `value` null: absent. `near` is where a finding about an absent property points.
  Property(const eval::Value* value, std::string path, Location near, UnknownLog* log = nullptr);

  /// The property below this one; dots separate names: "upgradePolicy.mode".
  Property at(std::string_view path) const;
  Property operator[](std::string_view path) const { return at(path); }

  /// Yes: there and not null, also when its value is unknown but cannot be null. No: absent or null.
  Tri present() const;
  bool is_absent() const { return present() == Tri::no; }
  bool is_present() const { return present() == Tri::yes; }
  /// True when the value itself (of objects and arrays: that it is one) is known or surely absent.
  bool is_decided() const;

  /// The one value it has; null when absent, unknown or one of several.
  const eval::Value* value() const;
  /// All it may be; a null pointer stands for "absent". Unknown values are among them.
  const std::vector<const eval::Value*>& alternatives() const {
    note_unknown();
    return alternatives_;
  }
  /// Notes that somebody wanted to know the value, where it is not known.
  void note_unknown() const;

  std::optional<std::string_view> text() const;   ///< known string
  std::string text_or(std::string_view fallback) const;
  std::optional<std::int64_t> integer() const;    ///< known integer, also digits in quotes
  /// All integers that it may be, `if_absent` where it is absent; empty when one of them is not known or no number.
  std::vector<std::int64_t> possible_integers(std::optional<std::int64_t> if_absent) const;
  std::optional<double> number() const;
  std::optional<bool> boolean() const;            ///< known boolean, also "true" and "false"

  Tri equals(std::string_view text) const;        ///< ignoring case; absent: no
  Tri is_one_of(std::initializer_list<std::string_view> texts) const;
  Tri is_true() const;                            ///< absent: no
  Tri is_false() const;                           ///< absent: no
  Tri is_empty() const;                           ///< absent, null, "", [] or {}
  Tri less_than(double bound) const;              ///< absent or not a number: no
  Tri greater_than(double bound) const;

  /// The answer of `predicate(const eval::Value&) -> Tri` for every alternative: yes if all say yes, no if all say no.
  /// Absent alternatives say `absent`, unknown ones unknown.
  template <typename Predicate>
  Tri test(Predicate&& predicate, Tri absent = Tri::no) const {
    bool yes = false, no = false;
    if (alternatives_.empty()) return absent;
    for (const auto* value : alternatives_) {
      const Tri one = value == nullptr ? absent : value->is_unknown() ? Tri::unknown : predicate(*value);
      if (one == Tri::unknown) {
        note_unknown();
        return Tri::unknown;
      }
      (one == Tri::yes ? yes : no) = true;
    }
    if (yes && no) note_unknown();
    return yes && no ? Tri::unknown : tri(yes);
  }

  /// Elements of a list, see Items.
  Items items() const;
  /// Number of elements when it is certain; absent: 0.
  std::optional<std::size_t> length() const;
  /// Members of an object that are certainly there, as properties.
  std::vector<Property> members() const;
  /// True when other members may exist than those `members` gives.
  bool has_open_members() const;

  /// Path inside the resource: properties.upgradePolicy.mode, zones[0].
  const std::string& path() const { return path_; }
  /// Last name of the path as the author spelled it (when present).
  std::string_view name() const { return name_; }
  /// Where the author wrote the value; of an absent one: the closest thing around it that is there.
  Location where() const;
  /// Where the property's name stands, else `where()`.
  Location name_location() const { return name_location_ ? name_location_ : where(); }
  bool is_secret() const;
  /// True when the value is the default of a parameter that nothing overrides.
  bool is_assumed_default() const;

 private:
  friend struct Items;
  Property of(std::vector<const eval::Value*> alternatives, std::string path, Location near) const;
  Property child(std::string_view name) const;

  std::vector<const eval::Value*> alternatives_;
  UnknownLog* log_ = nullptr;
  const eval::Value* undecided_ = nullptr;  ///< the value that `alternatives_` are the possible ones of, or what hides it
  std::string path_;
  std::string_view name_;
  Location near_, name_location_;
};

/// The elements of a list. `certain` are there; `possible` may be; `open`: there may be others that nothing tells about.
struct Items {
  std::vector<Property> certain, possible;
  bool open = false;
  bool is_complete() const { return !open && possible.empty(); }
};

/// The place where the author wrote the value: the end of its way through parameters, variables and modules.
Location written_at(const eval::Value& value);
/// Every step of that way as notes, newest first, without the last (that is `written_at`).
std::vector<Note> value_chain(const eval::Value& value);

/// Text of a scalar as the platform converts it: strings, integers, booleans; nothing for others and unknowns.
std::optional<std::string> scalar_text(const eval::Value& value);

bool equal_ignoring_case(std::string_view a, std::string_view b);
bool contains_ignoring_case(std::string_view text, std::string_view part);
std::string to_lower(std::string_view text);
std::string_view trim(std::string_view text);

/// A property read as `T`: known, absent or unknown, with the property it was read from.
template <typename T>
class Known {
 public:
  Known() = default;
  Known(Property property, std::optional<T> value) : property_(std::move(property)), value_(std::move(value)) {}

  bool is_known() const { return value().has_value(); }
  bool is_absent() const { return !value() && property_.is_absent(); }
  bool is_unknown() const { return !value() && !property_.is_absent(); }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return &*value_; }
  const std::optional<T>& value() const {
    if (!value_) property_.note_unknown();
    return value_;
  }
  /// The value; `fallback` when absent; nothing when unknown.
  std::optional<T> or_default(T fallback) const { return value() ? value_ : is_absent() ? std::optional<T>(std::move(fallback)) : std::nullopt; }
  T value_or(T fallback) const { return value() ? *value_ : fallback; }
  const Property& property() const { return property_; }
  Location where() const { return property_.where(); }

 private:
  Property property_;
  std::optional<T> value_;
};

}  // namespace fleetlint::fleet
