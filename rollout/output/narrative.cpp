#include "output/narrative.h"

#include <algorithm>
#include <set>
#include <span>

#include <fmt/format.h>

#include "fleetlint/rollout/print.h"
#include "fleetlint/rollout/verdict.h"

namespace fleetlint::rollout::narrative {
namespace {

constexpr std::size_t most_open_groups = 1000;

bool holds(const std::vector<std::uint32_t>& ids, std::uint32_t id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

/// Whether it is this set, or one that fares alike, that gets no operation.
bool concerns(const RolloutReport& report, const NotEligible& refused, std::uint32_t set) {
  const auto& members = report.classes[refused.member_of].members;
  return std::binary_search(members.begin(), members.end(), set);
}

const OperationReport* running_at(const ClassReport& course, Millis at) {
  for (const auto& operation : course.operations) {
    if (operation.start <= at && (!operation.end || *operation.end > at)) return &operation;
  }
  return nullptr;
}

/// Ill, stopped or unknown from the start, or by a fault, at an instant; what an upgrade cured since is not known here.
std::vector<std::uint32_t> said_to_be_ill(const Scenario& s, std::uint32_t set, Millis at) {
  std::set<std::uint32_t> ids;
  for (const auto& o : s.spec_of(s.sets[set]).overrides) {
    if (o.id < s.sets[set].capacity && (o.power != Power::running || (o.health != Health::healthy && (!o.health_until || *o.health_until > at)))) ids.insert(o.id);
  }
  for (const auto& fault : s.faults) {
    if (fault.type != Fault::Type::unhealthy || (fault.set != all_sets && fault.set != set) || fault.from > at || fault.to <= at) continue;
    if (fault.every_instance) {
      for (std::uint32_t id = 0; id < s.sets[set].capacity; ++id) ids.insert(id);
    } else {
      ids.insert(fault.instances.begin(), fault.instances.end());
    }
  }
  return {ids.begin(), ids.end()};
}

/// What happened to an instance in the operations on its image, the last first.
std::optional<Cause> why_old(const RolloutReport& report, std::uint32_t set, std::uint32_t id) {
  const auto& operations = report.of_set(set).operations;
  for (auto o = operations.rbegin(); o != operations.rend(); ++o) {
    if (o->kind != OperationKind::os) continue;
    for (const auto& [skipped, reason] : o->skipped) {
      if (skipped == id) return Cause{fmt::format("left out: {}", to_string(reason)), reason == SkipReason::latest_model_not_applied ? Rule::M_5 : Rule::B_8};
    }
    for (const auto& b : o->batches) {
      if (holds(b.unfinished, id)) return Cause{fmt::format("being upgraded to {} when the simulation ends", o->update), Rule::T_5};
      if (!holds(b.failed, id)) continue;
      std::string cause;
      for (const auto& c : b.causes) {
        if (c.instance == id) cause = failure_of(c);
      }
      if (holds(b.rolled_back, id)) return Cause{fmt::format("put back: {}", cause), Rule::R_1};
      if (holds(b.rollback_failed, id)) return Cause{fmt::format("put back and ill: {}", cause), Rule::R_4};
      if (b.method == BatchMethod::max_surge) return Cause{fmt::format("its replacement failed: {}", cause), Rule::X_6};
      return Cause{cause, Rule::H_7};
    }
    if (o->code == OperationCode::faulted) return Cause{fmt::format("not attempted: the upgrade to {} stopped", o->update), Rule::S_3};
    if (o->code == OperationCode::cancelled) return Cause{fmt::format("not attempted: the upgrade to {} was cancelled", o->update), Rule::M_6};
    if (!o->end) return Cause{fmt::format("not attempted yet: the upgrade to {} still runs when the simulation ends", o->update), Rule::T_5};
  }
  return std::nullopt;
}

/// Why an instance runs an old image that no operation says anything about: the same for all of the set.
Cause why_not_reached(const RolloutReport& report, std::uint32_t set) {
  const auto nothing = why_nothing(report, set);
  if (!nothing.empty()) return nothing.front();
  return {"no upgrade reached it", Rule::V_3};
}

Cause why_no_image(const RolloutReport& report, std::uint32_t set) {
  const Scenario& s = *report.scenario;
  const SetSpec& spec = s.spec_of(s.sets[set]);
  const std::string& region = s.regions[s.sets[set].region].name;
  if (s.images.empty()) return {"nothing is published or changed in this scenario that concerns it", Rule::V_1};
  Cause cause{spec.image.stream.empty() ? std::string("the set names no image stream") : fmt::format("no image of the stream {} is published in this scenario", spec.image.stream), Rule::V_1};
  for (const auto& image : s.images) {
    if (image.stream != spec.image.stream) continue;
    const std::string& version = s.version_text(image.version);
    if (image.published >= s.end()) {
      cause = {fmt::format("version {} is published after the end of the simulation", version), Rule::T_5};
    } else if (image.excluded) {
      cause = {fmt::format("version {} is excluded from latest", version), Rule::G_3};
    } else if (image.gallery != (spec.image.kind == ImageKind::gallery)) {
      cause = {fmt::format("version {} is {}, the set takes {}", version, image.gallery ? "a gallery image" : "a platform image",
                           spec.image.kind == ImageKind::gallery ? "gallery images" : spec.image.kind == ImageKind::platform ? "platform images" : "its own disk image"), Rule::E_3};
    } else if (image.gallery && std::none_of(image.replicas.begin(), image.replicas.end(), [&](const auto& replica) { return replica.first == s.sets[set].region; })) {
      cause = {fmt::format("version {} has no replica in {}", version, region), Rule::G_2};
    } else if (spec.image.current != no_version && s.rank(spec.image.current) >= s.rank(image.version)) {
      cause = {fmt::format("it runs {} already, which is not older than {}", s.version_text(spec.image.current), version), Rule::V_1};
    } else {
      const auto halted = std::find_if(report.phases.begin(), report.phases.end(), [&](const PhaseReport& p) { return p.decided && !p.passed && p.update == version; });
      const bool opened = std::any_of(report.phases.begin(), report.phases.end(), [&](const PhaseReport& p) {
        return p.kind == OperationKind::os && p.update == version && std::find(p.regions.begin(), p.regions.end(), s.sets[set].region) != p.regions.end();
      });
      if (opened || image.gallery) {
        cause = {fmt::format("its upgrade to {} still waits when the simulation ends", version), Rule::T_5};
      } else if (halted != report.phases.end()) {
        cause = {fmt::format("the rollout of {} halted in phase {}: only {} of {} instances got it; the phase of {} never opened", version, halted->index, halted->succeeded, halted->eligible, region), Rule::F_5};
      } else {
        cause = {fmt::format("the phase of {} has not opened when the simulation ends", region), Rule::F_3};
      }
    }
  }
  return cause;
}

std::optional<Cause> why_no_extension(const Scenario& s, const SetSpec& spec, const ExtensionPublication& publication) {
  for (const auto& extension : spec.extensions) {
    if (extension.stream != publication.stream) continue;
    const std::string& version = s.version_text(publication.version);
    if (!extension.automatic_upgrade) return Cause{fmt::format("extension {} is not upgraded to {}: enableAutomaticUpgrade is not set", extension.name, version), Rule::AE_3};
    if (spec.service_fabric.present() && !s.switches.ext_upgrade_service_fabric) return Cause{fmt::format("extension {} is not upgraded: Service Fabric sets are left out", extension.name), Rule::AE_9};
    if (extension.version == no_version) return std::nullopt;
    const auto& from = s.versions[extension.version].parts;
    const auto& to = s.versions[publication.version].parts;
    if (!from.empty() && !to.empty() && from[0] != to[0]) {
      return Cause{fmt::format("extension {} stays at {}: {} is another major version, which is never taken automatically", extension.name, s.version_text(extension.version), version), Rule::AE_3};
    }
    if (s.rank(extension.version) >= s.rank(publication.version)) return Cause{fmt::format("extension {} has {} already", extension.name, s.version_text(extension.version)), Rule::V_1};
  }
  return std::nullopt;
}

/// The settings that a reason of ineligibility follows from, as far as a template may leave them open.
std::span<const std::string_view> keys_of(Reason reason) {
  static constexpr std::string_view automatic[] = {"upgradePolicy.automaticOSUpgradePolicy", "upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade"};
  static constexpr std::string_view version[] = {"image.version"}, image[] = {"image.kind", "image.stream"}, health[] = {"health.source", "extensions"}, updates[] = {"osType", "enableAutomaticUpdates"};
  static constexpr std::string_view durability[] = {"serviceFabric.durability"}, patching[] = {"patchMode"}, surge[] = {"orchestration", "upgradePolicy.rollingUpgradePolicy.maxSurge"};
  switch (reason) {
    case Reason::automatic_upgrade_disabled: return automatic;
    case Reason::version_not_latest: return version;
    case Reason::sku_not_supported:
    case Reason::not_from_gallery: return image;
    case Reason::health_signal_missing:
    case Reason::two_health_sources: return health;
    case Reason::automatic_updates_on: return updates;
    case Reason::fabric_bronze_not_stateless:
    case Reason::fabric_durability_mismatch: return durability;
    case Reason::patch_mode: return patching;
    case Reason::flexible_max_surge: return surge;
    default: return {};
  }
}

}  // namespace

std::string clock(const Scenario& scenario, Millis at) {
  const std::string offset = format_offset(at - scenario.start);
  const auto plus = offset.find('+');
  return offset.substr(0, plus) == "0" ? offset.substr(plus + 1) : offset.substr(0, plus) + " d " + offset.substr(plus + 1);
}

std::string count_of(std::uint64_t count, std::string_view noun) { return fmt::format("{} {}{}", count, noun, count == 1 ? "" : noun.ends_with("ch") ? "es" : "s"); }

std::string id_list(std::vector<std::uint32_t> ids, std::size_t most) {
  std::sort(ids.begin(), ids.end());
  std::string text;
  std::size_t pieces = 0;
  for (std::size_t i = 0; i < ids.size();) {
    if (++pieces > most) return text + fmt::format(" and {} more", ids.size() - i);
    std::size_t end = i + 1;
    while (end < ids.size() && ids[end] == ids[end - 1] + 1) ++end;
    if (end - i < 3) end = i + 1;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", ids[i]);
    if (end - i >= 3) text += fmt::format(" to {}", ids[end - 1]);
    i = end;
  }
  return text;
}

std::string name_of(const OperationReport& o) {
  switch (o.kind) {
    case OperationKind::ext: return fmt::format("extension {} {}", o.extension, o.update);
    case OperationKind::os: return fmt::format("OS image {}", o.update);
    case OperationKind::model: return o.update.empty() ? std::string("model change") : fmt::format("model {}", o.update);
  }
  return {};
}

std::string_view origin_of(const PolicyReport& policy) {
  switch (policy.origin) {
    case PolicyReport::Origin::platform_default: return "platform default";
    case PolicyReport::Origin::flag_off: return "platform default, because useRollingUpgradePolicy is false: the set's rollingUpgradePolicy is ignored";
    case PolicyReport::Origin::set_policy: return "the set's rollingUpgradePolicy";
    case PolicyReport::Origin::fixed: return "fixed by the platform";
  }
  return {};
}

std::string policy_of(const PolicyReport& p) {
  std::string text = fmt::format("{} % a batch; stops above {} % unhealthy or {} % failed of those upgraded; {}", p.max_batch, p.max_unhealthy, p.max_unhealthy_upgraded,
                                 p.pause == 0 ? std::string("no pause") : fmt::format("pause {}", format_span(p.pause)));
  if (p.max_surge) text += "; max surge";
  if (p.cross_zone) text += "; across zones";
  if (p.prioritize_unhealthy) text += "; unhealthy first";
  if (p.rollback_on_breach) text += "; puts back what failed when it stops";
  return text + fmt::format(" ({})", origin_of(p));
}

std::string check_of(const Check& c) {
  const std::int64_t share = c.of == 0 ? 0 : 100 * c.count / c.of;
  return fmt::format("{} of {} {} ({} %), limit {} %", c.count, c.of, c.rule == Rule::S_3 ? "upgraded instances failed" : "instances are unhealthy", share, c.percent);
}

std::string failure_of(const InstanceFailure& failure) {
  return fmt::format("{}{}", to_string(failure.cause), failure.extension.empty() ? "" : fmt::format(" ({})", failure.extension));
}

const Check* stopping_check(const OperationReport& operation) {
  const Check* stop = nullptr;
  for (const auto& c : operation.checks) stop = c.fires ? &c : stop;
  for (const auto& b : operation.batches) {
    for (const auto& c : b.checks) stop = c.fires ? &c : stop;
  }
  return stop;
}

Rule rule_of(WaitReason reason) {
  static constexpr Rule rules[] = {Rule::V_4, Rule::D_1, Rule::W_1, Rule::O_1, Rule::H_4, Rule::P_4, Rule::Z_3, Rule::SF_3, Rule::N_3};
  return rules[static_cast<std::size_t>(reason)];
}

Rule rule_of(FailureCause cause) {
  switch (cause) {
    case FailureCause::credential: return Rule::C_1;
    case FailureCause::extension: return Rule::C_5;
    case FailureCause::time_budget: return Rule::C_6;
    case FailureCause::provisioning: return Rule::H_7;
    default: return Rule::H_2;
  }
}

std::string wait_of(const RolloutReport& report, std::uint32_t set, const Wait& w) {
  const Scenario& s = *report.scenario;
  switch (w.reason) {
    case WaitReason::set_busy:
      if (const OperationReport* other = running_at(report.of_set(set), w.from); other != nullptr) {
        return fmt::format("another operation of the set ({}{}, {})", name_of(*other), other->by_user ? ", started by the user" : ", started by the platform",
                           other->end ? fmt::format("until {}", clock(s, *other->end)) : std::string("without end"));
      }
      return "another operation of the set";
    case WaitReason::first_rollout: return "the first rollout after automatic OS upgrade was switched on";
    case WaitReason::window: {
      const auto maintenance = s.spec_of(s.sets[set]).maintenance;
      return maintenance < 0 ? std::string("its maintenance window") : fmt::format("its maintenance window `{}`", s.maintenance[static_cast<std::size_t>(maintenance)].id);
    }
    case WaitReason::outage: return fmt::format("the end of the outage of {}", s.regions[s.sets[set].region].name);
    case WaitReason::initializing: return "an instance that is still initializing";
    case WaitReason::pause: return "the pause between batches";
    case WaitReason::zone: return w.zone != 0 ? fmt::format("its turn in zone {}: the update is in another zone of the region", w.zone) : std::string("its zone's turn");
    case WaitReason::repair_task: return "the approval of its repair task by the cluster";
    case WaitReason::notice: return "the end of a notice";
  }
  return {};
}

std::optional<Cause> capacity_cause(const RolloutReport& report, std::uint32_t set) {
  const Scenario& s = *report.scenario;
  const ClassReport& c = report.of_set(set);
  const std::uint32_t all = s.sets[set].capacity;
  if (c.min_serving >= all) return std::nullopt;
  for (const auto& fault : s.faults) {
    if (fault.type == Fault::Type::region_outage && fault.region == s.sets[set].region && fault.from <= c.min_serving_at && c.min_serving_at < fault.to) {
      return Cause{fmt::format("outage of {}", s.regions[fault.region].name), Rule::O_2};
    }
  }
  std::string text;
  Rule rule = Rule::CAP_1;
  std::uint32_t explained = 0;
  if (const OperationReport* o = running_at(c, c.min_serving_at); o != nullptr && o->kind != OperationKind::ext) {
    for (const auto& b : o->batches) {
      if (b.start > c.min_serving_at || (b.end && *b.end <= c.min_serving_at)) continue;
      if (b.method == BatchMethod::max_surge) continue;
      explained = b.instances.size();
      rule = b.method == BatchMethod::all_at_once ? Rule::M_1 : Rule::B_2;
      text = b.method == BatchMethod::all_at_once ? fmt::format("{} changes all {} at once", name_of(*o), explained)
                                                   : fmt::format("batch {} of {} takes out {}", b.index, name_of(*o), explained);
      if (o->policy.max_surge && o->kind == OperationKind::os && b.method == BatchMethod::in_place) {
        text += " in place, because there is no quota for max surge";
        rule = Rule::X_5;
      }
    }
  }
  const std::uint32_t missing = all - c.min_serving;
  if (explained >= missing && explained > 0) return Cause{text, rule};
  std::string rest;
  std::uint32_t open = missing - std::min(missing, explained);
  if (const auto left = left_failed(report, set, c.min_serving_at); left && open > 0) {
    const auto n = std::min<std::uint32_t>(open, static_cast<std::uint32_t>(left->ids.size()));
    rest = fmt::format("{} left failed by {}", n, name_of(*left->by));
    open -= n;
    if (text.empty()) rule = Rule::R_3;
  }
  if (open > 0) {
    if (const auto ill = said_to_be_ill(s, set, c.min_serving_at); !ill.empty()) {
      const auto n = std::min<std::uint32_t>(open, static_cast<std::uint32_t>(ill.size()));
      rest += fmt::format("{}{} ill or stopped without an upgrade's doing", rest.empty() ? "" : ", ", n);
      open -= n;
      if (text.empty()) rule = Rule::H_1;
    }
  }
  for (const auto& action : s.actions) {
    if (open > 0 && action.set == set && action.type == Action::Type::scale && action.at <= c.min_serving_at && action.capacity < all) {
      rest += fmt::format("{}the set is scaled to {}", rest.empty() ? "" : ", ", action.capacity);
      open = 0;
    }
  }
  if (text.empty() && rest.empty()) return Cause{"instances that are being changed or not healthy", Rule::CAP_1};
  if (text.empty()) return Cause{rest, rule};
  return Cause{rest.empty() ? text : text + "; besides " + rest, rule};
}

std::vector<OldImages> old_images(const RolloutReport& report, std::uint32_t set) {
  std::vector<OldImages> groups;
  std::optional<Cause> not_reached;
  for (const auto id : report.of_set(set).old_image) {
    auto own = why_old(report, set, id);
    if (!own && !not_reached) not_reached = why_not_reached(report, set);
    Cause why = own ? std::move(*own) : *not_reached;
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const OldImages& g) { return g.why.text == why.text; });
    if (same != groups.end()) {
      same->ids.push_back(id);
    } else {
      groups.push_back({{id}, std::move(why)});
    }
  }
  return groups;
}

