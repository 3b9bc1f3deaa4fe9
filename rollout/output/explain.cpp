// Every decision as a sentence, in the order of time, with rule, numbers, source; then what would have been otherwise.
#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "ask/what_if.h"
#include "fleetlint/rollout/ask.h"
#include "fleetlint/rollout/print.h"
#include "output/narrative.h"
#include "policies/rolling_policy.h"

namespace fleetlint::rollout {
namespace {

using namespace narrative;

constexpr std::size_t sets_with_what_if = 20;  ///< each costs some runs

class Explainer {
 public:
  Explainer(const RolloutReport& report, std::string_view set, std::optional<std::uint32_t> instance)
      : r_(report), s_(*report.scenario), set_(set), instance_(instance) {}

  std::string write() {
    std::string text;
    if (r_.interrupted) text += stopped_text(r_) + "\n";
    publications();
    flush(text);
    // One set after the other: what concerns several of them (zones, phases, pairs) is told as the wait of each.
    for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
      if (!wanted(i)) continue;
      who_decides(text, i);
      for (const auto& action : s_.actions) {
        if (action.set == i) this->action(action);
      }
      for (const auto& o : r_.of_set(i).operations) operation(i, o);
      nothing(i);
      capacity(i);
      if (said_.empty()) text += "nothing happens to it in this scenario\n";
      flush(text);
    }
    otherwise(text);
    legend(text);
    return text;
  }

 private:
  struct Sentence {
    Millis at;
    std::string text;
  };
  void flush(std::string& text) {
    std::stable_sort(said_.begin(), said_.end(), [](const Sentence& a, const Sentence& b) { return a.at < b.at; });
    for (const auto& sentence : said_) text += fmt::format("{} {}\n", clock(s_, sentence.at), sentence.text);
    said_.clear();
  }

  /// Where a set comes from, and who decides about what in it.
  void who_decides(std::string& text, std::uint32_t set) {
    const SetSpec& spec = s_.spec_of(s_.sets[set]);
    if (!text.empty()) text += '\n';
    text += fmt::format("{} ({}), {}: {}\n", s_.sets[set].id, s_.regions[s_.sets[set].region].name, spec.size_unknown ? std::string("an unknown number of instances") : count_of(s_.sets[set].capacity, "instance"),
                        spec.origin.empty() ? std::string("as the scenario says") : "from " + spec.origin);
    if (spec.kind != SetKind::scale_set) return;
    RuleSet ignored;
    const std::string batches(origin_of(policy_in_force(spec, OperationKind::os, false, s_.switches, ignored)));
    static constexpr std::pair<UpgradeMode, const char*> modes[] = {{UpgradeMode::manual, "mode Manual: nobody until a user upgrades instances"}, {UpgradeMode::automatic, "mode Automatic: the platform, on all at once"}, {UpgradeMode::rolling, "mode Rolling: the platform, in batches"}};
    const char* mode = std::find_if(std::begin(modes), std::end(modes), [&](const auto& m) { return m.first == spec.mode; })->second;
    text += fmt::format("  a new image: {}; batches and limits of image upgrades: {}; changes of the model: {}\n",
                        spec.automatic_os_upgrade ? "the platform, by itself (enableAutomaticOSUpgrade is true)" : "nobody by itself (enableAutomaticOSUpgrade is not true)", batches, mode);
  }

  bool wanted(std::uint32_t set) const { return set_.empty() || s_.sets[set].id == set_; }
  void say(Millis at, std::uint32_t set, std::string sentence) { said_.push_back({at, fmt::format("{}: {}", s_.sets[set].id, sentence)}); }
  /// " Rule S-3 (automatic-upgrade, step 5)."
  std::string by(Rule rule) {
    used_.set(static_cast<std::size_t>(rule));
    return fmt::format(" Rule {} ({}).", info(rule).id, info(rule).source);
  }

