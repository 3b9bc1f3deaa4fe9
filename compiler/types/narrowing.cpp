// May this value stand here: the value's type against the wanted one, member by member, with the reference's words.
#include <algorithm>
#include <climits>
#include <functional>
#include <optional>
#include <regex>
#include <unordered_map>

#include "fleetlint/base/unicode.h"
#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {
namespace {

constexpr std::string_view inaccuracy = " If this is a resource type definition inaccuracy, report it using https://aka.ms/bicep-type-issues.";

bool any_member(const Type& type, TypeFlag flag) {
  if (type.is(TypeKind::union_of)) {
    return std::any_of(type.elements.begin(), type.elements.end(), [&](const TypeRef& member) { return any_member(*member, flag); });
  }
  return type.flags.has(flag);
}

/// The length as the reference counts it: UTF-16 code units.
std::int64_t length_of(std::string_view text) { return static_cast<std::int64_t>(utf16_length(text)); }

std::string permissible(const std::vector<std::string>& names) {
  return names.empty() ? " No other properties are allowed." : " Permissible properties include " + quoted_list(names) + ".";
}

}  // namespace

/// Patterns of texts, each taken apart once; nothing for one that this library's expressions cannot say.
struct TextPatterns {
  std::unordered_map<std::string, std::optional<std::regex>> by_text;
};

bool Checker::matches_pattern(std::string_view text, std::string_view pattern) {
  if (!text_patterns_) text_patterns_ = std::make_shared<TextPatterns>();
  const auto [at, is_new] = text_patterns_->by_text.try_emplace(std::string(pattern));
  auto& expression = at->second;
  try {
    if (is_new) expression.emplace(std::string(pattern), std::regex::ECMAScript);
    return !expression || std::regex_search(text.begin(), text.end(), *expression);
  } catch (const std::regex_error&) {
    return true;  // not checked
  }
}

bool Checker::should_warn(const Type& target) const { return any_member(target, TypeFlag::warn_on_type_mismatch); }
bool Checker::should_warn_for_property(const Type& target) const { return any_member(target, TypeFlag::warn_on_property_type_mismatch); }

Checker::Node Checker::declaring_syntax(Node access) const {
  if (!access || access.kind() != NodeKind::VariableAccess) return {};
  const auto* symbol = model_.symbol_of(access);
  if (symbol == nullptr) return {};
  const auto id = model_.symbol_at(access);
  if (symbol->kind == SymbolKind::variable && model_.cycle(id).empty()) return symbol->declaration.part(Role::value);
  if (symbol->kind == SymbolKind::loop_item || symbol->kind == SymbolKind::loop_index || symbol->kind == SymbolKind::lambda_parameter) return symbol->declaration;
  return {};
}

/// `missing` may be told at another place than the object: at the name of what the object is the value of.
std::pair<Span, std::string> Checker::missing_property_place(Node expression) const {
  const auto parent = model_.parent(expression);
  if (!parent) return {expression.span(), "object"};
  switch (parent.kind()) {
    case NodeKind::ObjectProperty: return {parent.part(Role::name).span(), "object"};
    case NodeKind::ParameterDeclaration: case NodeKind::VariableDeclaration: case NodeKind::OutputDeclaration: case NodeKind::ResourceDeclaration:
    case NodeKind::ModuleDeclaration: case NodeKind::TestDeclaration: case NodeKind::MetadataDeclaration: case NodeKind::TypeDeclaration:
    case NodeKind::AssertDeclaration: case NodeKind::ParameterAssignment: {
      std::string keyword = "object";
      switch (parent.kind()) {
        case NodeKind::ParameterDeclaration: case NodeKind::ParameterAssignment: keyword = "param"; break;
        case NodeKind::VariableDeclaration: keyword = "var"; break;
        case NodeKind::OutputDeclaration: keyword = "output"; break;
        case NodeKind::ResourceDeclaration: keyword = "resource"; break;
        case NodeKind::ModuleDeclaration: keyword = "module"; break;
        case NodeKind::TestDeclaration: keyword = "test"; break;
        case NodeKind::MetadataDeclaration: keyword = "metadata"; break;
        case NodeKind::TypeDeclaration: keyword = "type"; break;
        default: keyword = "assert"; break;
      }
      return {parent.name_span(), keyword};
    }
    case NodeKind::IfCondition: case NodeKind::For: return missing_property_place(parent);
    default: return {expression.span(), "object"};
  }
}