std::string meaning_of(Reason reason, const Scenario& s, const SetSpec& spec) {
  switch (reason) {
    case Reason::automatic_upgrade_disabled:
      return "enableAutomaticOSUpgrade is not true; a published image alone changes no instance and no model, so that latestModelApplied stays true";
    case Reason::version_not_latest:
      return fmt::format("the image version is pinned to {}, not `latest`", spec.image.pinned != no_version ? s.version_text(spec.image.pinned) : spec.image.version);
    case Reason::sku_not_supported: return "the SKU of the image is not in the list of supported platform images";
    case Reason::not_from_gallery: return "a custom image must come from a compute gallery, not from a managed image or a VHD";
    case Reason::health_signal_missing: return "nothing reports health: it needs a load balancer probe or the application health extension";
    case Reason::api_version_too_old: return fmt::format("the API version {} is older than 2018-10-01", spec.api_version);
    case Reason::automatic_updates_on: return "Windows updates itself: enableAutomaticUpdates must be false";
    case Reason::fabric_bronze_not_stateless: return "a Bronze node type must be stateless";
    case Reason::fabric_minimum_instances: return "Silver and Gold need at least five machines";
    case Reason::fabric_handler_too_old: return "the Service Fabric extension must have typeHandlerVersion 1.1 or newer";
    case Reason::fabric_durability_mismatch: return "durability differs between the cluster resource and the extension";
    case Reason::two_health_sources: return "there are a probe and an application health extension: only one may report health";
    case Reason::patch_mode: return "patchMode is AutomaticByPlatform: guest patching and image upgrades exclude each other";
    case Reason::flexible_max_surge: return "Flexible orchestration does not go together with max surge";
    case Reason::operation_not_allowed:
      return spec.image.version != "latest" ? fmt::format("the image version is {}, not `latest`", spec.image.pinned != no_version ? s.version_text(spec.image.pinned) : spec.image.version)
                                            : std::string("every instance is protected from scale-set actions");
  }
  return {};
}

