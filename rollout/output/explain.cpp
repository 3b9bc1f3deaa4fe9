// Every decision as a sentence, with rule, numbers, source and what would have been otherwise.
#include <algorithm>

#include <fmt/format.h>

#include "fleetlint/rollout/ask.h"
#include "fleetlint/rollout/print.h"
#include "policies/rolling_policy.h"
#include "policies/stop_conditions.h"

namespace fleetlint::rollout {
namespace {

std::string rule_text(Rule rule) { return fmt::format("Rule {}: {} ({}).", info(rule).id, info(rule).text, info(rule).source); }

/// Sizes from `from` on for which `failures` in a first batch would be tolerated.
std::optional<std::uint32_t> tolerant_size(std::uint32_t from, std::int64_t failures, const PolicyReport& policy) {
  for (std::uint32_t n = from; n <= 1000; ++n) {
    if (!too_many_failed(failures, batch_max(n, policy.max_batch), policy.max_unhealthy_upgraded)) return n;
  }
  return std::nullopt;
}

class Explainer {
 public:
  Explainer(const RolloutReport& report, std::string_view set, std::optional<std::uint32_t> instance)
      : r_(report), s_(*report.scenario), set_(set), instance_(instance) {}

  std::string write() {
    for (const auto& n : r_.not_eligible) {
      for (const auto member : r_.classes[n.member_of].members) {
        if (!wanted(member)) continue;
        std::string reasons;
        for (const auto reason : n.reasons) reasons += fmt::format("{}{}", reasons.empty() ? "" : ", ", to_string(reason));
        say(n.at, member, fmt::format("no operation: {}. {}", reasons, why(n.reasons.front())));
      }
    }
    for (const auto& ref : operations_in_order(r_)) {
      if (wanted(ref.set)) operation(ref);
    }
    for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
      if (wanted(i) && r_.of_set(i).operations.empty()) silent(i);
    }
    if (text_.empty()) text_ = "nothing happens to it in this scenario\n";
    return std::move(text_);
  }

 private:
  bool wanted(std::uint32_t set) const { return set_.empty() || s_.sets[set].id == set_; }
  void say(Millis at, std::uint32_t set, std::string_view sentence) {
    text_ += fmt::format("{} {}: {}\n", format_offset(at - s_.start), s_.sets[set].id, sentence);
  }
  static std::string why(Reason reason) {
    switch (reason) {
      case Reason::automatic_upgrade_disabled: return rule_text(Rule::E_1);
      case Reason::version_not_latest: return rule_text(Rule::E_2);
      case Reason::sku_not_supported:
      case Reason::not_from_gallery: return rule_text(Rule::E_3);
      case Reason::health_signal_missing: return rule_text(Rule::E_4);
      case Reason::api_version_too_old: return rule_text(Rule::E_5);
      case Reason::automatic_updates_on: return rule_text(Rule::E_6);
      case Reason::two_health_sources: return rule_text(Rule::E_8);
      case Reason::patch_mode: return rule_text(Rule::E_9);
      case Reason::flexible_max_surge: return rule_text(Rule::E_10);
      case Reason::operation_not_allowed: return rule_text(Rule::E_11);
      default: return rule_text(Rule::SF_5);
    }
  }

  void silent(std::uint32_t set) {
    const SetSpec& spec = s_.spec_of(s_.sets[set]);
    for (const auto& n : r_.not_eligible) {
      const auto& members = r_.classes[n.member_of].members;
      if (std::find(members.begin(), members.end(), set) != members.end()) return;
    }
    std::string cause = "no image of its stream is published in this scenario";
    for (const auto& image : s_.images) {
      if (image.stream != spec.image.stream) continue;
      if (image.excluded) {
        cause = fmt::format("version {} is excluded from latest. {}", s_.version_text(image.version), rule_text(Rule::G_3));
      } else if (image.gallery != (spec.image.kind == ImageKind::gallery)) {
        cause = "the published image is of another kind than the set's";
      } else if (image.gallery && std::none_of(image.replicas.begin(), image.replicas.end(), [&](const auto& replica) { return replica.first == s_.sets[set].region; })) {
        cause = fmt::format("version {} has no replica in {}. {}", s_.version_text(image.version), s_.regions[s_.sets[set].region].name, rule_text(Rule::G_2));
      } else if (s_.rank(spec.image.current) >= s_.rank(image.version)) {
        cause = fmt::format("it runs {} already. {}", s_.version_text(spec.image.current), rule_text(Rule::V_1));
      } else {
        cause = fmt::format("the phase of {} has not opened, or its operation still waits. {}", s_.regions[s_.sets[set].region].name, rule_text(Rule::F_3));
      }
    }
    say(s_.start, set, "no operation: " + cause);
  }

