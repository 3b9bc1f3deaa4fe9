// Function calls: which overload is meant, what its lambdas get, what the result is.
#include <algorithm>

#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::TokenKind;

namespace {

using Bound = std::optional<std::int64_t>;

struct Range {
  Bound min, max;
};

std::int64_t utf16_length(std::string_view text) {
  std::int64_t length = 0;
  for (const char c : text) {
    if ((c & 0xC0) != 0x80) length += (c & 0xF8) == 0xF0 ? 2 : 1;
  }
  return length;
}

Range integer_range(const Type& type) {
  if (type.is(TypeKind::integer_literal)) return {type.integer, type.integer};
  if (type.is(TypeKind::integer)) return {type.min, type.max};
  return {};
}

Bound positive(Bound value) { return value && *value > 0 ? value : Bound(); }
Bound not_negative(Bound value) { return value && *value < 0 ? Bound(0) : value; }

Bound string_max_length(const Type& type) {
  if (type.is(TypeKind::string_literal)) return utf16_length(type.text);
  return type.is(TypeKind::string) ? type.max : Bound();
}
Bound string_min_length(const Type& type) {
  if (type.is(TypeKind::string_literal)) return utf16_length(type.text);
  return type.is(TypeKind::string) ? type.min : Bound();
}

// What is told of a wrong member: at once, whatever becomes of the expression around it.
bool is_told_of_member(std::string_view code) { return code == "BCP052" || code == "BCP053" || code == "BCP077" || code == "BCP083"; }

// An argument with an error of its own. Nothing, as behind a last comma, is the parser's to report and takes no part here.
bool is_wrong(syntax::Node argument, const Type& type) {
  const auto value = argument.part(syntax::Role::value);
  return type.is_error() && type.text != told_error_text && value && !value.is(syntax::NodeKind::SkippedTrivia);
}

// Names and types of what can be read of an object.
void readable_members(const Type& object, TypeArena& arena, std::vector<TypeRef>& names, std::vector<TypeRef>& values) {
  for (const auto& property : object.properties) {
    if (property.flags.has(PropertyFlag::write_only)) continue;
    names.emplace_back(arena.string_literal(property.name));
    values.push_back(property.type);
  }
  if (object.additional != nullptr) {
    names.emplace_back(&types::string);
    values.push_back(object.additional->type);
  }
}

constexpr std::int64_t least = INT64_MIN, most = INT64_MAX;

}  // namespace

FunctionsFor Checker::functions_for() const {
  if (model_.file().kind != FileKind::parameters) return FunctionsFor::bicep_file;
  return model_.features().has(Feature::deploy_commands) ? FunctionsFor::parameters_file_deploy_commands : FunctionsFor::parameters_file;
}

bool Checker::offered(const FunctionOverload& overload) const {
  constexpr ScopeSet everywhere = 0xFF;  // also where the target scope is none
  return overload.scopes == everywhere || (overload.scopes & bit(model_.target_scope())) != 0;
}

std::vector<const FunctionOverload*> Checker::overloads_named(std::string_view name, std::string_view name_space) const {
  std::vector<const FunctionOverload*> found;
  const auto add = [&](const FunctionTable& table) {
    for (const auto* overload : table.find(name)) {
      if (offered(*overload)) found.push_back(overload);
    }
  };
  if (name_space.empty() || name_space == "sys") add(system_functions(functions_for()));
  if (name_space.empty() || name_space == "az") add(azure_functions(functions_for()));
  return found;
}

std::pair<std::int64_t, std::optional<std::int64_t>> Checker::stringified_length(const Type& type) {
  switch (type.kind) {
    case TypeKind::string_literal: { const auto length = utf16_length(type.text); return {length, length}; }
    case TypeKind::string: return {type.min.value_or(0), type.max};
    case TypeKind::integer_literal: { const auto length = static_cast<std::int64_t>(std::to_string(type.integer).size()); return {length, length}; }
    case TypeKind::integer: {
      const auto low = type.min.value_or(least), high = type.max.value_or(most);
      const auto low_length = static_cast<std::int64_t>(std::to_string(low).size()), high_length = static_cast<std::int64_t>(std::to_string(high).size());
      if (low < 0 && high >= 0) return {1, std::max(low_length, high_length)};
      return {std::min(low_length, high_length), std::max(low_length, high_length)};
    }
    case TypeKind::boolean_literal: { const std::int64_t length = type.integer != 0 ? 4 : 5; return {length, length}; }
    case TypeKind::boolean: return {4, 5};
    case TypeKind::array: case TypeKind::tuple: case TypeKind::object: case TypeKind::discriminated_object: return {2, std::nullopt};
    case TypeKind::union_of: {
      std::int64_t low = most;
      Bound high = 0;
      for (const auto& member : type.elements) {
        const auto [a, b] = stringified_length(*member);
        low = std::min(low, a);
        high = high && b ? Bound(std::max(*high, *b)) : Bound();
      }
      return {low, high};
    }
    default: return {0, std::nullopt};
  }
}