void Checker::mismatch(Node expression, const Type& source, const Type& target, const Narrowing& how) {
  const auto at = how.origin ? how.origin : expression;
  switch (how.place) {
    case Narrowing::Place::value: report_as(should_warn(target), at.span(), Diagnostic::ExpectedType, type_name(target), type_name(source)); return;
    case Narrowing::Place::item: report_as(how.warn, expression.span(), Diagnostic::ArrayItemMismatch, type_name(target), type_name(source)); return;
    case Narrowing::Place::spread: report_as(how.warn, expression.span(), Diagnostic::SpreadItemMismatch, type_name(target), type_name(source)); return;
    case Narrowing::Place::property: break;
  }
  const auto* declared = how.origin ? model_.symbol_of(how.origin) : nullptr;
  if (declared == nullptr && source.is(TypeKind::string_literal)) {
    std::vector<std::string> known;
    if (target.is(TypeKind::union_of) &&
        std::all_of(target.elements.begin(), target.elements.end(), [](const TypeRef& member) { return member->is(TypeKind::string_literal); })) {
      for (const auto& member : target.elements) known.push_back(type_name(*member));
      std::sort(known.begin(), known.end());
    }
    if (const auto near = nearest_name(type_name(source), known)) {
      report_as(how.warn, at.span(), Diagnostic::LiteralMismatchSuggestion, how.property, type_name(target), type_name(source), *near);
      return;
    }
  }
  const auto from = declared != nullptr ? " in source declaration \"" + std::string(declared->name) + "\"" : std::string();
  report_as(how.warn, at.span(), Diagnostic::PropertyMismatch, how.property, type_name(target), from, type_name(source),
            how.show_inaccuracy ? inaccuracy : std::string_view());
}

void Checker::check_constant(Node expression) {
  switch (expression.kind()) {
    case NodeKind::ArrayAccess: case NodeKind::BinaryOperation: case NodeKind::FunctionCall: case NodeKind::InstanceFunctionCall: case NodeKind::For:
    case NodeKind::ParenthesizedExpression: case NodeKind::PropertyAccess: case NodeKind::TernaryOperation: case NodeKind::VariableAccess:
      report(expression.span(), Diagnostic::ConstantRequired);
      return;
    case NodeKind::String:
      if (!literal_text(expression, model_.arena()) && !expression.contains_error()) report(expression.span(), Diagnostic::ConstantRequired);
      return;
    case NodeKind::UnaryOperation:
      if (expression.operator_kind() != syntax::TokenKind::Minus) {
        report(expression.span(), Diagnostic::ConstantRequired);
        return;
      }
      break;
    default: break;
  }
  for (Node child : expression.children()) check_constant(child);
}

const Type* Checker::narrow(Node expression, const Type* target, const Narrowing& how) { return narrow_type(expression, type_of(expression), target, how); }

/// The union itself, or the wider type that stands for it.
const Type* Checker::collapsed(const Type* target) {
  auto& known = collapsed_[target];
  if (known == nullptr) {
    const auto* wider = collapse(*target, arena_);
    known = wider != nullptr ? wider : target;
  }
  return known;
}

/// The type, or null.
const Type* Checker::or_null(const Type* target) {
  auto& known = nullable_[target];
  if (known == nullptr) known = arena_.nullable(target);
  return known;
}

