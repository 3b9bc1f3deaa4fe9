// What happens: publications, faults, user actions.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/fields.h"

namespace fleetlint::rollout {
namespace {

std::optional<std::uint32_t> set_of(ReadContext& context, Fields& f) {
  std::string id;
  if (!f.text("set", id)) return std::nullopt;
  return context.refer(Reference::set, f.find("set"));
}

bool read_instances(ReadContext& context, Fields& f, std::uint32_t set, std::vector<std::uint32_t>& out) {
  for (const YamlNode* item : f.list("instances")) {
    std::int64_t id = 0;
    if (!f.to_integer(item, "instances", 0, 1'000'000, id)) return false;
    if (set != all_sets && id >= context.largest_capacity[set]) {
      context.error("FL0407", item->location,
                    fmt::format("instance {} does not exist in set `{}`: its ids are 0 to {}", id, context.scenario.sets[set].id,
                                static_cast<std::int64_t>(context.largest_capacity[set]) - 1));
      return false;
    }
    out.push_back(static_cast<std::uint32_t>(id));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return true;
}

std::span<const YamlNode* const> items_of(ReadContext& context, const YamlNode* node, const char* name) {
  if (node == nullptr) return {};
  if (node->kind != YamlNode::Kind::sequence) {
    context.error("FL0404", node->location, fmt::format("`{}` must be a list", name));
    return {};
  }
  return node->items;
}

}  // namespace

void read_publications(ReadContext& context, const YamlNode* root) {
  const auto images = items_of(context, root->find("images"), "images");
  for (std::size_t i = 0; i < images.size() && !context.full(); ++i) {
    Fields f(context, images[i], fmt::format("images[{}]", i), {"stream", "version", "kind", "published", "replicated", "excludeFromLatest"});
    if (!f.is_mapping()) continue;
    ImagePublication image;
    const bool fine = f.require("stream") != nullptr && f.require("version") != nullptr && f.require("published") != nullptr &&
                      f.text("stream", image.stream) && f.version("version", image.version) && f.instant("published", image.published);
    f.word<bool>("kind", {{"platform", false}, {"gallery", true}}, image.gallery);
    f.boolean("excludeFromLatest", image.excluded);
    if (const YamlNode* replicas = f.find("replicated")) {
      if (replicas->kind != YamlNode::Kind::mapping) {
        f.wrong_type(replicas, "replicated", "a mapping from region to instant");
      } else {
        for (const auto& [key, value] : replicas->entries) {
          const auto region = context.refer(Reference::region, key);
          Millis at = 0;
          if (region && f.to_instant(value, "replicated", at)) image.replicas.emplace_back(*region, at);  // G-1: the instant of the replica decides
        }
      }
    }
    if (fine) context.scenario.images.push_back(std::move(image));
  }
  const auto extensions = items_of(context, root->find("extensionVersions"), "extensionVersions");
  for (std::size_t i = 0; i < extensions.size() && !context.full(); ++i) {
    Fields f(context, extensions[i], fmt::format("extensionVersions[{}]", i), {"stream", "version", "published", "criticalSecurity"});
    if (!f.is_mapping()) continue;
    ExtensionPublication publication;
    bool unused = false;
    f.boolean("criticalSecurity", unused);
    if (f.require("stream") != nullptr && f.require("version") != nullptr && f.require("published") != nullptr &&
        f.text("stream", publication.stream) && f.version("version", publication.version) && f.instant("published", publication.published)) {
      context.scenario.extension_versions.push_back(std::move(publication));
    }
  }
}

namespace {

/// What is said of an extension that the set does not have has no effect: most often its name is misspelt.
void expect_extension(ReadContext& context, const Fields& f, std::uint32_t set, const std::string& extension) {
  if (set == all_sets) return;
  const Scenario& scenario = context.scenario;
  std::vector<std::string_view> names;
  for (const auto& each : scenario.spec_of(scenario.sets[set]).extensions) names.push_back(each.name);
  if (std::find(names.begin(), names.end(), extension) != names.end()) return;
  const auto near = nearest_name(extension, names);
  context.warning("FL0413", f.find("extension")->location, fmt::format("set `{}` has no extension `{}`: `{}` has no effect", scenario.sets[set].id, extension, f.name()),
                  !near.empty() ? fmt::format("did you mean `{}`?", near) : names.empty() ? "the set has no extensions" : "it has: " + quoted_list(names));
}

}  // namespace

void read_faults(ReadContext& context, const YamlNode* node) {
  const auto items = items_of(context, node, "faults");
  using T = Fault::Type;
  for (std::size_t i = 0; i < items.size() && !context.full(); ++i) {
    Fields f(context, items[i], fmt::format("faults[{}]", i),
             {"type", "set", "region", "instances", "probability", "mode", "after", "attempt", "update", "extension", "at", "from", "to", "until", "ud", "survivesReimage"});
    if (!f.is_mapping() || f.require("type") == nullptr) continue;
    Fault fault;
    if (!f.word<T>("type", {{"unhealthyAfterUpgrade", T::unhealthy_after_upgrade}, {"provisioningFails", T::provisioning_fails}, {"extensionFails", T::extension_fails},
                            {"rollbackFails", T::rollback_fails}, {"credentialExpires", T::credential_expires}, {"unhealthy", T::unhealthy},
                            {"regionOutage", T::region_outage}, {"quotaExhausted", T::quota_exhausted}, {"sfApprovalBlocked", T::sf_approval_blocked}}, fault.type)) {
      continue;
    }
    bool fine = true;
    if (f.find("set") != nullptr) {
      const auto set = set_of(context, f);
      if (!set) continue;
      fault.set = *set;
    }
    if (fault.type == T::region_outage || f.find("region") != nullptr) {
      std::string region;
      if (f.require("region") == nullptr || !f.text("region", region)) continue;
      const auto found = context.refer(Reference::region, f.find("region"));
      if (!found) continue;
      fault.region = *found;
      if (fault.type == T::region_outage) fine = f.require("from") != nullptr;
    }
    if (f.find("instances") != nullptr) {
      fault.every_instance = false;
      fine = read_instances(context, f, fault.set, fault.instances) && fine;
    }
    if (f.probability("probability", fault.probability)) fault.probability_text = f.find("probability")->text;
    bool after_mode = false;
    f.word<bool>("mode", {{"never", false}, {"after", true}}, after_mode);
    f.duration("after", fault.after);
    if (f.find("mode") != nullptr && !after_mode) fault.after.reset();
    if (after_mode && !fault.after) {
      context.error("FL0408", f.location(), fmt::format("`{}` says `mode: after` and needs `after`", f.name()));
      continue;
    }
    std::uint32_t number = 0;
    if (f.integer("attempt", 1, 1'000'000, number)) fault.attempt = number;
    if (f.version("update", fault.update)) f.text("update", fault.update_label);
    if (f.text("extension", fault.extension)) expect_extension(context, f, fault.set, fault.extension);
    f.instant("at", fault.at);
    fault.from = INT64_MIN / 4;
    f.instant("from", fault.from);
    f.instant("to", fault.to);
    f.instant("until", fault.until);
    if (f.integer("ud", 0, 10'000, fault.ud)) fault.any_ud = false;
    f.boolean("survivesReimage", fault.survives_reimage);
    if (f.find("from") != nullptr && f.find("to") != nullptr && fault.to < fault.from) {
      context.error("FL0409", f.find("to")->location, fmt::format("`{}`: `to` is before `from`", f.name()));
      continue;
    }
    if (fault.type == T::credential_expires) fine = f.require("at") != nullptr && f.require("extension") != nullptr && fine;
    if (fault.type == T::sf_approval_blocked) fine = f.require("until") != nullptr && fine;
    if (fine) context.scenario.faults.push_back(std::move(fault));
  }
}

void read_actions(ReadContext& context, const YamlNode* node) {
  const auto items = items_of(context, node, "actions");
  using T = Action::Type;
  using C = Action::Change;
  for (const YamlNode* item : items) {  // `scale` first: it decides which instance ids exist
    if (item->kind != YamlNode::Kind::mapping) continue;
    const YamlNode* type = item->find("type");
    const YamlNode* set = item->find("set");
    const YamlNode* capacity = item->find("capacity");
    if (type == nullptr || set == nullptr || capacity == nullptr || type->text != "scale" || capacity->text.size() > 4) continue;
    const auto found = context.sets.find(set->text);
    if (found == context.sets.end()) continue;
    auto& largest = context.largest_capacity[found->second];
    largest = std::max(largest, static_cast<std::uint32_t>(std::atoi(capacity->text.c_str())));
  }
  for (std::size_t i = 0; i < items.size() && !context.full(); ++i) {
    Fields f(context, items[i], fmt::format("actions[{}]", i),
             {"type", "set", "at", "version", "change", "extensions", "disruptive", "reimage", "instances", "capacity", "extension", "credentialsExpire"});
    if (!f.is_mapping() || f.require("type") == nullptr || f.require("set") == nullptr || f.require("at") == nullptr) continue;
    Action action;
    if (!f.word<T>("type", {{"startOSUpgrade", T::start_os_upgrade}, {"cancel", T::cancel}, {"modelChange", T::model_change},
                            {"manualUpgrade", T::manual_upgrade}, {"scale", T::scale}, {"updateExtension", T::update_extension}}, action.type)) {
      continue;
    }
    const auto set = set_of(context, f);
    if (!set || !f.instant("at", action.at)) continue;
    action.set = *set;
    if (f.text("version", action.label)) {
      const bool label = action.type == T::model_change || action.type == T::manual_upgrade;
      if (is_version(action.label)) {
        action.version = context.version(action.label);
      } else if (!label) {
        context.error("FL0405", f.find("version")->location, fmt::format("`{}` is not a version: `{}`", f.path("version"), action.label));
      }
    }
    f.word<C>("change", {{"image", C::image}, {"extension", C::extension}, {"customData", C::custom_data}, {"size", C::size}, {"zones", C::zones}, {"other", C::other}}, action.change);
    action.extensions_given = f.texts("extensions", action.extensions);
    if (action.extensions_given && f.find("change") == nullptr) action.change = C::extension;
    f.boolean("disruptive", action.disruptive);
    f.boolean("reimage", action.reimage);
    if (const YamlNode* instances = f.find("instances")) {
      if (instances->kind == YamlNode::Kind::scalar && instances->text == "*") {
        action.every_instance = true;
      } else {
        read_instances(context, f, action.set, action.instances);
      }
    } else {
      action.every_instance = true;
    }
    if (f.text("extension", action.extension)) expect_extension(context, f, action.set, action.extension);
    f.instant("credentialsExpire", action.credentials_expire);
    const bool sized = f.integer("capacity", 0, most_instances, action.capacity);
    if (action.type == T::scale && (f.require("capacity") == nullptr || !sized)) continue;
    if (action.type == T::update_extension && f.require("extension") == nullptr) continue;
    context.scenario.actions.push_back(std::move(action));
  }
}

}  // namespace fleetlint::rollout
