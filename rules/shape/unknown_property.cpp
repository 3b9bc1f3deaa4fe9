#include <algorithm>
#include <span>

#include "checks.h"
#include "fleetlint/rules/api_table.h"
#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {
namespace {

std::string without_indexes(std::string_view path) {
  std::string out;
  bool inside = false;
  for (const char c : path) {
    if (c == ']') inside = false;
    if (!inside) out += c;
    if (c == '[') inside = true;
  }
  return out;
}

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view each) { return equal_ignoring_case(each, name); });
}

/// Given by the platform, never wrong to repeat.
bool is_read_only(std::string_view name, bool in_part) {
  constexpr std::string_view given[] = {"provisioningState", "uniqueId", "timeCreated", "instanceView", "statuses", "clusterState", "clusterId", "clusterEndpoint", "systemData", "etag"};
  constexpr std::string_view given_to_parts[] = {"name", "id", "type"};
  return is_one_of(name, given) || (in_part && is_one_of(name, given_to_parts));
}

/// What the template language itself reads beside `properties`; Azure refuses any other name there
/// ("Could not find member … on object of type 'TemplateResource'").
constexpr std::string_view envelope[] = {"name",     "type",    "apiVersion", "location", "tags",      "properties", "dependsOn", "condition", "copy",  "comments", "metadata",  "scope",     "resources",
                                         "asserts",  "kind",    "managedBy",  "sku",      "plan",      "identity",   "zones",     "placement", "import", "extension", "existing", "resourceGroup",
                                         "extendedLocation", "managedByExtended", "subscriptionId", "tenantId", "eTag", "id"};

/// Parts of the envelope that the template language reads, with names that the types of the index leave out.
struct EnvelopePart {
  std::string_view name;
  std::span<const std::string_view> more;
};
constexpr std::string_view more_of_sku[] = {"size", "family", "model"}, more_of_plan[] = {"version"}, more_of_identity[] = {"principalId", "tenantId", "delegatedResources"};
constexpr EnvelopePart envelope_parts[] = {{"sku", more_of_sku}, {"plan", more_of_plan}, {"identity", more_of_identity}, {"extendedLocation", {}}, {"placement", {}}};

/// Null for a path that is none.
const EnvelopePart* find_envelope_part(std::string_view path) {
  const auto* found = std::find_if(std::begin(envelope_parts), std::end(envelope_parts), [&](const EnvelopePart& each) { return equal_ignoring_case(each.name, path); });
  return found == std::end(envelope_parts) ? nullptr : found;
}

bool is_free(std::string_view name) { return equal_ignoring_case(name, "settings") || equal_ignoring_case(name, "protectedSettings") || equal_ignoring_case(name, "tags"); }

bool is_checked(const Resource& resource) {
  for (const std::string_view type : {"microsoft.compute/virtualmachinescalesets", "microsoft.compute/virtualmachinescalesets/extensions", "microsoft.servicefabric/clusters",
                                      "microsoft.maintenance/maintenanceconfigurations", "microsoft.maintenance/configurationassignments"})
    if (resource.is(type)) return true;
  return false;
}

/// Objects whose own rules tell about wrong names.
bool has_own_rule(std::string_view path) {
  for (const std::string_view own : {"properties.upgradePolicy", "properties.upgradePolicy.rollingUpgradePolicy", "properties.upgradePolicy.automaticOSUpgradePolicy"})
    if (equal_ignoring_case(path, own)) return true;
  return false;
}

/// Names that would have been right in an object: those of today before those of old API versions.
std::vector<std::string> names_below(const KnownType& type, std::string_view path) {
  std::vector<std::string> names;
  for (const bool of_today : {true, false})
    for (const auto& known : type.properties)
      if (known.last.empty() == of_today && known.path.size() > path.size() + 1 && equal_ignoring_case(known.path.substr(0, path.size()), path) && known.path[path.size()] == '.' &&
          known.path.find_first_of(".[", path.size() + 1) == std::string_view::npos)
        names.emplace_back(known.path.substr(path.size() + 1));
  return names;
}