const Type* Checker::narrow_type(Node expression, const Type* type, const Type* target, const Narrowing& how) {
  if (++narrowing_depth_ > 200) {
    --narrowing_depth_;
    return target;
  }
  struct Leave {
    int& depth;
    ~Leave() { --depth; }
  } leave{narrowing_depth_};
  if (how.disallow_any && type->is_any()) {
    report((how.origin ? how.origin : expression).span(), Diagnostic::AnyNotAllowed);
    return target;
  }
  if (type->is_error() || target->is_error()) return target;
  if ((target->is(TypeKind::resource) || target->is(TypeKind::module)) && target->item) {
    const auto* body = narrow_type(expression, type, target->item.get(), how);
    return how.build ? with_body(target, body) : target;
  }
  if (target->is_array() && expression.kind() == NodeKind::For) {
    const auto body = expression.part(Role::body);
    const auto* item = body ? narrow(body, target->is(TypeKind::tuple) ? &types::any : target->item ? target->item.get() : &types::any, how) : nullptr;
    return how.build && item != nullptr ? arena_.array(item) : type;
  }
  if (target->is(TypeKind::union_of)) target = collapsed(target);
  if (!is_assignable(*type, *target)) {
    if (const auto* not_null = without_null(*type, arena_); not_null != nullptr && is_assignable(*not_null, *target)) {
      report(expression.span(), Diagnostic::PossiblyNullAssignment, type_name(*target), "the provided value", type_name(*type));
      return narrow_type(expression, not_null, target, how);
    }
    mismatch(expression, *type, *target, how);
    return target;
  }
  const bool warn = how.resource_declaration || should_warn(*target);
  switch (target->kind) {
    case TypeKind::integer: case TypeKind::integer_literal: check_integer_range(expression, *type, *target, warn); return how.build ? narrowed_scalar(*type, target) : type;
    case TypeKind::string: case TypeKind::string_literal: check_string_length(expression, *type, *target, warn); return how.build ? narrowed_scalar(*type, target) : type;
    case TypeKind::object: {
      const auto body = expression.kind() == NodeKind::IfCondition ? expression.part(Role::body) : expression;
      if (body && type->is_object()) return narrow_object(body, *type, *target, how);
      break;
    }
    case TypeKind::discriminated_object: {
      const auto body = expression.kind() == NodeKind::IfCondition ? expression.part(Role::body) : expression;
      if (body && type->is_object()) return narrow_discriminated(body, *type, *target, how);
      break;
    }
    case TypeKind::array: case TypeKind::tuple:
      if (const auto* result = narrow_array(expression, *type, *target, how)) return result;
      break;
    default: break;
  }
  if (const auto declared = declaring_syntax(expression)) {
    auto next = how;
    next.origin = expression;
    return narrow(declared, target, next);
  }
  if (target->is(TypeKind::union_of)) return narrow_union(expression, type, *target, how);
  return type;
}

void Checker::check_integer_range(Node expression, const Type& source, const Type& target, bool warn) {
  const auto low = target.is(TypeKind::integer_literal) ? std::optional(target.integer) : target.min;
  const auto high = target.is(TypeKind::integer_literal) ? std::optional(target.integer) : target.max;
  const auto source_low = source.is(TypeKind::integer_literal) ? std::optional(source.integer) : source.is_integer() ? source.min : std::nullopt;
  const auto source_high = source.is(TypeKind::integer_literal) ? std::optional(source.integer) : source.is_integer() ? source.max : std::nullopt;
  const auto at = expression.span();
  if (source_low && high && *source_low > *high) {
    report_as(warn, at, Diagnostic::IntegerRange, *source_low, *high);
  } else if (source_high && low && *source_high < *low) {
    report_as(warn, at, Diagnostic::IntegerRangeLow, *source_high, *low);
  } else if (target.is(TypeKind::integer) && source.is(TypeKind::integer)) {
    if (source_low && low && *source_low < *low) report(at, Diagnostic::IntegerMayBeLow, *source_low, *low);
    if (source_high && high && *source_high > *high) report(at, Diagnostic::IntegerMayBeHigh, *source_high, *high);
  }
}

void Checker::check_length(Node expression, std::optional<std::int64_t> source_min, std::optional<std::int64_t> source_max, std::optional<std::int64_t> low,
                           std::optional<std::int64_t> high, bool warn, bool exact) {
  const auto at = expression.span();
  if (source_min && high && *source_min > *high) {
    report_as(warn, at, Diagnostic::TooLong, *source_min, *high);
  } else if (source_max && low && *source_max < *low) {
    report_as(warn, at, Diagnostic::TooShort, *source_max, *low);
  } else if (!exact) {
    if (source_min && low && *source_min < *low) report(at, Diagnostic::MayBeTooShort, *source_min, *low);
    if (source_max && high && *source_max > *high) report(at, Diagnostic::MayBeTooLong, *source_max, *high);
  }
}

void Checker::check_string_length(Node expression, const Type& source, const Type& target, bool warn) {
  if (target.is(TypeKind::string_literal)) {
    if (!source.is(TypeKind::string)) return;
    const auto length = length_of(target.text);
    check_length(expression, source.min, source.max, length, length, warn, true);
    return;
  }
  if (source.is(TypeKind::string)) {
    check_length(expression, source.min, source.max, target.min, target.max, warn, false);
  } else if (source.is(TypeKind::string_literal)) {
    if (target.min || target.max) {
      const auto length = length_of(source.text);
      check_length(expression, length, length, target.min, target.max, warn, true);
    }
    if (!target.pattern.empty() && source.text.size() < 4096 && is_ascii(source.text) && !matches_pattern(source.text, target.pattern))
      report_as(warn, expression.span(), Diagnostic::PatternMismatch, target.pattern);
  }
}