Rule rule_of(Reason reason) {
  switch (reason) {
    case Reason::automatic_upgrade_disabled: return Rule::E_1;
    case Reason::version_not_latest: return Rule::E_2;
    case Reason::sku_not_supported:
    case Reason::not_from_gallery: return Rule::E_3;
    case Reason::health_signal_missing: return Rule::E_4;
    case Reason::api_version_too_old: return Rule::E_5;
    case Reason::automatic_updates_on: return Rule::E_6;
    case Reason::two_health_sources: return Rule::E_8;
    case Reason::patch_mode: return Rule::E_9;
    case Reason::flexible_max_surge: return Rule::E_10;
    case Reason::operation_not_allowed: return Rule::E_11;
    default: return Rule::SF_5;
  }
}

std::vector<OpenGroup> open_groups(const Scenario& scenario) {
  std::vector<OpenGroup> groups;
  for (const auto& open : scenario.open_settings) {
    const auto same = [&](const OpenGroup& g) { return g.setting->key == open.key && g.setting->why == open.why && g.setting->taken == open.taken; };
    const auto found = std::find_if(groups.begin(), groups.end(), same);
    if (found != groups.end()) {
      if (found->sets.back() != open.set) found->sets.push_back(open.set);
    } else if (groups.size() < most_open_groups) {
      groups.push_back({{open.set}, &open});
    }
  }
  return groups;
}

