// First step of binding: symbols and scopes. Every symbol is there before any name is looked up, because the order of
// declarations in a file means nothing.
#include <algorithm>

#include "bind/binder.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

/// The kind of symbol that a statement declares under its own name; unresolved: none.
SymbolKind declared_kind(NodeKind kind) {
  switch (kind) {
    case NodeKind::MetadataDeclaration: return SymbolKind::metadata;
    case NodeKind::ParameterDeclaration: return SymbolKind::parameter;
    case NodeKind::VariableDeclaration: return SymbolKind::variable;
    case NodeKind::TypeDeclaration: return SymbolKind::type_alias;
    case NodeKind::FunctionDeclaration: return SymbolKind::function;
    case NodeKind::ModuleDeclaration: return SymbolKind::module;
    case NodeKind::TestDeclaration: return SymbolKind::test;
    case NodeKind::OutputDeclaration: return SymbolKind::output;
    case NodeKind::AssertDeclaration: return SymbolKind::assertion;
    case NodeKind::ParameterAssignment: return SymbolKind::parameter_assignment;
    default: return SymbolKind::unresolved;
  }
}

bool can_be_referenced(SymbolKind kind) { return kind != SymbolKind::output && kind != SymbolKind::metadata; }

Node value_or_body(Node declaration) {
  const auto body = declaration.part(Role::body);
  return body ? body : declaration.part(Role::value);
}

}  // namespace

void Binder::run() {
  const auto node_count = model_.tree().nodes.size();
  model_.bindings_.assign(node_count, UINT32_MAX);
  model_.parents_ = model_.tree().parents();
  scope_of_binding_.resize(node_count);
  declare_file();
  bind_names();
  find_cycles();
  collect_resources();
  collect_modules();
  check_duplicates();
  report_cycles();
}

ScopeId Binder::open_scope(Node declaring, Node binding, ScopeId parent) {
  const ScopeId id{static_cast<std::uint32_t>(model_.scopes_.size())};
  NameScope scope;
  scope.declaring = declaring;
  scope.binding = binding;
  scope.parent = parent;
  model_.scopes_.push_back(std::move(scope));
  if (parent) model_.scopes_[parent.index].children.push_back(id);
  if (binding) scope_of_binding_[binding.index()] = id;
  return id;
}

SymbolId Binder::add_symbol(Symbol symbol, ScopeId scope) {
  const SymbolId id{static_cast<std::uint32_t>(model_.symbols_.size())};
  symbol.scope = scope;
  const auto kind = symbol.kind;
  const auto name = symbol.name;
  if (symbol.declaration && kind != SymbolKind::this_namespace) set(symbol.declaration, id);
  model_.symbols_.push_back(symbol);
  model_.scopes_[scope.index].symbols.push_back(id);
  if (scope.index == 0) {
    model_.declared_[static_cast<unsigned>(kind)].push_back(id);
    if (can_be_referenced(kind) && !name.empty()) model_.by_name_.try_emplace(name, id);
  }
  return id;
}

SymbolId Binder::add_named(SymbolKind kind, Node node, ScopeId scope) {
  Symbol symbol;
  symbol.kind = kind;
  symbol.name = node.name_text();
  symbol.declaration = node;
  const auto value = value_or_body(node);
  symbol.is_collection = value && value.kind() == NodeKind::For;
  return add_symbol(symbol, scope);
}

void Binder::declare_file() {
  const auto root = model_.root();
  const auto scope = open_scope(root, root, {});
  read_target_scope();
  for (Node child : root.children()) declare(child, scope);
  if (root.child(NodeKind::ExtendsDeclaration)) {
    Symbol base;
    base.kind = SymbolKind::base_parameters;
    base.name = "base";
    base_parameters_ = add_symbol(base, scope);
  }
}

