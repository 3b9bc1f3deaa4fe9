// First pass over resources: loops, conditions, types, names, scopes and ids, all known before the deployment runs.
#include <fmt/format.h>

#include <algorithm>

#include "fleetlint/base/unicode.h"
#include "template/deployment.h"
#include "template/resource_ids.h"
#include "unknown/facts.h"

namespace fleetlint::eval {
namespace {

// Microsoft Learn, "Template limits".
constexpr std::size_t most_resources = 800;  // of one deployment, loop items included
constexpr std::size_t most_deployment_name = 64;

bool is_string_node(const arm::Node* node) { return node && (node->is_string() || node->is_expression()); }

/// Where `scope` of a resource points: a scope to deploy to, or a resource to extend.
struct ScopeTarget {
  std::optional<ScopeKind> kind;
  Value subscription_id, resource_group, management_group;
};

ScopeTarget read_scope(const Value& scope) {
  ScopeTarget target;
  const auto text = scope.is_string() ? scope.as_string() : prefix_of(scope);
  if (scope.is_string() && text == "/") {
    target.kind = ScopeKind::tenant;
    return target;
  }
  for (const std::string_view prefix : {"Microsoft.Management/managementGroups/", "/providers/Microsoft.Management/managementGroups/"}) {
    if (text.size() < prefix.size() || !equals_ignoring_case(text.substr(0, prefix.size()), prefix)) continue;
    if (scope.is_string() && text.find('/', prefix.size()) != std::string_view::npos) break;  // a resource in the group
    target.kind = ScopeKind::management_group;
    target.management_group = scope.is_string() ? Value::string(text.substr(prefix.size())) : scope;
    if (!scope.is_string() && !scope.as_unknown().arguments.empty()) target.management_group = scope.as_unknown().arguments.back();
    return target;
  }
  constexpr std::string_view subscriptions = "/subscriptions/", groups = "resourceGroups/";
  if (!scope.is_string() || text.size() <= subscriptions.size() || !equals_ignoring_case(text.substr(0, subscriptions.size()), subscriptions)) return target;
  const auto rest = text.substr(subscriptions.size());
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) {
    target.kind = ScopeKind::subscription;
    target.subscription_id = Value::string(rest);
    return target;
  }
  const auto group = rest.substr(slash + 1);
  if (group.size() <= groups.size() || !equals_ignoring_case(group.substr(0, groups.size()), groups) || group.find('/', groups.size()) != std::string_view::npos) return target;
  target.kind = ScopeKind::resource_group;
  target.subscription_id = Value::string(rest.substr(0, slash));
  target.resource_group = Value::string(group.substr(groups.size()));
  return target;
}

}  // namespace

void Deployment::declare_resources() {
  if (!frame_.resources) return;
  if (frame_.resources->is_object()) {
    for (const auto& member : frame_.resources->members) declare(member.value, member.name, member.name_location, nullptr);
  } else {
    for (const auto& node : frame_.resources->items) declare(node, {}, node.location, nullptr);
  }
  const auto made = static_cast<std::size_t>(std::count_if(instances_.begin(), instances_.end(), [](const ResourceInstance& instance) {
    return instance.resource->condition != Tri::no && !instance.resource->existing;
  }));
  if (made > most_resources)
    session_.report(ErrorKind::limit_exceeded, frame_.resources->location, fmt::format("a deployment has at most {} resources, not {}", most_resources, made), *this, {}, certain_);
  index_resources();
}

