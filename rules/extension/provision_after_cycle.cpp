#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

/// The names of one way round, or nothing.
std::vector<std::string> find_cycle(const std::vector<std::vector<std::size_t>>& edges, const std::vector<std::string>& names) {
  enum class Mark : unsigned char { fresh, open, done };
  std::vector<Mark> marks(edges.size(), Mark::fresh);
  for (std::size_t root = 0; root < edges.size(); ++root) {
    if (marks[root] != Mark::fresh) continue;
    std::vector<std::pair<std::size_t, std::size_t>> path{{root, 0}};
    marks[root] = Mark::open;
    while (!path.empty()) {
      auto& [node, next] = path.back();
      if (next == edges[node].size()) {
        marks[node] = Mark::done;
        path.pop_back();
        continue;
      }
      const auto target = edges[node][next++];
      if (marks[target] == Mark::open) {
        std::vector<std::string> cycle;
        bool inside = false;
        for (const auto& [step, unused] : path) {
          inside = inside || step == target;
          if (inside) cycle.push_back(names[step]);
        }
        cycle.push_back(names[target]);
        return cycle;
      }
      if (marks[target] == Mark::fresh) {
        marks[target] = Mark::open;
        path.emplace_back(target, 0);
      }
    }
  }
  return {};
}

}  // namespace

static void check_provision_after_cycle(const ScaleSet& set, RuleContext& context) {
  std::vector<std::string> names;
  std::vector<std::vector<std::size_t>> edges(set.extensions.size());
  for (const auto& extension : set.extensions) names.push_back(extension.display_name());
  for (std::size_t i = 0; i < set.extensions.size(); ++i) {
    if (set.extensions[i].exists != Tri::yes) continue;  // one that may be missing breaks the circle
    for (const auto& after : set.extensions[i].properties["provisionAfterExtensions"].items().certain)
      for (std::size_t k = 0; k < set.extensions.size(); ++k)
        if (set.extensions[k].exists == Tri::yes && equal(symbolic(after), set.extensions[k].name) == Tri::yes) edges[i].push_back(k);
  }
  const auto cycle = find_cycle(edges, names);
  if (cycle.empty()) return;
  std::string way;
  for (const auto& name : cycle) way += (way.empty() ? "`" : " after `") + name + "`";
  for (std::size_t i = 0; i < set.extensions.size(); ++i)
    if (names[i] == cycle.front()) {
      context.report(set, set.extensions[i], set.extensions[i].properties["provisionAfterExtensions"], "the order of the extensions goes round in a circle: " + way).help("drop one of these edges");
      return;
    }
}

FLEETLINT_RULE(provision_after_cycle) = {
    .id = "FL-EXT-001",
    .name = "provision-after-cycle",
    .title = "Extension order goes round in a circle",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension",
    .page = R"md(Extension order goes round in a circle.

Azure refuses the deployment or the upgrade.

## When

Graph over the extensions of the set, inline and as child resources names with edges properties.provisionAfterExtensions[] has a cycle (self-loop included); report the cycle path.

## Example

Flagged: `A after B, B after A`.

Fine: A after B, and B after nothing.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource. Edges with unknown names are left out; a cycle through them is not reported.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- Microsoft Learn: Updates and maintenance overview (virtual machines)
- Microsoft Learn: Update options in Azure Update Manager
- doc: sequencing)md",
    .check_scale_set = check_provision_after_cycle,
};

}  // namespace fleetlint::rules
