// A change between two versions of a template becomes what a user would do: a change of the model, a new size. Rules M-1 to M-9.
#include "scenario/template_changes.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/rollout/fleet_sets.h"
#include "fleetlint/rollout/random.h"
#include "output/json_writer.h"
#include "output/narrative.h"
#include "scenario/yaml_tree.h"

namespace fleetlint::rollout {
namespace {

using fleet::Property;

std::string as_json(std::string_view text) { return std::move(JsonWriter().value(text).text()); }

std::string hash_of(const Property& property) {
  std::string text;
  eval::JsonOptions options;
  options.redact = false;  // only a hash is kept
  for (const auto* value : property.alternatives()) {
    if (value != nullptr) eval::append_json(text, *value, options);
    text += '|';
  }
  return fmt::format("{:016x}", fnv1a(text));
}

/// A hash of every member but some, by their lower-case names.
std::string hash_without(const Property& object, std::initializer_list<std::string_view> left_out) {
  std::string text;
  for (const auto& member : object.members()) {
    std::string name(member.name());
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c); });
    if (std::find(left_out.begin(), left_out.end(), name) != left_out.end()) continue;
    text += name + hash_of(member);
  }
  return fmt::format("{:016x}", fnv1a(text));
}

template <typename Map>
bool differs(const Map& before, const Map& after, const std::string& key) {
  const auto a = before.find(key), b = after.find(key);
  return (a == before.end()) != (b == after.end()) || (a != before.end() && a->second != b->second);
}

/// Extensions that were added, removed or changed.
std::vector<std::string> changed_extensions(const TemplateSet& before, const TemplateSet& after) {
  std::set<std::string> names;
  for (const auto* model : {&before.model, &after.model}) {
    for (const auto& [key, value] : *model) {
      if (key.starts_with("extension/") && differs(before.model, after.model, key)) names.insert(key.substr(10));
    }
  }
  return {names.begin(), names.end()};
}

/// Instances run what the old template says until the change reaches them.
void keep_old_version(const TemplateSet& before, TemplateSet& after) {
  const auto old_image = before.parts.find("image");
  const auto new_image = after.parts.find("image");
  if (old_image == before.parts.end() || new_image == after.parts.end()) return;
  const auto current = [](const std::string& json) -> std::pair<std::size_t, std::size_t> {
    constexpr std::string_view key = "\"current\": ";
    const auto at = json.find(key);
    if (at == std::string::npos) return {std::string::npos, 0};
    const auto from = at + key.size(), end = json.find('"', from + 1);
    return end == std::string::npos ? std::pair<std::size_t, std::size_t>{std::string::npos, 0} : std::pair{from, end + 1 - from};
  };
  const auto [old_at, old_length] = current(old_image->second);
  const auto [new_at, new_length] = current(new_image->second);
  if (old_at == std::string::npos || new_at == std::string::npos) return;
  new_image->second.replace(new_at, new_length, old_image->second.substr(old_at, old_length));
}

struct Change {
  const char* name;    ///< as `actions[].change` has it
  const char* told;    ///< for people
  bool reimage;
};

}  // namespace

void describe_model(const fleet::ScaleSet& source, TemplateSet& set) {
  const Property profile = source.profile();
  set.model["size"] = hash_of(source["sku.name"]);
  set.model["image"] = hash_of(source.image());
  set.model["customData"] = hash_of(source.profile("osProfile.customData"));
  set.model["keys"] = hash_without(source.profile("osProfile"), {"customdata"});
  set.model["other"] = hash_without(profile, {"extensionprofile", "osprofile", "storageprofile"}) + hash_without(source.profile("storageProfile"), {"imagereference"});
  for (const auto& extension : source.extensions) {
    if (extension.exists == Tri::no) continue;
    set.model["extension/" + without_control_characters(extension.name.text("unknown"))] = hash_of(extension.publisher) + hash_of(extension.type) + hash_of(extension.handler_version) + hash_of(extension.settings) +
                                                               hash_of(extension.protected_settings) + hash_of(extension.properties["forceUpdateTag"]);
  }
}

