// Decorators: which there are, what they may stand on, and what is checked of what they decorate.
#include "types/decorators.h"

#include <algorithm>

#include "bind/uses.h"
#include "fleetlint/grammar/parse.h"
#include "types/checker.h"
#include "types/names.h"
#include "types/signature.h"

namespace fleetlint::compiler {

using syntax::TokenKind;

namespace {

enum class Attachable : std::uint8_t { anything, integer, text_or_list, text_or_object, object };

struct Row {
  const char* signature;
  std::uint32_t places;
  Attachable attachable = Attachable::anything;
  DecoratorRule rule = DecoratorRule::none;
  std::optional<Feature> feature = {};
};

constexpr auto typed = place::parameter | place::output | place::type;

const Row rows[] = {
    {"description(!text: string): any", place::any_decorator},
    {"secure(): any", typed, Attachable::text_or_object, DecoratorRule::secure},
    {"allowed(!values: array): any", place::parameter, Attachable::anything, DecoratorRule::allowed},
    {"minValue(!value: int): any", typed, Attachable::integer, DecoratorRule::not_alias},
    {"maxValue(!value: int): any", typed, Attachable::integer, DecoratorRule::not_alias},
    {"minLength(!length: int): any", typed, Attachable::text_or_list, DecoratorRule::length},
    {"maxLength(!length: int): any", typed, Attachable::text_or_list, DecoratorRule::length},
    {"metadata(!object: object): any", typed, Attachable::anything, DecoratorRule::metadata},
    {"batchSize(batchSize: int): any", place::resource | place::module, Attachable::anything, DecoratorRule::batch_size},
    {"waitUntil(predicate: object => bool, !maxWaitTime: string): any", place::resource, Attachable::anything, DecoratorRule::none, Feature::wait_until},
    {"retryOn(!exceptionCodes: string[], [!retryCount: positive]): any", place::resource},
    {"onlyIfNotExists(): any", place::resource},
    {"patch(): any", place::resource, Attachable::anything, DecoratorRule::none, Feature::patch},
    {"nullIfNotFound(): any", place::resource, Attachable::anything, DecoratorRule::only_existing},
    {"sealed(): any", typed, Attachable::object, DecoratorRule::sealed},
    {"discriminator(!value: string): any", typed, Attachable::object, DecoratorRule::discriminator},
    {"export(): any", place::type | place::variable | place::function, Attachable::anything, DecoratorRule::exported},
    {"validate(predicate: any => bool, [!errorMessage: string]): any", typed, Attachable::anything, DecoratorRule::none, Feature::user_defined_constraints},
};

/// Immutable once made; lives as long as the program.
struct Decorators {
  TypeArena arena;
  std::vector<FunctionOverload> overloads;
  std::vector<DecoratorFacts> all;
  const Type* metadata = nullptr;