const Type* Checker::narrow_array(Node expression, const Type& source, const Type& target, const Narrowing& how) {
  const bool warn = how.resource_declaration || should_warn(target);
  const auto wanted_item = [&](std::size_t index) -> const Type* {
    if (target.is(TypeKind::tuple)) return index < target.elements.size() ? target.elements[index].get() : &types::any;
    return target.item ? target.item.get() : &types::any;
  };
  const auto low = target.is(TypeKind::tuple) ? std::optional<std::int64_t>(static_cast<std::int64_t>(target.elements.size())) : target.min;
  const auto high = target.is(TypeKind::tuple) ? low : target.max;
  if (expression.kind() == NodeKind::Array) {
    if (expression.contains_error()) return &target;
    std::size_t count = 0;
    bool spread = false;
    std::vector<TypeRef> items;  // of the narrowed type, where it is asked for
    for (Node child : expression.children()) {
      if (child.kind() == NodeKind::ArrayItem) {
        auto next = how;
        next.skip_type_errors = true;
        next.place = Narrowing::Place::item;
        next.warn = should_warn(target);
        const auto value = child.part(Role::value);
        const auto* item = value ? narrow(value, spread && target.is(TypeKind::tuple) ? &types::any : wanted_item(count), next) : &types::any;
        if (how.build) items.emplace_back(item);
        ++count;
      } else if (child.kind() == NodeKind::SpreadExpression) {
        spread = true;
        ++count;
        auto next = how;
        next.skip_type_errors = true;
        next.place = Narrowing::Place::spread;
        next.warn = should_warn(target);
        const auto value = child.part(Role::value);
        const auto* list = value ? narrow(value, arena_.array(target.is(TypeKind::tuple) ? TypeRef(&types::any) : TypeRef(wanted_item(0))), next) : &types::any;
        if (how.build) items.push_back(list->is_array() && list->item ? list->item : TypeRef(&types::any));
      }
    }
    if (!spread) {
      const auto length = static_cast<std::int64_t>(count);
      check_length(expression, length, length, low, high, warn, true);
    }
    if (how.build && items.size() <= longest_tuple) return spread ? arena_.array(arena_.union_of(items), {}, {}, target.flags) : arena_.tuple(items, target.flags);
    return &source;
  }
  if (const auto declared = declaring_syntax(expression)) {
    auto next = how;
    next.origin = expression;
    return narrow(declared, &target, next);
  }
  if (source.is(TypeKind::tuple) && target.is(TypeKind::tuple)) {
    if (source.elements.size() != target.elements.size()) {
      report_as(warn, expression.span(), Diagnostic::TooLong, source.elements.size(), target.elements.size());
      return &source;
    }
    for (std::size_t i = 0; i < source.elements.size(); ++i) narrow_type(expression, source.elements[i].get(), target.elements[i].get(), how);
    return &source;
  }
  if (source.is(TypeKind::array) || source.is(TypeKind::tuple)) {
    const auto source_low = source.is(TypeKind::tuple) ? std::optional<std::int64_t>(static_cast<std::int64_t>(source.elements.size())) : source.min;
    const auto source_high = source.is(TypeKind::tuple) ? source_low : source.max;
    const bool disjoint = (source_low && high && *source_low > *high) || (source_high && low && *source_high < *low);
    check_length(expression, source_low, source_high, low, high, warn, false);
    if (disjoint) return &source;
    const Type* item = nullptr;
    if (source.is(TypeKind::tuple)) {
      if (source.elements.empty()) return &source;
      std::vector<TypeRef> members(source.elements.begin(), source.elements.end());
      item = narrow_type(expression, arena_.union_of(members), wanted_item(0), how);
    } else if (source.item) {
      item = narrow_type(expression, source.item.get(), target.is(TypeKind::tuple) ? arena_.union_of(target.elements) : wanted_item(0), how);
    }
    if (!how.build || item == nullptr) return &source;
    const auto min = std::max(source_low.value_or(0), low.value_or(0)), max = std::min(source_high.value_or(INT64_MAX), high.value_or(INT64_MAX));
    return arena_.array(item, min > 0 ? std::optional(min) : std::nullopt, max < INT64_MAX ? std::optional(max) : std::nullopt, target.flags);
  }
  return nullptr;
}