const Type* Checker::call_type(Node node) {
  const auto arguments = arguments_of(node);
  std::vector<const Type*> argument_types;
  bool broken = false;
  for (const auto argument : arguments) {
    const auto* type = type_of(argument);
    broken = broken || is_wrong(argument, *type);
    argument_types.push_back(type->is_error() ? &types::any : type);
  }
  const auto name = node.name_text();
  const auto id = model_.symbol_at(node);
  const auto* symbol = id ? &model_.symbol(id) : nullptr;
  if (symbol != nullptr && symbol->kind == SymbolKind::function) {
    if (!model_.cycle(id).empty()) return &types::error;
    const auto* type = user_function_type(node, declared_type(symbol->declaration), name);
    return broken ? &types::error : type;
  }
  if (symbol != nullptr && symbol->kind == SymbolKind::imported_function) {
    const auto* import = model_.import_of(id);
    const auto* type = user_function_type(node, import != nullptr && import->exported != nullptr ? import->exported->type : nullptr, name);
    return broken ? &types::error : type;
  }
  if (symbol == nullptr) return &types::error;
  if (symbol->kind != SymbolKind::builtin_function) {
    // A declaration of the file hides the function of that name.
    const bool decorates = model_.parent(node).is(NodeKind::Decorator);
    const auto in = !overloads_named(name, "sys").empty() || (decorates && decorator_facts(name) != nullptr) ? "sys" : !overloads_named(name, "az").empty() ? "az" : "";
    if (*in != '\0') report(node.name_span(), Diagnostic::ShadowedFunction, name, in, name);
    else report(node.name_span(), Diagnostic::NotAFunction, name);
    return &types::error;
  }
  if (refuse_banned(node)) return &types::error;
  const auto* type = called_type(node, {}, std::move(argument_types), broken);
  return broken ? &types::error : type;
}

bool Checker::refuse_banned(Node call) {
  const auto banned = banned_function(call.name_text());
  if (banned.code.empty()) return false;
  if (muted_ == 0) {
    Finding finding;
    finding.code = banned.code;
    finding.message = banned.message;
    finding.location = model_.location(call.name_span());
    model_.findings().push_back(std::move(finding));
  }
  return true;
}

const Type* Checker::instance_call_type(Node node) {
  const auto base_node = node.part(Role::base);
  const auto name = node.name_text();
  const auto* base_symbol = model_.symbol_of(base_node);
  std::vector<const Type*> argument_types;
  bool broken = false;
  const auto read_arguments = [&] {
    for (const auto argument : arguments_of(node)) {
      const auto* type = type_of(argument);
      broken = broken || is_wrong(argument, *type);
      argument_types.push_back(type->is_error() ? &types::any : type);
    }
  };
  auto name_space = base_symbol != nullptr && base_symbol->kind == SymbolKind::namespace_name ? base_symbol->name : std::string_view();
  if (base_symbol != nullptr && base_symbol->kind == SymbolKind::extension) name_space = model_.built_in_namespace(model_.symbol_at(base_node));
  if (name_space == "sys" || name_space == "az") {
    read_arguments();
    if (name_space == "sys" && refuse_banned(node)) return &types::error;
    const auto* type = called_type(node, name_space, std::move(argument_types), broken);
    return broken ? &types::error : type;
  }
  if (base_symbol != nullptr && base_symbol->kind == SymbolKind::wildcard_import) {
    read_arguments();
    const auto* import = model_.import_of(model_.symbol_at(base_node));
    if (import == nullptr || import->interface == nullptr) return &types::error;
    const auto* exported = import->interface->find_export(name);
    if (exported == nullptr || exported->kind != ExportKind::function) {
      report(node.name_span(), Diagnostic::MethodUnknown, name, base_symbol->name);
      return &types::error;
    }
    const auto* type = user_function_type(node, exported->type, name);
    return broken ? &types::error : type;
  }
  if (base_symbol != nullptr && base_symbol->kind == SymbolKind::this_namespace) {
    read_arguments();
    Match match;
    match.facts.requires_inlining = true;
    if (name == "exists") match.result = &types::boolean;
    else if (name == "existingResource") match.result = &types::any;
    if (match.result == nullptr) {
      report(node.name_span(), Diagnostic::MethodUnknown, name, base_symbol->name);
      return &types::error;
    }
    calls_[node.index()] = match;
    return match.result;
  }
  const auto* base = type_of(base_node);
  read_arguments();
  if (base->is_error()) return &types::error;
  if (const auto* disabled = possibly_disabled(base_node); disabled != nullptr && base->is(TypeKind::resource) && may_be_disabled(*disabled)) {
    report(node.name_span(), Diagnostic::PossiblyNullMethod, type_name(*arena_.nullable(base->item.get())));
  }
  const Type* object = base->is(TypeKind::resource) || base->is(TypeKind::module) ? base->item.get() : base;
  if (object->is_any()) {
    // Nothing is known of the object, so nothing of its functions.
    report(node.name_span(), Diagnostic::MethodOfNonObject, type_name(*base));
    return &types::error;
  }
  if (!object->is_object() && !(base->is(TypeKind::resource) && object->is(TypeKind::discriminated_object))) {
    report(node.name_span(), Diagnostic::MethodOfNonObject, type_name(*object));
    return &types::error;
  }
  if (name.empty()) return &types::error;
  std::span<const FunctionOverload* const> overloads;
  if (object->functions != nullptr) overloads = object->functions->find(name);
  if (overloads.empty()) {
    std::vector<std::string> known;
    if (object->functions != nullptr) {
      for (const auto& overload : object->functions->overloads) {
        if (overload.name != "list*") known.emplace_back(overload.name);
      }
    }
    if (const auto near = nearest_name(name, known)) report(node.name_span(), Diagnostic::MethodOfTypeUnknownSuggestion, type_name(*object), name, *near);
    else report(node.name_span(), Diagnostic::MethodOfTypeUnknown, type_name(*object), name);
    return &types::error;
  }
  const auto* type = match_call(node, overloads, std::move(argument_types), broken);
  return broken ? &types::error : type;
}