std::string open_text(const Scenario& scenario, const OpenGroup& group) {
  std::string names;
  for (std::size_t i = 0; i < group.sets.size() && i < 4; ++i) names += fmt::format("{}{}", i == 0 ? "" : ", ", scenario.sets[group.sets[i]].id);
  if (group.sets.size() > 4) names += fmt::format(" and {} more", group.sets.size() - 4);
  const OpenSetting& setting = *group.setting;
  if (setting.taken.empty()) return fmt::format("how many instances {} {} is not known before deployment: {}; give it with --parameters or --param, or as `capacity` in a scenario", names, group.sets.size() == 1 ? "has" : "have", setting.why);
  if (setting.key == "condition") return fmt::format("{} {} taken as deployed: {}", names, group.sets.size() == 1 ? "is" : "are", setting.why);
  return fmt::format("{} of {} is taken as {}: {}", setting.key, names, setting.taken, setting.why);
}

std::span<const OpenSetting> open_settings_of(const Scenario& scenario, std::uint32_t set) {
  const auto by_set = [](const OpenSetting& a, const OpenSetting& b) { return a.set < b.set; };
  const auto [first, last] = std::equal_range(scenario.open_settings.begin(), scenario.open_settings.end(), OpenSetting{set, {}, {}, {}, {}}, by_set);
  return {first, last};
}

