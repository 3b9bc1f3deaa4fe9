// dependsOn: from texts to resources.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
#include "template/deployment.h"
#include "template/resource_ids.h"
#include "unknown/facts.h"

namespace fleetlint::eval {
namespace {

bool same_segment(const Value& a, const Value& b) {
  if (a.is_string() && b.is_string()) return equals_ignoring_case(a.as_string(), b.as_string());
  const auto identity = identity_of(a);
  return identity != 0 && identity == identity_of(b);
}

/// The type and name that `resourceId(…)` and its relatives were called with.
struct TypeAndName {
  std::string_view type;
  std::vector<Value> segments;
};

std::optional<TypeAndName> asked_resource(const Value& id, ExpressionEvaluator& evaluator) {
  if (!id.is_unknown()) return std::nullopt;
  const auto& unknown = id.as_unknown();
  const auto& function = unknown.function;
  if (function.size() < 10 || !equals_ignoring_case(function.substr(function.size() - 10), "resourceId")) return std::nullopt;
  for (std::size_t i = 0; i < unknown.arguments.size(); ++i) {
    const auto& argument = unknown.arguments[i];
    if (!argument.is_string() || argument.as_string().find('/') == std::string_view::npos || argument.as_string().starts_with('/')) continue;
    TypeAndName result;
    result.type = argument.as_string();
    while (result.type.ends_with('/')) result.type.remove_suffix(1);
    for (const auto& part : unknown.arguments.subspan(i + 1)) {
      const auto segments = name_segments(part, evaluator);
      result.segments.insert(result.segments.end(), segments.begin(), segments.end());
    }
    return result;
  }
  return std::nullopt;
}

/// `symbol[3]`: the symbol and the index.
std::optional<std::pair<std::string_view, std::int64_t>> indexed_symbol(std::string_view text) {
  const auto open = text.find('[');
  if (open == std::string_view::npos || !text.ends_with(']')) return std::nullopt;
  const auto digits = text.substr(open + 1, text.size() - open - 2);
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return std::pair(text.substr(0, open), index);
}

/// The text is the end of the name, after a `/`.
bool is_last_segment(std::string_view name, std::string_view text) {
  const auto slash = name.rfind('/');
  return slash != std::string_view::npos && equals_ignoring_case(name.substr(slash + 1), text);
}

/// `Provider/type/name`, type and name alternating after the provider for children.
std::string type_and_name(const EvaluatedResource& resource) {
  return fmt::format("{}/{}", resource.type, resource.name.is_string() ? resource.name.as_string() : "");
}

/// The relative form of an id: what follows its last `/providers/`.
std::string_view relative_id(std::string_view id) {
  constexpr std::string_view providers = "/providers/";
  for (auto at = id.rfind('/'); at != std::string_view::npos && at > 0; at = id.rfind('/', at - 1))
    if (id.size() - at >= providers.size() && equals_ignoring_case(id.substr(at, providers.size()), providers)) return id.substr(at + providers.size());
  return id;
}

}  // namespace

const ResourceEntry* Deployment::find_symbol(std::string_view symbol) const {
  const auto found = symbols_.find(symbol);
  return found ? &entries_[*found] : nullptr;
}

bool Deployment::knows_all_names() const {
  return std::all_of(instances_.begin(), instances_.end(), [](const ResourceInstance& instance) { return instance.resource->name.is_string(); });
}

ResourceInstance* Deployment::find_instance(const Value& target) {
  const auto& targets = find_targets(target);
  return targets.size() == 1 ? targets.front() : nullptr;
}

const std::vector<ResourceInstance*>& Deployment::find_targets(const Value& dependency) {
  // Many resources may name the same many others. Until all are declared the answer may change.
  if (!is_indexed_) return found_ = search_targets(dependency);
  if (dependency.is_string()) {
    const auto [place, fresh] = found_by_text_.try_emplace(dependency.as_string());
    if (fresh) place->second = search_targets(dependency);
    return place->second;
  }
  const auto identity = identity_of(dependency);
  if (!identity) return found_ = search_targets(dependency);
  const auto [place, fresh] = found_by_identity_.try_emplace(identity);
  if (fresh) place->second = search_targets(dependency);
  return place->second;
}

std::vector<ResourceInstance*> Deployment::search_targets(const Value& dependency) {
  if (dependency.is_string()) return find_by_text(dependency.as_string());
  std::vector<ResourceInstance*> targets;
  if (const auto asked = asked_resource(dependency, evaluator())) {
    for (auto& instance : instances_) {
      if (!equals_ignoring_case(instance.resource->type, asked->type) || instance.segments.size() != asked->segments.size()) continue;
      if (std::equal(instance.segments.begin(), instance.segments.end(), asked->segments.begin(), same_segment)) targets.push_back(&instance);
    }
    return targets;
  }
  const auto identity = identity_of(dependency);
  for (auto& instance : instances_)
    if (identity && (identity == identity_of(instance.resource->id) || identity == identity_of(instance.resource->name))) targets.push_back(&instance);
  return targets;
}

std::vector<ResourceInstance*> Deployment::find_by_text(std::string_view text) {
  if (frame_.symbolic) {
    if (const auto found = symbols_.find(text)) return entries_[*found].instances;
    if (const auto indexed = indexed_symbol(text)) {
      if (const auto found = symbols_.find(indexed->first))
        for (auto* instance : entries_[*found].instances)
          if (instance->index == indexed->second || entries_[*found].count_is_unknown) return {instance};
    }
  }
  if (const auto found = ids_.find(canonical_id(text))) return {&instances_[*found]};
  std::vector<ResourceInstance*> targets;
  const auto collect = [&](auto&& matches) {
    for (const bool deployed : {true, false}) {
      if (!targets.empty()) return;
      for (auto& instance : instances_)
        if ((instance.resource->condition != Tri::no) == deployed && matches(instance)) targets.push_back(&instance);
    }
  };
  if (text.starts_with('/')) {
    const auto relative = relative_id(text);
    collect([&](const ResourceInstance& i) { return i.resource->id.is_string() && equals_ignoring_case(relative_id(i.resource->id.as_string()), relative); });
    return targets;
  }
  collect([&](const ResourceInstance& i) { return i.entry->is_loop && equals_ignoring_case(i.entry->loop_name, text); });
  if (targets.empty()) collect([&](const ResourceInstance& i) { return i.resource->name.is_string() && equals_ignoring_case(i.resource->name.as_string(), text); });
  if (targets.empty() && text.find('/') != std::string_view::npos)
    collect([&](const ResourceInstance& i) {
      return i.resource->name.is_string() && (equals_ignoring_case(type_and_name(*i.resource), text) ||
                                              (i.resource->id.is_string() && equals_ignoring_case(relative_id(i.resource->id.as_string()), text)));
    });
  if (targets.empty()) collect([&](const ResourceInstance& i) { return i.parent && i.resource->name.is_string() && is_last_segment(i.resource->name.as_string(), text); });
  return targets;
}

/// The name or symbol of a loop that has no items: nothing to wait for.
bool Deployment::is_empty_loop(std::string_view name) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const ResourceEntry& entry) {
    return entry.is_loop && entry.instances.empty() &&
           (equals_ignoring_case(entry.loop_name, name) || (!entry.symbol.empty() && equals_ignoring_case(entry.symbol, name)));
  });
}