  void publications() {
    const auto concerns = [&](const auto& takes) {
      for (std::uint32_t i = 0; i < s_.sets.size(); ++i) {
        if (wanted(i) && takes(s_.spec_of(s_.sets[i]))) return true;
      }
      return false;
    };
    const auto told = [&](Millis at) { return at >= s_.start && at < s_.end(); };
    for (const auto& image : s_.images) {
      if (told(image.published) && concerns([&](const SetSpec& spec) { return spec.image.stream == image.stream; }))
        said_.push_back({image.published, fmt::format("image {} {} is published{}", image.stream, s_.version_text(image.version), image.excluded ? ", excluded from latest" : "")});
    }
    for (const auto& publication : s_.extension_versions) {
      if (told(publication.published) && concerns([&](const SetSpec& spec) { return std::any_of(spec.extensions.begin(), spec.extensions.end(), [&](const Extension& e) { return e.stream == publication.stream; }); }))
        said_.push_back({publication.published, fmt::format("extension {} {} is published", publication.stream, s_.version_text(publication.version))});
    }
  }

  // ---- what happened ------------------------------------------------------------------------------------------------

  void waits(std::uint32_t set, const std::vector<Wait>& list) {
    for (const auto& w : list) {
      say(w.from, set, w.to >= never ? fmt::format("waits without end for {}.{}", wait_of(r_, set, w), by(rule_of(w.reason)))
                                     : fmt::format("waits {} for {}.{}", format_span(w.to - w.from), wait_of(r_, set, w), by(rule_of(w.reason))));
    }
  }

  void check(std::uint32_t set, const OperationReport& o, const Check& c) {
    const std::int64_t share = c.of == 0 ? 0 : 100 * c.count / c.of;
    const char* what = c.rule == Rule::S_3 ? "upgraded instances failed" : "instances are unhealthy";
    if (!c.fires) {
      say(c.at, set, fmt::format("goes on: {} of {} {} ({} %), the limit is {} %.{}", c.count, c.of, what, share, c.percent, by(c.rule)));
      return;
    }
    say(c.at, set, fmt::format("upgrade stopped. {} of {} {} ({} %), the limit is {} % ({}).{}{}", c.count, c.of, what, share, c.percent, origin_of(o.policy), by(c.rule), o.pending > 0 ? fmt::format(" {} {} not attempted.", o.pending, o.pending == 1 ? "instance was" : "instances were") : ""));
  }

  void operation(std::uint32_t set, const OperationReport& o) {
    waits(set, o.waits);
    const bool at_once = !o.batches.empty() && o.batches.front().method == BatchMethod::all_at_once;
    const std::string begins = o.by_user ? fmt::format("{} starts, asked for by the user", name_of(o)) : fmt::format("the platform starts {} by itself", name_of(o));
    if (at_once) {
      say(o.start, set, fmt::format("{}: {} of {} are changed all at once, in no order and without a limit.{}", begins, o.eligible, count_of(o.existing, "instance"), by(Rule::M_1)));
    } else if (o.eligible == 0 && o.kind == OperationKind::model) {
      say(o.start, set, fmt::format("{}: no instance has anything to change.{}", name_of(o), by(Rule::B_6)));
    } else {
      say(o.start, set, fmt::format("{}: {} of {} to be upgraded, at most {} at a time ({} % of {}, rounded down, at least one).{}", begins, o.eligible,
                                    count_of(o.existing, "instance"), o.batch_max, o.policy.max_batch, o.existing, by(Rule::B_2)));
      say(o.start, set, fmt::format("policy in force: {}.{}", policy_of(o.policy), by(o.kind == OperationKind::os && !o.by_user ? Rule::P_1 : o.kind == OperationKind::os ? Rule::P_2 : Rule::P_3)));
    }
    for (const auto& [id, reason] : o.skipped) {
      if (!instance_ || *instance_ == id) say(o.start, set, fmt::format("instance {} is left out: {}.{}", id, to_string(reason), by(reason == SkipReason::latest_model_not_applied ? Rule::M_5 : Rule::B_8)));
    }
    for (const auto& c : o.checks) check(set, o, c);
    for (const auto& b : o.batches) batch(set, o, b);
    if (!o.end) {
      say(r_.reached, set, fmt::format("{} still runs when the simulation ends: {} upgraded, {} failed, {} in progress, {} not attempted.{}", name_of(o), o.successful, o.failed, o.in_progress, o.pending, by(Rule::T_5)));
      return;
    }
    say(*o.end, set, fmt::format("{}: {}{}: {} upgraded, {} failed, {} not attempted.", name_of(o), to_string(o.code), o.error == ErrorCode::none ? "" : fmt::format(" with {}", to_string(o.error)), o.successful, o.failed, o.pending));
    if (o.kind == OperationKind::os && o.code == OperationCode::completed) breaking(set, o);
    if (o.kind == OperationKind::ext && o.successful > 0) installed(set, o);
  }

