#include "graph/work_plan.h"

namespace fleetlint::compiler {

std::vector<std::uint32_t> targets_of(const SourceFile& file) {
  std::vector<std::uint32_t> targets;
  for (const auto& reference : file.references) {
    if (reference.target) targets.push_back(reference.target->index);
  }
  std::sort(targets.begin(), targets.end());
  targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  return targets;
}

WorkPlan plan_work(const SourceGraph& graph) {
  const auto count = graph.files.size();
  WorkPlan plan;
  plan.order.reserve(count);
  plan.dependents.resize(count);
  plan.waits_for.resize(count);
  std::vector<std::vector<std::uint32_t>> targets(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    targets[i] = targets_of(*graph.files[i]);
    plan.waits_for[i] = static_cast<std::uint32_t>(targets[i].size());
    for (const auto target : targets[i]) plan.dependents[target].push_back(i);
  }
  struct Step {
    std::uint32_t file;
    std::size_t next = 0;
  };
  std::vector<bool> seen(count, false);
  const auto visit = [&](std::uint32_t root) {
    if (seen[root]) return;
    seen[root] = true;
    std::vector<Step> stack{{root}};
    while (!stack.empty()) {
      auto& step = stack.back();
      if (step.next == targets[step.file].size()) {
        plan.order.push_back(step.file);
        stack.pop_back();
        continue;
      }
      const auto target = targets[step.file][step.next++];
      if (seen[target]) continue;
      seen[target] = true;
      stack.push_back({target});
    }
  };
  for (const auto* entry : graph.entries) {
    if (!entry) continue;
    visit(entry->index);
    plan.group_ends.push_back(static_cast<std::uint32_t>(plan.order.size()));
  }
  for (std::uint32_t i = 0; i < count; ++i) visit(i);  // what only a cut reference led to
  plan.group_ends.push_back(static_cast<std::uint32_t>(count));
  return plan;
}

std::vector<std::uint32_t> steps_in_order(const WorkPlan& plan) {
  const auto count = static_cast<std::uint32_t>(plan.order.size());
  std::vector<std::uint32_t> steps;
  steps.reserve(plan.order.size() * 2);
  std::uint32_t begin = 0;
  for (const auto end : plan.group_ends) {
    for (auto i = begin; i < end; ++i) steps.push_back(plan.order[i]);
    for (auto i = begin; i < end; ++i) steps.push_back(count + plan.order[i]);
    begin = std::max(begin, end);
  }
  return steps;
}

}  // namespace fleetlint::compiler