void report_unknown(const Resource& resource, const Property& member, std::span<const std::string> candidates, RuleContext& context) {
  auto finding = context.report(resource, name_of(member), "no API version of `" + std::string(resource.written_type()) + "` knows `" + std::string(member.name()) + "` here");
  finding.element(to_lower(member.path()));
  if (const auto close = nearest(member.name(), {candidates.begin(), candidates.end()})) finding.help("did you mean `" + *close + "`?").fix("rename to `" + *close + "`", member.name_location(), *close, false);
}

void check_envelope(const Resource& resource, RuleContext& context) {
  for (const auto& member : resource.body().members())
    if (!member.is_absent() && !is_one_of(member.name(), envelope)) report_unknown(resource, member, std::vector<std::string>(std::begin(envelope), std::end(envelope)), context);
}

/// Whether an object says nothing about the names in it.
bool is_open(const KnownType& type, const Property& object, std::string_view path) {
  if (is_free(object.name()) || !has_known_members(type, path)) return true;
  return path.ends_with("]") && object.value() != nullptr && !object.value()->is_object();
}

void check_object(const Resource& resource, const KnownType& type, const Property& object, const std::string& path, RuleContext& context) {
  const auto* part = find_envelope_part(path);
  const bool in_part = path != "properties" && part == nullptr;
  for (const auto& member : object.members()) {
    const std::string own = path + "." + std::string(member.name());
    if (member.is_absent() || is_free(member.name()) || is_read_only(member.name(), in_part) || (part != nullptr && is_one_of(member.name(), part->more))) continue;
    if (find_known_property(type, own) == nullptr && !has_known_members(type, own) && !has_known_members(type, own + "[]")) report_unknown(resource, member, names_below(type, path), context);
  }
}

}  // namespace

static void check_unknown_property(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    const auto* type = find_known_type(resource.type());
    if (resource.is_existing() || type == nullptr || !is_checked(resource)) continue;
    check_envelope(resource, context);
    const auto enter = [&](const Property& object) {
      const std::string path = without_indexes(object.path());
      if (is_open(*type, object, path)) return false;
      if (!has_own_rule(path)) check_object(resource, *type, object, path, context);
      return true;
    };
    walk_properties(resource["properties"], enter);
    for (const auto& part : envelope_parts) walk_properties(resource[part.name], enter);
  }
}

FLEETLINT_RULE(unknown_property) = {
    .id = "FL-SCH-001",
    .name = "unknown-property",
    .title = "A property name the schema of this API version does not have",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "schema",
    .suppressed_by = "FL-EXT-027 FL-SCH-005 FL-UPG-009 FL-UPG-030 FL-UPG-031",
    .page = R"md(A property name the schema of this API version does not have.

Azure refuses the deployment or the upgrade.

## When

Key under properties.* not in the path table for any API version, compared without case; likewise beside properties (what the template language reads there is fixed) and in sku, plan, identity, extendedLocation and placement. Every object that has members in the path table is closed (not only the list of closed objects in FL-API-002, which is about severity); objects without members there and settings/protectedSettings/tags are free-form and excluded; read-only members that the table leaves out (provisioningState, uniqueId, timeCreated, instanceView, statuses, clusterState, clusterId, clusterEndpoint, systemData, etag, and name/id/type inside sub-resources) are never reported; FL-UPG-009/031 win for their objects. The value of the key need not be known.

## Example

Flagged: `healthProbes:{…}`.

Fine: `healthProbe:{…}`.

## Fix

Nearest name (edit distance <= 3). A proposal: its owner decides.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- schema: published resource type index
- platform error text (public reports))md",
    .check_model = check_unknown_property,
};

}  // namespace fleetlint::rules
