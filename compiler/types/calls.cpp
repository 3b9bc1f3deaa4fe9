// Function calls: which overload is meant, what its lambdas get, what the result is.
#include <algorithm>

#include "types/call_results.h"
#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::TokenKind;

namespace {

// What is told of a wrong member: at once, whatever becomes of the expression around it.
bool is_told_of_member(std::string_view code) { return code == "BCP052" || code == "BCP053" || code == "BCP077" || code == "BCP083"; }

// An argument with an error of its own. Nothing, as behind a last comma, is the parser's to report and takes no part here.
bool is_wrong(syntax::Node argument, const Type& type) {
  const auto value = argument.part(syntax::Role::value);
  return type.is_error() && type.text != told_error_text && value && !value.is(syntax::NodeKind::SkippedTrivia);
}

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
  if (overload.rule >= ResultRule::fold && overload.rule <= ResultRule::split) {
    const Span span = argument_nodes.empty() ? node.span() : Span{argument_nodes.front().span().begin, argument_nodes.back().span().end};
    if (const auto* folded = fold_call(overload.name, arguments, span)) return folded;
  }
  if (const auto* type = result_of_arguments(overload.rule, arguments, arena_)) return type;
  switch (overload.rule) {
    case ResultRule::flatten: return flatten_type(*arguments[0], *arguments[0], argument_nodes[0]);
    case ResultRule::other_management_group: case ResultRule::other_subscription: case ResultRule::other_resource_group: {
      // As a value, another scope is an empty object.
      Type type = *overload.result;
      type.properties = {};
      facts.result = model_.arena().create<arm::Node>(arm::Node{.kind = arm::NodeKind::object});
      return arena_.make(type);
    }
    case ResultRule::deployment: return deployment_type(overload);
    case ResultRule::deprecated_providers:
      report(node.name_span(), Diagnostic::DeprecatedProviders, overload.name);
      return overload.result;
    case ResultRule::json: case ResultRule::name_of: case ResultRule::load_text: case ResultRule::load_base64: case ResultRule::load_json: case ResultRule::load_yaml:
    case ResultRule::load_directory: case ResultRule::read_environment_variable:
      return load_result(overload, node, arguments, facts);
    default: return overload.result;
  }
}

// `deployment()`: what it shows depends on the scope and the metadata of the file.
const Type* Checker::deployment_type(const FunctionOverload& overload) {
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

}  // namespace fleetlint::compiler
