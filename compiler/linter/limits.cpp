// max-params, max-variables, max-outputs, max-asserts, max-resources: what Azure refuses in one template.
#include <fmt/format.h>

#include <algorithm>

#include "linter/core_rule.h"

namespace fleetlint::compiler {

void CoreLint::numbers_of_declarations() {
  struct Row {
    SymbolKind kind;
    std::size_t most;
    std::string_view rule, what, counted;
  };
  static constexpr Row rows[] = {
      {SymbolKind::parameter, 256, "max-params", "parameters", "parameters"},
      {SymbolKind::variable, 512, "max-variables", "variables", "variables"},
      {SymbolKind::output, 64, "max-outputs", "outputs", "outputs"},
      {SymbolKind::assertion, 32, "max-asserts", "predeployment conditions", "'assert' statements"},
  };
  const auto tell = [&](Node first, const Row& row) {
    report(first.name_span(), row.rule, fmt::format("Too many {}. Number of {} is limited to {}.", row.what, row.counted, row.most));
  };
  for (const auto& row : rows) {
    const auto& declared = model_.declared(row.kind);
    if (declared.size() > row.most) tell(model_.symbol(declared.front()).declaration, row);
  }
  static constexpr Row resources{SymbolKind::resource, 800, "max-resources", "resources", "resources"};
  if (model_.resources().size() <= resources.most) return;
  // The first of the file: nested ones stand in front of the others here.
  const auto first = std::ranges::find_if(model_.resources(), [](const DeclaredResource& resource) { return !(resource.parent && resource.parent->nested); });
  if (first != model_.resources().end()) tell(first->declaration, resources);
}

}  // namespace fleetlint::compiler