  void batch(std::uint32_t set, const OperationReport& o, const BatchReport& b) {
    const auto members = b.instances.to_vector();
    if (instance_ && std::find(members.begin(), members.end(), *instance_) == members.end()) return;
    waits(set, b.waits);
    const char* method = b.method == BatchMethod::max_surge ? ", by max surge" : b.method == BatchMethod::all_at_once ? ", all at once" : "";
    std::string place = fmt::format("{}{}{}", b.zone == 0 ? "" : fmt::format(", zone {}", b.zone), b.ud < 0 || s_.spec_of(s_.sets[set]).flexible ? "" : fmt::format(", update domain {}", b.ud), method);
    const bool no_quota = o.policy.max_surge && o.kind == OperationKind::os && b.method == BatchMethod::in_place;
    if (no_quota) place += ", in place, because there is no quota for max surge";
    const Rule rule = no_quota ? Rule::X_5 : b.method == BatchMethod::max_surge ? Rule::X_1 : b.method == BatchMethod::all_at_once ? Rule::M_1 : Rule::B_5;
    say(b.start, set, fmt::format("batch {} takes {}{}{}.{}", b.index, members.size() == 1 ? "instance " : "instances ", id_list(members), place, by(rule)));
    if (o.policy.prioritize_unhealthy && b.index == 1) say(b.start, set, fmt::format("it begins with the instances that are unhealthy already, because prioritizeUnhealthyInstances is true.{}", by(Rule::P_5)));
    for (const auto& cause : b.causes) {
      if (instance_ && *instance_ != cause.instance) continue;
      const auto has = [&](const std::vector<std::uint32_t>& ids) { return std::find(ids.begin(), ids.end(), cause.instance) != ids.end(); };
      const std::string then = has(b.rolled_back) ? o.kind == OperationKind::ext ? "the previous version is put back" : "it gets its previous disk back"
                               : has(b.rollback_failed) ? "the restore fails too"
                               : b.method == BatchMethod::max_surge ? "the newcomer is deleted, the old instance stays" : "it stays as it is";
      say(b.end.value_or(b.start), set, fmt::format("instance {} failed: {}; {}.{}", cause.instance, failure_of(cause), then, by(rule_of(cause.cause))));
    }
    for (const auto& c : b.checks) check(set, o, c);
  }

  void breaking(std::uint32_t set, const OperationReport& o) {
    if (o.failed > 0 || s_.switches.upgraded_denominator != Switches::Denominator::upgraded) return;
    std::vector<std::uint32_t> sizes, order;
    for (const auto& b : o.batches) {
      sizes.push_back(b.instances.size());
      const auto members = b.instances.to_vector();
      order.insert(order.end(), members.begin(), members.end());
    }
    const Breaking breaking = breaking_failures(sizes, o.policy.max_unhealthy_upgraded);
    std::vector<std::uint32_t> ids;
    for (const auto place : breaking.smallest) {
      if (place < order.size()) ids.push_back(order[place]);
    }
    if (breaking.smallest.empty()) {
      say(*o.end, set, fmt::format("no number of failing instances stops it.{}", by(Rule::S_3)));
    } else {
      say(*o.end, set, fmt::format("the fewest failures that stop it: {} ({} {}); it survives at most {} of {}.{}", breaking.smallest.size(), ids.size() == 1 ? "instance" : "instances", id_list(ids), breaking.largest_survived, o.eligible, by(Rule::S_3)));
    }
  }

  void installed(std::uint32_t set, const OperationReport& o) {
    for (const auto& extension : s_.spec_of(s_.sets[set]).extensions) {
      if (extension.name != o.extension || extension.version == no_version) continue;
      say(*o.end, set, fmt::format("extension {} is installed in version {}, although the model says {}: automatic upgrades do not touch the model.{}", o.extension, o.update, s_.version_text(extension.version), by(Rule::AE_1)));
    }
  }