void Binder::read_target_scope() {
  std::vector<Node> statements;
  for (Node child : model_.root().children()) {
    if (child.kind() == NodeKind::TargetScope) statements.push_back(child);
  }
  if (statements.size() > 1) {
    for (Node statement : statements) {
      // The span of the keyword, which is the first token behind the decorators.
      const auto keyword = statement.token(syntax::TokenKind::KeywordTargetScope);
      report(keyword ? model_.tree().tokens.span(*keyword) : statement.span(), Diagnostic::RepeatedTargetScope);
    }
  }
  if (statements.empty()) return;
  const auto text = literal_text(statements.front().part(Role::value), model_.arena_);
  if (text == "tenant") model_.target_scope_ = Scope::tenant;
  else if (text == "managementGroup") model_.target_scope_ = Scope::management_group;
  else if (text == "subscription") model_.target_scope_ = Scope::subscription;
  else if (text == "local") model_.target_scope_ = Scope::local;
  else if (text == "resourceGroup") model_.target_scope_ = Scope::resource_group;
  else model_.target_scope_ = Scope::none;
}

void Binder::declare_children(Node node, ScopeId scope) {
  for (Node child : node.children()) declare(child, scope);
}

void Binder::declare(Node node, ScopeId scope) {
  switch (node.kind()) {
    case NodeKind::ResourceDeclaration:
      declare_resource(node, scope);
      return;
    case NodeKind::CompileTimeImportDeclaration:
      declare_import(node, scope);
      return;
    case NodeKind::For: {
      const auto inner = open_scope(node, node.part(Role::body), scope);
      const auto variables = loop_variables(node);
      for (const auto& [variable, kind] : {std::pair(variables.item, SymbolKind::loop_item), std::pair(variables.index, SymbolKind::loop_index)}) {
        if (!variable) continue;
        Symbol local;
        local.kind = kind;
        local.name = variable.name_text();
        local.declaration = variable;
        add_symbol(local, inner);
      }
      declare_children(node, inner);
      return;
    }
    case NodeKind::Lambda:
    case NodeKind::TypedLambda: {
      const auto inner = open_scope(node, node.part(Role::body), scope);
      const auto kind = node.kind() == NodeKind::Lambda ? SymbolKind::lambda_parameter : SymbolKind::function_parameter;
      const auto declare_local = [&](Node variable) {
        Symbol local;
        local.kind = kind;
        local.name = variable.name_text();
        local.declaration = variable;
        add_symbol(local, inner);
      };
      for (Node child : node.children()) {
        if (child.kind() == NodeKind::LocalVariable) declare_local(child);
        if (child.kind() != NodeKind::VariableBlock && child.kind() != NodeKind::TypedVariableBlock) continue;
        for (Node variable : child.children()) {
          if (variable.kind() == NodeKind::LocalVariable || variable.kind() == NodeKind::TypedLocalVariable) declare_local(variable);
        }
      }
      declare_children(node, inner);
      return;
    }
    case NodeKind::ExtensionDeclaration: {
      declare_children(node, scope);
      Symbol symbol;
      symbol.kind = SymbolKind::extension;
      symbol.declaration = node;
      symbol.name = interfaces_.extension_name(model_.file(), node);
      add_symbol(symbol, scope);
      return;
    }
    case NodeKind::ExtensionConfigAssignment:
      declare_children(node, scope);
      add_named(SymbolKind::extension_config, node, scope);
      return;
    default:
      declare_children(node, scope);
      if (const auto kind = declared_kind(node.kind()); kind != SymbolKind::unresolved) add_named(kind, node, scope);
  }
}

void Binder::declare_resource(Node node, ScopeId scope) {
  const bool existing = node.token(syntax::TokenKind::KeywordExisting).has_value();
  auto binding = node.part(Role::body);
  if (binding && binding.kind() == NodeKind::IfCondition) binding = binding.part(Role::body);
  const auto inner = open_scope(node, binding, scope);
  if (!existing) {
    Symbol self;
    self.kind = SymbolKind::this_namespace;
    self.name = "this";
    self.declaration = node;
    add_symbol(self, inner);
  }
  declare_children(node, inner);
  const auto id = add_named(SymbolKind::resource, node, scope);
  model_.symbols_[id.index].is_existing = existing;
}

