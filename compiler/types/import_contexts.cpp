// What imported declarations need of the deployment: a parameter file is evaluated before there is one (BCP452).
#include <algorithm>
#include <map>
#include <optional>
#include <span>
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

/// Goes from declaration to declaration, across files, and collects the functions that only a deployment can answer. Each
/// declaration is looked at once, however many imports lead to it.
class ContextFunctions {
 public:
  using Root = std::uint32_t;

  Root add(const SemanticModel& model, SymbolId symbol) {
    const auto [found, added] = index_.try_emplace({&model, symbol.index}, static_cast<Root>(declarations_.size()));
    if (added) declarations_.push_back({&model, symbol, {}});
    return found->second;
  }

  std::optional<Root> add_export(const ModuleInterface& interface, std::string_view name, SymbolKind kind) {
    if (interface.model == nullptr) return std::nullopt;
    const auto* exported = interface.find_export(name);
    if (exported == nullptr || !exported->declaration) return std::nullopt;
    const auto id = interface.model->symbol_at(exported->declaration);
    if (!id || interface.model->symbol(id).kind != kind) return std::nullopt;
    return add(*interface.model, id);
  }

  /// Looks at everything that the roots lead to.
  void run() {
    for (std::size_t i = 0; i < declarations_.size(); ++i) {
      current_ = static_cast<Root>(i);
      const auto* model = declarations_[i].model;  // the list grows
      const auto symbol = declarations_[i].symbol;
      const std::lock_guard lock(model->import_mutex());  // other files may look at the same declarations
      visit_symbol(*model, symbol);
    }
    // Back from each function to all that need it. There are few functions of this kind.
    for (auto& [name, calling] : callers_) {
      std::vector<bool> needs(declarations_.size(), false);
      auto open = calling;
      while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        if (needs[at]) continue;
        needs[at] = true;
        const auto& users = declarations_[at].users;
        open.insert(open.end(), users.begin(), users.end());
      }
      needs_.emplace_back(name, std::move(needs));
    }
  }

  /// Sorted without regard to case; empty when everything can be worked out before the deployment.
  std::vector<std::string> names_for(std::span<const Root> roots) const {
    std::vector<std::string> names;
    for (const auto& [name, needs] : needs_) {
      if (std::ranges::any_of(roots, [&](Root root) { return needs[root]; })) names.push_back(name);
    }
    sort_ignoring_case(names);
    return names;
  }

 private:
  void use(const SemanticModel& model, SymbolId symbol) {
    if (!symbol) return;
    const auto used = add(model, symbol);
    declarations_[used].users.push_back(current_);
  }
  void use_export(const ModuleInterface& interface, std::string_view name, SymbolKind kind) {
    if (const auto used = add_export(interface, name, kind)) declarations_[*used].users.push_back(current_);
  }

  void visit_symbol(const SemanticModel& model, SymbolId id) {
    const auto& symbol = model.symbol(id);
    switch (symbol.kind) {
      case SymbolKind::imported_variable: case SymbolKind::imported_function: {
        const auto* import = model.import_of(id);
        const auto kind = symbol.kind == SymbolKind::imported_variable ? SymbolKind::variable : SymbolKind::function;
        if (import != nullptr && import->interface != nullptr) use_export(*import->interface, import->original_name, kind);
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
        case NodeKind::VariableAccess: use(model, model.symbol_at(node)); break;
        case NodeKind::FunctionCall: {
          const auto* called = model.symbol_of(node);
          if (called != nullptr && called->kind == SymbolKind::builtin_function) check_call(model, node);
          else use(model, model.symbol_at(node));
          break;
        }
        case NodeKind::InstanceFunctionCall: {
          const auto* import = wildcard(model, node.part(Role::base));
          if (import != nullptr) use_export(*import->interface, node.name_text(), SymbolKind::function);
          else check_call(model, node);
          break;
        }
        case NodeKind::PropertyAccess:
          if (const auto* import = wildcard(model, node.part(Role::base))) use_export(*import->interface, node.name_text(), SymbolKind::variable);
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
    callers_[std::string(name)].push_back(current_);
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

  struct Declaration {
    const SemanticModel* model;
    SymbolId symbol;
    std::vector<Root> users;  ///< the declarations that name it
  };
  std::map<std::pair<const SemanticModel*, std::uint32_t>, Root> index_;
  std::vector<Declaration> declarations_;
  Root current_ = 0;
  std::map<std::string, std::vector<Root>> callers_;
  std::vector<std::pair<std::string, std::vector<bool>>> needs_;
};

}  // namespace

void Checker::check_import_contexts() {
  if (model_.file().kind != FileKind::parameters) return;
  ContextFunctions functions;
  std::vector<std::vector<ContextFunctions::Root>> roots(model_.imports().size());
  for (std::size_t i = 0; i < roots.size(); ++i) {
    const auto& import = model_.imports()[i];
    if (import.interface == nullptr || import.interface->model == nullptr) continue;
    const auto add = [&](std::string_view name, SymbolKind kind) {
      if (const auto root = functions.add_export(*import.interface, name, kind)) roots[i].push_back(*root);
    };
    switch (model_.symbol(import.symbol).kind) {
      case SymbolKind::wildcard_import:
        for (const auto& exported : import.interface->exports) {
          if (exported.kind == ExportKind::variable) add(exported.name, SymbolKind::variable);
          if (exported.kind == ExportKind::function) add(exported.name, SymbolKind::function);
        }
        break;
      case SymbolKind::imported_variable: add(import.original_name, SymbolKind::variable); break;
      case SymbolKind::imported_function: add(import.original_name, SymbolKind::function); break;
      default: break;
    }
  }
  functions.run();
  for (std::size_t i = 0; i < roots.size(); ++i) {
    const auto names = functions.names_for(roots[i]);
    if (names.empty()) continue;
    const auto& symbol = model_.symbol(model_.imports()[i].symbol);
    auto at = symbol.declaration;
    if (symbol.kind != SymbolKind::wildcard_import && at.part(Role::name)) at = at.part(Role::name);
    report(at.span(), Diagnostic::ImportNeedsDeployment, symbol.name, quoted_list(names));
  }
}

}  // namespace fleetlint::compiler