const Type* Checker::narrow_union(Node expression, const Type* type, const Type& target, const Narrowing& how) {
  auto& findings = model_.findings();
  // What a candidate reports is taken out again, to be told only when it matters.
  const auto attempt = [&](auto&& action) {
    const auto before = findings.size();
    ++attempts_;
    action();
    --attempts_;
    std::vector<Finding> found(std::make_move_iterator(findings.begin() + static_cast<std::ptrdiff_t>(before)), std::make_move_iterator(findings.end()));
    findings.resize(before);
    return found;
  };
  const auto is_error = [](const Finding& finding) { return finding.severity == Severity::error; };
  const auto add = [&](std::vector<Finding>& from, bool errors) {
    for (auto& finding : from) {
      if (is_error(finding) == errors) findings.push_back(finding);
    }
  };
  if (type->is(TypeKind::union_of)) {
    std::vector<std::pair<const Type*, std::vector<Finding>>> candidates;
    std::vector<bool> fits;
    std::vector<TypeRef> narrowed;
    for (const auto& member : type->elements) {
      const bool assignable = is_assignable(*member, target);
      fits.push_back(assignable);
      candidates.emplace_back(member.get(), assignable ? attempt([&] {
                                               const auto* one = narrow_union(expression, member.get(), target, how);
                                               if (how.build) narrowed.emplace_back(one);
                                             }) : std::vector<Finding>());
    }
    bool all_fit = true;
    for (auto& [member, found] : candidates) add(found, false);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      auto& [member, found] = candidates[i];
      const bool failed = !fits[i] || std::any_of(found.begin(), found.end(), is_error);
      add(found, true);
      if (failed) report(expression.span(), Diagnostic::ArgumentMismatch, type_name(*member), type_name(target));
      all_fit = all_fit && !failed;
    }
    if (!how.build) return type;
    return all_fit ? arena_.union_of(narrowed) : &target;
  }
  std::vector<std::vector<Finding>> viable, rejected;
  bool any_assignable = false;
  std::vector<TypeRef> results;
  for (const auto& member : target.elements) {
    if (!is_assignable(*type, *member)) continue;
    any_assignable = true;
    const Type* result = type;
    auto candidate = how;
    candidate.build = how.build && !how.resource_declaration;
    auto found = attempt([&] { result = narrow_type(expression, type, member.get(), candidate); });
    if (std::any_of(found.begin(), found.end(), is_error)) {
      rejected.push_back(std::move(found));
    } else {
      viable.push_back(std::move(found));
      // Of a resource the type tells what the service gives back, with what it adds.
      if (how.build) results.push_back(how.resource_declaration ? member : TypeRef(result));
    }
  }
  if (!viable.empty()) {
    if (std::all_of(viable.begin(), viable.end(), [](const auto& found) { return !found.empty(); })) {
      for (auto& found : viable) findings.insert(findings.end(), found.begin(), found.end());
    }
    if (!how.build) return type;
    return results.size() == 1 ? results[0].get() : arena_.union_of(results);
  }
  for (auto& found : rejected) {
    add(found, false);
    add(found, true);
  }
  if (!any_assignable) report(expression.span(), Diagnostic::ArgumentMismatch, type_name(*type), type_name(target));
  return &target;
}

// The type with this body: what is declared as that type and has these values.
const Type* Checker::with_body(const Type* type, const Type* body) {
  if (body == type->item.get()) return type;
  Type narrowed = *type;
  narrowed.item = body;
  const auto* made = arena_.make(narrowed);
  if (const auto found = interface_of_type_.find(type); found != interface_of_type_.end()) interface_of_type_[made] = found->second;
  return made;
}

// A literal is the narrowest; else what both allow.
const Type* Checker::narrowed_scalar(const Type& type, const Type* target) {
  if (target->is(TypeKind::string_literal) || target->is(TypeKind::integer_literal)) return target;
  if (type.kind != target->kind) return &type;
  const auto disjoint = [](const auto& low, const auto& high) { return low && high && *low > *high; };
  if (disjoint(type.min, target->max) || disjoint(target->min, type.max)) return &type;
  if (!type.min && !type.max && !target->min && !target->max && type.flags == target->flags && target->pattern.empty()) return &type;
  const auto min = type.min && target->min ? std::max(type.min, target->min) : type.min ? type.min : target->min;
  const auto max = type.max && target->max ? std::min(type.max, target->max) : type.max ? type.max : target->max;
  return type.is(TypeKind::string) ? arena_.string(min, max, target->flags) : arena_.integer(min, max, target->flags);
}