  void waits(std::uint32_t set, const std::vector<Wait>& list) {
    for (const auto& w : list) {
      static constexpr Rule rules[] = {Rule::V_4, Rule::D_1, Rule::W_1, Rule::O_1, Rule::H_4, Rule::P_4, Rule::Z_3, Rule::SF_3, Rule::N_3};
      const Rule rule = rules[static_cast<std::size_t>(w.reason)];
      say(w.from, set, w.to >= never ? fmt::format("waits for ever: {}. {}", to_string(w.reason), rule_text(rule))
                                     : fmt::format("waits {} for: {}. {}", format_span(w.to - w.from), to_string(w.reason), rule_text(rule)));
    }
  }

  void check(std::uint32_t set, const OperationReport& o, const Check& c) {
    const std::int64_t share = c.of == 0 ? 0 : 100 * c.count / c.of;
    const char* what = c.rule == Rule::S_3 ? "upgraded instances failed" : "instances are unhealthy";
    if (!c.fires) {
      say(c.at, set, fmt::format("goes on: {} of {} {} ({} %), the limit is {} %. {}", c.count, c.of, what, share, c.percent, rule_text(c.rule)));
      return;
    }
    std::string origin;
    switch (o.policy.origin) {
      case PolicyReport::Origin::platform_default: origin = "platform default"; break;
      case PolicyReport::Origin::flag_off: origin = "default policy, because useRollingUpgradePolicy is false"; break;
      case PolicyReport::Origin::set_policy: origin = "the set's rollingUpgradePolicy"; break;
      case PolicyReport::Origin::fixed: origin = "fixed by the platform"; break;
    }
    std::string sentence = fmt::format("upgrade stopped. {} of {} {} ({} %), the limit is {} % ({}). {}", c.count, c.of, what, share, c.percent, origin, rule_text(c.rule));
    if (o.pending > 0) sentence += fmt::format(" {} {} not attempted.", o.pending, o.pending == 1 ? "instance was" : "instances were");
    if (c.rule == Rule::S_3) {
      if (o.batches.size() == 1) {
        if (const auto n = tolerant_size(s_.sets[set].capacity + 1, c.count, o.policy)) {
          sentence += fmt::format(" With {} instances the first batch has {} members and {} {} tolerated.", *n, batch_max(*n, o.policy.max_batch), c.count,
                                  c.count == 1 ? "failure is" : "failures are");
        }
      }
      const std::int64_t limit = c.of == 0 ? 100 : (100 * c.count + c.of - 1) / c.of;
      if (limit <= 100) sentence += fmt::format(" A maxUnhealthyUpgradedInstancePercent of {} would let it go on.", limit);
    } else {
      const std::int64_t limit = c.of == 0 ? 100 : (100 * c.count + c.of - 1) / c.of;
      if (limit <= 100) sentence += fmt::format(" A maxUnhealthyInstancePercent of {} would let it go on; healing {} would too.", limit, c.count - c.percent * c.of / 100);
    }
    say(c.at, set, sentence);
  }

