// Sets: templates of settings (`use`), inline sets, sets from compiled templates (`from`), generated fleets.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "scenario/fields.h"

namespace fleetlint::rollout {

bool read_capacity_quantiles(Fields& f, std::vector<std::pair<double, double>>& out);  // read_world.cpp

namespace {

/// The set object with everything it `use`s merged in (rule SCH-3); null after a finding.
const YamlNode* resolve_use(ReadContext& context, const YamlNode* node, const YamlNode* templates, std::vector<std::string>& way) {
  if (node->kind != YamlNode::Kind::mapping) return node;
  const YamlNode* use = node->find("use");
  if (use == nullptr) return node;
  const YamlNode* base = templates == nullptr ? nullptr : templates->find(use->text);
  if (base == nullptr) {
    std::vector<std::string_view> names;
    if (templates != nullptr) {
      for (const auto& entry : templates->entries) names.push_back(entry.first->text);
    }
    const auto near = nearest_name(use->text, names);
    context.error("FL0407", use->location,
                  fmt::format("set template `{}` does not exist{}", use->text, near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
    return nullptr;
  }
  if (std::find(way.begin(), way.end(), use->text) != way.end() || way.size() > 50) {
    context.error("FL0409", use->location, fmt::format("set template `{}` uses itself", use->text));
    return nullptr;
  }
  way.push_back(use->text);
  const YamlNode* resolved = resolve_use(context, base, templates, way);
  return resolved == nullptr ? nullptr : merge_yaml(resolved, node, context.tree);
}

/// Rule C-0: a topological order by provisionAfterExtensions, ties by name.
void order_extensions(ReadContext& context, Fields& f, std::vector<Extension>& extensions) {
  std::vector<Extension> ordered;
  std::set<std::string, std::less<>> done;
  while (!extensions.empty()) {
    auto best = extensions.end();
    for (auto it = extensions.begin(); it != extensions.end(); ++it) {
      const bool ready = std::all_of(it->after.begin(), it->after.end(), [&](const std::string& name) { return done.contains(name); });
      if (ready && (best == extensions.end() || it->name < best->name)) best = it;
    }
    if (best == extensions.end()) {
      for (const auto& extension : extensions) {
        for (const auto& name : extension.after) {
          const bool known = done.contains(name) || std::any_of(extensions.begin(), extensions.end(), [&](const Extension& e) { return e.name == name; });
          if (!known) {
            context.error("FL0407", f.location(), fmt::format("`{}`: extension `{}` comes after `{}`, which does not exist", f.name(), extension.name, name));
            return;
          }
        }
      }
      context.error("FL0409", f.location(), fmt::format("`{}`: the order of the extensions is a cycle through `{}`", f.name(), extensions.front().name),
                    "look at `provisionAfterExtensions`");
      return;
    }
    done.insert(best->name);
    ordered.push_back(std::move(*best));
    extensions.erase(best);
  }
  extensions = std::move(ordered);
}

void read_extensions(ReadContext& context, Fields& f, SetSpec& spec) {
  const auto items = f.list("extensions");
  for (std::size_t i = 0; i < items.size(); ++i) {
    Fields e(context, items[i], fmt::format("{}.extensions[{}]", f.name(), i),
             {"name", "publisher", "type", "stream", "version", "enableAutomaticUpgrade", "provisionAfterExtensions", "credentialsExpire", "duration"});
    Extension extension;
    if (!e.is_mapping() || e.require("name") == nullptr || !e.text("name", extension.name)) continue;
    std::string unused;
    e.text("publisher", unused);
    e.text("type", unused);
    if (!e.text("stream", extension.stream)) extension.stream = extension.name;
    e.version("version", extension.version);
    e.boolean("enableAutomaticUpgrade", extension.automatic_upgrade);
    e.instant("credentialsExpire", extension.credentials_expire);
    e.duration("duration", extension.duration);
    e.texts("provisionAfterExtensions", extension.after);
    const bool twice = std::any_of(spec.extensions.begin(), spec.extensions.end(), [&](const Extension& other) { return other.name == extension.name; });
    if (twice) {
      context.error("FL0409", e.location(), fmt::format("`{}`: extension `{}` is listed twice", f.name(), extension.name));
      continue;
    }
    spec.extensions.push_back(std::move(extension));
  }
  order_extensions(context, f, spec.extensions);
}

void read_policy(ReadContext& context, Fields& f, SetSpec& spec) {
  const YamlNode* node = f.find("upgradePolicy");
  if (node == nullptr) return;
  Fields p(context, node, f.path("upgradePolicy"), {"mode", "rollingUpgradePolicy", "automaticOSUpgradePolicy"});
  p.word<UpgradeMode>("mode", {{"Automatic", UpgradeMode::automatic}, {"Rolling", UpgradeMode::rolling}, {"Manual", UpgradeMode::manual}}, spec.mode);
  if (const YamlNode* rolling = p.find("rollingUpgradePolicy")) {
    Fields r(context, rolling, p.path("rollingUpgradePolicy"),
             {"maxBatchInstancePercent", "maxUnhealthyInstancePercent", "maxUnhealthyUpgradedInstancePercent", "pauseTimeBetweenBatches",
              "enableCrossZoneUpgrade", "prioritizeUnhealthyInstances", "maxSurge", "rollbackFailedInstancesOnPolicyBreach"});
    RollingPolicy& policy = spec.policy;
    policy.present = true;
    int value = 0;
    if (r.integer("maxBatchInstancePercent", 5, 100, value)) policy.max_batch = value;
    if (r.integer("maxUnhealthyInstancePercent", 5, 100, value)) policy.max_unhealthy = value;
    if (r.integer("maxUnhealthyUpgradedInstancePercent", 0, 100, value)) policy.max_unhealthy_upgraded = value;
    r.duration("pauseTimeBetweenBatches", policy.pause);
    r.boolean("enableCrossZoneUpgrade", policy.cross_zone);
    r.boolean("prioritizeUnhealthyInstances", policy.prioritize_unhealthy);
    r.boolean("maxSurge", policy.max_surge);
    r.boolean("rollbackFailedInstancesOnPolicyBreach", policy.rollback_on_breach);
  }
  if (const YamlNode* automatic = p.find("automaticOSUpgradePolicy")) {
    Fields a(context, automatic, p.path("automaticOSUpgradePolicy"),
             {"enableAutomaticOSUpgrade", "useRollingUpgradePolicy", "disableAutomaticRollback", "osRollingUpgradeDeferral"});
    a.boolean("enableAutomaticOSUpgrade", spec.automatic_os_upgrade);
    a.boolean("useRollingUpgradePolicy", spec.use_rolling_policy);
    a.boolean("disableAutomaticRollback", spec.disable_rollback);
    a.boolean("osRollingUpgradeDeferral", spec.os_deferral);
  }
}

void read_image(ReadContext& context, Fields& f, SetSpec& spec) {
  const YamlNode* node = f.find("image");
  if (node == nullptr) return;
  Fields i(context, node, f.path("image"), {"kind", "stream", "current", "version", "supportedSku"});
  i.word<ImageKind>("kind", {{"platform", ImageKind::platform}, {"gallery", ImageKind::gallery}, {"managedImage", ImageKind::managed_image}}, spec.image.kind);
  i.text("stream", spec.image.stream);
  i.version("current", spec.image.current);
  if (i.text("version", spec.image.version) && spec.image.version != "latest") {
    if (is_version(spec.image.version)) {
      spec.image.pinned = context.version(spec.image.version);
    } else {
      context.error("FL0405", i.find("version")->location, fmt::format("`{}` is neither `latest` nor a version: `{}`", i.path("version"), spec.image.version));
    }
  }
  i.boolean("supportedSku", spec.image.supported_sku);
}

void read_notice(ReadContext& context, Fields& f, const YamlNode* node, bool terminate, SetSpec::Notice& out) {
  if (node == nullptr) return;
  Fields n = terminate ? Fields(context, node, f.path("notifications.terminate"), {"enable", "notBeforeTimeout", "approveAfter"})
                       : Fields(context, node, f.path("notifications.osImage"), {"enable", "approveAfter"});
  n.boolean("enable", out.enable);
  n.duration("approveAfter", out.approve_after);
  if (!terminate) return;
  n.duration("notBeforeTimeout", out.not_before);
  if (out.not_before < 5 * one_minute || out.not_before > 15 * one_minute) {
    context.error("FL0405", n.find("notBeforeTimeout")->location,
                  fmt::format("`{}` is {}, a notice is PT5M to PT15M", n.path("notBeforeTimeout"), format_duration(out.not_before)));
  }
}

void read_overrides(ReadContext& context, Fields& f, std::uint32_t capacity, SetSpec& spec) {
  const YamlNode* node = f.find("instances");
  if (node == nullptr) return;
  if (node->kind != YamlNode::Kind::mapping) {
    f.wrong_type(node, "instances", "a mapping from instance id to settings");
    return;
  }
  for (const auto& [key, value] : node->entries) {
    InstanceOverride o;
    char* end = nullptr;
    const auto id = std::strtoull(key->text.c_str(), &end, 10);
    if (key->text.empty() || *end != '\0' || key->text.size() > 6) {
      context.error("FL0405", key->location, fmt::format("`{}` is not an instance id", key->text));
      continue;
    }
    if (id >= capacity) {
      context.error("FL0407", key->location, fmt::format("instance {} does not exist in `{}`: its ids are 0 to {}", id, f.name(), static_cast<std::int64_t>(capacity) - 1));
      continue;
    }
    o.id = static_cast<std::uint32_t>(id);
    Fields i(context, value, fmt::format("{}.instances.{}", f.name(), key->text),
             {"health", "healthUntil", "power", "osVersion", "protectFromScaleSetActions", "skipUpgrade", "phaseOrderingNumber", "latestModelApplied", "zone", "ud"});
    i.word<Health>("health", {{"Healthy", Health::healthy}, {"Unhealthy", Health::unhealthy}, {"Unknown", Health::unknown}, {"Initializing", Health::initializing}}, o.health);
    i.instant("healthUntil", o.health_until);
    i.word<Power>("power", {{"Running", Power::running}, {"Stopped", Power::stopped}, {"Deallocated", Power::deallocated}}, o.power);
    i.version("osVersion", o.os);
    i.boolean("protectFromScaleSetActions", o.protect);
    i.boolean("skipUpgrade", o.skip_upgrade);
    i.boolean("latestModelApplied", o.latest_model);
    std::uint32_t number = 0;
    if (i.integer("phaseOrderingNumber", 0, 1'000'000, number)) o.phase = number;
    if (i.integer("ud", 0, 10'000, number)) o.ud = static_cast<std::uint16_t>(number);
    if (const YamlNode* zone = i.find("zone")) {
      std::uint8_t z = 0;
      if (i.to_zone(zone, "zone", z)) o.zone = z;
    }
    spec.overrides.push_back(o);
  }
  std::sort(spec.overrides.begin(), spec.overrides.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

const std::initializer_list<std::string_view> set_keys = {
    "id", "use", "kind", "apiVersion", "region", "from", "capacity", "orchestration", "zones", "updateDomains", "osType",
    "enableAutomaticUpdates", "patchMode", "image", "upgradePolicy", "health", "extensions", "customData", "autoOsConfiguredAt",
    "maintenanceConfiguration", "serviceFabric", "notifications", "instances"};

void read_spec(ReadContext& context, Fields& f, std::uint32_t capacity, SetSpec& spec) {
  f.word<SetKind>("kind", {{"scaleSet", SetKind::scale_set}, {"vmGroup", SetKind::vm_group}, {"availabilitySet", SetKind::availability_set}}, spec.kind);
  if (f.text("apiVersion", spec.api_version) && !parse_instant(spec.api_version.substr(0, 10) + "T00:00:00Z")) {
    context.error("FL0405", f.find("apiVersion")->location, fmt::format("`{}` does not begin with a date: `{}`", f.path("apiVersion"), spec.api_version));
  }
  f.word<bool>("orchestration", {{"Uniform", false}, {"Flexible", true}}, spec.flexible);
  f.word<bool>("osType", {{"Linux", false}, {"Windows", true}}, spec.windows);
  f.boolean("customData", spec.custom_data);
  f.boolean("enableAutomaticUpdates", spec.enable_automatic_updates);
  f.word<PatchMode>("patchMode", {{"Manual", PatchMode::manual}, {"AutomaticByOS", PatchMode::automatic_by_os}, {"AutomaticByPlatform", PatchMode::automatic_by_platform}, {"ImageDefault", PatchMode::image_default}}, spec.patch_mode);
  int domains = 0;
  if (f.integer("updateDomains", 1, 20, domains)) spec.update_domains = domains;
  if (const YamlNode* zones = f.find("zones")) {
    if (zones->kind == YamlNode::Kind::scalar && zones->text == "all") {
      spec.zones_of_region = true;
    } else {
      for (const YamlNode* zone : f.list("zones")) {
        std::uint8_t z = 0;
        if (!f.to_zone(zone, "zones", z)) continue;
        if (std::find(spec.zones.begin(), spec.zones.end(), z) == spec.zones.end()) spec.zones.push_back(z);
      }
    }
  }
  read_image(context, f, spec);
  read_policy(context, f, spec);
  if (const YamlNode* health = f.find("health")) {
    Fields h(context, health, f.path("health"), {"source", "intervalInSeconds", "numberOfProbes"});
    h.word<HealthSource>("source", {{"lbProbe", HealthSource::lb_probe}, {"appHealthExtension", HealthSource::app_health_extension}, {"none", HealthSource::none}, {"both", HealthSource::both}}, spec.health.source);
    h.integer("intervalInSeconds", 5, 60, spec.health.interval);
    h.integer("numberOfProbes", 1, 24, spec.health.probes);
  }
  read_extensions(context, f, spec);
  f.instant("autoOsConfiguredAt", spec.auto_os_configured_at);
  std::string window;
  if (f.text("maintenanceConfiguration", window)) {
    if (const auto found = context.refer(Reference::maintenance, f.find("maintenanceConfiguration"))) spec.maintenance = static_cast<std::int32_t>(*found);
  }
  if (const YamlNode* fabric = f.find("serviceFabric")) {
    Fields s(context, fabric, f.path("serviceFabric"), {"durability", "clusterDurability", "stateless", "typeHandlerVersion"});
    const std::initializer_list<Word<Durability>> levels = {{"Bronze", Durability::bronze}, {"Silver", Durability::silver}, {"Gold", Durability::gold}};
    spec.service_fabric.durability = Durability::bronze;
    s.word<Durability>("durability", levels, spec.service_fabric.durability);
    s.word<Durability>("clusterDurability", levels, spec.service_fabric.cluster);
    s.boolean("stateless", spec.service_fabric.stateless);
    s.version("typeHandlerVersion", spec.service_fabric.handler);
  }
  if (const YamlNode* notices = f.find("notifications")) {
    Fields n(context, notices, f.path("notifications"), {"osImage", "terminate"});
    read_notice(context, f, n.find("osImage"), false, spec.os_notice);
    read_notice(context, f, n.find("terminate"), true, spec.terminate_notice);
  }
  read_overrides(context, f, capacity, spec);
}

/// The region of a set: listed, or made on the fly if the file lists none.
std::optional<std::uint32_t> region_of(ReadContext& context, Fields& f, bool regions_listed) {
  std::string name;
  if (f.require("region") == nullptr || !f.text("region", name)) return std::nullopt;
  if (const auto found = context.regions.find(name); found != context.regions.end()) return found->second;
  if (regions_listed) return context.refer(Reference::region, f.find("region"));
  const auto id = static_cast<std::uint32_t>(context.scenario.regions.size());
  context.regions.emplace(name, id);
  context.scenario.regions.push_back({name, {}, {}, 0});
  return id;
}

/// A name as far as it is known before deployment: `*` stands for what is not.
bool matches(std::string_view known, std::string_view name) {
  const auto star = known.find('*');
  if (star == std::string_view::npos) return known == name;
  if (!name.starts_with(known.substr(0, star))) return false;
  for (std::size_t rest = star; rest <= name.size(); ++rest) {
    if (matches(known.substr(star + 1), name.substr(rest))) return true;
  }
  return false;
}

/// The set of a template that `resource` means, a name or the place in the template; the first where nothing is said; null: none.
const TemplateSet* chosen_of(const std::vector<TemplateSet>& sets, std::string_view resource) {
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (resource.empty() || matches(sets[i].name, resource) || std::to_string(i) == resource) return &sets[i];
  }
  return nullptr;
}

/// Tells each parameter file of `from` that is not there; true if all are.
bool parameter_files_exist(ReadContext& context, const YamlNode* node) {
  if (node == nullptr || !context.options.has_file) return true;
  bool all = true;
  const auto check = [&](const YamlNode* file) {
    if (file->kind != YamlNode::Kind::scalar || file->text.empty() || context.options.has_file(file->text)) return;
    context.error("FL0407", file->location, fmt::format("parameter file `{}` does not exist", redact_secrets(file->text)), "paths are relative to the scenario");
    all = false;
  };
  if (node->kind == YamlNode::Kind::scalar) check(node);
  for (const YamlNode* file : node->items) check(file);
  return all;
}

/// What of a set's template its reader needs besides the settings.
struct Origin {
  TemplateSet::Places places;
  std::vector<UnknownSetting> unknown;  ///< that nothing else gives
  std::string text;                     ///< see SetSpec::origin
};

/// "main.bicep (shop-web) with prod.bicepparam; the scenario gives capacity, zones". `file`: the scenario's own words about the set.
std::string origin_text(const TemplateSet& set, const YamlNode* file) {
  std::string text = set.template_path.empty() ? std::string("a template") : set.template_path;
  text += fmt::format(" ({})", set.name);
  for (std::size_t i = 0; i < set.parameter_paths.size(); ++i) text += (i == 0 ? " with " : ", ") + set.parameter_paths[i];
  std::string given;
  if (file != nullptr && file->kind == YamlNode::Kind::mapping) {
    for (const auto& [key, value] : file->entries) {
      if (key->text != "id" && key->text != "from" && key->text != "use" && key->text != "region") given += (given.empty() ? "" : ", ") + key->text;
    }
  }
  return without_control_characters(given.empty() ? text : text + "; the scenario gives " + given);  // files may have any name
}

/// Whether the file gives a setting (`upgradePolicy.mode`) or something that contains it as a whole.
bool gives(const YamlNode* node, std::string_view key) {
  while (node != nullptr && node->kind == YamlNode::Kind::mapping) {
    const auto dot = key.find('.');
    node = node->find(key.substr(0, dot));
    if (node == nullptr || dot == std::string_view::npos) return node != nullptr;
    key.remove_prefix(dot + 1);
  }
  return node != nullptr;
}

/// What the template leaves open and the file does not give. A set that the file lists is meant to be deployed.
std::vector<UnknownSetting> still_open(const std::vector<UnknownSetting>& unknown, const YamlNode* file) {
  std::vector<UnknownSetting> open;
  for (const auto& setting : unknown) {
    if (file == nullptr || (setting.key != "condition" && !gives(file, setting.key))) open.push_back(setting);
  }
  return open;
}

/// A template on the command line brings its sets by itself: who meant the scenario's alone should know.
void note_second_part(ReadContext& context, const TemplateSet& set, Location where) {
  const auto same_file = [&](const TemplateSet& other) { return !set.template_path.empty() && other.template_path == set.template_path && other.name != set.name; };
  const auto other = std::find_if(context.options.sets.begin(), context.options.sets.end(), same_file);
  if (other == context.options.sets.end() || std::exchange(context.told_second_part, true)) return;
  context.findings.push_back({.code = "FL0412", .severity = Severity::info, .message = fmt::format("the sets of `{}` take part as well, because the command line names the template: `{}` beside the scenario's `{}`", set.template_path, other->name, set.name),
                              .location = where, .help = "leave the template off the command line to simulate the sets of the scenario alone"});
}

/// What a template says, with the places where it says so: a group of settings, or else the resource. `node` is what
/// TemplateSet::json() gives, a few levels deep.
const YamlNode* at_template(const YamlNode* node, const std::string& key, const TemplateSet& set, YamlTree& tree) {
  YamlNode* placed = tree.add();
  *placed = *node;
  const Location& own = key.starts_with("upgradePolicy.rolling") ? set.places.rolling : key.starts_with("upgradePolicy.automatic") ? set.places.automatic_os : key.starts_with("upgradePolicy") ? set.places.policy : set.places.resource;
  if (own || set.places.resource) placed->location = own ? own : set.places.resource;
  for (auto& [name, value] : placed->entries) value = at_template(value, key.empty() ? name->text : key + "." + name->text, set, tree);
  return placed;
}

/// Replaces `from: {template: …}` by what the template says; keys of the scenario override it.
const YamlNode* resolve_from(ReadContext& context, const YamlNode* node, Origin& origin) {
  const YamlNode* from = node->kind == YamlNode::Kind::mapping ? node->find("from") : nullptr;
  if (from == nullptr) return node;
  Fields f(context, from, "from", {"template", "parameters", "resource"});
  std::string file, resource;
  std::vector<std::string> parameters;
  if (f.require("template") == nullptr || !f.text("template", file)) return nullptr;
  if (const YamlNode* files = f.find("parameters"); files != nullptr && files->kind == YamlNode::Kind::sequence) {
    f.texts("parameters", parameters);
  } else if (std::string one; f.text("parameters", one)) {
    parameters.push_back(std::move(one));
  }
  f.text("resource", resource);
  if (!context.options.loader) {
    context.error("FL0407", from->location, fmt::format("template `{}` cannot be read here", file));
    return nullptr;
  }
  if (!parameter_files_exist(context, f.find("parameters"))) return nullptr;
  std::string message;
  const auto sets = context.options.loader(file, parameters, message);
  if (!sets || sets->empty()) {
    context.error("FL0407", from->location, message.empty() ? fmt::format("template `{}` has no scale sets", file) : message);
    return nullptr;
  }
  const TemplateSet* chosen = chosen_of(*sets, resource);
  if (chosen == nullptr) {
    std::vector<std::string_view> names;
    for (const auto& set : *sets) names.push_back(set.name);
    context.error("FL0407", from->location, fmt::format("template `{}` has no scale set `{}`", file, resource), "it has: " + quoted_list(names));
    return nullptr;
  }
  const std::string json = chosen->json();
  context.named += chosen->name + '\n' + json + '\n';
  origin = {chosen->places, still_open(chosen->unknown, node), origin_text(*chosen, node)};
  note_second_part(context, *chosen, from->location);
  const YamlNode* base = parse_yaml_text(json, from->location, {}, context.tree, context.findings);
  return base == nullptr ? nullptr : merge_yaml(at_template(base, {}, *chosen, context.tree), node, context.tree);
}

/// False: another set has its name.
bool add_set(ReadContext& context, Fields& f, ScaleSet set, SetSpec spec) {
  if (!context.sets.emplace(set.id, static_cast<std::uint32_t>(context.scenario.sets.size())).second) {
    const auto named = [&](const TemplateSet& other) { return other.name == set.id; };
    const bool of_templates = std::count_if(context.options.sets.begin(), context.options.sets.end(), named) > 1;
    context.error("FL0409", f.location(), fmt::format("set `{}` is listed twice", set.id), of_templates ? "more than one template has a set of this name: list them in `sets`, with ids of your own and `from: {template: …}`, and leave the templates off the command line" : "");
    return false;
  }
  set.spec = static_cast<std::uint32_t>(context.scenario.specs.size());
  context.scenario.specs.push_back(std::move(spec));
  context.scenario.sets.push_back(std::move(set));
  return true;
}

void read_listed_set(ReadContext& context, const YamlNode* item, const YamlNode* templates, std::string name, bool regions_listed, Origin origin = {}) {
  std::vector<std::string> way;
  const YamlNode* node = resolve_use(context, item, templates, way);
  if (node != nullptr) node = resolve_from(context, node, origin);
  if (node == nullptr || node->kind != YamlNode::Kind::mapping || node->find("id") == nullptr) context.sets_incomplete = true;  // its name is not known
  if (node == nullptr) return;
  if (const YamlNode* id = node->kind == YamlNode::Kind::mapping ? node->find("id") : nullptr; id != nullptr && id->kind == YamlNode::Kind::scalar) name = id->text;
  Fields f(context, node, name, set_keys);
  if (!f.is_mapping()) return;
  ScaleSet set;
  SetSpec spec;
  if (f.require("id") == nullptr || !f.text("id", set.id)) return;
  const auto region = region_of(context, f, regions_listed);
  if (!f.integer("capacity", 0, most_instances, set.capacity) && f.find("capacity") != nullptr) set.capacity = most_instances;  // any instance may be meant
  spec.size_unknown = f.find("capacity") == nullptr && std::any_of(origin.unknown.begin(), origin.unknown.end(), [](const UnknownSetting& u) { return u.key == "capacity"; });
  spec.origin = origin.text;
  read_spec(context, f, spec.size_unknown ? most_instances : set.capacity, spec);
  if (!region) return;
  set.region = *region;
  if (origin.places.resource) context.places.emplace(set.id, origin.places);
  const auto index = static_cast<std::uint32_t>(context.scenario.sets.size());
  if (!add_set(context, f, std::move(set), std::move(spec))) return;
  for (auto& u : origin.unknown) context.scenario.open_settings.push_back({index, std::move(u.key), std::move(u.why), std::move(u.taken), u.where});
}

/// `{region}`, `{n}`, `{n:05d}`.
std::string expand_pattern(std::string_view pattern, std::string_view region, std::uint64_t n) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern[i] == '{') {
      const auto close = pattern.find('}', i);
      if (close != std::string_view::npos) {
        const auto inside = pattern.substr(i + 1, close - i - 1);
        if (inside == "region") {
          text += region;
        } else if (inside == "n") {
          text += std::to_string(n);
        } else if (inside.starts_with("n:0") && inside.size() <= 6) {
          const auto width = static_cast<std::size_t>(std::atoi(std::string(inside.substr(3)).c_str()));
          const auto digits = std::to_string(n);
          text.append(width > digits.size() ? width - digits.size() : 0, '0');
          text += digits;
        } else {
          text += pattern.substr(i, close - i + 1);
        }
        i = close + 1;
        continue;
      }
    }
    text += pattern[i++];
  }
  return text;
}

/// False: some of the sets could not be made.
bool generate(ReadContext& context, const YamlNode* item, const YamlNode* templates, const std::string& name, std::uint64_t limit) {
  Fields g(context, item, name, {"count", "regions", "idPattern", "capacity", "set"});
  if (!g.is_mapping()) return false;
  std::uint64_t count = 0;
  std::string pattern = "{region}-{n}";
  if (g.require("count") == nullptr || !g.integer("count", 0, 100'000'000, count) || g.require("set") == nullptr) return false;
  g.text("idPattern", pattern);
  if (count > 1 && pattern.find("{n") == std::string::npos) {
    context.error("FL0409", g.location(), fmt::format("`{}.idPattern` needs `{{n}}`: {} sets would have the same name", name, count));
    return false;
  }
  std::vector<std::uint32_t> regions;
  const YamlNode* wanted = g.find("regions");
  if (wanted == nullptr || (wanted->kind == YamlNode::Kind::scalar && wanted->text == "*")) {
    for (std::uint32_t r = 0; r < context.scenario.regions.size(); ++r) regions.push_back(r);
  } else {
    for (const YamlNode* region : g.list("regions")) {
      const auto found = context.refer(Reference::region, region);
      if (found) regions.push_back(*found);
    }
  }
  if (pattern.find("{region}") == std::string::npos && regions.size() > 1 && count > 0) {
    context.error("FL0409", g.location(), fmt::format("`{}.idPattern` needs `{{region}}`: sets of several regions would have the same name", name));
    return false;
  }
  std::vector<std::string> way;
  const YamlNode* node = resolve_use(context, g.find("set"), templates, way);
  if (node == nullptr) return false;
  Fields f(context, node, name + ".set", set_keys);
  if (!f.is_mapping()) return false;
  std::uint32_t capacity = 0;
  if (!f.integer("capacity", 0, most_instances, capacity) && f.find("capacity") != nullptr) capacity = most_instances;
  std::optional<QuantileTable> sizes;
  if (const YamlNode* c = g.find("capacity")) {
    if (c->kind == YamlNode::Kind::mapping) {
      Fields q(context, c, name + ".capacity", {"quantiles"});
      Distribution distribution;
      distribution.shape = Distribution::Shape::empirical;
      if (q.require("quantiles") == nullptr || !read_capacity_quantiles(q, distribution.quantiles)) return false;
      sizes = compile(distribution);
    } else {
      if (!g.integer("capacity", 0, most_instances, capacity)) capacity = most_instances;
    }
  }
  SetSpec spec;
  read_spec(context, f, capacity, spec);
  count = std::min(count, limit);
  if (count * regions.size() + context.scenario.sets.size() > context.options.set_limit) {
    context.error("FL0410", g.location(), fmt::format("the fleet has more than {} sets", context.options.set_limit));
    return false;
  }
  const std::uint64_t least = sizes ? static_cast<std::uint64_t>((*sizes)[0]) / 1000 : capacity;
  if (count * regions.size() * least > context.options.instance_limit) {  // before any of them takes memory
    context.error("FL0410", g.location(), fmt::format("the fleet has more than {} instances", context.options.instance_limit));
    return false;
  }
  const auto spec_id = static_cast<std::uint32_t>(context.scenario.specs.size());
  context.scenario.specs.push_back(std::move(spec));
  const auto key = trial_key(context.scenario.monte_carlo.seed, 0);
  for (const auto region : regions) {
    const std::string& region_name = context.scenario.regions[region].name;
    for (std::uint64_t n = 0; n < count; ++n) {
      ScaleSet set{expand_pattern(pattern, region_name, n), region, spec_id, capacity, true};
      if (sizes) {
        const auto hash = fnv1a(set.id, fnv1a("/", fnv1a(region_name)));
        set.capacity = static_cast<std::uint32_t>(std::min<Millis>(sample(*sizes, draw(path_key(key, hash), Purpose::generated_capacity, 0)) / 1000, most_instances));
      }
      if (!context.sets.emplace(set.id, static_cast<std::uint32_t>(context.scenario.sets.size())).second) {
        context.error("FL0409", g.location(), fmt::format("generated set `{}` has the name of another set", set.id));
        return false;
      }
      context.scenario.sets.push_back(std::move(set));
    }
  }
  return true;
}

/// The sets of templates (path, line break, name) that the file's own sets are made `from`.
std::set<std::string> taken_by_the_file(const ReadContext& context, const YamlNode* root) {
  std::set<std::string> taken;
  const YamlNode* sets = root->find("sets");
  if (context.options.sets.empty() || !context.options.loader || sets == nullptr) return taken;
  for (const YamlNode* set : sets->items) {
    const YamlNode* from = set->kind == YamlNode::Kind::mapping ? set->find("from") : nullptr;
    const YamlNode* path = from != nullptr && from->kind == YamlNode::Kind::mapping ? from->find("template") : nullptr;
    const YamlNode* resource = path != nullptr ? from->find("resource") : nullptr;
    if (path == nullptr || path->kind != YamlNode::Kind::scalar) continue;
    std::vector<std::string> parameters;
    if (const YamlNode* files = from->find("parameters"); files != nullptr) {
      if (files->kind == YamlNode::Kind::scalar) parameters.push_back(files->text);
      for (const YamlNode* file : files->items) parameters.push_back(file->text);
    }
    std::string message;
    const auto loaded = context.options.loader(path->text, parameters, message);
    const TemplateSet* chosen = loaded ? chosen_of(*loaded, resource == nullptr ? std::string_view{} : resource->text) : nullptr;
    if (chosen != nullptr) taken.insert(chosen->template_path + '\n' + chosen->name);
  }
  return taken;
}

/// The entry of `sets` with this id, which then overrides what the template says.
const YamlNode* listed_as(const YamlNode* root, const std::string& name) {
  const YamlNode* sets = root->find("sets");
  if (sets == nullptr || sets->kind != YamlNode::Kind::sequence) return nullptr;
  for (const YamlNode* set : sets->items) {
    const YamlNode* id = set->find("id");
    if (id != nullptr && id->text == name) return set;
  }
  return nullptr;
}

}  // namespace

std::string TemplateSet::json() const {
  std::string text = "{";
  for (const auto& [key, value] : parts) text += fmt::format("{}\"{}\": {}", text.size() == 1 ? "" : ", ", key, value);
  return text + "}";
}

void read_sets(ReadContext& context, const YamlNode* root) {
  const YamlNode* templates = root->find("setTemplates");
  if (templates != nullptr && templates->kind != YamlNode::Kind::mapping) {
    context.error("FL0404", templates->location, "`setTemplates` must be a mapping from name to set");
    context.sets_incomplete = true;
    return;
  }
  if (templates != nullptr) {  // unused ones are checked too
    for (const auto& [key, value] : templates->entries) {
      std::vector<std::string> way{key->text};
      const YamlNode* node = resolve_use(context, value, templates, way);
      if (node == nullptr) continue;
      Fields f(context, node, "setTemplates." + key->text, set_keys);
      SetSpec unused;
      if (f.is_mapping() && node->find("from") == nullptr) read_spec(context, f, most_instances, unused);
      if (context.full()) return;
    }
  }
  const bool regions_listed = root->find("regions") != nullptr;
  const auto taken = taken_by_the_file(context, root);
  for (const auto& set : context.options.sets) {
    if (taken.contains(set.template_path + '\n' + set.name)) continue;  // it is the same set, with what the scenario says about it
    const YamlNode* node = parse_yaml_text(set.json(), root->location, {}, context.tree, context.findings);
    if (node == nullptr) continue;
    node = at_template(node, {}, set, context.tree);
    const YamlNode* own = listed_as(root, set.name);
    if (own != nullptr) node = merge_yaml(node, own, context.tree);  // the scenario's keys override
    if (const YamlNode* region = node->find("region"); region != nullptr && !context.regions.contains(region->text)) {
      context.regions.emplace(region->text, static_cast<std::uint32_t>(context.scenario.regions.size()));
      context.scenario.regions.push_back({region->text, {}, {}, 0});
    }
    read_listed_set(context, node, templates, set.name, regions_listed, {set.places, still_open(set.unknown, own), origin_text(set, own)});
  }
  if (const YamlNode* sets = root->find("sets")) {
    if (sets->kind != YamlNode::Kind::sequence) {
      context.error("FL0404", sets->location, "`sets` must be a list");
      context.sets_incomplete = true;
      return;
    }
    for (std::size_t i = 0; i < sets->items.size() && !context.full(); ++i) {
      const YamlNode* id = sets->items[i]->find("id");
      const auto read_already = [&](const TemplateSet& set) { return set.name == id->text && !taken.contains(set.template_path + '\n' + set.name); };
      if (id != nullptr && std::any_of(context.options.sets.begin(), context.options.sets.end(), read_already)) continue;
      read_listed_set(context, sets->items[i], templates, fmt::format("sets[{}]", i), regions_listed);
    }
  }
  if (const YamlNode* fleet = root->find("fleet")) {
    Fields f(context, fleet, "fleet", {"generate"});
    std::uint64_t limit = UINT64_MAX;
    if (const YamlNode* cut = root->find("fleetLimit")) {
      std::int64_t value = 0;
      if (f.to_integer(cut, "fleetLimit", 1, INT64_MAX, value)) limit = static_cast<std::uint64_t>(value);
    }
    const auto items = f.list("generate");
    for (std::size_t i = 0; i < items.size() && !context.full(); ++i) {
      if (!generate(context, items[i], templates, fmt::format("fleet.generate[{}]", i), limit)) context.sets_incomplete = true;
    }
  }
  std::uint64_t instances = 0;
  for (const auto& set : context.scenario.sets) instances += set.capacity;
  if (instances > context.options.instance_limit) {
    context.error("FL0410", root->location, fmt::format("the fleet has {} instances, more than {}", instances, context.options.instance_limit));
  }
}

}  // namespace fleetlint::rollout
