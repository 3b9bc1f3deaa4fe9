#include "fleetlint/evaluator/context_check.h"

#include <algorithm>
#include <span>
#include <string>

#include "fleetlint/base/nearest_name.h"
#include "fleetlint/base/unicode.h"

namespace fleetlint::eval {
namespace {

/// A name of the context with the members that its function has (empty: any).
struct Name {
  std::string_view name;
  std::span<const std::string_view> members = {};
};

constexpr std::string_view tenant[] = {"tenantId", "displayName", "countryCode", "id", "country", "defaultDomain", "domains", "tenantCategory", "tenantType"};
constexpr std::string_view subscription[] = {"id", "subscriptionId", "tenantId", "displayName", "authorizationSource", "managedByTenants", "quotaId", "spendingLimit", "state", "tags"};
constexpr std::string_view management_group[] = {"id", "name", "type", "properties", "displayName", "tenantId", "details"};
constexpr std::string_view resource_group[] = {"id", "name", "type", "location", "tags", "managedBy", "properties"};
constexpr std::string_view deployment[] = {"name", "location", "properties", "id", "metadata", "type"};
constexpr std::string_view deployer[] = {"objectId", "tenantId", "userPrincipalName"};

constexpr Name names[] = {{"now"}, {"scope"}, {"tenant", tenant}, {"subscription", subscription}, {"managementGroup", management_group}, {"resourceGroup", resource_group},
                          {"deployment", deployment}, {"deployer", deployer}, {"environment"}, {"references"}, {"zones"}, {"externalInputs"}};

Finding warning(const arm::Member& member, std::string_view where, const std::string& meant) {
  Finding finding;
  finding.code = "FL0509";
  finding.severity = Severity::warning;
  finding.message = std::string(where) + " has no use for `" + std::string(member.name.substr(0, 80)) + "`" + meant;
  finding.location = member.name_location;
  return finding;
}

const Name* find_name(std::string_view word) {
  const auto* found = std::find_if(std::begin(names), std::end(names), [&](const Name& each) { return equals_ignoring_case(each.name, word); });
  return found == std::end(names) ? nullptr : found;
}

void check_members(const arm::Node& scope, const Name& name, std::vector<Finding>& findings) {
  for (const auto& member : scope.members) {
    if (std::any_of(name.members.begin(), name.members.end(), [&](std::string_view each) { return equals_ignoring_case(each, member.name); })) continue;
    const auto meant = did_you_mean(member.name, name.members);
    if (!meant.empty()) findings.push_back(warning(member, "`" + std::string(name.name) + "` of the context", meant));
  }
}

}  // namespace

void check_context(const arm::Node& context, std::vector<Finding>& findings) {
  std::vector<std::string_view> words;
  std::string help;
  for (const auto& each : names) {
    words.push_back(each.name);
    help += (help.empty() ? "there are: `" : ", `") + std::string(each.name) + "`";
  }
  for (const auto& member : context.members) {
    if (const auto* known = find_name(member.name)) {
      if (!known->members.empty()) check_members(member.value, *known, findings);
      continue;
    }
    if (member.name == "$schema") continue;  // for editors
    auto finding = warning(member, "the context", did_you_mean(member.name, words));
    finding.help = help;
    findings.push_back(std::move(finding));
  }
}

}  // namespace fleetlint::eval
