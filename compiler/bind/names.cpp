// Second step of binding: what each name stands for. Scopes hold in their binding part only, so a loop's source is looked
// up outside of the loop.
#include <algorithm>
#include <array>

#include "bind/binder.h"
#include "graph/built_in_extensions.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

constexpr std::array<std::string_view, 7> ambient_types = {"any", "array", "bool", "int", "object", "string", "null"};
/// Known to templates only, not to parameter files.
constexpr std::array<std::string_view, 2> derived_types = {"resourceInput", "resourceOutput"};

/// What the body of a `func` may use of the file: the parser allows more, and what is left out is reported as unknown.
bool visible_in_function(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::variable:
    case SymbolKind::imported_variable:
    case SymbolKind::function:
    case SymbolKind::imported_function:
    case SymbolKind::wildcard_import:
    case SymbolKind::resource:
      return true;
    default:
      return false;
  }
}

bool can_be_referenced(SymbolKind kind) { return kind != SymbolKind::output && kind != SymbolKind::metadata; }

}  // namespace

void Binder::bind_names() { bind(model_.root(), {}); }

void Binder::bind_children(Node node, ScopeId scope) {
  for (Node child : node.children()) bind(child, scope);
}

void Binder::bind(Node node, ScopeId scope) {
  if (const auto bound = scope_of_binding_[node.index()]) {
    // Scopes nest by where they bind, not by where they are declared: a lambda in the source of a loop is outside of it.
    model_.scopes_[bound.index].parent = scope;
    scope = bound;
  }
  switch (node.kind()) {
    case NodeKind::VariableAccess:
    case NodeKind::TypeVariableAccess: {
      const auto name = node.name_text();
      if (name.empty()) return;
      auto symbol = look_up(name, scope);
      if (symbol && model_.symbols_[symbol.index].kind == SymbolKind::extension) {
        // `extension az as azure`: the name stands for the namespace.
        const auto named = model_.built_in_namespace(symbol);
        if (!named.empty() && named != name) {
          model_.symbols_[symbol.index].is_named = true;
          symbol = built_in(SymbolKind::namespace_name, named);
        }
      }
      if (!symbol) {
        const auto* known = built_in_extension(name);
        const bool is_namespace = known != nullptr && known->is_namespace && model_.has_implicit_namespace(name);
        const bool is_derived = model_.file().kind != FileKind::parameters && std::ranges::find(derived_types, name) != derived_types.end();
        const bool is_type = is_derived || std::ranges::find(ambient_types, name) != ambient_types.end();
        if (!is_namespace && !is_type && node.kind() == NodeKind::VariableAccess && is_inherited(name)) {
          set(node, base_parameters_);
          return;
        }
        symbol = built_in(is_namespace ? SymbolKind::namespace_name : is_type ? SymbolKind::ambient_type : SymbolKind::unresolved, name);
      }
      model_.symbols_[symbol.index].is_named = true;
      set(node, symbol);
      return;
    }
    case NodeKind::FunctionCall: {
      bind_children(node, scope);
      const auto name = node.name_text();
      if (name.empty()) return;
      auto symbol = look_up(name, scope);
      if (!symbol) symbol = built_in(SymbolKind::builtin_function, name);
      set(node, symbol);
      return;
    }
    case NodeKind::ParameterizedTypeInstantiation: {
      bind_children(node, scope);
      const auto name = node.name_text();
      auto symbol = look_up(name, scope);
      if (!symbol) symbol = built_in(SymbolKind::ambient_type, name);
      set(node, symbol);
      return;
    }
    case NodeKind::ResourceAccess:
      bind_children(node, scope);
      bind_resource_access(node);
      return;
    default:
      bind_children(node, scope);
  }
}

// Assignments of the files that this parameter file extends may be named as if they stood in it.
bool Binder::is_inherited(std::string_view name) const {
  if (!base_parameters_) return false;
  const auto* file = &model_.file();
  for (int depth = 0; depth < 100 && file != nullptr && file->tree != nullptr; ++depth) {
    const auto extends = file->tree->root().child(NodeKind::ExtendsDeclaration);
    const auto* reference = extends ? file->reference_of(extends) : nullptr;
    file = reference != nullptr ? reference->target : nullptr;
    if (file == nullptr || file->tree == nullptr) return false;
    for (Node child : file->tree->root().children()) {
      if (child.is(NodeKind::ParameterAssignment) && child.name_text() == name) return true;
    }
  }
  return false;
}

SymbolId Binder::look_up(std::string_view name, ScopeId scope) const {
  bool in_function = false;
  for (; scope; scope = model_.scopes_[scope.index].parent) {
    SymbolId found;
    if (scope.index == 0) {
      found = model_.find(name);
    } else {
      for (const auto id : model_.scopes_[scope.index].symbols) {
        const auto& symbol = model_.symbols_[id.index];
        if (symbol.name == name && can_be_referenced(symbol.kind)) {
          found = id;
          break;
        }
      }
    }
    if (found) return !in_function || visible_in_function(model_.symbols_[found.index].kind) ? found : SymbolId{};
    if (model_.scopes_[scope.index].declaring.is(NodeKind::TypedLambda)) in_function = true;
  }
  return {};
}

SymbolId Binder::built_in(SymbolKind kind, std::string_view name) {
  auto& known = built_ins_[static_cast<unsigned>(kind)];
  if (const auto at = known.find(name); at != known.end()) return at->second;
  const SymbolId id{static_cast<std::uint32_t>(model_.symbols_.size())};
  Symbol symbol;
  symbol.kind = kind;
  symbol.name = name;
  model_.symbols_.push_back(symbol);
  known.emplace(name, id);
  return id;
}

void Binder::bind_resource_access(Node node) {
  const auto base = node.part(Role::base);
  const auto id = base ? model_.symbol_at(base) : SymbolId{};
  if (!id) return;
  const auto& symbol = model_.symbols_[id.index];
  const auto name = node.part(Role::name);
  if (symbol.kind == SymbolKind::unresolved) return;
  if (symbol.kind != SymbolKind::resource) {
    report(name ? name.span() : node.span(), Diagnostic::NestedResourceOfNonResource, "error");
    return;
  }
  const auto body = body_parts(symbol.declaration.part(Role::body)).object;
  const auto scope = body ? scope_of_binding_[body.index()] : ScopeId{};
  std::string known;
  if (scope) {
    for (const auto nested : model_.scopes_[scope.index].symbols) {
      const auto& candidate = model_.symbols_[nested.index];
      if (candidate.kind != SymbolKind::resource) continue;
      if (candidate.name == node.name_text()) {
        model_.symbols_[nested.index].is_named = true;
        set(node, nested);
        return;
      }
      known += (known.empty() ? "\"" : ", \"") + std::string(candidate.name) + "\"";
    }
  }
  report(name ? name.span() : node.span(), Diagnostic::UnknownNestedResource, symbol.name, node.name_text(),
         known.empty() ? (body ? "" : " Known nested resources are: \"(none)\".") : " Known nested resources are: " + known + ".");
}

}  // namespace fleetlint::compiler
