// The check of a whole file: every statement, every type, in source order.
#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <unordered_set>
#include <map>

#include "declarations/derived_types.h"
#include "fleetlint/base/unicode.h"
#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {

void Checker::check() {
  for (Node statement : model_.root().children()) check_statement(statement);
  check_imports();
  check_import_contexts();
  check_parameter_file_statements();
  visit_types(model_.root());
  collect_extension_configs();
  // What is looked at only from here on stands in something that the reference does not check, or in something broken.
  ++muted_;
  checked_ = true;
  model_.findings().insert(model_.findings().end(), std::make_move_iterator(found_in_attempt_.begin()), std::make_move_iterator(found_in_attempt_.end()));
  found_in_attempt_.clear();
  check_deploy_time_values();
}

namespace {

bool has_one_argument(syntax::Node instantiation) {
  std::size_t count = 0;
  for (auto child : instantiation.children())
    if (child.is(syntax::NodeKind::ParameterizedTypeArgument) && ++count > 1) return false;  // there may be very many, each of which asks
  return count == 1;
}

}  // namespace

// Every written type is computed now: other files read the types of this one while they are checked in parallel, and must
// find nothing left to compute.
void Checker::visit_types(Node) {
  const auto& nodes = model_.tree().nodes;
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    const auto node = model_.tree().node(i);
    if (nodes[i].kind >= NodeKind::ResourceType && nodes[i].kind <= NodeKind::NullTypeLiteral && nodes[i].kind != NodeKind::ParameterizedTypeArgument &&
        nodes[i].kind != NodeKind::UnionTypeMember && nodes[i].kind != NodeKind::NullTypeLiteral) {
      if (const auto around = model_.parent(node); around.is(NodeKind::ParameterizedTypeArgument) && !has_one_argument(model_.parent(around))) {
        continue;  // only the wrong count is told
      }
      type_from_syntax(node);
      if (nodes[i].kind == NodeKind::UnionType) check_union(node);
      if (nodes[i].kind == NodeKind::ObjectTypeProperty || nodes[i].kind == NodeKind::ObjectTypeAdditionalProperties || nodes[i].kind == NodeKind::TupleTypeItem) {
        check_decorators(node);
      }
    }
  }
}

void Checker::check_statement(Node statement) {
  const auto value = statement.part(Role::value);
  check_value_of_statement(statement, value);
  switch (statement.kind()) {
    case NodeKind::ParameterDeclaration: case NodeKind::VariableDeclaration: case NodeKind::OutputDeclaration: case NodeKind::TypeDeclaration:
    case NodeKind::FunctionDeclaration: case NodeKind::ModuleDeclaration: case NodeKind::TestDeclaration: case NodeKind::AssertDeclaration:
    case NodeKind::MetadataDeclaration: case NodeKind::ExtensionDeclaration: check_decorators(statement); break;
    case NodeKind::MissingDeclaration: check_missing_declaration(statement); break;
    case NodeKind::TargetScope:
      refuse_decorators(statement);
      check_target_scope(statement);
      break;
    case NodeKind::ParameterAssignment: case NodeKind::UsingDeclaration: case NodeKind::ExtendsDeclaration:
      if (model_.file().kind == FileKind::parameters) refuse_decorators(statement);
      break;
    default: break;  // resources are checked with those that they hold
  }
}

void Checker::check_value_of_statement(Node statement, Node value) {
  switch (statement.kind()) {
    case NodeKind::ParameterDeclaration: check_parameter(statement); break;
    case NodeKind::VariableDeclaration:
      if (value) type_of(value);
      if (statement.part(Role::type)) check_value(value, declared_type(statement), {});
      break;
    case NodeKind::OutputDeclaration: check_value(value, declared_type(statement), {}); break;
    case NodeKind::TypeDeclaration:
      if (statement.name_text() == "resource") report(statement.name_span(), Diagnostic::ReservedTypeName, statement.name_text());
      declared_type(statement);
      break;
    case NodeKind::FunctionDeclaration: {
      const auto lambda = statement.part(Role::lambda);
      const auto* type = lambda ? declared_type(lambda) : nullptr;
      if (type != nullptr && type->is(TypeKind::lambda)) check_value(lambda.part(Role::body), type->item.get(), {});
      break;
    }
    case NodeKind::ResourceDeclaration: check_resource(statement); break;
    case NodeKind::ModuleDeclaration:
      check_resource_interface(statement);
      narrowed_declaration(statement, model_.symbol_at(statement));
      break;
    case NodeKind::TestDeclaration:
      // Of a file that cannot be read nothing is known to check against.
      if (const auto* type = declared_type(statement); type != nullptr && !type->is_error()) check_value(body_of(statement), type, {});
      break;
    case NodeKind::AssertDeclaration:
      if (!value) break;
      if (const auto* type = type_of(value); !type->is_error() && !is_assignable(*type, types::boolean)) report(value.span(), Diagnostic::AssertionType, type_name(*type));
      break;
    case NodeKind::MetadataDeclaration:
      if (!value) break;
      if (statement.name_text().starts_with('_')) report(statement.name_span(), Diagnostic::MetadataUnderscore, statement.name_text());
      if (!type_of(value)->is_error() && !value.contains_error()) check_constant(value);
      break;
    case NodeKind::ExtensionDeclaration: check_extension(statement); break;
    case NodeKind::ExtensionConfigAssignment: check_extension_config(statement); break;
    case NodeKind::ParameterAssignment: check_assignment(statement); break;
    case NodeKind::UsingDeclaration: check_using(statement); break;
    case NodeKind::CompileTimeImportDeclaration: check_reference(statement, statement.part(Role::from)); break;
    default: break;
  }
}