const Type* Checker::user_function_type(Node node, const Type* signature, std::string_view name) {
  if (signature == nullptr || !signature->is(TypeKind::lambda)) return &types::error;
  const auto arguments = arguments_of(node);
  const auto count = signature->elements.size();
  if (arguments.size() != count) {
    const auto expected = std::to_string(count) + (count == 1 ? " argument" : " arguments");
    const auto open = node.token(TokenKind::LeftParen), close = node.token(TokenKind::RightParen);
    const Span span = open && close ? Span{node.tree().tokens.span(*open).begin, node.tree().tokens.span(*close).end} : node.span();
    report(span, Diagnostic::ArgumentCount, expected, arguments.size());
    return &types::error;
  }
  (void)name;
  bool broken = false;
  for (std::size_t i = 0; i < count; ++i) {
    const auto* type = type_of(arguments[i]);
    if (type->is_error()) continue;
    const auto& wanted = *signature->elements[i];
    if (is_assignable(*type, wanted)) {
      narrow(arguments[i], &wanted, {});
      continue;
    }
    if (const auto* inner = without_null(*type, arena_); inner != nullptr && is_assignable(*inner, wanted)) {
      narrow(arguments[i], &wanted, {});
      continue;
    }
    report(arguments[i].span(), Diagnostic::ArgumentMismatch, type_name(*type), type_name(wanted));
    broken = true;
  }
  return broken ? &types::error : signature->item.get();
}