  void operation(const OperationRef& ref) {
    const OperationReport& o = *ref.operation;
    const std::uint32_t set = ref.set;
    waits(set, o.waits);
    const bool at_once = !o.batches.empty() && o.batches.front().method == BatchMethod::all_at_once;
    if (at_once) {
      say(o.start, set, fmt::format("{} {} starts: {} of {} instances are changed all at once. {}", to_string(o.kind), o.update, o.eligible, o.existing, rule_text(Rule::M_1)));
    } else {
      say(o.start, set, fmt::format("{} {} starts: {} of {} instances are to be upgraded, at most {} at a time ({} % of {}, rounded down, at least one). {}", to_string(o.kind), o.update,
                                  o.eligible, o.existing, o.batch_max, o.policy.max_batch, o.existing, rule_text(Rule::B_2)));
    }
    for (const auto& [id, reason] : o.skipped) {
      if (!instance_ || *instance_ == id) say(o.start, set, fmt::format("instance {} is left out: {}. {}", id, to_string(reason), rule_text(reason == SkipReason::latest_model_not_applied ? Rule::M_5 : Rule::B_8)));
    }
    for (const auto& c : o.checks) check(set, o, c);
    for (const auto& b : o.batches) {
      const auto members = b.instances.to_vector();
      if (instance_ && std::find(members.begin(), members.end(), *instance_) == members.end()) continue;
      waits(set, b.waits);
      std::string list;
      for (std::size_t i = 0; i < members.size() && i < 12; ++i) list += fmt::format("{}{}", i == 0 ? "" : ", ", members[i]);
      if (members.size() > 12) list += fmt::format(" and {} more", members.size() - 12);
      say(b.start, set, fmt::format("batch {} ({}{}{}) takes {}. {}", b.index, to_string(b.method), b.zone == 0 ? "" : fmt::format(", zone {}", b.zone), b.ud < 0 ? "" : fmt::format(", update domain {}", b.ud), list, rule_text(Rule::B_5)));
      for (const auto& cause : b.causes) {
        if (instance_ && *instance_ != cause.instance) continue;
        const auto has = [&](const std::vector<std::uint32_t>& ids) { return std::find(ids.begin(), ids.end(), cause.instance) != ids.end(); };
        const Rule rule = cause.cause == FailureCause::credential ? Rule::C_1 : cause.cause == FailureCause::extension ? Rule::C_5 : cause.cause == FailureCause::time_budget ? Rule::C_6
                          : cause.cause == FailureCause::provisioning ? Rule::H_7 : Rule::H_2;
        const std::string then = has(b.rolled_back) ? "it gets its previous disk back" : has(b.rollback_failed) ? "the restore fails too" : b.method == BatchMethod::max_surge ? "the newcomer is deleted, the old instance stays" : "it stays as it is";
        say(b.end.value_or(b.start), set, fmt::format("instance {} failed: {}{}; {}. {}", cause.instance, to_string(cause.cause), cause.extension.empty() ? "" : fmt::format(" ({})", cause.extension), then, rule_text(rule)));
      }
      for (const auto& c : b.checks) check(set, o, c);
    }
    if (o.end) {
      say(*o.end, set, fmt::format("{}{}: {} upgraded, {} failed, {} not attempted.", to_string(o.code), o.error == ErrorCode::none ? "" : fmt::format(" with {}", to_string(o.error)), o.successful, o.failed, o.pending));
    }
    if (o.code == OperationCode::completed && o.kind == OperationKind::os && o.failed == 0 && s_.switches.upgraded_denominator == Switches::Denominator::upgraded) {
      std::vector<std::uint32_t> sizes;
      std::vector<std::uint32_t> order;
      for (const auto& b : o.batches) {
        sizes.push_back(b.instances.size());
        const auto members = b.instances.to_vector();
        order.insert(order.end(), members.begin(), members.end());
      }
      const Breaking breaking = breaking_failures(sizes, o.policy.max_unhealthy_upgraded);
      std::string ids;
      for (const auto place : breaking.smallest) {
        if (place < order.size()) ids += fmt::format("{}{}", ids.empty() ? "" : ", ", order[place]);
      }
      say(*o.end, set, breaking.smallest.empty() ? std::string("no number of failing instances stops it (rule S-3).")
                                                 : fmt::format("the fewest failures that stop it: {} (instance {}); it survives at most {} of {} (rule S-3).", breaking.smallest.size(), ids, breaking.largest_survived, o.eligible));
    }
    const ClassReport& c = r_.of_set(set);
    if (&o != &c.operations.back()) return;
    say(c.min_serving_at, set, fmt::format("serving capacity is lowest: {} of {}. {}", c.min_serving, s_.sets[set].capacity, rule_text(Rule::CAP_1)));
  }

  const RolloutReport& r_;
  const Scenario& s_;
  std::string_view set_;
  std::optional<std::uint32_t> instance_;
  std::string text_;
};

}  // namespace

std::string explain_text(const RolloutReport& report, std::string_view set, std::optional<std::uint32_t> instance) { return Explainer(report, set, instance).write(); }

}  // namespace fleetlint::rollout