Checker::Node Checker::body_of(Node statement) const {
  const auto body = statement.part(Role::body);
  return body ? body : statement.part(Role::value);
}

void Checker::check_parameter(Node statement) {
  const auto* declared = declared_type(statement);
  const auto modifier = statement.child(NodeKind::ParameterDefaultValue);
  if (!modifier || declared == nullptr) return;
  check_default_names(modifier);
  if (!declared->is_any() && !declared->is_error() && is_nullable(*declared)) report(modifier.span(), Diagnostic::NullableWithDefault);
  check_value(modifier.part(Role::value), declared, {});
}

// The default of a parameter is known before anything else of the template is: it can only be made of other parameters.
void Checker::check_default_names(Node modifier) {
  const auto end = modifier.index() + modifier.raw().subtree_size;
  for (auto i = modifier.index(); i < end; ++i) {
    const auto node = model_.tree().node(i);
    const auto* symbol = node.is(NodeKind::VariableAccess) ? model_.symbol_of(node) : nullptr;
    if (symbol == nullptr) continue;
    switch (symbol->kind) {
      case SymbolKind::unresolved: case SymbolKind::imported_error: case SymbolKind::parameter: case SymbolKind::function: case SymbolKind::builtin_function:
      case SymbolKind::imported_function: case SymbolKind::output: case SymbolKind::metadata: case SymbolKind::namespace_name: case SymbolKind::extension:
      case SymbolKind::wildcard_import: break;
      default: report(node.span(), Diagnostic::SymbolInParameterDefault); break;
    }
  }
}

void Checker::check_target_scope(Node statement) {
  const auto value = statement.part(Role::value);
  if (!value) return;
  const bool is_error = type_of(value)->is_error();
  if (!value.contains_error()) check_constant(value);
  if (is_error) return;
  std::vector<TypeRef> scopes;
  for (const auto name : {"managementGroup", "resourceGroup", "subscription", "tenant"}) scopes.emplace_back(arena_.string_literal(name));
  if (model_.features().has(Feature::local_deploy)) scopes.emplace_back(arena_.string_literal("local"));
  narrow(value, arena_.union_of(scopes), {});
}

// Imports lead to something that is exported, each thing once.
void Checker::check_imports() {
  std::map<std::pair<const ModuleInterface*, std::string_view>, std::vector<const Import*>> uses;
  for (const auto& import : model_.imports()) {
    const auto& symbol = model_.symbol(import.symbol);
    if (symbol.kind == SymbolKind::wildcard_import && import.interface != nullptr) {
      std::vector<std::string_view> ambiguous;
      for (const auto& exported : import.interface->exports) {
        if (exported.kind == ExportKind::error) ambiguous.push_back(exported.name);
        check_derived_types(*import.interface, &exported, symbol.declaration.span());
      }
      if (!ambiguous.empty()) report(symbol.declaration.span(), Diagnostic::AmbiguousExports, quoted_list(ambiguous));
    }
    if (symbol.kind == SymbolKind::wildcard_import || import.interface == nullptr || import.interface->has_errors || import.original_name.empty()) continue;
    const auto name = symbol.declaration.part(Role::name);
    const auto span = name ? name.span() : symbol.declaration.span();
    if (import.exported == nullptr) report(span, Diagnostic::ImportNotFound, import.original_name);
    else if (import.exported->kind == ExportKind::error) report(span, Diagnostic::ImportHasErrors, import.original_name, import.exported->description);
    else uses[{import.interface, import.original_name}].push_back(&import);
    if (import.exported != nullptr) check_derived_types(*import.interface, import.exported, symbol.declaration.span());
  }
  for (const auto& [key, imports] : uses) {
    if (imports.size() < 2) continue;
    std::string names;
    for (const auto* import : imports) names += (names.empty() ? "'" : ", '") + std::string(model_.symbol(import->symbol).name) + "'";
    for (const auto* import : imports) report(model_.symbol(import->symbol).declaration.span(), Diagnostic::ImportedTwice, names);
  }
}

