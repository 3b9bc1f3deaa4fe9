// What imported declarations need of the deployment: a parameter file is evaluated before there is one (BCP452).
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

/// `Contoso.Compute/sets`: what stands behind the scopes of a resource id.
bool is_resource_type(std::string_view text) {
  const auto slash = text.find('/');
  return slash != std::string_view::npos && text.substr(0, slash).find('.') != std::string_view::npos;
}

/// Goes from declaration to declaration, across files, and collects the functions that only a deployment can answer.
class ContextFunctions {
 public:
  void add(const SemanticModel& model, SymbolId symbol) {
    if (symbol && seen_.emplace(&model, symbol.index).second) open_.emplace_back(&model, symbol);
  }

  /// Sorted without regard to case; empty when everything can be worked out before the deployment.
  std::vector<std::string> run() {
    while (!open_.empty()) {
      const auto [model, symbol] = open_.back();
      open_.pop_back();
      const std::lock_guard lock(model->import_mutex());  // other files may look at the same declarations
      visit_symbol(*model, symbol);
    }
    std::vector<std::string> names(names_.begin(), names_.end());
    sort_ignoring_case(names);
    return names;
  }

  void add_export(const ModuleInterface& interface, std::string_view name, SymbolKind kind) {
    if (interface.model == nullptr) return;
    const auto* exported = interface.find_export(name);
    if (exported == nullptr || !exported->declaration) return;
    const auto id = interface.model->symbol_at(exported->declaration);
    if (id && interface.model->symbol(id).kind == kind) add(*interface.model, id);
  }

 private:
  void visit_symbol(const SemanticModel& model, SymbolId id) {
    const auto& symbol = model.symbol(id);
    switch (symbol.kind) {
      case SymbolKind::imported_variable: case SymbolKind::imported_function: {
        const auto* import = model.import_of(id);
        const auto kind = symbol.kind == SymbolKind::imported_variable ? SymbolKind::variable : SymbolKind::function;
        if (import != nullptr && import->interface != nullptr) add_export(*import->interface, import->original_name, kind);
        break;
      }
      case SymbolKind::variable: visit_value(model, symbol.declaration.part(Role::value)); break;
      case SymbolKind::function: visit_value(model, symbol.declaration.part(Role::lambda)); break;
      default: break;
    }
  }

  void visit_value(const SemanticModel& model, Node value) {
    if (!value) return;
    const auto end = value.index() + value.raw().subtree_size;
    for (auto i = value.index(); i < end; ++i) {
      const auto node = model.tree().node(i);
      switch (node.kind()) {
        case NodeKind::VariableAccess: add(model, model.symbol_at(node)); break;
        case NodeKind::FunctionCall: {
          const auto* called = model.symbol_of(node);
          if (called != nullptr && called->kind == SymbolKind::builtin_function) check_call(model, node);
          else add(model, model.symbol_at(node));
          break;
        }
        case NodeKind::InstanceFunctionCall: {
          const auto* import = wildcard(model, node.part(Role::base));
          if (import != nullptr) add_export(*import->interface, node.name_text(), SymbolKind::function);
          else check_call(model, node);
          break;
        }
        case NodeKind::PropertyAccess:
          if (const auto* import = wildcard(model, node.part(Role::base))) add_export(*import->interface, node.name_text(), SymbolKind::variable);
          break;
        default: break;
      }
    }
  }

  static const Import* wildcard(const SemanticModel& model, Node base) {
    const auto id = base && base.is(NodeKind::VariableAccess) ? model.symbol_at(base) : SymbolId{};
    if (!id || model.symbol(id).kind != SymbolKind::wildcard_import) return nullptr;
    const auto* import = model.import_of(id);
    return import != nullptr && import->interface != nullptr ? import : nullptr;
  }

  void check_call(const SemanticModel& model, Node call) {
    const auto name = call.name_text();
    if (name.empty() || model.types().call(call).pure || is_pure_by_name(name)) return;
    if (name == "resourceId") {
      if (names_scopes(model, call, 2)) return;
    } else if (name == "subscriptionResourceId" || name == "managementGroupResourceId") {
      if (names_scopes(model, call, 1)) return;
    }
    names_.emplace(name);
  }

  /// Where no overload is chosen, the first one of the name says it for all.
  static bool is_pure_by_name(std::string_view name) {
    for (const auto* table : {&system_functions(FunctionsFor::bicep_file), &azure_functions(FunctionsFor::bicep_file)}) {
      const auto found = table->find(name);
      if (!found.empty()) return found.front()->flags.has(FunctionFlag::pure);
    }
    return false;
  }

  /// Whether the id is written with its scopes, which the deployment would fill in otherwise.
  static bool names_scopes(const SemanticModel& model, Node call, std::size_t wanted) {
    std::vector<Node> arguments;
    for (Node child : call.children()) {
      if (child.is(NodeKind::FunctionArgument)) arguments.push_back(child.part(Role::value));
    }
    if (arguments.size() < wanted + 2) return false;
    for (std::size_t i = 0; i <= wanted; ++i) {
      const auto text = arguments[i] ? model.types().string_literal(arguments[i]) : std::nullopt;
      if (!text) return false;
      if (is_resource_type(*text)) return i == wanted;
    }
    return false;
  }

  std::set<std::pair<const SemanticModel*, std::uint32_t>> seen_;
  std::vector<std::pair<const SemanticModel*, SymbolId>> open_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace

void Checker::check_import_contexts() {
  if (model_.file().kind != FileKind::parameters) return;
  for (const auto& import : model_.imports()) {
    if (import.interface == nullptr || import.interface->model == nullptr) continue;
    const auto& symbol = model_.symbol(import.symbol);
    ContextFunctions functions;
    auto at = symbol.declaration;
    if (symbol.kind == SymbolKind::wildcard_import) {
      for (const auto& exported : import.interface->exports) {
        if (exported.kind == ExportKind::variable) functions.add_export(*import.interface, exported.name, SymbolKind::variable);
        if (exported.kind == ExportKind::function) functions.add_export(*import.interface, exported.name, SymbolKind::function);
      }
    } else if (symbol.kind == SymbolKind::imported_variable) {
      functions.add_export(*import.interface, import.original_name, SymbolKind::variable);
    } else if (symbol.kind == SymbolKind::imported_function) {
      functions.add_export(*import.interface, import.original_name, SymbolKind::function);
    } else {
      continue;
    }
    if (symbol.kind != SymbolKind::wildcard_import && at.part(Role::name)) at = at.part(Role::name);
    const auto names = functions.run();
    if (!names.empty()) report(at.span(), Diagnostic::ImportNeedsDeployment, symbol.name, quoted_list(names));
  }
}

}  // namespace fleetlint::compiler
