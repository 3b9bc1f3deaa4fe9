// use-parent-property, no-deployments-resources, use-stable-resource-identifiers.
#include <fmt/format.h>

#include <algorithm>

#include "fleetlint/base/unicode.h"
#include "fleetlint/grammar/parse.h"
#include "linter/core_rule.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

std::vector<Node> holes(Node string) {
  std::vector<Node> result;
  for (Node child : string.children()) result.push_back(child);
  return result;
}

/// The child's name is the parent's with `/…` behind it.
bool extends_name(Node parent, Node child) {
  const auto child_segments = syntax::string_segments(child);
  if (!parent || !child_segments) return false;
  const auto child_holes = holes(child);
  if (!parent.is(NodeKind::String)) {
    return child_segments->size() > 1 && (*child_segments)[1].starts_with('/') && same_tokens(child_holes[0], parent);
  }
  const auto parent_segments = syntax::string_segments(parent);
  if (!parent_segments || child_segments->size() < parent_segments->size()) return false;
  const auto parent_holes = holes(parent);
  for (std::size_t i = 0; i < parent_segments->size(); ++i) {
    const auto& mine = (*parent_segments)[i];
    const auto& others = (*child_segments)[i];
    const bool last = i + 1 == parent_segments->size();
    if (!last && mine != others) return false;
    if (last && (others.size() <= mine.size() || others[mine.size()] != '/' || !others.starts_with(mine))) return false;
  }
  for (std::size_t i = 0; i < parent_holes.size(); ++i) {
    if (!same_tokens(parent_holes[i], child_holes[i])) return false;
  }
  return true;
}

std::string_view parent_type(std::string_view type) { return type.substr(0, type.rfind('/')); }

}  // namespace

void CoreLint::parent_property() {
  const auto type_is_known = [&](const DeclaredResource& resource) { return resource.is_az() && model_.types().valid_scopes(resource) != 0; };
  for (const auto& resource : model_.resources()) {
    if (!type_is_known(resource) || resource.parent || !resource.name || !resource.name.is(NodeKind::String)) continue;
    const DeclaredResource* found = nullptr;
    // `${parent.name}/…`
    const auto segments = syntax::string_segments(resource.name);
    if (segments && segments->size() > 1 && (*segments)[1].starts_with('/')) {
      const auto first = resource.name.first_child();
      if (first.is(NodeKind::PropertyAccess) && first.name_text() == "name") {
        const auto* named = model_.resource_of(first.part(Role::base));
        if (named != nullptr && equals_ignoring_case(named->type.type, parent_type(resource.type.type))) found = named;
      }
    }
    for (const auto& other : model_.resources()) {
      if (found != nullptr) break;
      if (!type_is_known(other) || !equals_ignoring_case(other.type.type, parent_type(resource.type.type))) continue;
      if (!other.loop && extends_name(other.name, resource.name)) found = &other;
    }
    if (found == nullptr || !resource.body || find_property(resource.body, "name", model_.arena()).contains_error()) continue;
    report(resource.name.span(), "use-parent-property",
           fmt::format("Resource \"{}\" has its name formatted as a child of resource \"{}\". The syntax can be simplified by using the parent property.",
                       model_.symbol(resource.symbol).name, model_.symbol(found->symbol).name));
  }
}

void CoreLint::deployments_resources() {
  for (const auto& resource : model_.resources()) {
    if (!resource.is_az() || !equals_ignoring_case(resource.type.type, "Microsoft.Resources/deployments") || model_.types().valid_scopes(resource) == 0) continue;
    const auto type = resource.declaration.part(Role::type);
    report(type ? type.span() : resource.declaration.span(), "no-deployments-resources",
           fmt::format("Resource '{}' of type '{}' should instead be declared as a Bicep module.", model_.symbol(resource.symbol).name, resource.type.full()));
  }
}

namespace {

/// Calls that give another value each time, with the names that lead to them.
class UnstableCalls {
 public:
  struct Found {
    std::string path, function;
  };

  explicit UnstableCalls(const SemanticModel& model) : model_(model) {}

  std::vector<Found> below(Node node) {
    look(node);
    return std::move(found_);
  }

 private:
  void look(Node node) {
    if (calls_system_function(model_, node, "newGuid") || calls_system_function(model_, node, "utcNow")) {
      std::string path;
      for (const auto id : path_) path += fmt::format("{}{} -> ", model_.symbol(id).name, model_.symbol(id).kind == SymbolKind::parameter ? " (default value)" : "");
      found_.push_back({path + std::string(node.text()), std::string(node.name_text())});
    }
    if (node.is(NodeKind::VariableAccess)) {
      const auto id = model_.symbol_at(node);
      if (id && std::ranges::find(path_, id) == path_.end()) {
        const auto& symbol = model_.symbol(id);
        auto value = symbol.kind == SymbolKind::variable    ? symbol.declaration.part(Role::value)
                     : symbol.kind == SymbolKind::parameter ? symbol.declaration.child(NodeKind::ParameterDefaultValue)
                                                            : Node();
        // Each way to a call is told; of very many ways the rest is not looked at.
        if (value && seen_ < most_visits) {
          ++seen_;
          path_.push_back(id);
          look(value);
          path_.pop_back();
        }
      }
    }
    for (Node child : node.children()) look(child);
  }

  static constexpr int most_visits = 10'000;
  const SemanticModel& model_;
  std::vector<SymbolId> path_;
  std::vector<Found> found_;
  int seen_ = 0;
};

}  // namespace

void CoreLint::stable_identifiers() {
  for (const auto& resource : model_.resources()) {
    for (const auto identifier : {"name", "scope", "parent"}) {
      const auto value = property_value(resource.body, identifier, model_.arena());
      if (!value) continue;
      const auto name = model_.symbol(resource.symbol).name;
      for (const auto& found : UnstableCalls(model_).below(value)) {
        report(value.span(), "use-stable-resource-identifiers",
               fmt::format("Resource identifiers should be reproducible outside of their initial deployment context. Resource {}'s '{}' identifier is potentially "
                           "nondeterministic due to its use of the '{}' function ({}.{} -> {}).",
                           name, identifier, found.function, name, identifier, found.path));
      }
    }
  }
}

}  // namespace fleetlint::compiler