void Checker::check_parameter_file_statements() {
  if (model_.file().kind != FileKind::parameters) return;
  const auto check_once = [&](NodeKind kind, syntax::TokenKind keyword, Diagnostic diagnostic) {
    std::vector<Node> statements;
    for (Node child : model_.root().children()) {
      if (child.is(kind)) statements.push_back(child);
    }
    if (statements.size() < 2) return statements.size();
    for (const auto statement : statements) {
      const auto token = statement.token(keyword);
      report(token ? model_.tree().tokens.span(*token) : statement.span(), diagnostic);
    }
    return statements.size();
  };
  if (check_once(NodeKind::UsingDeclaration, syntax::TokenKind::KeywordUsing, Diagnostic::UsingTwice) == 0) report(Span{0, 0}, Diagnostic::UsingMissing);
  const auto extends = check_once(NodeKind::ExtendsDeclaration, syntax::TokenKind::KeywordExtends, Diagnostic::ExtendsTwice);
  if (extends != 1) {
    const auto& nodes = model_.tree().nodes;
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      const auto node = model_.tree().node(i);
      if (node.is(NodeKind::VariableAccess) && node.name_text() == "base") report(node.name_span(), Diagnostic::BaseWithoutExtends);
    }
    return;
  }
  for (const auto id : model_.scope(ScopeId{0}).symbols) {
    const auto& symbol = model_.symbol(id);
    if (symbol.name == "base" && symbol.kind != SymbolKind::base_parameters && symbol.declaration) report(symbol.declaration.span(), Diagnostic::BaseRedeclared);
  }
}