// `broken`: some argument has an error of its own, so that nothing more is said of the arguments than whether they fit.
const Type* Checker::match_call(Node node, std::span<const FunctionOverload* const> overloads, std::vector<const Type*> arguments, bool broken) {
  struct TypeMismatch {
    const FunctionOverload* overload;
    std::size_t argument;
    const Type* wanted;
  };
  std::vector<const FunctionOverload*> candidates;
  std::vector<TypeMismatch> type_mismatches;
  std::vector<const FunctionOverload*> count_mismatches;
  const bool all_any = std::all_of(arguments.begin(), arguments.end(), [](const Type* type) { return type->is_any(); });
  for (const auto* overload : overloads) {
    if (!overload->accepts_count(arguments.size())) {
      count_mismatches.push_back(overload);
      continue;
    }
    if (all_any) {
      candidates.push_back(overload);
      continue;
    }
    std::optional<TypeMismatch> mismatch;
    bool any_argument = false;
    for (std::size_t i = 0; i < arguments.size() && !mismatch; ++i) {
      const auto* wanted = overload->parameter(i).type;
      any_argument = any_argument || arguments[i]->is_any();
      if (!is_assignable(*arguments[i], *wanted)) mismatch = TypeMismatch{overload, i, wanted};
    }
    if (mismatch) {
      type_mismatches.push_back(*mismatch);
    } else if (any_argument) {
      candidates.push_back(overload);
    } else {
      candidates = {overload};
      break;
    }
  }
  const auto exact = [](const FunctionOverload* overload) { return overload->name != "list*"; };
  if (std::any_of(candidates.begin(), candidates.end(), exact)) std::erase_if(candidates, [&](const FunctionOverload* overload) { return !exact(overload); });
  const auto argument_nodes = arguments_of(node);
  if (candidates.empty()) {
    // An argument that only fails for being nullable is warned of where it is narrowed.
    for (const auto& mismatch : type_mismatches) {
      const auto* inner = without_null(*arguments[mismatch.argument], arena_);
      if (inner == nullptr || !is_assignable(*inner, *mismatch.wanted)) continue;
      arguments[mismatch.argument] = inner;
      return match_call(node, overloads, std::move(arguments), broken);
    }
    if (!type_mismatches.empty()) {
      // Of a lambda that is wrong inside it is told that it does not fit, and nothing else (golden InvalidLambdas_LF).
      for (const auto& mismatch : type_mismatches) {
        const auto* type = arguments[mismatch.argument];
        if (muted_ != 0 || !type->is(TypeKind::lambda) || !type->item->is_error()) continue;
        const auto inside = argument_nodes[mismatch.argument].span();
        std::erase_if(model_.findings(), [&](const Finding& finding) {
          const auto at = finding.location.span;
          return finding.severity == Severity::error && at.begin >= inside.begin && at.end <= inside.end && !is_told_of_member(finding.code);
        });
      }
      const auto same = std::all_of(type_mismatches.begin(), type_mismatches.end(), [&](const TypeMismatch& m) { return m.argument == type_mismatches[0].argument; });
      if (type_mismatches.size() > 1 && same) {
        std::string text;
        for (std::size_t i = 0; i < type_mismatches.size(); ++i) {
          const auto& m = type_mismatches[i];
          text += fmt::format("\n  Overload {} of {}, \"{}\", gave the following error:\n    Argument of type \"{}\" is not assignable to parameter of type \"{}\".", i + 1,
                              type_mismatches.size(), m.overload->signature(), type_name(*arguments[m.argument]), type_name(*m.wanted));
        }
        report(argument_nodes[type_mismatches[0].argument].span(), Diagnostic::NoOverload, text);
      } else {
        const auto* worst = &type_mismatches[0];
        for (const auto& m : type_mismatches) {
          if (m.argument >= worst->argument) worst = &m;
        }
        report(argument_nodes[worst->argument].span(), Diagnostic::ArgumentMismatch, type_name(*arguments[worst->argument]), type_name(*worst->wanted));
      }
    } else if (!count_mismatches.empty()) {
      std::uint32_t low = UINT32_MAX;
      std::optional<std::size_t> high = 0;
      for (const auto* overload : count_mismatches) {
        low = std::min(low, overload->minimum_count);
        high = overload->variadic || !high ? std::nullopt : std::optional(std::max(*high, overload->parameters.size()));
      }
      const auto plural = [](std::size_t n) { return n == 1 ? " argument" : " arguments"; };
      const auto expected = !high          ? "at least " + std::to_string(low) + plural(low)
                            : *high == low ? std::to_string(low) + plural(low)
                                           : std::to_string(low) + " to " + std::to_string(*high) + " arguments";
      const auto open = node.token(TokenKind::LeftParen), close = node.token(TokenKind::RightParen);
      const Span span = open ? Span{node.tree().tokens.span(*open).begin, close ? node.tree().tokens.span(*close).end : node.span().end} : node.span();
      report(span, Diagnostic::ArgumentCount, expected, arguments.size());
    }
    return &types::error;
  }
  if (broken) return &types::error;
  if (candidates.size() > 1) return &types::any;
  Match match;
  match.overload = candidates[0];
  const auto flags = match.overload->flags;
  match.facts.requires_inlining = flags.has(FunctionFlag::requires_inlining);
  match.facts.requires_external_input = flags.has(FunctionFlag::external_input);
  match.facts.pure = flags.has(FunctionFlag::pure);
  match.facts.arguments_independent = flags.has(FunctionFlag::arguments_independent);
  match.facts.variable_always = flags.has(FunctionFlag::variable_always);
  match.facts.variable_unless_assigned = flags.has(FunctionFlag::variable_unless_assigned);
  for (std::size_t i = 0; i < argument_nodes.size(); ++i) {
    if (match.overload->parameter(i).constant) check_constant(argument_nodes[i].part(Role::value));
    narrow(argument_nodes[i], parameter_type(*match.overload, i, node), {});
  }
  match.result = result_type(*match.overload, node, arguments, match.facts);
  calls_[node.index()] = match;
  return match.result;
}

