// no-module-name, use-recent-module-versions, no-hardcoded-outputs: what modules and their outputs need not say.
#include <fmt/format.h>

#include <vector>

#include "linter/core_rule.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

/// Literals and what is made of nothing else. Spread members are not looked at, as in the reference.
bool is_constant(Node value) {
  std::vector<Node> open{value};
  while (!open.empty()) {
    const auto at = open.back();
    open.pop_back();
    if (!at) return false;
    switch (at.kind()) {
      case NodeKind::String:
        if (at.child_count() != 0) return false;
        break;
      case NodeKind::IntegerLiteral: case NodeKind::BooleanLiteral: case NodeKind::NullLiteral: break;
      case NodeKind::UnaryOperation: open.push_back(at.first_child()); break;
      case NodeKind::ParenthesizedExpression: open.push_back(at.part(Role::value)); break;
      case NodeKind::Array: case NodeKind::Object:
        for (Node child : at.children()) {
          if (child.is(NodeKind::ArrayItem) || child.is(NodeKind::ObjectProperty)) open.push_back(child.part(Role::value));
        }
        break;
      default: return false;
    }
  }
  return true;
}

}  // namespace

void CoreLint::module_names() {
  constexpr std::string_view rule = "no-module-name";
  if (!runs(rule)) return;
  for (const auto& module : model_.modules()) {
    const auto name = module.body ? find_property(module.body, "name", model_.arena()) : Node();
    if (!name) continue;
    report(name.span(), rule, "Avoid specifying an explicit module name. This simplifies code, and avoids the risk of accidental module name re-use within a deployment.");
  }
}

// Which versions there are is known to the registry only, which is never asked: that is told, once in a file.
void CoreLint::module_versions() {
  constexpr std::string_view rule = "use-recent-module-versions";
  if (!runs(rule)) return;
  constexpr std::string_view public_modules = "br:mcr.microsoft.com/bicep/";
  for (const auto& module : model_.modules()) {
    const auto path = module.declaration.part(Role::path);
    if (module.reference == nullptr || !path) continue;
    const auto& artifact = module.reference->artifact;
    if (artifact.scheme != ArtifactScheme::registry || !artifact.fully_qualified.starts_with(public_modules) || artifact.fully_qualified.find('@') != std::string::npos) continue;
    report(path.span(), rule, "Available module versions have not yet been downloaded. If running from the command line, be sure --no-restore is not specified.");
    return;
  }
}

void CoreLint::constant_outputs() {
  constexpr std::string_view rule = "no-hardcoded-outputs";
  if (!runs(rule)) return;
  for (const auto id : model_.declared(SymbolKind::output)) {
    const auto& symbol = model_.symbol(id);
    const auto value = symbol.declaration.part(Role::value);
    if (!value || !is_constant(value)) continue;
    report(value.span(), rule, fmt::format("Output '{}' uses a hard-coded value. Use an exported variable for constants that need to be imported by other files.", symbol.name));
  }
}

}  // namespace fleetlint::compiler