void Deployment::declare(const arm::Node& node, std::string_view symbol, Location location, ResourceInstance* parent) {
  if (!node.is_object()) {
    session_.report(ErrorKind::arg_type, node.location, "a resource must be an object", *this, {}, certain_);
    return;
  }
  auto& entry = entries_.emplace_back();
  entry.node = &node;
  entry.symbol = symbol;
  entry.location = location;
  const auto* outer = parent ? parent->loop : outer_loop_;
  const auto* copy = node.find("copy");
  if (copy && copy->is_object() && parent) {
    session_.report(ErrorKind::not_allowed_here, copy->location, "a resource inside another one cannot be a loop; write it at the top with its full name", *this, {}, certain_);
    copy = nullptr;
  }
  if (!copy || !copy->is_object()) {
    declare_instance(entry, parent, outer, 0, parent && parent->resource->zero_or_more);
    return;
  }
  read_loop(entry, *copy);
  const auto* count_node = copy->find("count");
  if (!count_node) {
    session_.report(ErrorKind::missing_property, copy->location, "a loop needs `count`", *this, {}, certain_);
    return;
  }
  const auto count = loop_count(*count_node, environment(Place::copy_count));
  entry.count = count.value;
  const auto frame = [&](Value index) {
    if (session_.trace()) index.set_origin(session_.origin(OriginStep::loop_item, copy->location, entry.loop_name, count.value.origin()));
    return session_.arena().create<LoopFrame>(LoopFrame{entry.loop_name, index, true, outer});
  };
  if (!count.exact) {
    entry.count_is_unknown = true;
    declare_instance(entry, parent, frame(index_of_unknown_loop(count)), 0, true);
    return;
  }
  for (std::int64_t i = 0; i < *count.exact && evaluator().charge(); ++i) declare_instance(entry, parent, frame(Value::integer(i)), i, false);
  if (*count.exact == 0) session_.result().empty_loops.push_back({&node, symbol, count.value, result_, location});
}

/// Everything about a loop of resources but how many there are.
void Deployment::read_loop(ResourceEntry& entry, const arm::Node& copy) {
  const auto refuse = [&](ErrorKind kind, Location location, std::string message) { session_.report(kind, location, std::move(message), *this, {}, certain_); };
  entry.is_loop = true;
  if (const auto* name = copy.find("name")) entry.loop_name = name->text;
  else refuse(ErrorKind::missing_property, copy.location, "a loop of resources needs a `name`");
  if (const auto* mode = copy.find("mode"); mode && mode->is_string()) {
    entry.serial = equals_ignoring_case(mode->text, "serial");
    if (!entry.serial && !equals_ignoring_case(mode->text, "parallel"))
      refuse(ErrorKind::arg_value, mode->location, fmt::format("the mode of a loop is `parallel` or `serial`, not `{}`", mode->text));
  }
  const auto* size = copy.find("batchSize");
  if (!size) return;
  const Value value = evaluate(*size, environment(Place::copy_count));
  if (!value.failure() && !may_be(value, ValueKind::integer)) refuse(ErrorKind::arg_type, size->location, "the batch size of a loop must be an integer");
  else if (value.is_integer() && value.as_integer() < 1) refuse(ErrorKind::arg_value, size->location, fmt::format("the batch size of a loop must be positive, not `{}`", value.as_integer()));
  else if (value.is_integer() && entry.serial) entry.batch_size = value.as_integer();
}

void Deployment::declare_instance(ResourceEntry& entry, ResourceInstance* parent, const LoopFrame* loop, std::int64_t index, bool zero_or_more) {
  auto& instance = instances_.emplace_back();
  instance.entry = &entry;
  instance.parent = parent;
  instance.loop = loop;
  instance.index = index;
  instance.resource = std::make_unique<EvaluatedResource>();
  entry.instances.push_back(&instance);
  auto& resource = *instance.resource;
  resource.symbolic_name = entry.symbol;
  resource.location = entry.location;
  resource.declaration = entry.node;
  resource.loop_count = entry.count;
  resource.deployment = result_;
  resource.parent = parent ? parent->resource.get() : nullptr;
  resource.zero_or_more = zero_or_more;
  if (const auto* existing = entry.node->find("existing")) resource.existing = existing->boolean;
  const bool certain = certain_;
  certain_ = certain && !zero_or_more;
  read_condition(instance);
  certain_ = certain && resource.condition == Tri::yes && !zero_or_more;
  read_type(instance);
  read_name(instance);
  read_id(instance);
  certain_ = certain;
  declare_children(instance);
}

/// A member that must be known at the start; null when absent. What fails in a resource that is not deployed is not told.
Value Deployment::start_value(const ResourceInstance& instance, std::string_view member) {
  const auto* node = instance.entry->node->find(member);
  if (!node) return Value::null();
  const auto own = environment(Place::resource_start, instance.loop);
  if (instance.resource->condition != Tri::no || !node->is_expression()) return evaluate(*node, own);
  auto quiet = own;
  return node->expression->text.empty() && node->expression->kind == arm::ExpressionKind::call ? session_.told(node->location)
                                                                                               : evaluator().evaluate(*node->expression, quiet);
}

