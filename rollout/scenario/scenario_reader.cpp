#include "fleetlint/rollout/scenario_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/fields.h"

namespace fleetlint::rollout {
namespace {

const std::initializer_list<std::string_view> top_keys = {
    "schema", "name", "start", "horizon", "trial", "fleetLimit", "switches", "durations", "regions", "phases", "setTemplates", "sets",
    "fleet", "images", "extensionVersions", "faults", "actions", "maintenanceConfigurations", "monteCarlo", "variants", "assertions",
    "arcRollouts", "guestPatching", "schedules", "hostMaintenance", "scheduledEvents", "repairs", "hotpatch", "aumDecisions",
    "historyQueries", "rng"};

/// `patch.sets` is keyed by set id, `sets` is a list: the patch is applied to the set of that name (rule SCH-3).
const YamlNode* patch_sets(ReadContext& context, const YamlNode* sets, const YamlNode* patch) {
  if (patch->kind != YamlNode::Kind::mapping) {
    context.error("FL0404", patch->location, "`patch.sets` must be a mapping from set id to changes");
    return sets;
  }
  auto* list = context.tree.add();
  list->kind = YamlNode::Kind::sequence;
  std::size_t used = 0;
  for (const YamlNode* set : sets == nullptr ? std::vector<const YamlNode*>{} : sets->items) {
    const YamlNode* id = set->find("id");
    const YamlNode* change = id == nullptr ? nullptr : patch->find(id->text);
    used += change != nullptr;
    list->items.push_back(merge_yaml(set, change, context.tree));
  }
  if (used < patch->entries.size()) {
    for (const auto& [key, value] : patch->entries) {
      const bool known = std::any_of(list->items.begin(), list->items.end(), [&, name = key](const YamlNode* set) {
        const YamlNode* id = set->find("id");
        return id != nullptr && id->text == name->text;
      });
      if (!known) context.error("FL0407", key->location, fmt::format("`patch.sets` names set `{}`, which is not in `sets`", key->text));
    }
  }
  return list;
}

const YamlNode* apply_variant(ReadContext& context, const YamlNode* root, const YamlNode* patch) {
  if (patch == nullptr || patch->kind != YamlNode::Kind::mapping) return root;
  auto* result = context.tree.add();
  result->kind = YamlNode::Kind::mapping;
  result->location = root->location;
  for (const auto& [key, value] : root->entries) {
    const YamlNode* change = patch->find(key->text);
    const YamlNode* merged = change == nullptr ? value : key->text == "sets" ? patch_sets(context, value, change) : merge_yaml(value, change, context.tree);
    result->entries.emplace_back(key, merged);
  }
  for (const auto& entry : patch->entries) {
    if (root->find(entry.first->text) == nullptr) result->entries.push_back(entry);
  }
  return result;
}

const YamlNode* read_variants(ReadContext& context, const YamlNode* root) {
  const YamlNode* variants = root->find("variants");
  const YamlNode* chosen = nullptr;
  if (variants != nullptr) {
    if (variants->kind != YamlNode::Kind::sequence) {
      context.error("FL0404", variants->location, "`variants` must be a list");
      return root;
    }
    for (std::size_t i = 0; i < variants->items.size(); ++i) {
      Fields f(context, variants->items[i], fmt::format("variants[{}]", i), {"name", "patch"});
      std::string name;
      if (!f.is_mapping() || f.require("name") == nullptr || f.require("patch") == nullptr || !f.text("name", name)) continue;
      const Fields patch(context, f.find("patch"), fmt::format("variants[{}].patch", i), top_keys);
      if (name == context.options.variant) chosen = f.find("patch");
      context.scenario.variant_names.push_back(std::move(name));
    }
  }
  if (context.options.variant.empty()) return root;
  if (chosen == nullptr) {
    std::vector<std::string_view> names(context.scenario.variant_names.begin(), context.scenario.variant_names.end());
    context.error("FL0407", root->location, fmt::format("variant `{}` does not exist", context.options.variant), names.empty() ? "the scenario has no `variants`" : "variants: " + quoted_list(names));
    return root;
  }
  return apply_variant(context, root, chosen);
}

void rank_versions(Scenario& scenario) {
  std::vector<VersionId> order;
  for (VersionId id = 1; id < scenario.versions.size(); ++id) order.push_back(id);
  const auto& versions = scenario.versions;
  std::sort(order.begin(), order.end(), [&](VersionId a, VersionId b) { return versions[a].parts < versions[b].parts; });
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || versions[order[i - 1]].parts != versions[order[i]].parts) ++rank;
    scenario.versions[order[i]].rank = rank;
  }
}

const YamlNode* append_texts(ReadContext& context, const YamlNode* root, const char* key, const std::vector<std::string>& texts) {
  if (texts.empty()) return root;
  auto* patch = context.tree.add();
  patch->kind = YamlNode::Kind::mapping;
  auto* name = context.tree.add();
  name->kind = YamlNode::Kind::scalar;
  name->text = key;
  auto* list = context.tree.add();
  list->kind = YamlNode::Kind::sequence;
  if (const YamlNode* old = root->find(key)) list->items = old->items;
  const YamlNode* start = root->find("start");
  for (std::string text : texts) {
    const auto hole = text.find("$start");
    if (hole != std::string::npos) text.replace(hole, 6, start == nullptr ? "" : start->text.substr(0, 40));
    if (const YamlNode* item = parse_yaml_text(text, root->location, {}, context.tree, context.findings)) list->items.push_back(item);
  }
  patch->entries.emplace_back(name, list);
  return merge_yaml(root, patch, context.tree);
}

