// use-safe-access, use-resource-symbol-reference.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>

#include "fleetlint/base/unicode.h"
#include "linter/core_rule.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

std::string_view last_name(const DeclaredResource& resource) { return resource.name ? resource.name.text() : std::string_view(); }

}  // namespace

void CoreLint::safe_access() {
  each(NodeKind::TernaryOperation, [&](Node ternary) {
    const auto condition = ternary.part(Role::condition), when_true = ternary.part(Role::when_true);
    if (!condition || !when_true || !calls(condition, "contains") || !is_access(when_true)) return;
    const auto given = argument_values(condition);
    if (given.size() != 2 || !given[0] || !given[1] || !same_tokens(given[0], when_true.part(Role::base))) return;
    bool same = false;
    if (when_true.is(NodeKind::ArrayAccess)) {
      same = same_tokens(when_true.part(Role::index), given[1]);
    } else if (given[1].is(NodeKind::String)) {
      same = literal_text(given[1], model_.arena()) == when_true.name_text();
    }
    if (same) report(ternary.span(), "use-safe-access", "The syntax can be simplified by using the safe access (.?) operator.");
  });
  const auto look = [&](Node access) {
    if (access.token(syntax::TokenKind::Question) || model_.parent(access).is(NodeKind::NonNullAssertion)) return;
    // Only members of objects: the items of an array may be null by themselves.
    if (!model_.types().type_of(access.part(Role::base))->is(TypeKind::object) || !is_nullable(*model_.types().type_of(access))) return;
    report(access.span(), "use-safe-access", "The property being accessed may be null. Use the (.?) operator to handle this safely.");
  };
  each(NodeKind::PropertyAccess, look);
  each(NodeKind::ArrayAccess, look);
}

void CoreLint::references_by_function() {
  std::unordered_multimap<std::string, const DeclaredResource*> by_type;  // and by the last name as it is written
  /// Declared resources that the id means: `x.id`, `x.name`, or `resourceId('type', names…)` with the names as they are written.
  const auto resources_of = [&](Node id) {
    std::vector<const DeclaredResource*> result;
    if (id.is(NodeKind::PropertyAccess)) {
      if (id.name_text() != "id" && id.name_text() != "name") return result;
      if (const auto* named = model_.resource_of(id.part(Role::base))) result.push_back(named);
      return result;
    }
    if (!calls_azure_function(model_, id) || id.name_text() != "resourceId") return result;
    const auto given = argument_values(id);
    if (given.size() < 2 || !given[0].is(NodeKind::String)) return result;
    const auto type = literal_text(given[0], model_.arena());
    if (!type || type->find('/') == std::string_view::npos) return result;
    if (by_type.empty()) {
      for (const auto& resource : model_.resources()) {
        if (resource.is_az()) by_type.emplace(fmt::format("{}|{}", to_lower_ascii(resource.type.type), last_name(resource)), &resource);
      }
    }
    const auto [begin, end] = by_type.equal_range(fmt::format("{}|{}", to_lower_ascii(*type), given.back() ? given.back().text() : std::string_view()));
    for (auto at = begin; at != end; ++at) {
      const auto& resource = *at->second;
      if (given.size() != resource.ancestors.size() + 2) continue;
      bool same = same_tokens(given.back(), resource.name);
      for (std::size_t i = 0; same && i < resource.ancestors.size(); ++i) same = same_tokens(given[i + 1], model_.resources()[resource.ancestors[i].resource].name);
      if (same) result.push_back(&resource);
    }
    return result;
  };
  const auto look = [&](Node call) {
    if (!calls_azure_function(model_, call)) return;
    const bool reads = equals_ignoring_case(call.name_text(), "reference");
    if (!reads && !to_lower_ascii(call.name_text()).starts_with("list")) return;
    const auto given = argument_values(call);
    if (given.size() < (reads ? 1u : 2u) || given.size() > 3) return;
    const auto candidates = resources_of(given[0]);
    const auto version = given.size() > 1 ? given[1] : Node();
    const auto has_version = [&](const DeclaredResource* resource) {
      const auto text = version.is(NodeKind::String) ? literal_text(version, model_.arena()) : std::nullopt;
      if (text) return equals_ignoring_case(resource->type.api_version, *text);
      return version.is(NodeKind::PropertyAccess) && version.name_text() == "apiVersion" && model_.resource_of(version.part(Role::base)) == resource;
    };
    const bool found = version ? std::ranges::any_of(candidates, has_version) : candidates.size() == 1;
    if (!found) return;
    report(call.span(), "use-resource-symbol-reference",
           fmt::format("Use a resource reference instead of invoking function \"{}\". This simplifies the syntax and allows Bicep to better understand your deployment "
                       "dependency graph.",
                       call.name_text()));
  };
  each(NodeKind::FunctionCall, look);
  each(NodeKind::InstanceFunctionCall, look);
}

}  // namespace fleetlint::compiler