// What a service writes itself may be read of a declared resource, so `read only` is no longer said of it.
const Type* Checker::narrowed_object(const Type& target, std::vector<Property> properties, const Narrowing& how) {
  Type narrowed = target;
  if (how.resource_declaration) {
    const std::lock_guard lock(resolving_);
    for (auto& property : properties) {
      property.flags = property.flags.without(PropertyFlag::read_only);
      property.type = without_flags(property.type, PropertyFlag::read_only);
    }
  }
  narrowed.properties = arena_.arena().copy(properties);
  return arena_.make(narrowed);
}

TypeRef Checker::without_flags(TypeRef type, PropertyFlags flags) {
  if (!type.is_deferred() && !type->is_object()) return type;
  unflagged_.push_back({type, flags});
  return TypeRef(this, first_unflagged + unflagged_.size() - 1);
}

const Type* Checker::resolve_without_flags(std::size_t index) {
  if (unflagged_[index].made != nullptr) return unflagged_[index].made;
  const auto flags = unflagged_[index].flags;
  const auto* type = unflagged_[index].of.get();
  if (!type->is_object()) return unflagged_[index].made = type;
  const auto key = std::pair(type, flags.bits);
  auto* known = unflagged_of_[key];
  if (known == nullptr) {
    Type changed = *type;
    std::vector<Property> properties(type->properties.begin(), type->properties.end());
    for (auto& property : properties) {
      property.flags = property.flags.without(flags);
      property.type = without_flags(property.type, flags);
    }
    changed.properties = arena_.arena().copy(properties);
    unflagged_of_[key] = known = arena_.make(changed);
  }
  return unflagged_[index].made = known;
}

const Type* Checker::narrow_discriminated(Node expression, const Type& source, const Type& target, const Narrowing& how) {
  if (expression.contains_error()) return &types::any;
  const auto* declared = how.origin ? model_.symbol_of(how.origin) : nullptr;
  std::vector<TypeRef> keys;
  const Type* selected = nullptr;
  const auto* given = source.find(target.discriminator);
  PropertyFlags flags;
  for (const auto& variant : target.elements) {
    const auto* key = variant->find(target.discriminator);
    if (key == nullptr) continue;
    keys.push_back(key->type);
    flags = key->flags;
    if (given != nullptr && given->type->is(TypeKind::string_literal) && key->type->text == given->type->text) selected = variant.get();
  }
  const auto* key_union = arena_.union_of(keys);
  const auto property = expression.kind() == NodeKind::Object ? find_property(expression, target.discriminator, model_.arena()) : Node();
  if (given == nullptr) {
    if (source.additional != nullptr && !source.additional->flags.has(PropertyFlag::fallback)) return &types::any;
    const bool warn = (source.additional != nullptr && is_assignable(*source.additional->type, types::string)) || should_warn_for_property(target);
    report_as(warn, (how.origin ? how.origin : expression).span(), Diagnostic::MissingDiscriminator, target.discriminator, type_name(*key_union));
    std::vector<std::string> names;
    for (const auto& known : source.properties) names.emplace_back(known.name);
    if (const auto near = nearest_name(target.discriminator, names)) {
      const auto misspelt = expression.kind() == NodeKind::Object ? find_property(expression, *near, model_.arena()) : Node();
      const auto at = how.origin ? how.origin : misspelt ? misspelt.part(Role::name) : expression;
      report_as(should_warn_for_property(target), at.span(), Diagnostic::DisallowedPropertySuggestion, *near, type_name(*key_union), target.discriminator);
    }
    return &types::any;
  }
  const auto at = how.origin ? how.origin : property ? property.part(Role::value) : expression;
  const auto& type = *given->type;
  const auto from = declared != nullptr ? " in source declaration \"" + std::string(declared->name) + "\"" : std::string();
  if (type.is_any() || type.is_error()) return &types::any;
  if (type.is(TypeKind::string_literal)) {
    if (selected != nullptr) return narrow_object(expression, source, *selected, how);
    const bool warn = how.resource_declaration || should_warn_for_property(target);
    std::vector<std::string> known;
    for (const auto& key : keys) known.push_back(type_name(*key));
    std::sort(known.begin(), known.end());
    if (const auto near = declared == nullptr ? nearest_name(type_name(type), known) : std::nullopt) {
      report_as(warn, at.span(), Diagnostic::LiteralMismatchSuggestion, target.discriminator, type_name(*key_union), type_name(type), *near);
    } else {
      report_as(warn, at.span(), Diagnostic::PropertyMismatch, target.discriminator, type_name(*key_union), from, type_name(type),
                how.resource_declaration ? inaccuracy : std::string_view());
    }
    return &types::any;
  }
  if (is_assignable(type, *key_union)) {
    report(at.span(), Diagnostic::AmbiguousDiscriminator, target.discriminator);
    return &types::any;
  }
  const bool system = flags.has(PropertyFlag::system);
  report_as((how.resource_declaration && !system) || should_warn_for_property(target), at.span(), Diagnostic::PropertyMismatch, target.discriminator,
            type_name(*key_union), from, type_name(type), how.resource_declaration && !system ? inaccuracy : std::string_view());
  return &types::any;
}

