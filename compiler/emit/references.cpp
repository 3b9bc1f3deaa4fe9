// Names, ids and references of resources and modules (emission rules C7, E, F).
#include <fmt/format.h>

#include <string>

#include "bind/syntax_queries.h"
#include "emit/emitter.h"

namespace fleetlint::compiler {

using arm::ExpressionKind;
using ir::Kind;
using syntax::Node;

namespace {

constexpr std::string_view deployment_type = "Microsoft.Resources/deployments";
constexpr std::string_view deployment_version = "2025-04-01";
constexpr std::string_view management_group_type = "Microsoft.Management/managementGroups";

std::size_t segment_count(std::string_view type) {
  std::size_t count = 0;
  for (const char c : type) count += c == '/';
  return count;
}

}  // namespace

std::vector<const arm::Expression*> Emitter::name_segments(const DeclaredResource& resource, const std::vector<PlacedNode>& names) {
  std::vector<const arm::Expression*> result;
  const auto lowered = [&](const PlacedNode& place) { return convert(*lowering_.lower(place.node, place.replacements)); };
  const auto types = segment_count(resource.type.type);
  const auto split = [&](const arm::Expression* name, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) result.push_back(access(call("split", {name, text("/")}), number(static_cast<std::int64_t>(i))));
  };
  const auto ancestors = resource.ancestors.size();
  if (ancestors > 0) {
    // The oldest ancestor may itself be a child that is named with slashes.
    const auto first_length = types - std::min(types, ancestors);
    for (std::size_t i = 0; i < ancestors; ++i) {
      const auto* name = lowered(names[i]);
      if (i == 0 && first_length > 1) split(name, first_length);
      else result.push_back(name);
    }
    result.push_back(lowered(names.back()));
  } else if (types == 1) {
    result.push_back(lowered(names.back()));
  } else {
    split(lowered(names.back()), types);
  }
  return result;
}

const arm::Expression* Emitter::resource_name(const DeclaredResource& resource) {
  if (resource.ancestors.empty()) return convert(*lowering_.lower(resource.name));
  auto parts = name_segments(resource, lowering_.name_segments(resource, nullptr));
  std::string format;
  for (std::size_t i = 0; i < parts.size(); ++i) format += fmt::format("{}{{{}}}", i > 0 ? "/" : "", i);
  parts.insert(parts.begin(), text(arena().copy(std::string_view(format))));
  return call("format", parts);
}

const arm::Expression* Emitter::management_group_id(Node name, Replacements replacements, bool fully_qualified) {
  const auto* converted = convert(*lowering_.lower(name, replacements));
  if (fully_qualified) return call("tenantResourceId", {text(management_group_type), converted});
  return call("format", {text("Microsoft.Management/managementGroups/{0}"), converted});
}

const arm::Expression* Emitter::scoped_id(const ScopeData& scope, const DeclaredResource* owner, Replacements replacements, std::string_view type,
                                          const std::vector<const arm::Expression*>& names) {
  // An inherited scope was written for the oldest ancestor and moves along with it.
  const auto scope_replacements = [&](Node node) { return owner && scope.inherited ? moved_replacements({node}, *owner, replacements) : replacements; };
  const auto with = [&](std::initializer_list<const arm::Expression*> first) {
    std::vector<const arm::Expression*> arguments(first);
    arguments.push_back(text(type));
    arguments.insert(arguments.end(), names.begin(), names.end());
    return arguments;
  };
  const auto lowered = [&](Node node) { return convert(*lowering_.lower(node, scope_replacements(node))); };
  switch (scope.requested) {
    case Scope::tenant: return call("tenantResourceId", with({}));
    case Scope::subscription:
      if (scope.subscription) return call("subscriptionResourceId", with({lowered(scope.subscription)}));
      return call("subscriptionResourceId", with({}));
    case Scope::management_group: {
      const auto* group = scope.management_group ? management_group_id(scope.management_group, scope_replacements(scope.management_group), true)
                                                 : access(call("managementGroup", {}), "id");
      return call("extensionResourceId", with({group}));
    }
    case Scope::resource: {
      const auto& target = model_.resources()[scope.resource];
      std::vector<PlacedNode> segments;
      if (owner && scope.inherited) {
        // The names of the extended resource move along with those of the ancestors: each index replaces its locals.
        std::vector<Node> written{target.name};
        for (const auto& ancestor : target.ancestors) {
          if (ancestor.index) written.push_back(ancestor.index);
        }
        segments = lowering_.name_segments(target, moved_replacements(written, *owner, replacements));
      } else {
        segments = lowering_.name_segments(target, replacements);
      }
      const auto* id = scoped_id(lowering_.scopes().of_resource(target), &target, replacements, target.type.type, name_segments(target, segments));
      return call("extensionResourceId", with({id}));
    }
    default: break;
  }
  // resourceId() means different things in different scopes; it is only used for the own resource group.
  if (!scope.subscription && !scope.resource_group) return call("resourceId", with({}));
  const auto* subscription = scope.subscription ? lowered(scope.subscription) : access(call("subscription", {}), "subscriptionId");
  const auto* group = scope.resource_group ? lowered(scope.resource_group) : text("");
  return call("extensionResourceId", with({call("format", {text("/subscriptions/{0}/resourceGroups/{1}"), subscription, group})}));
}