const OpenSetting* assumed_for(Reason reason, const Scenario& scenario, std::uint32_t set) {
  for (const auto& open : open_settings_of(scenario, set)) {
    const auto keys = keys_of(reason);
    if (!open.taken.empty() && std::find(keys.begin(), keys.end(), open.key) != keys.end()) return &open;
  }
  return nullptr;
}

std::string refusal_of(Reason reason, const Scenario& scenario, std::uint32_t set) {
  const std::string meaning = meaning_of(reason, scenario, scenario.spec_of(scenario.sets[set]));
  const OpenSetting* open = assumed_for(reason, scenario, set);
  if (open == nullptr) return fmt::format("{}: {}", to_string(reason), meaning);
  return fmt::format("{}, if {} is taken as {}, which is assumed, not known ({}): {}", to_string(reason), open->key, open->taken, open->why, meaning);
}

bool hangs_on_size(const RolloutReport& report, std::uint32_t set) {
  const auto refused = [&](const NotEligible& n) {
    return concerns(report, n, set) && std::any_of(n.reasons.begin(), n.reasons.end(), [&](Reason reason) { return assumed_for(reason, *report.scenario, set) == nullptr; });
  };
  return report.scenario->size_unknown(report.scenario->sets[set]) && std::none_of(report.not_eligible.begin(), report.not_eligible.end(), refused);
}