const Type* Checker::parameter_type(const FunctionOverload& overload, std::size_t position, Node call) {
  const auto& parameter = overload.parameter(position);
  if (parameter.rule == ParameterRule::declared) return parameter.type;
  const auto arguments = arguments_of(call);
  const auto type_at = [&](std::size_t i) -> const Type& { return i < arguments.size() ? *type_of(arguments[i]) : types::any; };
  const Type& first = type_at(0);
  const auto lambda = [&](std::initializer_list<TypeRef> parameters, std::uint32_t required, const Type* result) {
    return arena_.lambda(std::span<const TypeRef>(parameters.begin(), parameters.size()), required, result);
  };
  const auto* result = parameter.type->is(TypeKind::lambda) ? parameter.type->item.get() : nullptr;
  switch (parameter.rule) {
    case ParameterRule::substring_start: return arena_.integer(0, string_max_length(first));
    case ParameterRule::substring_length: {
      const auto whole = string_max_length(first);
      const auto start = integer_range(type_at(1)).min;
      return arena_.integer(0, whole && start && *whole >= *start ? Bound(*whole - *start) : whole);
    }
    case ParameterRule::lambda_of_item:
      return first.is_array() ? lambda({first.item}, 1, result) : parameter.type;
    case ParameterRule::lambda_of_item_and_index:
      return first.is_array() ? lambda({first.item, TypeRef(&types::integer)}, 1, result) : parameter.type;
    case ParameterRule::lambda_of_two_items:
      return first.is_array() ? lambda({first.item, first.item}, 2, result) : parameter.type;
    case ParameterRule::lambda_of_values: {
      if (!first.is_object()) return parameter.type;
      std::vector<TypeRef> names, values;
      readable_members(first, arena_, names, values);
      return lambda({TypeRef(arena_.union_of(values))}, 1, result);
    }
    case ParameterRule::lambda_of_reduce: {
      if (!first.is_array() && !first.is_any()) return parameter.type;
      const auto* item = first.is_array() ? first.item.get() : &types::any;
      const auto& seed = type_at(1);
      if (item->is_error() || seed.is_error()) return parameter.type;
      static const std::pair<std::string_view, const Type*> primitives[] = {{"string", &types::string}, {"int", &types::integer}, {"bool", &types::boolean}, {"array", &types::array}, {"object", &types::object}};
      const Type* accumulator = &types::any;
      for (const auto& [name, type] : primitives) {
        if (arm_primitive_name(seed) == name) accumulator = type;
      }
      const bool at_most_one = first.is_array() && first.max && *first.max <= 1;
      return lambda({TypeRef(at_most_one ? &seed : accumulator), TypeRef(item), TypeRef(arena_.integer(0, first.is_array() ? first.max : Bound()))}, 2, accumulator);
    }
    default: return parameter.type;
  }
}

const Type* Checker::lambda_parameter_type(Node lambda, std::size_t position) {
  // The lambda is an argument of a call; which parameter it is for tells the types of its variables.
  const auto argument = model_.parent(lambda);
  if (!argument.is(NodeKind::FunctionArgument)) return &types::any;
  const auto call = model_.parent(argument);
  const auto arguments = arguments_of(call);
  const auto at = static_cast<std::size_t>(std::find(arguments.begin(), arguments.end(), argument) - arguments.begin());
  std::vector<const FunctionOverload*> overloads;
  if (call.is(NodeKind::FunctionCall)) {
    const auto* symbol = model_.symbol_of(call);
    if (symbol == nullptr || symbol->kind != SymbolKind::builtin_function) return &types::any;
    overloads = overloads_named(call.name_text(), {});
  } else if (call.is(NodeKind::InstanceFunctionCall)) {
    const auto* base = model_.symbol_of(call.part(Role::base));
    if (base == nullptr || base->kind != SymbolKind::namespace_name) return &types::any;
    overloads = overloads_named(call.name_text(), base->name);
  }
  for (const auto* overload : overloads) {
    if (at >= overload->parameters.size() || !overload->parameters[at].type->is(TypeKind::lambda)) continue;
    const auto* wanted = parameter_type(*overload, at, call);
    if (wanted->is(TypeKind::lambda) && position < wanted->elements.size()) return wanted->elements[position].get();
  }
  return &types::any;
}

const Type* Checker::lambda_type(Node node) {
  std::vector<TypeRef> parameters;
  const auto variables = node.part(Role::variables);
  if (variables && variables.is(NodeKind::LocalVariable)) {
    parameters.emplace_back(type_of(variables));
  } else if (variables) {
    for (Node variable : variables.children()) {
      if (variable.is(NodeKind::LocalVariable)) parameters.emplace_back(type_of(variable));
    }
  }
  // An error in the body makes the lambda unfit for where it stands, which is then told instead (see match_call).
  return arena_.lambda(parameters, static_cast<std::uint32_t>(parameters.size()), type_of(node.part(Role::body)));
}

const Type* Checker::flatten_type(const Type& from, const Type& type, Node at) {
  const auto refuse = [&](const Type& item) {
    report(at.span(), Diagnostic::CannotFlatten, type_name(from), type_name(item));
    return &types::error;
  };
  if (type.is_any()) return &types::array;
  if (type.is(TypeKind::tuple)) {
    std::vector<TypeRef> items;
    bool all_tuples = true;
    for (const auto& element : type.elements) {
      all_tuples = all_tuples && element->is(TypeKind::tuple);
    }
    if (all_tuples) {
      for (const auto& element : type.elements) items.insert(items.end(), element->elements.begin(), element->elements.end());
      return arena_.tuple(items);
    }
    for (const auto& element : type.elements) {
      if (element->is_any()) return &types::array;
      if (!element->is_array()) return refuse(*element);
      items.push_back(element->item);
    }
    return arena_.array(arena_.union_of(items));
  }
  if (type.is(TypeKind::union_of)) {
    std::vector<TypeRef> members;
    for (const auto& member : type.elements) members.emplace_back(flatten_type(from, *member, at));
    return arena_.union_of(members);
  }
  if (!type.is(TypeKind::array)) return refuse(type);
  const Type& item = *type.item;
  if (item.is_any() || item.is_error()) return &types::array;
  if (item.is(TypeKind::union_of)) {
    std::vector<TypeRef> members;
    for (const auto& member : item.elements) {
      if (member->is_any()) return &types::array;
      if (!member->is_array()) return refuse(*member);
      members.push_back(member->item);
    }
    return arena_.array(arena_.union_of(members));
  }
  if (item.is(TypeKind::tuple)) return arena_.array(item.item, {}, {}, item.flags);
  if (item.is(TypeKind::array)) return &item;
  return refuse(item);
}