Replacements Emitter::moved_replacements(const std::vector<Node>& written, const DeclaredResource& owner, Replacements replacements) {
  auto result = lowering_.replacements_of_ancestor(owner, 0, replacements);
  // From the oldest ancestor on: it is its index that stands for the loop of what the scope names.
  for (const auto& ancestor : owner.ancestors) {
    const auto index = ancestor.index;
    if (!index) continue;
    std::vector<PlacedNode> moved;
    for (const auto node : written) moved.push_back({node, result});
    if (const auto* context = lowering_.index_context(moved, index, owner.name, result)) result = context->replacements;
  }
  return result;
}

const arm::Expression* Emitter::resource_id(const DeclaredResource& resource, Replacements replacements) {
  return scoped_id(lowering_.scopes().of_resource(resource), &resource, replacements, resource.type.type,
                   name_segments(resource, lowering_.name_segments(resource, replacements)));
}

const arm::Expression* Emitter::module_name(const DeclaredModule& entry, Replacements replacements, const ir::Expression* index) {
  if (entry.name) return convert(*lowering_.lower(entry.name, replacements));
  return convert(*lowering_.generated_module_name(entry, index));
}

const arm::Expression* Emitter::module_id(const DeclaredModule& entry, const ir::IndexContext* index) {
  const auto replacements = index ? index->replacements : nullptr;
  return scoped_id(lowering_.scopes().of_module(entry), nullptr, replacements, deployment_type,
                   {module_name(entry, replacements, index ? index->index : nullptr)});
}

const arm::Expression* Emitter::symbolic_reference(std::string_view name, const ir::IndexContext* index) {
  if (!index) return text(name);
  return call("format", {text(arena().copy(std::string_view(fmt::format("{}[{{0}}]", name)))), convert(*index->index)});
}

const arm::Expression* Emitter::module_reference(const DeclaredModule& entry, const ir::IndexContext* index) {
  const auto name = model_.symbol(entry.symbol).name;
  const bool whole = entry.loop && !index;
  const std::string_view function = whole ? "references" : "reference";
  if (symbolic()) return call(function, {symbolic_reference(name, index)});
  if (whole) return call(function, {text(name)});
  return call(function, {module_id(entry, index), text(deployment_version)});
}

const arm::Expression* Emitter::reference(const DeclaredResource& resource, const ir::IndexContext* index, bool full) {
  const bool whole = model_.symbol(resource.symbol).is_collection && !index;
  const arm::Expression* target = nullptr;
  if (symbolic()) target = symbolic_reference(resource.symbolic_name, index);
  else if (whole) target = text(resource.symbolic_name);
  else target = resource_id(resource, index ? index->replacements : nullptr);
  if (!resource.is_az()) return call(whole ? "references" : "reference", {target});
  if (whole) return full ? call("references", {target, text("full")}) : call("references", {target});
  if (full) return call("reference", {target, text(resource.type.api_version), text("full")});
  if (!symbolic()) return call("reference", {target, text(resource.type.api_version)});
  return call("reference", {target});
}

const arm::Expression* Emitter::resource_member(const ir::Expression& reference_expression, const ir::Expression& access_expression) {
  if (reference_expression.passed()) return passed_member(reference_expression, access_expression);
  const auto& resource = model_.resources()[reference_expression.resource];
  const auto* index = reference_expression.index;
  const auto replacements = index ? index->replacements : nullptr;
  const auto name = access_expression.text;
  const bool safe = access_expression.access.safe;
  if (!resource.is_az()) {
    const auto* whole = reference(resource, index, false);
    return safe ? call("tryGet", {whole, text(name)}) : access(whole, name);
  }
  // A safe access on a resource with a condition must not read it when it is not deployed (rule F18).
  const auto* condition = safe ? lowering_.resource_condition(resource, replacements) : nullptr;
  const auto guarded = [&](const arm::Expression* expression) {
    return condition ? call("if", {convert(*condition), expression, call("null", {})}) : expression;
  };
  const auto guarded_access = [&](const arm::Expression* base, std::string_view member) {
    const auto* inner = guarded(base);
    return safe ? call("tryGet", {inner, text(member)}) : access(as_function(inner), member);
  };

  if (model_.features().has(Feature::resource_info_codegen) && !lowering_.inlined().has(resource.symbol)) {
    const auto info = [&] { return call("resourceInfo", {symbolic_reference(resource.symbolic_name, index)}); };
    if (name == "id" || name == "type" || name == "apiVersion" || (name == "name" && !resource.parent)) return guarded_access(info(), name);
    if (name == "name") return guarded(call("last", {call("split", {access(info(), "name"), text("/")})}));
  }
  if (name == "id") return guarded(resource_id(resource, replacements));
  if (name == "name") return guarded(convert(*lowering_.lower(resource.name, replacements)));
  if (name == "type") return text(resource.type.type);
  if (name == "apiVersion") return text(resource.type.api_version);
  if (name == "properties" && !safe) return reference(resource, index, false);
  return guarded_access(reference(resource, index, true), name);
}