namespace {

void add_refusals(const RolloutReport& report, std::uint32_t set, std::vector<Cause>& causes) {
  for (const auto& n : report.not_eligible) {
    if (!concerns(report, n, set)) continue;
    auto reasons = n.reasons;  // what is certain first: it decides, whatever was assumed
    std::stable_partition(reasons.begin(), reasons.end(), [&](Reason reason) { return assumed_for(reason, *report.scenario, set) == nullptr; });
    for (const auto reason : reasons) {
      Cause cause{refusal_of(reason, *report.scenario, set), rule_of(reason)};
      if (std::none_of(causes.begin(), causes.end(), [&](const Cause& c) { return c.text == cause.text; })) causes.push_back(std::move(cause));
    }
  }
}

}  // namespace

std::vector<Cause> why_nothing(const RolloutReport& report, std::uint32_t set) {
  const Scenario& s = *report.scenario;
  const SetSpec& spec = s.spec_of(s.sets[set]);
  const ClassReport& course = report.of_set(set);
  std::vector<Cause> causes;
  if (hangs_on_size(report, set)) {
    for (const auto& open : open_settings_of(s, set)) {
      if (open.taken.empty()) causes.push_back({open_text(s, {{set}, &open}), rule_of(open)});
    }
    add_refusals(report, set, causes);
    return causes;
  }
  const auto has = [&](OperationKind kind) { return std::any_of(course.operations.begin(), course.operations.end(), [&](const OperationReport& o) { return o.kind == kind; }); };
  if (!has(OperationKind::os)) {
    add_refusals(report, set, causes);
    const bool concerned = s.images.empty() ? s.extension_versions.empty() && s.actions.empty() : true;
    if (causes.empty() && concerned) causes.push_back(why_no_image(report, set));
  }
  if (!has(OperationKind::ext)) {
    for (const auto& publication : s.extension_versions) {
      if (auto cause = why_no_extension(s, spec, publication)) causes.push_back(std::move(*cause));
    }
  }
  return causes;
}