/// A child beside its parent names it by the beginning of its own name. Known ids are matched once for all deployments
/// (evaluate.cpp); here are those with unknown parts.
void Deployment::find_named_parents() {
  for (auto& instance : instances_) {
    auto& resource = *instance.resource;
    const auto type_end = resource.type.rfind('/');
    if (resource.parent || resource.id.is_string() || count_slashes(resource.type) < 2 || instance.segments.size() < 2) continue;
    for (const auto& other : instances_) {
      if (!equals_ignoring_case(other.resource->type, resource.type.substr(0, type_end)) || other.segments.size() + 1 != instance.segments.size()) continue;
      if (!std::equal(other.segments.begin(), other.segments.end(), instance.segments.begin(), same_segment)) continue;
      resource.parent = other.resource.get();
      break;
    }
  }
}

void Deployment::resolve_dependencies() {
  find_named_parents();
  for (auto& instance : instances_) {
    if (instance.resource->condition == Tri::no) continue;
    if (const auto* list = instance.entry->node->find("dependsOn")) {
      const bool certain = certain_;
      certain_ = certain && instance.resource->condition == Tri::yes && !instance.resource->zero_or_more;
      const Value value = evaluate(*list, environment(Place::resource_start, instance.loop));
      for (std::size_t i = 0; i < value.items().size(); ++i)
        resolve_dependency(instance, value.items()[i], list->is_array() && i < list->items.size() ? list->items[i].location : list->location);
      certain_ = certain;
    }
    if (!instance.entry->serial || instance.entry->count_is_unknown) continue;
    const auto batch = instance.index / instance.entry->batch_size;
    for (auto* other : instance.entry->instances)
      if (batch > 0 && other->index / instance.entry->batch_size == batch - 1 && std::exchange(other->seen_for, &instance) != &instance) instance.dependencies.push_back(other);
  }
  for (auto& instance : instances_) instance.seen_for = nullptr;
  for (auto& instance : instances_) list_dependencies(instance);
  has_cycle_ = find_cycles(false);
}