const arm::Expression* Emitter::passed_id(const ir::PassedResource& passed, Replacements replacements) {
  if (passed.output.empty()) return call("parameters", {text(model_.symbol(passed.symbol).name)});
  return access(access(access(passing_module(passed, replacements), "outputs"), passed.output), "value");
}

const arm::Expression* Emitter::passing_module(const ir::PassedResource& passed, Replacements replacements) {
  // An element of a loop is told from the others by its name only: the reference forgets the index of a symbolic name.
  const auto name = model_.symbol(passed.symbol).name;
  if (symbolic()) return call("reference", {text(name)});
  const ir::IndexContext context{replacements, nullptr};
  return call("reference", {module_id(*model_.module(passed.symbol), &context), text(deployment_version)});
}

const arm::Expression* Emitter::passed_reference(const ir::PassedResource& passed, bool full) {
  const auto* id = passed_id(passed, nullptr);
  if (full) return call("reference", {id, text(passed.type.api_version), text("full")});
  if (!symbolic()) return call("reference", {id, text(passed.type.api_version)});
  return call("reference", {id});
}

const arm::Expression* Emitter::passed_member(const ir::Expression& reference_expression, const ir::Expression& access_expression) {
  const auto& passed = *reference_expression.passed();
  const auto replacements = reference_expression.index ? reference_expression.index->replacements : nullptr;
  const auto name = access_expression.text;
  const auto last_of = [&](const arm::Expression* id) { return call("last", {call("split", {id, text("/")})}); };
  if (name == "type") return text(passed.type.type);
  if (name == "apiVersion") return text(passed.type.api_version);
  if (!passed.output.empty() && passed.safe) {
    // The output may be missing, which `split` could not bear.
    const auto* outputs = access(passing_module(passed, replacements), "outputs");
    if (name == "id") return call("tryGet", {outputs, text(passed.output), text("value")});
    if (name == "name") return call("if", {call("contains", {outputs, text(passed.output)}), last_of(passed_id(passed, replacements)), call("null", {})});
  }
  if (name == "id") return passed_id(passed, replacements);
  if (name == "name") return last_of(passed_id(passed, replacements));
  if (access_expression.access.safe) return call("tryGet", {passed_reference(passed, true), text(name)});
  if (name == "properties") return passed_reference(passed, false);
  return access(passed_reference(passed, true), name);
}

const arm::Expression* Emitter::module_member(const ir::Expression& reference_expression, const ir::Expression& access_expression,
                                              const bool* secure_output) {
  const auto& entry = *model_.module(reference_expression.symbol);
  const auto* index = reference_expression.index;
  const bool safe = access_expression.access.safe;
  const auto guarded = [&](const arm::Expression* expression) {
    const auto* condition = safe ? lowering_.module_condition(entry, index ? index->replacements : nullptr) : nullptr;
    return condition ? call("if", {convert(*condition), expression, call("null", {})}) : expression;
  };
  if (access_expression.text == "name") {
    return guarded(module_name(entry, index ? index->replacements : nullptr, index ? index->index : nullptr));
  }
  if (access_expression.text != "outputs") return access(module_reference(entry, index), access_expression.text);
  const bool secure = secure_output ? *secure_output : entry.interface && entry.interface->has_secure_outputs();
  if (secure) {
    const auto* target = symbolic() ? symbolic_reference(model_.symbol(entry.symbol).name, index) : module_id(entry, index);
    return guarded(call("listOutputsWithSecureValues", {target, text(deployment_version)}));
  }
  const auto* base = module_reference(entry, index);
  return safe ? call("tryGet", {guarded(base), text("outputs")}) : access(base, "outputs");
}

const arm::Expression* Emitter::module_output(const ir::Expression& expression) {
  const auto& written_base = expression.child(0);
  std::vector<std::string_view> tail{expression.text};
  const arm::Expression* base = nullptr;
  if (written_base.is(Kind::PropertyAccess) && written_base.child(0).is(Kind::ModuleReference)) {
    base = module_member(written_base.child(0), written_base, &expression.boolean);
    if (!expression.boolean) tail.push_back("value");
  } else {
    base = convert(written_base);
    tail.push_back("value");
  }
  base = as_function(base);
  if (expression.access.safe) {
    for (const auto name : tail) base = call("tryGet", {base, text(name)});
    return base;
  }
  const auto joined = [&](std::vector<const arm::Expression*> arguments, std::string_view function) {
    for (const auto name : tail) arguments.push_back(text(name));
    return call(function, arguments);
  };
  if (base->kind == ExpressionKind::call && (base->text == "tryGet" || base->text == "tryIndexFromEnd")) {
    return joined({base->arguments.begin(), base->arguments.end()}, base->text);
  }
  if (base->kind == ExpressionKind::call && base->text == "if") {
    const auto* when_false = base->arguments.back();
    if (when_false->kind == ExpressionKind::call && when_false->text == "null") return joined({base}, "tryGet");
  }
  for (const auto name : tail) base = access(base, name);
  return base;
}

}  // namespace fleetlint::compiler