void read_top(ReadContext& context, const YamlNode* root) {
  Scenario& scenario = context.scenario;
  Fields f(context, root, "", top_keys);
  if (!f.is_mapping()) return;
  std::string schema;
  if (f.text("schema", schema) && schema != "fleetlint/rollout/1") {
    static constexpr std::string_view names[] = {"fleetlint/rollout/1"};
    f.not_allowed(f.find("schema"), "schema", schema, names);
  }
  f.text("name", scenario.name);
  if (f.require("start") != nullptr) f.instant("start", scenario.start);
  f.duration("horizon", scenario.horizon);
  if (scenario.horizon > 20 * 366 * one_day) {
    context.error("FL0405", f.find("horizon")->location, "`horizon` is longer than 20 years");
  }
  std::uint64_t trial = 0;
  if (f.integer("trial", 0, INT64_MAX, trial)) scenario.trial = trial;
  std::uint64_t fleet_limit = 0;
  if (f.find("fleet") == nullptr) f.integer("fleetLimit", 1, INT64_MAX, fleet_limit);  // otherwise the generator reads it
  if (const YamlNode* node = f.find("monteCarlo")) {
    Fields m(context, node, "monteCarlo", {"seed", "trials", "mode"});
    scenario.monte_carlo.present = true;
    if (m.is_mapping() && m.require("seed") != nullptr) m.integer("seed", 0, INT64_MAX, scenario.monte_carlo.seed);
    m.integer("trials", 1, 1'000'000'000, scenario.monte_carlo.trials);
    m.word<bool>("mode", {{"exact", false}, {"aggregate", true}}, scenario.monte_carlo.aggregate);
  }
  read_switches(context, f.find("switches"));
  read_durations(context, f.find("durations"));
  read_regions(context, f.find("regions"));
  read_maintenance(context, f.find("maintenanceConfigurations"));
  read_sets(context, root);
  read_phases(context, f.find("phases"));
  for (const auto& set : scenario.sets) context.largest_capacity.push_back(scenario.size_unknown(set) ? most_instances : set.capacity);
  scenario.assumed = context.options.assumed;
  read_publications(context, root);
  const auto actions_first = f.find("actions");
  read_actions(context, actions_first);
  read_faults(context, f.find("faults"));
  read_machines(context, root);
  read_assertions(context, f.find("assertions"));
}

/// Of everything the run depends on: the text, the variant, and the sets and changes of templates, whoever names them. Rule SCH-5.
std::string input_hash(const ReadContext& context, std::string_view text) {
  std::uint64_t hash = fnv_start;
  const auto take = [&](std::string_view part) { hash = fnv1a(part, fnv1a(std::to_string(part.size()) + ":", hash)); };
  take(text);
  take(context.options.variant);
  for (const TemplateSet& set : context.options.sets) {
    take(set.name);
    take(set.json());
  }
  take("actions");
  for (const auto& action : context.options.extra_actions) take(action);
  take("images");
  for (const auto& image : context.options.extra_images) take(image);
  take(context.named);
  return fmt::format("{:016x}", hash);
}

/// What is wrong with variants that this run does not use: whoever compares would be told later. Not of big fleets and files, nor where templates
/// would have to be compiled for each variant.
void check_variants(const SourceSet& sources, SourceId source, const ReadOptions& options, ScenarioRead& result) {
  constexpr std::size_t most_variants = 16, most_sets = 20'000, most_bytes = 1'000'000;
  const auto& names = result.scenario->variant_names;
  if (!options.variant.empty() || !result.places.empty() || result.scenario->sets.size() > most_sets || sources[source].text().size() > most_bytes) return;
  bool broken = false;
  for (std::size_t i = 0; i < names.size() && i < most_variants && !broken; ++i) {
    ReadOptions one = options;
    one.variant = names[i];
    for (auto& finding : read_scenario(sources, source, one).findings) {
      if (finding.severity != Severity::error) continue;
      finding.message += fmt::format(" (in variant `{}`)", names[i]);
      result.findings.push_back(std::move(finding));
      broken = true;
    }
  }
  sort_findings(result.findings);
  if (broken) result.scenario.reset();
}

}  // namespace

ScenarioRead read_scenario(const SourceSet& sources, SourceId source, const ReadOptions& options) {
  ScenarioRead result;
  YamlTree tree;
  Scenario scenario;
  scenario.versions.push_back({});
  const YamlNode* root = parse_yaml(sources, source, {}, tree, result.findings);
  if (root == nullptr && result.findings.empty()) {
    result.findings.push_back({.code = "FL0401", .message = "the scenario is empty", .location = {source, {0, 0}}});
  }
  if (root == nullptr || !result.findings.empty()) return result;
  ReadContext context(sources, options, scenario, result.findings, tree);
  if (root->kind == YamlNode::Kind::mapping) {
    root = read_variants(context, root);
    root = append_texts(context, root, "actions", options.extra_actions);
    root = append_texts(context, root, "images", options.extra_images);
  }
  context.root = root;
  read_top(context, root);
  result.places = std::move(context.places);
  if (scenario.name.empty()) {
    const std::string& path = sources[source].path();
    const auto slash = path.find_last_of('/');
    scenario.name = path.substr(slash == std::string::npos ? 0 : slash + 1);
  }
  rank_versions(scenario);
  scenario.input_hash = input_hash(context, sources[source].text());
  sort_findings(result.findings);
  const bool broken = std::any_of(result.findings.begin(), result.findings.end(), [](const Finding& f) { return f.severity == Severity::error; });
  if (broken) return result;
  result.scenario = std::move(scenario);
  check_variants(sources, source, options, result);
  return result;
}

}  // namespace fleetlint::rollout