void Deployment::refers_to(ResourceInstance& instance) {
  if (!evaluated_ || instance.resource->existing) return;
  auto& known = evaluated_->referenced;
  if (std::find(known.begin(), known.end(), &instance) != known.end()) return;
  known.push_back(&instance);
  has_references_ = true;
}

void Deployment::resolve_dependency(ResourceInstance& instance, const Value& dependency, Location location) {
  if (dependency.failure()) return;
  if (!may_be(dependency, ValueKind::string)) {
    session_.report(ErrorKind::arg_type, location, "a dependency must be a string", *this, {}, certain_);
    return;
  }
  const auto& targets = find_targets(dependency);
  for (auto* target : targets)
    if ((target != &instance || targets.size() == 1) && std::exchange(target->seen_for, &instance) != &instance) instance.dependencies.push_back(target);
  if (!targets.empty() || !dependency.is_string() || !knows_all_names() || is_empty_loop(dependency.as_string())) return;
  session_.report(ErrorKind::not_found, location, fmt::format("the template has no resource `{}` to depend on", dependency.as_string()), *this, {}, certain_);
}

/// What the resource waits for: not what is left out, and through existing resources to what those wait for.
void Deployment::list_dependencies(ResourceInstance& instance) {
  std::vector<ResourceInstance*> waiting = instance.dependencies;
  auto& texts = instance.resource->depends_on;
  for (std::size_t next = 0; next < waiting.size(); ++next) {
    auto* target = waiting[next];
    if (target->resource->condition == Tri::no || std::exchange(target->seen_for, &instance) == &instance) continue;
    if (target->resource->existing) {
      waiting.insert(waiting.end(), target->dependencies.begin(), target->dependencies.end());
      continue;
    }
    const auto& id = target->resource->id;
    if (id.is_string()) texts.push_back(id.as_string());
    else if (id.is_unknown() && !id.failure()) texts.push_back(text_of_unknown_id(*target));
  }
}

/// The expression that makes the id, made once: many may depend on one.
std::string_view Deployment::text_of_unknown_id(ResourceInstance& instance) {
  constexpr std::size_t most_bytes = 400;
  if (instance.id_text.empty()) instance.id_text = session_.arena().copy(std::string_view("[" + expression_text(instance.resource->id, most_bytes) + "]"));
  return instance.id_text;
}

namespace {
std::string_view label_of(const EvaluatedResource& resource) { return resource.name.is_string() ? resource.name.as_string() : resource.symbolic_name; }
constexpr std::size_t most_told = 12;  ///< names in the message about a cycle
}  // namespace

/// Depth first without recursion; the first resource that is reached from itself is told.
bool Deployment::find_cycles(bool with_references) {
  struct Visit {
    ResourceInstance* instance;
    std::size_t next;
  };
  std::vector<SlotState> states(instances_.size(), SlotState::waiting);
  std::vector<std::pair<const ResourceInstance*, std::size_t>> places;
  for (std::size_t i = 0; i < instances_.size(); ++i) places.emplace_back(&instances_[i], i);
  std::sort(places.begin(), places.end());
  const auto state = [&](const ResourceInstance* instance) -> SlotState& {
    return states[std::lower_bound(places.begin(), places.end(), std::pair(instance, std::size_t{0}))->second];
  };
  for (auto& start : instances_) {
    if (state(&start) != SlotState::waiting) continue;
    std::vector<Visit> path{{&start, 0}};
    state(&start) = SlotState::running;
    while (!path.empty()) {
      auto& top = path.back();
      const auto& dependencies = top.instance->dependencies;
      const auto& referenced = top.instance->referenced;
      if (top.next == dependencies.size() + (with_references ? referenced.size() : 0)) {
        state(top.instance) = SlotState::done;
        path.pop_back();
        continue;
      }
      auto* next = top.next < dependencies.size() ? dependencies[top.next] : referenced[top.next - dependencies.size()];
      ++top.next;
      if (next->resource->condition == Tri::no) continue;
      if (state(next) == SlotState::running) {
        std::string way;
        std::size_t from = path.size();
        while (from > 1 && path[from - 1].instance != next) --from;
        for (std::size_t i = from - 1; i < path.size() && i < from + most_told; ++i) way += fmt::format("{} → ", label_of(*path[i].instance->resource));
        if (path.size() - from > most_told) way += "… → ";
        session_.report(ErrorKind::circular, next->resource->location,
                        fmt::format("the resource `{}` depends on itself ({}{})", label_of(*next->resource), way, label_of(*next->resource)), *this, {}, certain_);
        return true;
      }
      if (state(next) == SlotState::waiting) {
        state(next) = SlotState::running;
        path.push_back({next, 0});
      }
    }
  }
  return false;
}

}  // namespace fleetlint::eval