const Type* Checker::narrow_object(Node expression, const Type& source, const Type& target, const Narrowing& how) {
  if (const auto declaring = declaring_syntax(expression)) {
    auto next = how;
    next.origin = expression;
    return narrow_object(declaring, source, target, next);
  }
  if (expression.contains_error()) return &target;
  const bool literal = expression.kind() == NodeKind::Object;
  const auto* declared = how.origin ? model_.symbol_of(how.origin) : nullptr;
  std::vector<std::pair<std::string_view, Node>> properties;  // as written, in the order of their names: an object may have very many
  if (literal) {
    for (Node child : expression.children()) {
      const auto key = child.is(NodeKind::ObjectProperty) ? property_key(child, model_.arena()) : std::nullopt;
      if (key) properties.emplace_back(*key, child);
    }
    std::ranges::stable_sort(properties, {}, &std::pair<std::string_view, Node>::first);
  }
  const auto written = [&](std::string_view name) {
    const auto found = std::ranges::lower_bound(properties, name, {}, &std::pair<std::string_view, Node>::first);
    return found == properties.end() || found->first != name ? Node() : found->second;
  };
  const auto place = [&](Node property) { return how.origin ? how.origin.span() : property ? property.part(Role::name).span() : expression.span(); };

  if (source.additional == nullptr) {
    std::vector<std::string> missing;
    bool any_system = false, any_other = false;
    for (const auto& property : target.properties) {
      if (!property.flags.has(PropertyFlag::required) || property.flags.has(PropertyFlag::read_only) || source.find(property.name) != nullptr) continue;
      if (is_assignable(types::null, *property.type)) continue;
      missing.emplace_back(property.name);
      (property.flags.has(PropertyFlag::system) ? any_system : any_other) = true;
    }
    if (!missing.empty()) {
      const auto [span, block] = missing_property_place(expression);
      report_as((how.resource_declaration && !any_system) || should_warn_for_property(target), how.origin ? how.origin.span() : span, Diagnostic::MissingProperties,
                block, declared != nullptr ? " from source declaration \"" + std::string(declared->name) + "\"" : std::string(), quoted_list(missing),
                how.resource_declaration && any_other ? inaccuracy : std::string_view());
    }
  }

  std::vector<Property> built;  // those of the narrowed type, where it is asked for
  if (how.build) built.assign(target.properties.begin(), target.properties.end());

  // Both lists are in the order of names.
  auto next_given = source.properties.begin();
  for (const auto& property : target.properties) {
    while (next_given != source.properties.end() && next_given->name < property.name) ++next_given;
    if (next_given == source.properties.end()) break;
    if (next_given->name != property.name) continue;
    const auto* given = &*next_given;
    const auto node = written(property.name);
    bool skip_constant = how.skip_constant_check;
    if (!skip_constant && property.flags.has(PropertyFlag::constant)) {
      check_constant(node && node.part(Role::value) ? node.part(Role::value) : expression);
      skip_constant = true;
    }
    const bool inaccurate = how.resource_declaration && !property.flags.has(PropertyFlag::system);
    if (property.flags.has(PropertyFlag::read_only)) {
      auto parent = model_.parent(expression);
      if (parent && parent.kind() == NodeKind::IfCondition) parent = model_.parent(parent);
      const auto* symbol = parent && parent.kind() == NodeKind::ResourceDeclaration ? model_.symbol_of(parent) : nullptr;
      if (symbol != nullptr && symbol->is_existing) {
        report(place(node), Diagnostic::PropertyOfExisting, property.name);
      } else if (!given->flags.has(PropertyFlag::read_only)) {
        report_as(inaccurate || should_warn_for_property(target), place(node), Diagnostic::ReadOnlyProperty, property.name, inaccurate ? inaccuracy : std::string_view());
      }
      continue;
    }
    if (property.flags.has(PropertyFlag::fallback)) report(place(node), Diagnostic::FallbackMember, property.name, inaccuracy);
    auto next = how;
    next.skip_constant_check = skip_constant;
    next.skip_type_errors = true;
    next.disallow_any = property.flags.has(PropertyFlag::disallow_any);
    next.place = Narrowing::Place::property;
    next.warn = inaccurate || should_warn(*property.type);
    next.property = property.name;
    next.show_inaccuracy = inaccurate;
    const auto value = node && node.part(Role::value) ? node.part(Role::value) : expression;
    const Type* wanted = property.type.get();
    if (!narrowed_.insert(std::tuple(value.index(), given->type.get(), wanted)).second && !node) continue;
    const bool implicit_null = !property.flags.has(PropertyFlag::required) && property.flags.has(PropertyFlag::allow_implicit_null);
    if (implicit_null) wanted = or_null(wanted);
    const auto* result = narrow_type(value, given->type.get(), wanted, next);
    if (how.build) {
      if (const auto* inner = implicit_null ? without_null(*result, arena_) : nullptr) result = inner;
      built[static_cast<std::size_t>(&property - target.properties.data())].type = result;
    }
  }

  const bool fallback = target.additional != nullptr && target.additional->flags.has(PropertyFlag::fallback);
  if (target.additional == nullptr || (literal && fallback)) {
    const bool warn = fallback || should_warn_for_property(target);
    std::vector<std::string> valid;  // of use only where something is told
    const auto list_valid = [&] {
      if (!valid.empty()) return;
      for (const auto& property : target.properties) {
        if (!property.flags.has(PropertyFlag::read_only) && !property.flags.has(PropertyFlag::fallback) && source.find(property.name) == nullptr) valid.emplace_back(property.name);
      }
    };
    for (const auto& extra : source.properties) {
      if (target.find(extra.name) != nullptr) continue;
      list_valid();
      const auto at = place(written(extra.name));
      if (const auto near = declared == nullptr ? nearest_name(extra.name, valid) : std::nullopt) {
        report_as(warn, at, Diagnostic::DisallowedPropertySuggestion, extra.name, type_name(target), *near);
      } else {
        report_as(warn, at, Diagnostic::DisallowedProperty, extra.name, declared != nullptr ? " from source declaration \"" + std::string(declared->name) + "\"" : std::string(),
                  type_name(target), permissible(valid), how.resource_declaration ? inaccuracy : std::string_view());
      }
    }
    if (literal) {
      for (Node child : expression.children()) {
        if (child.kind() != NodeKind::ObjectProperty || property_key(child, model_.arena())) continue;
        list_valid();
        report_as(warn, child.part(Role::name).span(), Diagnostic::DisallowedInterpolatedKey, type_name(target),
                  declared != nullptr ? " in source declaration \"" + std::string(declared->name) + "\"" : std::string(), permissible(valid));
      }
    }
    return how.build ? narrowed_object(target, std::move(built), how) : &target;
  }
  for (const auto& extra : source.properties) {
    if (target.find(extra.name) != nullptr) continue;
    const auto node = written(extra.name);
    const auto value = node && node.part(Role::value) ? node.part(Role::value) : expression;
    auto next = how;
    if (!how.skip_constant_check && target.additional->flags.has(PropertyFlag::constant)) {
      check_constant(value);
      next.skip_constant_check = true;
    }
    next.skip_type_errors = true;
    next.disallow_any = target.additional->flags.has(PropertyFlag::disallow_any);
    next.place = Narrowing::Place::property;
    next.warn = should_warn(*target.additional->type);
    next.property = extra.name;
    next.show_inaccuracy = false;
    const Type* wanted = target.additional->type.get();
    if (!narrowed_.insert(std::tuple(value.index(), extra.type.get(), wanted)).second && !node) continue;
    if (!target.additional->flags.has(PropertyFlag::required) && target.additional->flags.has(PropertyFlag::allow_implicit_null)) wanted = or_null(wanted);
    next.build = false;
    narrow_type(value, extra.type.get(), wanted, next);
  }
  return how.build ? narrowed_object(target, std::move(built), how) : &target;
}

}  // namespace fleetlint::compiler