void Deployment::read_condition(ResourceInstance& instance) {
  const auto* node = instance.entry->node->find("condition");
  if (!node) return;
  const Value value = evaluate(*node, environment(Place::resource_start, instance.loop));
  auto& condition = instance.resource->condition;
  instance.resource->condition_value = value;
  condition = value.is_boolean() ? tri(value.as_boolean()) : Tri::unknown;
  if (!value.failure() && !may_be(value, ValueKind::boolean))
    session_.report(ErrorKind::type_mismatch, node->location, "a condition must be a boolean", *this, {}, certain_);
}

void Deployment::read_type(ResourceInstance& instance) {
  auto& resource = *instance.resource;
  const auto& node = *instance.entry->node;
  if (!is_string_node(node.find("type"))) {
    session_.report(ErrorKind::missing_property, instance.entry->location, "a resource needs a `type`", *this, {}, certain_);
    resource.type_value = session_.told(instance.entry->location);
    return;
  }
  Value type = start_value(instance, "type");
  if (instance.parent && type.is_string()) {
    // Inside its parent a resource has the last word of its type; the whole type is taken as well.
    const auto outer = instance.parent->resource->type;
    const auto own = type.as_string();
    if (!outer.empty() && !(own.size() > outer.size() && own[outer.size()] == '/' && equals_ignoring_case(own.substr(0, outer.size()), outer))) {
      const auto origin = type.origin();
      type = Value::string(session_.arena().copy(std::string_view(fmt::format("{}/{}", outer, own)))).set_origin(origin);
    }
  }
  resource.type_value = type;
  if (type.is_string()) resource.type = type.as_string().substr(0, type.as_string().find_last_not_of('/') + 1);
  resource.api_version = start_value(instance, "apiVersion");
  instance.is_deployment = equals_ignoring_case(resource.type, "Microsoft.Resources/deployments") && !resource.existing;
}

void Deployment::read_name(ResourceInstance& instance) {
  auto& resource = *instance.resource;
  const auto& node = *instance.entry->node;
  // Resources of extensions are found by their properties.
  const bool extension = node.find("import") || node.find("extension");
  if (!node.find("name")) {
    if (extension) return;
    session_.report(ErrorKind::missing_property, instance.entry->location, "a resource needs a `name`", *this, {}, certain_);
    resource.name = session_.told(instance.entry->location);
    return;
  }
  Value name = start_value(instance, "name");
  if (!name.failure() && !may_be(name, ValueKind::string) && resource.condition != Tri::no)
    session_.report(ErrorKind::type_mismatch, node.find("name")->location, "the name of a resource must be a string", *this, {}, certain_);
  if (instance.parent && !name.failure()) {
    const Value parts[] = {instance.parent->resource->name, Value::string("/"), name};
    const auto origin = name.origin();
    name = join_texts(parts, "concat", parts, evaluator());
    if (!name.failure()) name.set_origin(origin);
  }
  resource.name = name;
  if (name.failure()) return;
  if (instance.parent && !instance.parent->segments.empty()) {
    instance.segments = instance.parent->segments;
    const auto own = name_segments(start_value(instance, "name"), evaluator());
    instance.segments.insert(instance.segments.end(), own.begin(), own.end());
  } else {
    instance.segments = name_segments(name, evaluator());
  }
  if (instance.is_deployment && name.is_string() && resource.condition != Tri::no && utf16_length(name.as_string()) > most_deployment_name)
    session_.report(ErrorKind::limit_exceeded, node.find("name")->location,
                    fmt::format("the name of a deployment has at most {} characters, not {}", most_deployment_name, utf16_length(name.as_string())), *this, {}, certain_);
  const auto expected = count_slashes(resource.type);
  if (extension || resource.type.empty() || !name.is_string() || resource.condition == Tri::no || instance.segments.size() == expected) return;
  session_.report(ErrorKind::segment_mismatch, node.find("name")->location,
                  fmt::format("the name `{}` has {} segment{}, but the type `{}` needs {}", name.as_string(), instance.segments.size(),
                              instance.segments.size() == 1 ? "" : "s", resource.type, expected),
                  *this, {}, certain_);
}