  // ---- what did not happen ------------------------------------------------------------------------------------------

  void nothing(std::uint32_t set) {
    bool refused = false;
    for (const auto& n : r_.not_eligible) {
      const auto& members = r_.classes[n.member_of].members;
      if (!std::binary_search(members.begin(), members.end(), set)) continue;
      refused = true;
      for (const auto reason : n.reasons) {
        say(n.at, set, fmt::format("{}: {}.{}", reason == Reason::operation_not_allowed ? "the start by hand is refused" : "no operation", refusal_of(reason, s_, set), by(rule_of(reason))));
      }
    }
    for (const auto& cause : why_nothing(r_, set)) {
      const bool told = refused && std::any_of(r_.not_eligible.begin(), r_.not_eligible.end(), [&](const NotEligible& n) {
        return std::any_of(n.reasons.begin(), n.reasons.end(), [&](Reason reason) { return cause.text.starts_with(to_string(reason)); });
      });
      if (!told) say(s_.start, set, fmt::format("no operation: {}.{}", cause.text, by(cause.rule)));
    }
    if (r_.of_set(set).operations.empty()) return;
    for (const auto& old : old_images(r_, set)) {
      if (instance_ && std::find(old.ids.begin(), old.ids.end(), *instance_) == old.ids.end()) continue;
      say(r_.reached, set, fmt::format("at the end {} {} an older image: {}.{}", old.ids.size() == 1 ? fmt::format("instance {}", old.ids[0]) : fmt::format("instances {}", id_list(old.ids)), old.ids.size() == 1 ? "runs" : "run", old.why.text, by(old.why.rule)));
    }
  }

  void capacity(std::uint32_t set) {
    const ClassReport& c = r_.of_set(set);
    if (c.operations.empty()) return;
    const auto cause = capacity_cause(r_, set);
    say(c.min_serving_at, set, cause ? fmt::format("serving capacity is lowest: {} of {}, because {}.{}", c.min_serving, s_.sets[set].capacity, cause->text, by(cause->rule))
                                     : fmt::format("serving capacity never falls below {} of {}.{}", c.min_serving, s_.sets[set].capacity, by(Rule::CAP_1)));
  }

  // ---- what users did -----------------------------------------------------------------------------------------------

  const OperationReport* caused(const Action& a, OperationKind kind) const {
    for (const auto& o : r_.of_set(a.set).operations) {
      if (o.by_user && o.kind == kind && o.queued == a.at) return &o;
    }
    return nullptr;
  }

  void action(const Action& a) {
    if (a.at >= s_.end()) return;
    const SetSpec& spec = s_.spec_of(s_.sets[a.set]);
    switch (a.type) {
      case Action::Type::start_os_upgrade:
        if (caused(a, OperationKind::os) == nullptr && std::none_of(r_.not_eligible.begin(), r_.not_eligible.end(), [&](const NotEligible& n) { return n.at == a.at; }))
          say(a.at, a.set, fmt::format("the user starts an OS upgrade, which has nothing to do: every instance runs the newest available version.{}", by(Rule::V_1)));
        return;
      case Action::Type::cancel: {
        const auto& operations = r_.of_set(a.set).operations;
        const auto hit = std::find_if(operations.begin(), operations.end(), [&](const OperationReport& o) { return o.start <= a.at && (!o.end || *o.end >= a.at); });
        say(a.at, a.set, hit == operations.end() ? std::string("the user cancels, but no upgrade runs: nothing happens.")
                                                 : fmt::format("the user cancels {}: the running batch ends first, the rest is not attempted.{}", name_of(*hit), by(Rule::M_6)));
        return;
      }
      case Action::Type::model_change: model_change(a, spec); return;
      case Action::Type::manual_upgrade: {
        const auto* o = caused(a, OperationKind::model);
        if (o == nullptr || o->eligible == 0) {
          say(a.at, a.set, fmt::format("the user upgrades {}, which changes nothing: they have the latest model already. A newer image version is no change of the model while the model says `latest`.{}",
                                       a.every_instance ? std::string("all instances") : fmt::format("instances {}", id_list(a.instances)), by(Rule::M_4)));
        }
        return;
      }
      case Action::Type::scale: {
        std::vector<std::uint32_t> fresh;
        std::string image;
        for (const auto& f : r_.of_set(a.set).finals) {
          if (f.id < s_.sets[a.set].capacity) continue;
          fresh.push_back(f.id);
          image = s_.version_text(f.os);
        }
        say(a.at, a.set, fmt::format("the user scales to {}.{}", count_of(a.capacity, "instance"),
                                     fresh.empty() || a.capacity <= s_.sets[a.set].capacity ? std::string() : fmt::format(" New instances take the newest image that is available in the region and the latest model: {} run {}.{}", id_list(fresh), image, by(Rule::M_3))));
        return;
      }
      case Action::Type::update_extension:
        say(a.at, a.set, fmt::format("the user updates extension {} in the model{}: instances get it with the next change that is deployed.{}", a.extension, a.credentials_expire ? fmt::format(", its credential is valid until {}", format_instant(*a.credentials_expire)) : "", by(Rule::C_7)));
        return;
    }
  }