  Decorators() {
    const NamedTypes named = {{"any", &types::any}, {"array", &types::array}, {"object", &types::object}, {"string", &types::string},
                              {"int", &types::integer}, {"bool", &types::boolean}, {"positive", arena.integer(1)}};
    for (const auto& row : rows) overloads.push_back(parse_signature(row.signature, named, arena));
    const auto* text_or_list = arena.union_of({TypeRef(&types::string), TypeRef(&types::array)});
    const auto* text_or_object = arena.union_of({TypeRef(&types::string), TypeRef(&types::object)});
    for (std::size_t i = 0; i < std::size(rows); ++i) {
      const Type* attachable = nullptr;
      switch (rows[i].attachable) {
        case Attachable::anything: attachable = &types::any; break;
        case Attachable::integer: attachable = &types::integer; break;
        case Attachable::text_or_list: attachable = text_or_list; break;
        case Attachable::text_or_object: attachable = text_or_object; break;
        case Attachable::object: attachable = &types::object; break;
      }
      all.push_back({&overloads[i], rows[i].places, attachable, rows[i].rule, rows[i].feature, overloads[i].name == "description"});
    }
    metadata = arena.object("ParameterModifierMetadata", {{"description", &types::string, PropertyFlag::constant, ""}},
                            arena.additional(&types::any, PropertyFlag::constant));
  }
};

const Decorators& decorators() {
  static const Decorators all;
  return all;
}

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

/// The place of the decorators of a statement.
std::uint32_t place_of(NodeKind statement) {
  switch (statement) {
    case NodeKind::ParameterDeclaration: return place::parameter;
    case NodeKind::VariableDeclaration: return place::variable;
    case NodeKind::ResourceDeclaration: return place::resource;
    case NodeKind::ModuleDeclaration: return place::module;
    case NodeKind::OutputDeclaration: return place::output;
    case NodeKind::ExtensionDeclaration: return place::extension;
    case NodeKind::MetadataDeclaration: return place::metadata;
    case NodeKind::TypeDeclaration: return place::type;
    case NodeKind::FunctionDeclaration: return place::function;
    case NodeKind::MissingDeclaration: return place::any_decorator;
    default: return place::ordinary;
  }
}

/// The type that the decorated thing is declared with, as it is written.
Node declared_type_syntax(Node decorated) {
  switch (decorated.kind()) {
    case NodeKind::ParameterDeclaration: case NodeKind::OutputDeclaration: case NodeKind::VariableDeclaration: return decorated.part(Role::type);
    case NodeKind::TypeDeclaration: case NodeKind::ObjectTypeProperty: case NodeKind::ObjectTypeAdditionalProperties: case NodeKind::TupleTypeItem:
      return decorated.part(Role::value);
    default: return {};
  }
}

Node without_question_mark(Node type) { return type && type.is(NodeKind::NullableType) ? type.first_child() : type; }

bool is_derived_type(Node type) {
  return (type.is(NodeKind::ParameterizedTypeInstantiation) || type.is(NodeKind::InstanceParameterizedTypeInstantiation)) &&
         (type.name_text() == "resourceInput" || type.name_text() == "resourceOutput");
}

std::optional<std::int64_t> written_integer(Node value) {
  const bool negative = value && value.is(NodeKind::UnaryOperation) && value.operator_kind() == TokenKind::Minus;
  const auto literal = negative ? value.first_child() : value;
  if (!literal || !literal.is(NodeKind::IntegerLiteral)) return std::nullopt;
  const auto number = syntax::integer_value(literal);
  if (number <= static_cast<std::uint64_t>(INT64_MAX)) return negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
  return negative && number == static_cast<std::uint64_t>(INT64_MAX) + 1 ? std::optional(INT64_MIN) : std::nullopt;
}

}  // namespace

const std::vector<DecoratorFacts>& all_decorators() { return decorators().all; }

const DecoratorFacts* decorator_named(std::string_view name, bool parameter_file, FeatureSet features) {
  for (const auto& known : decorators().all) {
    if (known.overload->name != name) continue;
    const bool there = (!parameter_file || known.in_parameter_files) && (!known.feature || features.has(*known.feature));
    return there ? &known : nullptr;
  }
  return nullptr;
}

const DecoratorFacts* Checker::decorator_facts(std::string_view name) const {
  return decorator_named(name, model_.file().kind == FileKind::parameters, model_.features());
}

std::uint32_t Checker::first_nested_resource(Node object) {
  const auto [known, added] = first_nested_resources_.try_emplace(object.index(), UINT32_MAX);
  if (added) {
    if (const auto resource = object.child(NodeKind::ResourceDeclaration)) known->second = resource.index();
  }
  return known->second;
}

// What a place allows follows from what stands around it. In metadata and in the configuration of an extension nothing but
// decorators is allowed, which makes every function there an error (the reference's way; golden InvalidMetadata_CRLF).
std::uint32_t Checker::allowed_at(Node call) {
  bool argument = false;
  const auto result = [&](std::uint32_t allowed) { return argument && (allowed & place::any_decorator) != 0 ? place::ordinary : allowed; };
  for (auto child = call;;) {
    const auto parent = model_.parent(child);
    switch (parent.kind()) {
      case NodeKind::Program: return place::ordinary;
      case NodeKind::FunctionCall: case NodeKind::ParameterizedTypeInstantiation: argument = true; break;
      case NodeKind::IfCondition:
        if (parent.part(Role::condition) == child) return place::ordinary;
        break;
      case NodeKind::Object:
        // Behind a nested resource nothing of run time is allowed any more (the reference forgets that it is inside of another one).
        if (first_nested_resource(parent) < child.index()) return place::ordinary;
        break;
      case NodeKind::Decorator: {
        auto decorated = model_.parent(parent);
        const bool member = decorated.is(NodeKind::ObjectTypeProperty) || decorated.is(NodeKind::ObjectTypeAdditionalProperties) || decorated.is(NodeKind::TupleTypeItem);
        if (!member) return result(place_of(decorated.kind()));
        child = decorated;
        continue;
      }
      case NodeKind::ResourceDeclaration: case NodeKind::ModuleDeclaration: case NodeKind::TestDeclaration: case NodeKind::FunctionDeclaration: return place::run_time;
      case NodeKind::VariableDeclaration: case NodeKind::OutputDeclaration: return result(parent.part(Role::type) == child ? place::type : place::run_time);
      case NodeKind::ParameterDeclaration: return result(parent.part(Role::type) == child ? place::type : place::parameter_default);
      case NodeKind::TypeDeclaration: return result(place::type);
      case NodeKind::MetadataDeclaration: return result(place::metadata);
      case NodeKind::ExtensionDeclaration: return result(place::extension);
      default: break;
    }
    child = parent;
  }
}

bool Checker::may_stand(Node call, std::string_view name, std::uint32_t needed, std::uint32_t allowed) {
  const auto refuse = [&](Diagnostic kind) {
    report(call.name_span(), kind, name);
    return false;
  };
  if ((needed & place::parameter_default) != 0 && (allowed & place::parameter_default) == 0) return refuse(Diagnostic::OnlyInParameterDefaults);
  if ((needed & place::run_time) != 0 && (allowed & place::run_time) == 0) return refuse(Diagnostic::OnlyInResourceBody);
  const bool decorates = (needed & place::any_decorator) != 0;
  if (decorates && (allowed & place::any_decorator) == place::any_decorator) return true;
  if (!decorates && (allowed & place::any_decorator) != 0) return refuse(Diagnostic::NotADecorator);
  static constexpr std::pair<std::uint32_t, Diagnostic> refusals[] = {
      {place::parameter, Diagnostic::NotAParameterDecorator}, {place::type, Diagnostic::NotATypeDecorator}, {place::variable, Diagnostic::NotAVariableDecorator},
      {place::resource, Diagnostic::NotAResourceDecorator}, {place::module, Diagnostic::NotAModuleDecorator}, {place::output, Diagnostic::NotAnOutputDecorator},
      {place::metadata, Diagnostic::NotAMetadataDecorator}};
  for (const auto& [bit, kind] : refusals) {
    if ((allowed & bit) != 0 && (needed & bit) == 0) return refuse(kind);
  }
  return true;
}

std::uint32_t Checker::needed_by(std::span<const FunctionOverload* const> overloads) const {
  std::uint32_t needed = 0;
  for (const auto* overload : overloads) {
    if (overload->flags.has(FunctionFlag::parameter_defaults_only)) needed |= place::parameter_default;
    if (overload->flags.has(FunctionFlag::requires_inlining)) needed |= place::run_time;
  }
  return needed;
}

const Type* Checker::called_type(Node node, std::string_view name_space, std::vector<const Type*> arguments, bool broken) {
  const auto name = node.name_text();
  const bool qualified = !name_space.empty();
  const auto decorator = model_.parent(node);
  // The reference looks up qualified decorators by the statement only: on a member of a type any of them is found.
  auto allowed = allowed_at(node);
  if (qualified && decorator.is(NodeKind::Decorator)) {
    const auto by_statement = place_of(model_.parent(decorator).kind());
    allowed = by_statement == place::ordinary || by_statement == place::function || by_statement == place::extension ? place::any_decorator : by_statement;
  }
  const bool decorates = (allowed & place::any_decorator) != 0;
  const auto overloads = overloads_named(name, name_space);
  if (!overloads.empty()) {
    if (!may_stand(node, name, needed_by(overloads), allowed)) return &types::error;
    return match_call(node, overloads, std::move(arguments), broken);
  }
  const auto* facts = decorates && name_space != "az" ? decorator_facts(name) : nullptr;
  if (facts != nullptr) {
    if (!may_stand(node, name, facts->places, allowed)) return &types::error;
    const FunctionOverload* const one[] = {facts->overload};
    return match_call(node, one, std::move(arguments), broken);
  }
  if (name.empty()) return &types::error;
  report_unknown_function(node, name_space, decorates);
  return &types::error;
}

void Checker::report_unknown_function(Node node, std::string_view name_space, bool decorates) {
  const auto name = node.name_text();
  const bool parameter_file = model_.file().kind == FileKind::parameters;
  std::vector<std::string> known;
  const auto add = [&](const FunctionTable& table) {
    for (const auto& overload : table.overloads) {
      if (offered(overload) && overload.name != "list*") known.emplace_back(overload.name);
    }
  };
  if (name_space != "az") add(system_functions(functions_for()));
  if (name_space != "sys") add(azure_functions(functions_for()));
  if (decorates && name_space != "az") {
    for (const auto& facts : all_decorators()) {
      if (decorator_named(facts.overload->name, parameter_file, model_.features()) != nullptr) known.emplace_back(facts.overload->name);
    }
  }
  sort_ignoring_case(known);
  const auto near = nearest_name(name, known);
  if (name_space.empty()) {
    if (near) report(node.name_span(), Diagnostic::UnknownNameSuggestion, name, *near);
    else report(node.name_span(), Diagnostic::UnknownName, name);
  } else if (near) {
    report(node.name_span(), Diagnostic::MethodUnknownSuggestion, name, name_space, *near);
  } else {
    report(node.name_span(), Diagnostic::MethodUnknown, name, name_space);
  }
}

// Of a parameter its type without the list of allowed values, which is what decorators are attached to.
const Type* Checker::decorated_type(Node decorated) {
  const auto type = declared_type_syntax(decorated);
  switch (decorated.kind()) {
    case NodeKind::ParameterDeclaration: {
      if (!type) return &types::any;
      ++muted_;
      const auto* result = apply_decorators(type_from_syntax(type), decorated, true);
      --muted_;
      return result;
    }
    case NodeKind::OutputDeclaration: case NodeKind::TypeDeclaration: case NodeKind::FunctionDeclaration: case NodeKind::ResourceDeclaration:
    case NodeKind::ModuleDeclaration: case NodeKind::TestDeclaration: return declared_type(decorated);
    case NodeKind::VariableDeclaration: return type ? declared_type(decorated) : type_of(decorated.part(Role::value));
    case NodeKind::MetadataDeclaration: case NodeKind::AssertDeclaration: return type_of(decorated.part(Role::value));
    case NodeKind::ObjectTypeProperty: case NodeKind::ObjectTypeAdditionalProperties: case NodeKind::TupleTypeItem: return type_from_syntax(decorated);
    default: return &types::any;
  }
}

void Checker::check_decorators(Node decorated) {
  if (!decorated.child(NodeKind::Decorator)) return;
  const auto* target = decorated_type(decorated);
  if (target == nullptr) return;
  // Without a value that has a type there is nothing to decorate.
  const bool by_value = decorated.is(NodeKind::MetadataDeclaration) || decorated.is(NodeKind::AssertDeclaration) || decorated.is(NodeKind::FunctionDeclaration) ||
                        (decorated.is(NodeKind::VariableDeclaration) && !decorated.part(Role::type));
  if (by_value && target->is_error()) return;
  if (const auto* inner = without_null(*target, arena_)) target = inner;
  const auto written_type = declared_type_syntax(decorated);  // looked for once: it stands behind all decorators
  std::vector<std::pair<const DecoratorFacts*, std::vector<Node>>> seen;
  for (Node decorator : decorated.children()) {
    if (!decorator.is(NodeKind::Decorator)) continue;
    const auto expression = decorator.part(Role::value);
    if (!expression) continue;
    if (type_of(expression)->is_error()) continue;
    const auto* symbol = expression.is(NodeKind::FunctionCall) || expression.is(NodeKind::VariableAccess) ? model_.symbol_of(expression) : nullptr;
    if (symbol != nullptr && symbol->kind != SymbolKind::builtin_function) {
      report(expression.span(), Diagnostic::DecoratorNotCallable);
      continue;
    }
    // `@sys.secure()` is not looked at: the reference binds no symbol to it.
    if (!expression.is(NodeKind::FunctionCall)) continue;
    const auto found = calls_.find(expression.index());
    const auto* facts = found == calls_.end() ? nullptr : decorator_facts(expression.name_text());
    if (facts == nullptr || facts->overload != found->second.overload) continue;
    const auto same = std::find_if(seen.begin(), seen.end(), [&](const auto& entry) { return entry.first == facts; });
    if (same == seen.end()) seen.push_back({facts, {decorator}}); else same->second.push_back(decorator);
    if (!target->is_error()) check_decorator(decorator, expression, *facts, *target, written_type);
  }
  for (const auto& [facts, uses] : seen) {
    if (uses.size() < 2) continue;
    for (const auto use : uses) report(use.span(), Diagnostic::DuplicateDecorator, facts->overload->name);
  }
}

bool Checker::refers_to_alias(Node type) const {
  for (type = without_question_mark(type); type;) {
    switch (type.kind()) {
      case NodeKind::TypeVariableAccess: {
        const auto* symbol = model_.symbol_of(type);
        return symbol != nullptr && (symbol->kind == SymbolKind::type_alias || symbol->kind == SymbolKind::imported_type || symbol->kind == SymbolKind::wildcard_import);
      }
      case NodeKind::TypePropertyAccess: case NodeKind::TypeAdditionalPropertiesAccess: case NodeKind::TypeArrayAccess: case NodeKind::TypeItemsAccess:
        type = without_question_mark(type.part(Role::base) ? type.part(Role::base) : type.first_child());
        break;
      default: return false;
    }
  }
  return false;
}

bool Checker::is_literal_syntax(Node type) {
  type = without_question_mark(type);
  if (!type) return false;
  switch (type.kind()) {
    case NodeKind::IntegerTypeLiteral: case NodeKind::BooleanTypeLiteral: case NodeKind::UnaryTypeOperation: case NodeKind::StringTypeLiteral: case NodeKind::UnionType:
      return true;
    case NodeKind::ObjectType: case NodeKind::TupleType: return is_literal(*type_from_syntax(type));
    default: return false;
  }
}

void Checker::check_decorator(Node decorator, Node call, const DecoratorFacts& facts, const Type& target, Node type) {
  const auto name = facts.overload->name;
  const auto span = decorator.span();
  const bool attachable = is_assignable(target, *facts.attachable);
  if (!attachable) report(span, Diagnostic::DecoratorTarget, name, type_name(*facts.attachable), type_name(target));
  const auto decorated = model_.parent(decorator);
  const auto refuse_alias = [&] {
    if (refers_to_alias(type)) report(span, Diagnostic::DecoratorOfAlias, name);
  };
  const auto arguments = arguments_of(call);
  const auto first = arguments.empty() ? Node() : arguments[0].part(Role::value);
  switch (facts.rule) {
    case DecoratorRule::none: break;
    case DecoratorRule::secure:
      if (!attachable) break;
      if (arm_primitive_name(target).empty()) report(span, Diagnostic::SecureOfOtherType);
      refuse_alias();
      break;
    case DecoratorRule::allowed: {
      refuse_alias();
      if (is_literal_syntax(type)) report(span, Diagnostic::DecoratorOfLiteral, name);
      // Allowed values that are no lists are a set of which the parameter's list takes a part.
      const auto is_list = [](Node item) { return item.is(NodeKind::ArrayItem) && item.part(Role::value) && item.part(Role::value).is(NodeKind::Array); };
      if (is_assignable(target, types::array) && first && first.is(NodeKind::Array)) {
        const auto items = first.children();
        if (std::none_of(items.begin(), items.end(), is_list)) break;
      }
      if (first) narrow(first, arena_.array(&target), {});
      break;
    }
    case DecoratorRule::not_alias: refuse_alias(); break;
    case DecoratorRule::length: {
      refuse_alias();
      if (target.is(TypeKind::union_of) || is_literal(target)) report(span, Diagnostic::DecoratorOfLiteral, name);
      if (const auto length = written_integer(first); length && *length < 0) report(first.span(), Diagnostic::NegativeLength);
      break;
    }
    case DecoratorRule::metadata:
      if (first) narrow(first, decorators().metadata, {});
      break;
    case DecoratorRule::batch_size: {
      if (!is_assignable(target, types::array)) report(span, Diagnostic::BatchSizeWithoutLoop, name);
      if (const auto size = written_integer(first); size && *size < 1) report(first.span(), Diagnostic::BatchSizeTooSmall, 1, *size);
      break;
    }
    case DecoratorRule::only_existing:
      if (const auto* symbol = model_.symbol_of(decorated); decorated.is(NodeKind::ResourceDeclaration) && symbol != nullptr && !symbol->is_existing) {
        report(span, Diagnostic::NullIfNotFoundOfDeployed);
      }
      break;
    case DecoratorRule::sealed: {
      const auto written = without_question_mark(type);
      if (!written) break;
      if (is_derived_type(written)) report(span, Diagnostic::DecoratorOfDerivedType, name);
      else if (written.is(NodeKind::ObjectType) && written.child(NodeKind::ObjectTypeAdditionalProperties)) report(span, Diagnostic::SealedWithAdditionalProperties);
      break;
    }
    case DecoratorRule::discriminator:
      if (!target.is(TypeKind::discriminated_object)) {
        report(span, Diagnostic::DiscriminatorOfNonUnion);
      } else if (first && first.is(NodeKind::String)) {
        const auto key = literal_text(first, model_.arena());
        if (key && *key != target.discriminator) report(span, Diagnostic::DiscriminatorName, *key);
      }
      break;
    case DecoratorRule::exported: check_exported(decorator, decorated); break;
  }
}

// What is exported may only need what can be taken along: nothing of the deployment, neither itself nor through what it uses.
void Checker::check_exported(Node decorator, Node decorated) {
  const auto id = model_.symbol_at(decorated);
  if (!id || model_.symbol(id).scope.index != 0) {
    report(decorator.span(), Diagnostic::ExportOfNonStatement);
    return;
  }
  std::vector<std::string> refused;
  each_used_symbol(model_, decorated, [&](SymbolId used) {
    const auto& symbol = model_.symbol(used);
    switch (symbol.kind) {
      case SymbolKind::variable: case SymbolKind::type_alias: case SymbolKind::function: return symbol.declaration;
      case SymbolKind::parameter: case SymbolKind::resource: case SymbolKind::module: case SymbolKind::test: case SymbolKind::extension: case SymbolKind::assertion:
      case SymbolKind::parameter_assignment: refused.emplace_back(symbol.name); return Node();
      default: return Node();
    }
  });
  if (refused.empty()) return;
  sort_ignoring_case(refused);
  report(decorator.span(), Diagnostic::ExportOfUnexportable, quoted_list(refused));
}

// Decorators that nothing follows. What is said depends on what the last one is for.
void Checker::check_missing_declaration(Node statement) {
  if (statement.contains_error()) return;
  Node last;
  for (Node child : statement.children()) {
    if (!child.is(NodeKind::Decorator)) continue;
    last = child;
    if (child.part(Role::value)) type_of(child.part(Role::value));
  }
  if (!last) return;
  const auto call = last.part(Role::value);
  const bool called = call && (call.is(NodeKind::FunctionCall) || call.is(NodeKind::InstanceFunctionCall));
  const auto* facts = called ? decorator_facts(call.name_text()) : nullptr;
  auto kind = Diagnostic::DeclarationExpected;
  if (facts != nullptr) {
    if (facts->places == typed) kind = Diagnostic::ParameterOutputOrTypeExpected;
    else if (facts->places == place::parameter) kind = Diagnostic::ParameterExpected;
    else if (facts->places == place::resource) kind = Diagnostic::ResourceExpected;
    else if (facts->places == (place::resource | place::module)) kind = Diagnostic::ResourceOrModuleExpected;
  }
  report(last.span(), kind);
}

// Statements that cannot be decorated at all.
void Checker::refuse_decorators(Node statement) {
  const auto decorator = statement.child(NodeKind::Decorator);
  if (!decorator) return;
  const auto at = decorator.token(TokenKind::At);
  report(at ? model_.tree().tokens.span(*at) : decorator.span(), Diagnostic::DecoratorNotAllowed);
}

}  // namespace fleetlint::compiler
