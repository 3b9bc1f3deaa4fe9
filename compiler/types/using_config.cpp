// `using 'main.bicep' with { … }`: how what the parameter file is for gets deployed, alone or as a stack.
#include "types/checker.h"

namespace fleetlint::compiler {

const Type* Checker::using_config_type() {
  using enum PropertyFlag;
  const PropertyFlags optional = write_only | deploy_time_constant | readable_at_deploy_time | disallow_any;
  const PropertyFlags needed = optional | required;
  const auto one_of = [&](std::initializer_list<std::string_view> names) {
    std::vector<TypeRef> members;
    for (const auto name : names) members.emplace_back(arena_.string_literal(name));
    return arena_.union_of(members);
  };
  const auto with_common = [&](std::vector<Property> properties) {
    // What Azure takes as the name of a deployment.
    properties.push_back({"name", arena_.string(1, 64, {}, "^[-\\w._()]+$"), optional, ""});
    properties.push_back({"scope", &types::string, needed, ""});
    properties.push_back({"location", &types::string, optional, ""});
    return properties;
  };
  const auto* fate = one_of({"delete", "detach"});
  const auto* unmanaged = arena_.object("actionOnUnmanage", {{"resources", fate, needed, ""}, {"resourceGroups", fate, optional, ""}, {"managementGroups", fate, optional, ""}});
  const auto* denied = arena_.object("denySettings", {{"applyToChildScopes", &types::boolean, optional, ""},
                                                      {"excludedActions", &types::string_array, optional, ""},
                                                      {"excludedPrincipals", &types::string_array, optional, ""},
                                                      {"mode", one_of({"denyDelete", "denyWriteAndDelete", "none"}), needed, ""}});
  const TypeRef variants[] = {
      arena_.object("DeploymentConfig", with_common({{"mode", arena_.string_literal("deployment"), needed, ""}})),
      arena_.object("StackConfig", with_common({{"mode", arena_.string_literal("stack"), needed, ""},
                                                {"description", &types::string, optional, ""},
                                                {"actionOnUnmanage", unmanaged, needed, ""},
                                                {"denySettings", denied, needed, ""}}))};
  return arena_.discriminated("Config", "mode", variants);
}

void Checker::check_using_config(Node statement) {
  const auto clause = statement.child(NodeKind::UsingWithClause);
  const auto config = clause ? clause.child(NodeKind::Object) : Node();
  if (config) check_value(config, using_config_type(), {});
}

}  // namespace fleetlint::compiler