std::vector<std::string> publish_changes(const std::vector<TemplateSet>& before, ReadOptions& options) {
  static constexpr Change changes[] = {{"image", "the image", true}, {"customData", "custom data", true}, {"size", "the size of the machines", true}, {"zones", "the zones", true}};
  std::vector<std::string> notes;
  for (auto& set : options.sets) {
    const auto old = std::find_if(before.begin(), before.end(), [&](const TemplateSet& b) { return b.name == set.name; });
    if (old == before.end()) {
      notes.push_back(fmt::format("{}: a new set; it starts as it is", set.name));
      continue;
    }
    const std::string head = fmt::format("{{\"set\": {}, \"at\": \"$start\", \"type\": ", as_json(set.name));
    std::vector<std::string> reimaging, others;
    const char* kind = nullptr;
    for (const auto& change : changes) {
      const bool is = differs(old->model, set.model, change.name) || (std::string_view(change.name) == "zones" && differs(old->parts, set.parts, "zones"));
      if (!is) continue;
      reimaging.emplace_back(change.told);
      if (kind == nullptr) kind = change.name;
    }
    if (differs(old->model, set.model, "keys")) reimaging.emplace_back("user, keys or other settings of the OS profile");
    const auto extensions = changed_extensions(*old, set);
    for (const auto& name : extensions) others.push_back("extension " + name);
    if (differs(old->model, set.model, "other")) others.emplace_back("network, disks or other parts of the profile");
    const auto list = [](const std::vector<std::string>& names) {
      std::string text;
      for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
      return text;
    };
    if (!reimaging.empty() || !others.empty()) {
      std::string action = head + "\"modelChange\", \"version\": \"new-template\"";
      if (!reimaging.empty()) {
        action += fmt::format(", \"change\": \"{}\"{}", kind != nullptr ? kind : "other", kind != nullptr ? "" : ", \"reimage\": true");
      } else if (!extensions.empty()) {
        std::string names;
        for (const auto& name : extensions) names += (names.empty() ? "" : ", ") + as_json(name);
        action += ", \"change\": \"extension\", \"extensions\": [" + names + "]";
      } else {
        action += ", \"change\": \"other\"";
      }
      options.extra_actions.push_back(action + "}");
      auto all = reimaging;
      all.insert(all.end(), others.begin(), others.end());
      notes.push_back(fmt::format("{}: {} {}; {}", set.name, list(all), all.size() == 1 ? "changes" : "change",
                                  !reimaging.empty() ? "each instance that gets it is reimaged" : !extensions.empty() ? "instances that get it run the extension and keep serving" : "instances keep serving"));
      keep_old_version(*old, set);
    }
    const bool sizes_known = old->parts.contains("capacity") && set.parts.contains("capacity");
    if (!sizes_known) {
      notes.push_back(fmt::format("{}: how many instances it has is not known {}", set.name, old->parts.contains("capacity") ? "after the change" : set.parts.contains("capacity") ? "before the change" : "before or after the change"));
      if (old->parts.contains("capacity")) set.parts["capacity"] = old->parts.at("capacity");
      else set.parts.erase("capacity");
    } else if (differs(old->parts, set.parts, "capacity")) {
      options.extra_actions.push_back(head + fmt::format("\"scale\", \"capacity\": {}}}", set.parts.at("capacity")));
      notes.push_back(fmt::format("{}: scaled from {} to {}", set.name, old->parts.at("capacity"), set.parts.at("capacity")));
      set.parts["capacity"] = old->parts.at("capacity");
    }
    for (const auto& [key, told] : {std::pair{"upgradePolicy", "the upgrade policy"}, {"health", "the source of health"}, {"notifications", "notifications"}, {"patchMode", "the patch mode"}}) {
      if (differs(old->parts, set.parts, key)) notes.push_back(fmt::format("{}: {} changes; what holds from the start is the new one", set.name, told));
    }
    if (notes.empty() || !notes.back().starts_with(set.name + ":")) notes.push_back(fmt::format("{}: nothing changes that reaches its instances", set.name));
  }
  for (const auto& old : before) {
    if (std::none_of(options.sets.begin(), options.sets.end(), [&](const TemplateSet& s) { return s.name == old.name; })) notes.push_back(fmt::format("{}: removed from the template; not simulated", old.name));
  }
  return notes;
}

}  // namespace fleetlint::rollout