void Deployment::read_id(ResourceInstance& instance) {
  auto& resource = *instance.resource;
  const Value subscription_id = start_value(instance, "subscriptionId"), group = start_value(instance, "resourceGroup");
  const Value scope = start_value(instance, "scope");
  Value base;
  if (instance.parent && scope.is_null()) {
    instance.target = instance.parent->target;
    base = instance.parent->resource->scope.is_null() ? instance.target.id_prefix : instance.parent->resource->scope;
    resource.scope = instance.parent->resource->scope;
  } else {
    auto target = scope.is_null() ? ScopeTarget{} : read_scope(scope);
    if (!subscription_id.is_null()) target.subscription_id = subscription_id;
    if (!group.is_null()) target.resource_group = group;
    if (!target.kind && !target.resource_group.is_null()) target.kind = ScopeKind::resource_group;
    if (!target.kind && !target.subscription_id.is_null()) target.kind = ScopeKind::subscription;
    if (target.kind || instance.is_deployment) {
      Unknown deployment;
      deployment.reason = UnknownReason::context;
      deployment.kinds = KindSet::of(ValueKind::object);
      const Field name{"name", resource.location, resource.name};
      deployment.members = session_.arena().copy(std::span<const Field>(&name, 1));
      instance.target = evaluator().world().nested_scope(scope_, target.kind.value_or(scope_.kind), target.subscription_id, target.resource_group,
                                                         target.management_group, evaluator().unknown(deployment), session_.arena());
    } else {
      instance.target = scope_;
    }
    base = instance.target.id_prefix;
    resource.scope = target.kind && !scope.is_null() ? base : Value::null();
    if (!scope.is_null() && !target.kind) {  // it extends a resource
      resource.scope = base = scope;
      if (scope.is_string() && !scope.as_string().starts_with('/')) {
        const Value parts[] = {scope_.id_prefix, Value::string("/providers/"), scope};
        resource.scope = base = join_texts(parts, "concat", parts, evaluator());
      }
    }
  }
  if (resource.name.failure() || resource.type.empty() || resource.name.is_null()) return;
  resource.id = resource_id(base, resource.type, resource.name, instance.segments, instance.target.kind, evaluator());
}

void Deployment::declare_children(ResourceInstance& instance) {
  const auto* children = instance.entry->node->find("resources");
  if (!children || instance.resource->existing) return;
  if (children->is_array()) {
    for (const auto& child : children->items) declare(child, {}, child.location, &instance);
  } else if (children->is_object() && frame_.symbolic) {
    for (const auto& member : children->members) declare(member.value, member.name, member.name_location, &instance);
  }
}

/// Tables for look-ups; two deployed resources with one id are an error.
void Deployment::index_resources() {
  is_indexed_ = true;
  symbols_.reserve(entries_.size());
  for (std::uint32_t i = 0; i < entries_.size(); ++i)
    if (!entries_[i].symbol.empty()) symbols_.add(entries_[i].symbol, i);
  ids_.reserve(instances_.size());
  // What is deployed is found before what is not.
  for (const bool deployed : {true, false}) {
    for (std::uint32_t i = 0; i < instances_.size(); ++i) {
      const auto& resource = *instances_[i].resource;
      if (!resource.id.is_string() || (resource.condition != Tri::no) != deployed) continue;
      const auto other = ids_.find(resource.id.as_string());
      if (!other) {
        ids_.add(resource.id.as_string(), i);
        continue;
      }
      const auto certainly_made = [](const EvaluatedResource& r) { return r.condition == Tri::yes && !r.existing && !r.zero_or_more; };
      if (!certainly_made(resource) || !certainly_made(*instances_[*other].resource)) continue;
      session_.report(ErrorKind::duplicate_resource, resource.location,
                      fmt::format("the resource `{}` of type `{}` is declared twice", resource.name.is_string() ? resource.name.as_string() : "", resource.type), *this, {}, certain_);
    }
  }
}

}  // namespace fleetlint::eval