void Binder::declare_import(Node node, ScopeId scope) {
  const auto* reference = model_.file().reference_of(node);
  const ModuleInterface* interface = reference && reference->target ? interfaces_.interface_of(*reference->target) : nullptr;
  const auto add = [&](SymbolKind kind, Node declaration, std::string_view name, std::string_view original,
                       const ModuleInterface::Export* exported) {
    Import entry;
    entry.statement = node;
    entry.reference = reference;
    entry.interface = interface;
    entry.original_name = original;
    entry.exported = exported;
    Symbol symbol;
    symbol.kind = kind;
    symbol.name = name;
    symbol.declaration = declaration;
    symbol.detail = static_cast<std::uint32_t>(model_.imports_.size());
    entry.symbol = add_symbol(symbol, scope);
    model_.imports_.push_back(entry);
  };
  const bool usable = interface && !interface->has_errors;
  for (Node child : node.children()) {
    if (child.kind() == NodeKind::WildcardImport) {
      const auto alias = child.part(Role::alias);
      add(usable ? SymbolKind::wildcard_import : SymbolKind::imported_error, child, alias ? alias.name_text() : std::string_view(), {}, nullptr);
    } else if (child.kind() == NodeKind::ImportedSymbolsList) {
      for (Node item : child.children()) {
        if (item.kind() != NodeKind::ImportedSymbolsListItem) continue;
        const auto written = item.part(Role::name);
        if (!written) continue;
        std::string_view original;
        if (written.kind() == NodeKind::Identifier) original = written.name_text();
        else if (const auto text = literal_text(written, model_.arena_)) original = *text;
        if (original.empty()) continue;
        const auto alias = item.part(Role::alias);
        const auto name = alias && alias.kind() == NodeKind::AliasAsClause ? alias.name_text() : original;
        const auto* exported = usable ? interface->find_export(original) : nullptr;
        auto kind = SymbolKind::imported_error;
        if (exported) {
          switch (exported->kind) {
            case ExportKind::type: kind = SymbolKind::imported_type; break;
            case ExportKind::variable: kind = SymbolKind::imported_variable; break;
            case ExportKind::function: kind = SymbolKind::imported_function; break;
            case ExportKind::error: break;
          }
        }
        add(kind, item, name, original, exported);
      }
    }
  }
}

void Binder::check_duplicates() {
  const auto name_span = [&](const Symbol& symbol) {
    if (symbol.kind == SymbolKind::imported_type || symbol.kind == SymbolKind::imported_variable || symbol.kind == SymbolKind::imported_function ||
        symbol.kind == SymbolKind::imported_error || symbol.kind == SymbolKind::wildcard_import || symbol.kind == SymbolKind::extension) {
      const auto alias = symbol.declaration.part(Role::alias);
      if (alias && alias.kind() == NodeKind::AliasAsClause) return alias.name_span();
    }
    return symbol.declaration.name_span();
  };
  // Names of one scope by group: what can be referenced, outputs, metadata.
  const auto reserved_names = model_.implicit_namespaces();
  const auto quoted_reserved = [&](bool with_this) {
    auto names = reserved_names;
    if (with_this) names.push_back("this");
    return quoted_list(names);
  };
  for (const auto& scope : model_.scopes_) {
    std::unordered_map<std::string_view, std::vector<SymbolId>> groups[3];
    for (const auto id : scope.symbols) {
      const auto& symbol = model_.symbols_[id.index];
      if (symbol.name.empty() || !symbol.declaration || symbol.kind == SymbolKind::this_namespace) continue;
      const auto group = symbol.kind == SymbolKind::output ? 1 : symbol.kind == SymbolKind::metadata ? 2 : 0;
      groups[group][symbol.name].push_back(id);
      const bool reserved = std::ranges::find(reserved_names, symbol.name) != reserved_names.end();
      if (group == 0 && reserved) {
        report(name_span(symbol), Diagnostic::ReservedName, symbol.name, quoted_reserved(false));
      } else if (group == 0 && symbol.name == "this" && scope.declaring == model_.root()) {
        report(name_span(symbol), Diagnostic::ReservedName, symbol.name, quoted_reserved(true));
      }
    }
    if (scope.symbols.size() < 2) continue;
    for (int group = 0; group < 3; ++group) {
      for (const auto& [name, ids] : groups[group]) {
        if (ids.size() < 2) continue;
        for (const auto id : ids) {
          report(name_span(model_.symbols_[id.index]), group == 0 ? Diagnostic::DuplicateIdentifier : Diagnostic::DuplicateOutput, name);
        }
      }
    }
  }
}

}  // namespace fleetlint::compiler