const Type* Checker::result_type(const FunctionOverload& overload, Node node, const std::vector<const Type*>& arguments, CallFacts& facts) {
  const auto argument_nodes = arguments_of(node);
  const auto& first = arguments.empty() ? types::any : *arguments[0];
  const auto second = [&]() -> const Type& { return arguments.size() > 1 ? *arguments[1] : types::any; };
  if (overload.rule >= ResultRule::fold && overload.rule <= ResultRule::split) {
    const Span span = argument_nodes.empty() ? node.span() : Span{argument_nodes.front().span().begin, argument_nodes.back().span().end};
    if (const auto* folded = fold_call(overload.name, arguments, span)) return folded;
  }
  const auto flags = first.flags;
  const auto taken = [&] {
    const auto range = integer_range(second());
    return Range{range.min.value_or(least), range.max.value_or(most)};
  };
  switch (overload.rule) {
    case ResultRule::declared: case ResultRule::fold: return overload.result;
    case ResultRule::split: return arena_.array(&types::string, 1);
    case ResultRule::concat_arrays: {
      std::size_t length = 0;
      for (const auto* argument : arguments) length += argument->elements.size();
      const bool tuples = length <= longest_tuple && std::all_of(arguments.begin(), arguments.end(), [](const Type* type) { return type->is(TypeKind::tuple); });
      std::vector<TypeRef> items;
      if (tuples) {
        for (const auto* argument : arguments) items.insert(items.end(), argument->elements.begin(), argument->elements.end());
        return arena_.tuple(items);
      }
      std::int64_t low = 0;
      Bound high = 0;
      for (const auto* argument : arguments) {
        if (!argument->is_array()) return &types::array;
        items.push_back(argument->item);
        if (__builtin_add_overflow(low, argument->min.value_or(0), &low)) low = most;
        std::int64_t sum = 0;
        high = high && argument->max && !__builtin_add_overflow(*high, *argument->max, &sum) ? Bound(sum) : Bound();
      }
      return arena_.array(arena_.union_of(items), positive(low), high);
    }
    case ResultRule::pad_left: {
      const auto [low, high] = stringified_length(first);
      if (!second().is(TypeKind::integer_literal)) return arena_.string(low, {}, flags);
      return arena_.string(std::max(low, second().integer), high ? Bound(std::max(*high, second().integer)) : Bound(), flags);
    }
    case ResultRule::change_case: return first.is(TypeKind::string) ? &first : &types::string;
    case ResultRule::length_of_value: {
      if (first.is(TypeKind::string)) return arena_.integer(first.min.value_or(0), first.max, flags);
      if (first.is_object()) {
        const auto required = std::count_if(first.properties.begin(), first.properties.end(), [](const Property& property) { return is_required(property); });
        return arena_.integer(required, first.additional == nullptr ? Bound(static_cast<std::int64_t>(first.properties.size())) : Bound(), flags);
      }
      return &types::integer;
    }
    case ResultRule::length_of_array:
      if (first.is(TypeKind::tuple)) return arena_.integer_literal(static_cast<std::int64_t>(first.elements.size()));
      return first.is(TypeKind::array) ? arena_.integer(first.min.value_or(0), first.max) : &types::integer;
    case ResultRule::join: {
      const auto [delimiter_low, delimiter_high] = stringified_length(second());
      std::int64_t low = 0;
      Bound high;
      if (first.is(TypeKind::tuple)) {
        high = 0;
        for (const auto& item : first.elements) {
          const auto [a, b] = stringified_length(*item);
          low += a;
          high = high && b ? Bound(*high + *b) : Bound();
        }
        const auto gaps = std::max<std::int64_t>(static_cast<std::int64_t>(first.elements.size()) - 1, 0);
        low += gaps * delimiter_low;
        high = high && delimiter_high ? Bound(*high + gaps * *delimiter_high) : Bound();
      } else if (first.is(TypeKind::array)) {
        const auto [a, b] = stringified_length(*first.item);
        const auto count = first.min.value_or(0);
        low = count * a + std::max<std::int64_t>(count - 1, 0) * delimiter_low;
        if (b && delimiter_high && first.max) high = *b * *first.max + std::max<std::int64_t>(*first.max - 1, 0) * *delimiter_high;
      }
      return arena_.string(positive(low), high);
    }
    case ResultRule::trim: return first.is(TypeKind::string) ? arena_.string({}, first.max, flags) : &types::string;
    case ResultRule::substring: {
      if (arguments.size() > 2) {
        if (arguments[2]->is_integer()) {
          const auto range = integer_range(*arguments[2]);
          return arena_.string(range.min, range.max, flags);
        }
      }
      auto low = string_min_length(first), high = string_max_length(first);
      if (second().is(TypeKind::integer_literal)) {
        const auto start = second().integer;
        low = low && *low >= start ? Bound(*low - start) : Bound();
        if (high && *high >= start) high = *high - start;
      } else if (second().is(TypeKind::integer)) {
        low = low && second().max ? Bound(std::max<std::int64_t>(0, *low - *second().max)) : Bound();
        if (high && second().min) high = std::max<std::int64_t>(0, *high - *second().min);
      } else {
        low.reset();
      }
      return arena_.string(low, high, flags);
    }
    case ResultRule::take_array: {
      const auto count = taken();
      if (first.is(TypeKind::tuple) && *count.min == *count.max) {
        const auto size = static_cast<std::int64_t>(first.elements.size());
        if (*count.min >= size) return &first;
        return arena_.tuple(first.elements.first(static_cast<std::size_t>(std::max<std::int64_t>(*count.min, 0))), flags);
      }
      if (!first.is_array()) return arena_.array(&types::any, {}, not_negative(*count.max == most ? Bound() : count.max), flags);
      const auto low = first.min && *count.min > 0 ? Bound(std::min(*first.min, *count.min)) : Bound();
      const auto high = std::min(first.max.value_or(most), *count.max);
      return arena_.array(first.item, low, high == most ? Bound() : not_negative(high), flags);
    }
    case ResultRule::take_string: {
      const auto count = taken();
      const auto [low, high] = stringified_length(first);
      const auto longest = std::min(high.value_or(most), *count.max);
      return arena_.string(*count.min > 0 ? Bound(std::min(low, *count.min)) : Bound(), longest == most ? Bound() : not_negative(longest), flags);
    }
    case ResultRule::skip_array: {
      const auto count = taken();
      if (*count.max <= 0) return &first;
      if (first.is(TypeKind::tuple) && *count.min == *count.max) {
        return arena_.tuple(first.elements.subspan(std::min<std::size_t>(static_cast<std::size_t>(*count.min), first.elements.size())), flags);
      }
      if (!first.is_array()) return arena_.array(&types::any, {}, {}, flags);
      const auto low = *count.max == most ? Bound() : positive(first.min.value_or(0) - *count.max);
      const auto high = first.max ? not_negative(*first.max - std::max<std::int64_t>(0, *count.min)) : Bound();
      return arena_.array(first.item, low, high, flags);
    }
    case ResultRule::skip_string: {
      const auto count = taken();
      if (*count.max <= 0) return &first;
      const auto [low, high] = stringified_length(first);
      return arena_.string(*count.max == most ? Bound() : positive(low - *count.max), high ? not_negative(*high - std::max<std::int64_t>(0, *count.min)) : Bound(), flags);
    }
    case ResultRule::first_character:
      return arena_.string(first.is(TypeKind::string) && first.min ? Bound(std::min<std::int64_t>(*first.min, 1)) : Bound(), 1, flags);
    case ResultRule::first_item: case ResultRule::last_item: {
      if (first.is(TypeKind::tuple)) {
        if (first.elements.empty()) return &types::null;
        return (overload.rule == ResultRule::first_item ? first.elements.front() : first.elements.back()).get();
      }
      if (!first.is(TypeKind::array)) return &types::any;
      return first.min && *first.min > 0 ? first.item.get() : arena_.nullable(first.item.get());
    }
    case ResultRule::minimum: case ResultRule::maximum: case ResultRule::minimum_of_array: case ResultRule::maximum_of_array: {
      const bool of_array = overload.rule == ResultRule::minimum_of_array || overload.rule == ResultRule::maximum_of_array;
      const bool lowest = overload.rule == ResultRule::minimum || overload.rule == ResultRule::minimum_of_array;
      std::vector<const Type*> values = arguments;
      if (of_array) {
        if (!first.is(TypeKind::tuple)) return first.is(TypeKind::array) && first.item->is_integer() ? first.item.get() : &types::integer;
        values.clear();
        for (const auto& element : first.elements) values.push_back(element.get());
      }
      if (values.empty()) return &types::integer;
      auto result = integer_range(*values[0]);
      for (std::size_t i = 1; i < values.size(); ++i) {
        const auto range = integer_range(*values[i]);
        if (lowest) {
          result.min = result.min && range.min ? Bound(std::min(*result.min, *range.min)) : Bound();
          if (range.max) result.max = result.max ? std::min(*result.max, *range.max) : *range.max;
        } else {
          if (range.min) result.min = result.min ? std::max(*result.min, *range.min) : *range.min;
          result.max = result.max && range.max ? Bound(std::max(*result.max, *range.max)) : Bound();
        }
      }
      return arena_.integer(result.min, result.max);
    }
    case ResultRule::range: {
      const auto* count = &second();
      if (count->is(TypeKind::union_of)) {
        if (const auto* collapsed = collapse(*count, arena_)) count = collapsed;
      }
      const auto* start = &first;
      if (start->is(TypeKind::union_of)) {
        if (const auto* collapsed = collapse(*start, arena_)) start = collapsed;
      }
      const auto starts = integer_range(*start), counts = integer_range(*count);
      std::int64_t last = 0;
      const bool bounded = starts.max && counts.max && !__builtin_add_overflow(*starts.max, *counts.max, &last);
      const Type* item = start->is_integer() ? arena_.integer(starts.min, bounded ? Bound(last - 1) : Bound()) : &types::integer;
      return arena_.array(item, counts.min, counts.max);
    }
    case ResultRule::items: {
      std::vector<TypeRef> names, values;
      if (first.is_object()) readable_members(first, arena_, names, values);
      const Type* key = first.is_object() ? arena_.union_of(names) : &types::string;
      const Type* value = &types::any;
      if (first.is_object()) {
        const auto* all = arena_.union_of(values);
        const auto* collapsed = collapse(*all, arena_);
        value = collapsed != nullptr ? collapsed : &types::any;
      }
      return arena_.array(arena_.object("object", {{"key", key, {}, "The key of the object property being iterated over."}, {"value", value, {}, "The value of the object property being iterated over."}}));
    }
    case ResultRule::object_keys: {
      if (!first.is_object()) return arena_.array(&types::string, {}, {}, flags);
      std::vector<TypeRef> names, values;
      readable_members(first, arena_, names, values);
      return arena_.array(arena_.union_of(names), {}, {}, flags);
    }
    case ResultRule::flatten: return flatten_type(first, first, argument_nodes[0]);
    case ResultRule::filter: return !first.is_array() ? &first : arena_.array(first.item, {}, first.max == 0 ? std::nullopt : first.max, flags);
    case ResultRule::sort: return first.is(TypeKind::tuple) && first.elements.empty() ? arena_.array(&types::never) : first.is(TypeKind::tuple) ? arena_.array(first.item, first.min, first.max, flags) : &first;
    case ResultRule::map: return second().is(TypeKind::lambda) ? arena_.array(second().item) : &types::any;
    case ResultRule::map_values: return second().is(TypeKind::lambda) ? arena_.object("object", {}, arena_.additional(second().item)) : &types::any;
    case ResultRule::reduce: return arguments.size() > 2 && arguments[2]->is(TypeKind::lambda) ? arguments[2]->item.get() : &types::any;
    case ResultRule::to_object: case ResultRule::group_by: {
      TypeRef value;
      if (arguments.size() == 2 && first.is_array()) value = first.item;
      if (arguments.size() == 3 && arguments[2]->is(TypeKind::lambda)) value = arguments[2]->item;
      if (!value) return &types::object;
      if (overload.rule == ResultRule::group_by) value = arena_.array(value);
      return arena_.object("object", {}, arena_.additional(value));
    }
    case ResultRule::scope_tenant: case ResultRule::scope_management_group: case ResultRule::scope_subscription: case ResultRule::scope_resource_group:
      return overload.result;
    case ResultRule::other_management_group: case ResultRule::other_subscription: case ResultRule::other_resource_group: {
      // As a value, another scope is an empty object.
      Type type = *overload.result;
      type.properties = {};
      facts.result = model_.arena().create<arm::Node>(arm::Node{.kind = arm::NodeKind::object});
      return arena_.make(type);
    }
    case ResultRule::deployment: {
      std::vector<Property> properties(overload.result->properties.begin(), overload.result->properties.end());
      if (model_.target_scope() != Scope::resource_group) properties.push_back({"location", &types::string, {}, ""});
      if (!model_.declared(SymbolKind::metadata).empty()) {
        std::vector<Property> members;
        for (const auto id : model_.declared(SymbolKind::metadata)) members.push_back({model_.symbol(id).name, type_of(model_.symbol(id).declaration.part(Role::value)), {}, ""});
        for (auto& property : properties) {
          if (property.name != "properties") continue;
          std::vector<Property> inner(property.type->properties.begin(), property.type->properties.end());
          for (auto& part : inner) {
            if (part.name != "template") continue;
            std::vector<Property> parts(part.type->properties.begin(), part.type->properties.end());
            parts.push_back({"metadata", arena_.object("metadataProperties", std::move(members)), {}, ""});
            part.type = arena_.object("templateProperties", std::move(parts));
          }
          property.type = arena_.object("properties", std::move(inner));
        }
      }
      return arena_.object("deployment", std::move(properties));
    }
    case ResultRule::deprecated_providers:
      report(node.name_span(), Diagnostic::DeprecatedProviders, overload.name);
      return overload.result;
    case ResultRule::json: case ResultRule::name_of: case ResultRule::load_text: case ResultRule::load_base64: case ResultRule::load_json: case ResultRule::load_yaml:
    case ResultRule::load_directory: case ResultRule::read_environment_variable:
      return load_result(overload, node, arguments, facts);
  }
  return overload.result;
}

}  // namespace fleetlint::compiler