namespace {

/// `Microsoft.Storage/storageAccounts/providers/roleAssignments`: a resource of a resource, as `scope` says it today.
bool has_providers_segment(std::string_view type) {
  std::size_t index = 0;
  for (std::size_t begin = 0; begin <= type.size(); ++index) {
    const auto end = type.find('/', begin);
    if (end == std::string_view::npos) return false;  // the last one is the resource's own
    if (index > 1 && to_lower_ascii(type.substr(begin, end - begin)) == "providers") return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

void Checker::check_resource(Node statement) {
  check_decorators(statement);
  const auto* resource = model_.resource(model_.symbol_at(statement));
  const auto body = body_of(statement);
  if (resource == nullptr) {
    if (body) type_of(body);
    return;
  }
  const auto& facts = resource_facts(*resource);
  const auto type_node = statement.part(Role::type);
  if (facts.type == nullptr && !resource->type.type.empty() && type_node) {
    const auto* around = resource->parent && resource->parent->nested ? &model_.resources()[resource->parent->resource] : nullptr;
    const bool of_parent = around != nullptr && (around->loop || resource_facts(*around).type == nullptr);
    using Problem = ResourceFacts::Problem;
    switch (facts.problem) {
      case Problem::ambiguous: report(type_node.span(), Diagnostic::AmbiguousResourceType, facts.subject, facts.other); break;
      case Problem::not_in_namespace: report(type_node.span(), Diagnostic::TypeNotInNamespace, resource->type.full(), facts.subject); break;
      case Problem::other_namespace_than_parent: report(type_node.span(), Diagnostic::OtherNamespaceThanParent, facts.subject, facts.other); break;
      case Problem::none: report(type_node.span(), of_parent ? Diagnostic::InvalidAncestorType : Diagnostic::InvalidResourceType); break;
    }
  }
  if (facts.type != nullptr && !facts.known) {
    const auto type = statement.part(Role::type);
    const auto span = type ? type.span() : statement.span();
    if (!facts.extension && has_providers_segment(resource->type.type)) report(span, Diagnostic::ProvidersSegment);
    else report(span, Diagnostic::UnknownResourceType, facts.type->text);
  }
  if (facts.type != nullptr) {
    const bool existing = model_.symbol(resource->symbol).is_existing;
    const auto span = type_node ? type_node.span() : statement.span();
    if (!existing && facts.type->scopes != 0 && facts.type->read_only_scopes == facts.type->scopes) report(span, Diagnostic::ReadOnlyResource, facts.type->text);
    if (existing && facts.write_only) report(span, Diagnostic::WriteOnlyResource, facts.type->text);
  }
  narrowed_declaration(statement, resource->symbol);
  if (!resource->body) return;
  for (Node child : resource->body.children()) {
    if (child.is(NodeKind::ResourceDeclaration)) check_resource(child);
    if (child.is(NodeKind::MissingDeclaration)) check_missing_declaration(child);
  }
}

// Parameters and outputs of a module that are resources: their types are looked up here, too.
void Checker::check_resource_interface(Node statement) {
  const auto* module = model_.module(model_.symbol_at(statement));
  if (module == nullptr || module->interface == nullptr) return;
  const auto path = statement.part(Role::path);
  const auto span = (path ? path : statement).span();
  const auto check = [&](const Type* type) {
    if (type == nullptr || !type->is(TypeKind::resource)) return;
    if (!model_.features().has(Feature::resource_typed_params_and_outputs)) report(span, Diagnostic::ResourceTypedUnsupported);
    const auto* index = model_.graph().azure_types.get();
    if (index == nullptr || index->find(type->text) == nullptr) report(span, Diagnostic::UnknownTypeOfModule, type->text);
  };
  for (const auto& parameter : module->interface->parameters) check(parameter.type);
  for (const auto& output : module->interface->outputs) check(output.type);
  check_derived_types(*module->interface, nullptr, span);
}

void Checker::check_derived_types(const ModuleInterface& interface, const ModuleInterface::Export* exported, Span at) {
  if (interface.template_ir == nullptr) return;
  const auto check = [&](const std::vector<std::string_view>& names) {
    const auto* index = model_.graph().azure_types.get();
    for (const auto name : names) {
      if (!is_type_with_version(name)) report(at, Diagnostic::InvalidDerivedType, name);
      else if (index == nullptr || !index->contains(name)) report(at, Diagnostic::UnknownResourceType, name);
    }
  };
  if (exported == nullptr) check(interface.derived_types);
  else check(derived_types({exported->json}, interface.template_ir->root, derived_types_work_));
}

// The file that a statement refers to must be without errors itself.
void Checker::check_reference(Node statement, Node place) {
  const auto* reference = model_.file().reference_of(statement);
  if (reference == nullptr || reference->target == nullptr) return;
  const auto* target = interfaces_.interface_of(*reference->target);
  if (target == nullptr || !target->has_errors) return;
  report((place ? place : statement).span(), target->template_ir != nullptr ? Diagnostic::TemplateHasErrors : Diagnostic::ModuleHasErrors);
}

const ModuleInterface* Checker::used_module() const {
  const auto statement = model_.root().child(NodeKind::UsingDeclaration);
  const auto* reference = statement ? model_.file().reference_of(statement) : nullptr;
  return reference != nullptr && reference->target != nullptr ? interfaces_.interface_of(*reference->target) : nullptr;
}

void Checker::check_assignment(Node statement) {
  const auto value = statement.part(Role::value);
  if (value) type_of(value);
  const auto* used = used_module();
  if (used == nullptr) return;
  const auto* parameter = used->find_parameter(statement.name_text());
  if (parameter == nullptr) {
    if (statement.name_text().empty() || muted_ != 0) return;
    report(statement.span(), Diagnostic::UndeclaredParameter, statement.name_text());
    std::vector<std::string> names;
    for (const auto& declared : used->parameters) names.emplace_back(declared.name);
    // The message is the reference's; it proposes nothing.
    if (const auto near = nearest_name(statement.name_text(), names)) model_.findings().back().help = "did you mean `" + *near + "`?";
    return;
  }
  // null stands for the default of the template; where there is none, a value is missing.
  if (value && type_of(value)->is(TypeKind::null)) return;
  check_value(value, parameter->type, {});
}

// Another file asks, after this one was checked: nothing is added to its own findings.
std::vector<Finding> Checker::what_does_not_fit(Node value, const Type* declared) {
  auto& findings = model_.findings();
  const auto before = static_cast<std::ptrdiff_t>(findings.size());
  const auto muted = std::exchange(muted_, 0);
  check_value(value, declared, {});
  muted_ = muted;
  std::vector<Finding> told(findings.begin() + before, findings.end());
  findings.erase(findings.begin() + before, findings.end());
  return told;
}

// What this file has from those it extends must fit its own template, too. It is told where it is written.
void Checker::check_inherited_assignments(const ModuleInterface& used) {
  std::unordered_set<std::string_view> seen;
  for (const auto* extended : extended_models()) {
    // Several files that extend it may check it at the same time.
    const std::lock_guard lock(extended->import_mutex());
    auto& checker = static_cast<Checker&>(extended->types());
    for (const auto id : extended->declared(SymbolKind::parameter_assignment)) {
      const auto& symbol = extended->symbol(id);
      if (model_.find(symbol.name) || !seen.insert(symbol.name).second) continue;
      const auto* parameter = used.find_parameter(symbol.name);
      const auto value = symbol.declaration.part(Role::value);
      if (parameter == nullptr || parameter->type == nullptr || !value || !extended->cycle(id).empty()) continue;
      const auto* type = checker.type_of(value);
      if (type->is_error() || type->is(TypeKind::null)) continue;
      const auto told = checker.what_does_not_fit(value, parameter->type);
      model_.findings().insert(model_.findings().end(), told.begin(), told.end());
    }
  }
}

void Checker::check_using(Node statement) {
  check_using_config(statement);
  check_reference(statement, statement.part(Role::path));
  const auto* used = used_module();
  if (used == nullptr) return;
  check_extension_assignments(statement);
  check_inherited_assignments(*used);
  // What is null takes the default of the template, where there is one. The nearest assignment counts.
  std::unordered_map<std::string_view, bool> assigned;
  for (const auto id : model_.declared(SymbolKind::parameter_assignment)) {
    const auto value = model_.symbol(id).declaration.part(Role::value);
    assigned.try_emplace(model_.symbol(id).name, !value || !model_.cycle(id).empty() || !type_of(value)->is(TypeKind::null));
  }
  for (const auto* extended : extended_models()) {
    const std::lock_guard lock(extended->import_mutex());
    for (const auto id : extended->declared(SymbolKind::parameter_assignment)) {
      const auto value = extended->symbol(id).declaration.part(Role::value);
      assigned.try_emplace(extended->symbol(id).name, !value || !extended->cycle(id).empty() || !extended->types().type_of(value)->is(TypeKind::null));
    }
  }
  std::vector<std::string> missing;
  for (const auto& parameter : used->parameters) {
    const auto found = assigned.find(parameter.name);
    if (parameter.required && (found == assigned.end() || !found->second)) missing.emplace_back(parameter.name);
  }
  if (missing.empty()) return;
  std::sort(missing.begin(), missing.end());
  const auto path = statement.part(Role::path);
  report((path ? path : statement).span(), Diagnostic::MissingAssignments, quoted_list(missing));
}

const Type* Checker::narrowed_value(Node value, const Type* target) {
  const auto* type = type_of(value);
  if (type->is_error() || target == nullptr) return type;
  ++muted_;
  Narrowing how;
  how.build = true;
  type = narrow(value, target, how);
  --muted_;
  return type;
}

// Checks the value of a resource or module, once, and gives the type that it has with this value: where
// `kind: 'AzureCLI'` stands, the variant of that kind. Null when nothing is known of the type.
const Type* Checker::narrowed_declaration(Node statement, SymbolId id) {
  const auto* declared = declared_type(statement);
  if (declared == nullptr || declared->is_error()) return declared;
  const auto [entry, added] = narrowed_declarations_.try_emplace(statement.index(), declared);
  if (!added) return entry->second;
  const auto value = body_of(statement);
  if (!value) return declared;
  // Asked for by an expression of another declaration, this one is told of as if it came first.
  const auto muted = std::exchange(muted_, checked_ ? muted_ : 0);
  std::vector<Finding> before;
  if (attempts_ > 0) before.swap(model_.findings());
  const auto* type = type_of(value);
  const Type* narrowed = declared;
  if (!type->is_error()) {
    Narrowing how;
    how.resource_declaration = statement.is(NodeKind::ResourceDeclaration);
    const auto& single = declared->is(TypeKind::array) ? *declared->item : *declared;
    const bool has_variants = single.item && single.item->is(TypeKind::discriminated_object);
    how.build = has_variants || (id && model_.symbol(id).is_named);
    narrowed = narrow(value, declared, how);
    if (!how.build) narrowed = declared;
  }
  if (attempts_ > 0) {
    auto& found = model_.findings();
    found_in_attempt_.insert(found_in_attempt_.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    found.swap(before);
  }
  muted_ = muted;
  return narrowed_declarations_[statement.index()] = narrowed;
}

void Checker::check_value(Node value, const Type* declared, const Narrowing& how) {
  if (!value) return;
  const auto* type = type_of(value);
  if (type->is_error() || declared == nullptr || declared->is_error()) return;
  narrow(value, declared, how);
}

}  // namespace fleetlint::compiler