std::optional<LeftFailed> left_failed(const RolloutReport& report, std::uint32_t set, Millis at) {
  std::set<std::uint32_t> ids;
  const OperationReport* by = nullptr;
  for (const auto& o : report.of_set(set).operations) {
    for (const auto& b : o.batches) {
      if (!b.end || *b.end > at || b.method == BatchMethod::max_surge) continue;
      for (const auto id : b.instances.to_vector()) ids.erase(id);
      if (o.kind == OperationKind::ext) continue;
      for (const auto id : b.failed) {
        if (holds(b.rolled_back, id)) continue;
        ids.insert(id);
        by = &o;
      }
    }
  }
  if (ids.empty()) return std::nullopt;
  return LeftFailed{{ids.begin(), ids.end()}, by};
}

}  // namespace fleetlint::rollout::narrative

namespace fleetlint::rollout {

bool nothing_is_decided(const RolloutReport& report) {
  if (!report.scenario->all_sizes_unknown()) return false;
  for (std::uint32_t set = 0; set < report.scenario->sets.size(); ++set) {
    if (!narrative::hangs_on_size(report, set)) return false;
  }
  return true;
}

std::string stopped_text(const RolloutReport& report) {
  if (!report.interrupted) return {};
  const auto& asked = report.scenario->monte_carlo;
  if (report.monte_carlo && report.reached >= report.scenario->end())
    return fmt::format("stopped by hand after {} of {}: the odds are those of the trials that ran, the run that is shown is complete", report.monte_carlo->trials, narrative::count_of(asked.trials, "trial"));
  return fmt::format("stopped by hand at {} ({}): what follows is valid up to there and not the end of the story", narrative::clock(*report.scenario, report.reached), format_instant(report.reached));
}

}  // namespace fleetlint::rollout