  void model_change(const Action& a, const SetSpec& spec) {
    static constexpr const char* kinds[] = {"the image of the model", "an extension of the model", "the custom data of the model", "the size in the model", "the zones of the model", "the model"};
    const std::string what = fmt::format("{} changes{}", kinds[static_cast<std::size_t>(a.change)], a.label.empty() ? "" : fmt::format(" ({})", a.label));
    if (spec.mode == UpgradeMode::manual) {
      say(a.at, a.set, fmt::format("{}, no instance does: upgradePolicy.mode is Manual. Instances keep the old model until somebody upgrades them; new ones get the new model.{}", what, by(Rule::M_3)));
      if (const auto left = left_failed(r_, a.set, a.at)) {
        say(a.at, a.set, fmt::format("{} still failed: that is the result of {}, which ended at {}, not of this change.{}", left->ids.size() == 1 ? fmt::format("instance {} is", left->ids[0]) : fmt::format("instances {} are", id_list(left->ids)),
                                     name_of(*left->by), clock(s_, left->by->end.value_or(a.at)), by(Rule::ERR_3)));
      }
      return;
    }
    const bool reimages = a.reimage.value_or(a.change != Action::Change::extension && a.change != Action::Change::other);
    const std::string effect = reimages ? "each instance is reimaged: it gets a new OS disk and is out of service meanwhile"
                               : a.disruptive ? "the changed parts run on each instance, which is out of service meanwhile"
                                              : "the changed extensions run on each instance, which is neither restarted nor reimaged and keeps serving";
    say(a.at, a.set, fmt::format("{}; mode {} applies it by itself, and {}.{}", what, spec.mode == UpgradeMode::rolling ? "Rolling" : "Automatic", effect, by(spec.mode == UpgradeMode::rolling ? Rule::M_2 : Rule::M_9)));
  }

  // ---- what would have been otherwise -------------------------------------------------------------------------------

  void otherwise(std::string& text) {
    std::size_t told = 0;
    for (std::uint32_t i = 0; i < s_.sets.size() && told < sets_with_what_if; ++i) {
      if (!wanted(i) || s_.sets[i].capacity == 0) continue;
      const auto sentences = counterfactuals(r_, i);
      if (sentences.empty()) continue;
      ++told;
      text += fmt::format("\nWhat would change the course of {} (each was run)\n", s_.sets[i].id);
      for (const auto& sentence : sentences) text += fmt::format("  {}\n", sentence);
    }
  }

  void legend(std::string& text) const {
    if (used_.none()) return;
    text += "\nRules\n";
    for (std::size_t i = 0; i < used_.size(); ++i) {
      if (used_[i]) text += fmt::format("  {}: {}\n", all_rules()[i].id, all_rules()[i].text);
    }
  }

  const RolloutReport& r_;
  const Scenario& s_;
  std::string_view set_;
  std::optional<std::uint32_t> instance_;
  std::vector<Sentence> said_;
  RuleSet used_;
};

}  // namespace

std::string explain_text(const RolloutReport& report, std::string_view set, std::optional<std::uint32_t> instance) { return Explainer(report, set, instance).write(); }

}  // namespace fleetlint::rollout
