// Laws that hold for every scenario, tried on many random ones; a failure prints the smallest scenario that still fails.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <set>

#include "engine/engine.h"
#include "fleetlint/rollout/print.h"
#include "random_scenario.h"
#include "run.h"

namespace fleetlint::rollout::test {
namespace {

/// The parts of a random scenario that shrinking may take away.
struct Draft {
  int capacity = 5, zones = 0, batch = 20, unhealthy = 20, upgraded = 20, pause = 0;
  bool ignore_domains = false, cross_zone = false, prioritize = false, surge = false, flexible = false, no_rollback = false;
  std::set<int> failing, ill, stopped, shielded;

  std::string text() const {
    std::string list, overrides;
    const auto numbers = [](const std::set<int>& ids) {
      std::string out;
      for (const int id : ids) out += (out.empty() ? "" : ", ") + std::to_string(id);
      return out;
    };
    for (const int id : ill) overrides += "\"" + std::to_string(id) + "\": {health: Unhealthy}, ";
    for (const int id : stopped) {
      if (!ill.contains(id)) overrides += "\"" + std::to_string(id) + "\": {power: Stopped}, ";
    }
    for (const int id : shielded) {
      if (!ill.contains(id) && !stopped.contains(id)) overrides += "\"" + std::to_string(id) + "\": {protectFromScaleSetActions: true}, ";
    }
    if (!overrides.empty()) overrides.resize(overrides.size() - 2);
    std::string zone_list = zones == 0 ? "" : zones == 2 ? ", zones: [\"1\", \"2\"]" : ", zones: [\"1\", \"2\", \"3\"]";
    std::string text = head(std::string("regions: [{name: here, zones: [\"1\", \"2\", \"3\"]}]\n") + (ignore_domains ? "switches: {udBoundary: ignore}\n" : "") + "sets:\n  - {id: web, region: here, capacity: " +
                            std::to_string(capacity) + zone_list + (flexible ? ", orchestration: Flexible" : "") + ", image: {stream: img, current: \"1.0\"}, upgradePolicy: {rollingUpgradePolicy: {maxBatchInstancePercent: " +
                            std::to_string(batch) + ", maxUnhealthyInstancePercent: " + std::to_string(unhealthy) + ", maxUnhealthyUpgradedInstancePercent: " + std::to_string(upgraded) +
                            ", pauseTimeBetweenBatches: PT" + std::to_string(pause) + "M, enableCrossZoneUpgrade: " + (cross_zone ? "true" : "false") + ", prioritizeUnhealthyInstances: " + (prioritize ? "true" : "false") +
                            ", maxSurge: " + (surge && !flexible ? "true" : "false") + "}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true, disableAutomaticRollback: " +
                            (no_rollback ? "true" : "false") + "}}" + (overrides.empty() ? "" : ", instances: {" + overrides + "}") + "}\n");
    if (!failing.empty()) text += "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [" + numbers(failing) + "]}]\n";
    return text;
  }
};

Draft draft(Dice& dice) {
  Draft d;
  d.capacity = dice.chance(80) ? dice.pick(0, 40) : dice.pick(41, 150);
  const int kinds[] = {0, 2, 3};
  d.zones = kinds[dice.pick(0, 2)];
  d.batch = dice.pick(5, 100);
  d.unhealthy = dice.pick(5, 100);
  d.upgraded = dice.pick(0, 100);
  d.pause = dice.chance(50) ? 0 : dice.pick(1, 90);
  d.ignore_domains = dice.chance(25);
  d.cross_zone = dice.chance(20);
  d.prioritize = dice.chance(25);
  d.surge = dice.chance(15);
  d.flexible = dice.chance(20);
  d.no_rollback = dice.chance(30);
  for (int i = 0; i < d.capacity; ++i) {
    if (dice.chance(6)) d.failing.insert(i);
    if (dice.chance(3)) d.ill.insert(i);
    if (dice.chance(2)) d.stopped.insert(i);
    if (dice.chance(3)) d.shielded.insert(i);
  }
  return d;
}

using Law = std::function<std::string(const Draft&)>;  ///< empty: holds

/// Makes a failing draft smaller as long as it keeps failing.
Draft shrink(Draft d, const Law& law) {
  bool smaller = true;
  while (smaller) {
    smaller = false;
    const auto attempt = [&](Draft candidate) {
      for (auto* ids : {&candidate.failing, &candidate.ill, &candidate.stopped, &candidate.shielded}) {
        while (!ids->empty() && *ids->rbegin() >= candidate.capacity) ids->erase(std::prev(ids->end()));
      }
      if (law(candidate).empty()) return;
      d = std::move(candidate);
      smaller = true;
    };
    const Draft now = d;
    for (const auto member : {&Draft::failing, &Draft::ill, &Draft::stopped, &Draft::shielded}) {
      if ((now.*member).empty()) continue;
      Draft candidate = d;
      (candidate.*member).erase(std::prev((candidate.*member).end()));
      attempt(candidate);
    }
    if (d.capacity > 0) {
      Draft candidate = d;
      candidate.capacity = d.capacity / 2;
      attempt(candidate);
      candidate = d;
      --candidate.capacity;
      attempt(candidate);
    }
    for (const auto flag : {&Draft::ignore_domains, &Draft::cross_zone, &Draft::prioritize, &Draft::surge, &Draft::flexible, &Draft::no_rollback}) {
      if (!(d.*flag)) continue;
      Draft candidate = d;
      candidate.*flag = false;
      attempt(candidate);
    }
    if (d.zones > 0) {
      Draft candidate = d;
      candidate.zones = 0;
      attempt(candidate);
    }
  }
  return d;
}

/// Scenarios a law is tried on; FLEETLINT_PROPERTY_TRIES=10000 is what a release is held to.
int tries() {
  const char* wanted = std::getenv("FLEETLINT_PROPERTY_TRIES");
#ifdef FLEETLINT_SANITIZED
  return wanted != nullptr ? std::atoi(wanted) : 100;
#else
  return wanted != nullptr ? std::atoi(wanted) : 1'000;
#endif
}

void hold(std::uint64_t seed, const Law& law) {
  Dice dice(seed);
  const int count = tries();
  for (int i = 0; i < count; ++i) {
    const Draft d = draft(dice);
    if (law(d).empty()) continue;
    const Draft small = shrink(d, law);
    FAIL() << law(small) << "\n" << small.text();
  }
}

struct Course {
  std::shared_ptr<const Scenario> scenario;
  RolloutReport report;
  const OperationReport* o = nullptr;
};
Course course(const std::string& text) {
  Course c;
  c.report = run(text);
  c.scenario = c.report.scenario;
  if (!c.report.classes[0].operations.empty()) c.o = &c.report.classes[0].operations[0];
  return c;
}

TEST(Property, CountersAddUpAndNobodyIsInTwoBatches) {
  hold(1, [](const Draft& d) -> std::string {
    const auto c = course(d.text());
    if (c.o == nullptr) return "";
    if (c.o->successful + c.o->failed + c.o->in_progress + c.o->pending != c.o->eligible) return "counters do not add up";
    std::set<std::uint32_t> seen;
    for (const auto& b : c.o->batches) {
      if (b.instances.size() > c.o->batch_max) return "batch larger than allowed";
      for (const auto id : b.instances.to_vector()) {
        if (!seen.insert(id).second) return "instance in two batches";
      }
    }
    if (c.o->code == OperationCode::completed && seen.size() != c.o->eligible) return "completed without everybody";
    return "";
  });
}

TEST(Property, BatchesNeverMixZonesOrDomains) {
  hold(2, [](const Draft& d) -> std::string {
    const auto c = course(d.text());
    if (c.o == nullptr) return "";
    for (const auto& b : c.o->batches) {
      std::set<std::uint32_t> zones, domains;
      for (const auto id : b.instances.to_vector()) {
        const std::uint32_t zone = d.zones == 0 ? 0 : id % static_cast<std::uint32_t>(d.zones);
        zones.insert(zone);
        domains.insert(d.flexible ? 0 : (d.zones == 0 ? id : id / static_cast<std::uint32_t>(d.zones)) % 5);
      }
      if (!d.cross_zone && zones.size() > 1) return "two zones in one batch";
      if (!d.ignore_domains && domains.size() > 1) return "two update domains in one batch";
    }
    return "";
  });
}

TEST(Property, ShieldedAndStoppedInstancesKeepTheirImage) {
  hold(3, [](const Draft& d) -> std::string {
    const auto c = course(d.text());
    for (const auto& f : c.report.classes[0].finals) {
      const int id = static_cast<int>(f.id);
      const bool stopped = d.stopped.contains(id) && !d.ill.contains(id);
      const bool shielded = d.shielded.contains(id) && !d.ill.contains(id) && !stopped;
      if ((stopped || shielded) && c.scenario->version_text(f.os) != "1.0") return "instance " + std::to_string(id) + " was changed";
    }
    return "";
  });
}

TEST(Property, NeverStartsABatchWithTooManyUnhealthy) {
  hold(4, [](const Draft& d) -> std::string {
    const auto c = course(d.text());
    if (c.o == nullptr) return "";
    for (const auto& check : c.o->checks) {
      if (check.fires && !c.o->batches.empty()) return "a batch in spite of S-1";
    }
    for (std::size_t i = 0; i + 1 < c.o->batches.size(); ++i) {
      for (const auto& check : c.o->batches[i].checks) {
        if (check.fires) return "went on after " + std::string(info(check.rule).id);
        if (check.rule == Rule::S_2 && check.count > d.unhealthy * d.capacity / 100) return "too many unhealthy";
      }
    }
    return "";
  });
}

TEST(Property, ServesAllButTheUnhealthyAndTheRunningBatch) {
  hold(5, [](const Draft& d) -> std::string {
    const auto c = course(d.text());
    std::uint32_t largest = 0, failed = 0;
    if (c.o != nullptr) {
      for (const auto& b : c.o->batches) largest = std::max(largest, b.instances.size());
      failed = c.o->failed;
    }
    const auto out = static_cast<std::uint32_t>(d.ill.size() + d.stopped.size()) + failed + largest;
    const auto& r = c.report.classes[0];
    if (r.min_serving + out < static_cast<std::uint32_t>(d.capacity)) return "fewer serve than can be explained";
    if (c.o != nullptr && d.surge && !d.flexible && d.failing.empty() && d.ill.empty() && d.stopped.empty() && r.min_serving != static_cast<std::uint32_t>(d.capacity)) return "max surge lost capacity";
    for (const auto& [at, value] : r.capacity) {
      if (value > static_cast<std::uint32_t>(2 * d.capacity)) return "capacity out of bounds";
    }
    return "";
  });
}

TEST(Property, ShiftsWithTheStart) {
  hold(6, [](const Draft& d) -> std::string {
    std::string text = d.text(), later = text;
    for (std::size_t at = later.find("2026-01-05"); at != std::string::npos; at = later.find("2026-01-05")) later.replace(at, 10, "2026-03-17");
    return facts_json(run(text)) == facts_json(run(later)) ? "" : "the course depends on the date";
  });
}

TEST(Property, DoesNotDependOnNamesOrOnOtherRegions) {
  hold(7, [](const Draft& d) -> std::string {
    std::string text = d.text(), renamed = text;
    for (std::size_t at = renamed.find("web"); at != std::string::npos; at = renamed.find("web", at + 4)) renamed.replace(at, 3, "shop");
    auto mine = facts_json(run(text)), theirs = facts_json(run(renamed));
    for (std::size_t at = theirs.find("shop"); at != std::string::npos; at = theirs.find("shop", at + 3)) theirs.replace(at, 4, "web");
    if (mine != theirs) return "the course depends on the name";
    // Another set in another region: phases in a timetable, so that nothing gates.
    std::string more = text;
    more.replace(more.find("regions: [{name: here"), 21, "phases: {list: [[here], [there]], opensAt: [PT0S, PT0S]}\nregions: [{name: there}, {name: here");
    const auto faults = more.find("faults:");
    more.insert(faults == std::string::npos ? more.size() : faults, set("other", 7, "", "there"));
    const auto alone = run(text), beside = run(more);
    const auto& a = alone.of_set(0);
    const auto& b = beside.of_set(0);
    if (a.operations.size() != b.operations.size() || a.min_serving != b.min_serving) return "another region matters";
    for (std::size_t i = 0; i < a.operations.size(); ++i) {
      if (a.operations[i].end != b.operations[i].end || a.operations[i].batches.size() != b.operations[i].batches.size()) return "another region matters";
    }
    return "";
  });
}

TEST(Property, ToleratingMoreNeverStopsEarlier) {
  hold(8, [](const Draft& d) -> std::string {
    Draft tolerant = d;
    tolerant.upgraded = std::min(100, d.upgraded + 15);
    const auto strict = course(d.text()), lax = course(tolerant.text());
    if ((strict.o == nullptr) != (lax.o == nullptr)) return "an operation vanished";
    if (strict.o != nullptr && lax.o->batches.size() < strict.o->batches.size()) return "a higher limit stopped earlier";
    Draft luckier = d;
    if (!luckier.failing.empty()) luckier.failing.erase(luckier.failing.begin());
    const auto lucky = course(luckier.text());
    if (strict.o != nullptr && lucky.o->batches.size() < strict.o->batches.size()) return "fewer failures stopped earlier";
    return "";
  });
}

TEST(Property, PausesAddUpAndRollbackChangesOnlyTheEnd) {
  hold(9, [](const Draft& d) -> std::string {
    Draft calm = d;
    calm.failing.clear();
    calm.pause = 0;
    Draft slow = calm;
    slow.pause = 7;
    const auto a = course(calm.text()), b = course(slow.text());
    if (a.o != nullptr && a.o->code == OperationCode::completed && a.o->batches.size() > 0) {
      if (*b.o->end - *a.o->end != static_cast<Millis>(a.o->batches.size() - 1) * 7 * one_minute) return "pauses do not add up";
    }
    Draft with = d, without = d;
    with.no_rollback = false;
    without.no_rollback = true;
    const auto x = course(with.text()), y = course(without.text());
    if (x.o != nullptr && y.o->batches.size() > x.o->batches.size()) return "without restore it went further";
    return "";
  });
}

TEST(Property, ASecondRunOverTheNewImageIsEmpty) {
  Dice dice(10);
  for (int i = 0; i < 500; ++i) {
    Draft d = draft(dice);
    std::string text = d.text();
    text.replace(text.find("current: \"1.0\""), 14, "current: \"2.0\"");
    const auto report = run(text);
    if (d.capacity > 0) {
      ASSERT_TRUE(report.classes[0].operations.empty()) << text;
    }
  }
}

TEST(Property, ClassesGiveTheSameAsEverySetAlone) {
  const auto s = scenario(
      "start: 2026-01-05T00:00:00Z\nmonteCarlo: {seed: 4}\nregions: [{name: a, zones: [\"1\", \"2\", \"3\"]}, {name: b}]\n"
      "images: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\nextensionVersions: [{stream: ama, version: \"1.6\", published: 2026-01-06T00:00:00Z}]\n"
      "fleet: {generate: [{count: 60, idPattern: \"{region}-{n}\", capacity: {quantiles: [[0, 1], [0.9, 20], [1, 60]]}, set: {zones: all, image: {stream: img, current: \"1.0\"}, "
      "upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}, extensions: [{name: ama, version: \"1.5\", enableAutomaticUpgrade: true}]}}]}\n"
      "faults: [{type: unhealthyAfterUpgrade, set: a-3, instances: [0]}]\n");
  SimulateOptions together, alone;
  together.finals = alone.finals = true;
  alone.classes = false;
  const auto a = simulate(s, together), b = simulate(s, alone);
  EXPECT_LT(a.classes.size(), b.classes.size());
  EXPECT_EQ(facts_json(a), facts_json(b));
}

/// Runs many random scenarios over the whole format; a failing one is made smaller line by line.
void hold_everywhere(std::uint64_t seed, const std::function<std::string(const std::shared_ptr<const Scenario>&)>& law) {
  Dice dice(seed);
  const auto broken = [&](const std::string& text) -> std::string {
    auto result = read(text);
    if (!result.scenario) return {};
    return law(std::make_shared<const Scenario>(std::move(*result.scenario)));
  };
  int ran = 0;
  const int count = tries();
  for (int i = 0; i < count; ++i) {
    RandomScenario random = random_scenario(dice, i % 2 == 0);
    ran += read(random.text()).scenario.has_value();
    if (broken(random.text()).empty()) continue;
    for (std::size_t l = random.lines.size(); l-- > random.needed;) {
      RandomScenario smaller = random;
      smaller.lines.erase(smaller.lines.begin() + static_cast<std::ptrdiff_t>(l));
      if (!broken(smaller.text()).empty()) random = smaller;
    }
    FAIL() << broken(random.text()) << "\n" << random.text();
  }
  EXPECT_GT(ran, count * 2 / 3) << "most random scenarios must be valid ones";
}

std::string facts_of(const std::shared_ptr<const Scenario>& s, const SimulateOptions& options) {
  auto report = simulate(s, options);
  return facts_json(report) + report_json(report, "");
}

TEST(Property, InvariantsHoldForRandomScenariosOverTheWholeFormat) {
  hold_everywhere(21, [](const std::shared_ptr<const Scenario>& s) {
    SimulateOptions options;
    options.finals = options.details = true;
    options.trial = 1;
    return broken_invariant(simulate(s, options));
  });
}

TEST(Property, CrowdsAndClassesChangeNothingOverTheWholeFormat) {
  hold_everywhere(22, [](const std::shared_ptr<const Scenario>& s) -> std::string {
    SimulateOptions together, alone;
    together.finals = alone.finals = true;
    alone.crowds = false;
    if (facts_of(s, together) != facts_of(s, alone)) return "looking at every instance alone gives something else";
    alone.crowds = true;
    alone.classes = false;
    if (facts_json(simulate(s, together)) != facts_json(simulate(s, alone))) return "every set alone gives something else";
    return "";
  });
}

TEST(Property, PartsAndShardsGiveTheSameAsOneRun) {
  hold_everywhere(23, [](const std::shared_ptr<const Scenario>& s) -> std::string {
    PartsOptions whole;
    whole.run.finals = true;
    const std::string expected = facts_of(s, whole.run);
    std::vector<std::string> files(3, SavedRun::header(*s, "test"));
    for (std::uint64_t shard = 0; shard < 3; ++shard) {
      PartsOptions part = whole;
      part.shard = shard;
      part.shard_count = 3;
      part.save = [&](const std::string& bytes) { files[shard] += bytes; };
      simulate_parts(s, part);
    }
    files[1].resize(files[1].size() - std::min<std::size_t>(files[1].size(), 5));  // killed while writing
    SavedRun saved;
    std::size_t valid = 0;
    for (const auto& file : files) {
      if (!saved.add(*s, "test", file, valid)) return "a file is refused";
    }
    PartsOptions merged = whole;
    merged.saved = &saved;
    auto report = simulate_parts(s, merged);
    return facts_json(report) + report_json(report, "") == expected ? "" : "merged shards give something else";
  });
}

/// A run without chance is a trial in which every distribution is constant and every probability 0 or 1 (closed form 16).
TEST(Property, WithoutChanceATrialIsTheDeterministicRun) {
  Dice dice(25);
  const int count = tries();
  int ran = 0;
  for (int i = 0; i < count; ++i) {
    RandomScenario random = random_scenario(dice, false);
    const bool certain = dice.chance(50);
    const auto broken = [&](const RandomScenario& candidate) -> std::string {
      std::string plain = candidate.text();
      for (const char* chance : {"probability: 0.01", "probability: 0.1", "probability: 0.5"}) {
        for (std::size_t at = plain.find(chance); at != std::string::npos; at = plain.find(chance)) plain.replace(at, std::string_view(chance).size(), certain ? "probability: 1" : "probability: 0");
      }
      std::string random_text = plain;
      plain += "durations: {boot: PT70S, appWarmup: PT33S, diskSwap: PT2M, create: PT3M, firstRollout: PT2H}\n";
      random_text +=
          "monteCarlo: {seed: 0, trials: 1}\ndurations: {boot: {dist: uniform, min: PT70S, max: PT70S}, appWarmup: {dist: triangular, min: PT33S, mode: PT33S, max: PT33S}, diskSwap: {dist: lognormal, median: PT2M, sigma: 0, min: PT2M, max: "
          "PT2M}, create: {dist: empirical, quantiles: [[0, PT3M], [1, PT3M]]}, firstRollout: PT2H}\n";
      auto a = read(plain), b = read(random_text);
      if (!a.scenario || !b.scenario) return a.scenario.has_value() == b.scenario.has_value() ? "" : "one of them is refused";
      ++ran;
      SimulateOptions options;
      options.finals = true;
      std::string x = facts_json(simulate(std::make_shared<const Scenario>(std::move(*a.scenario)), options)), y = facts_json(simulate(std::make_shared<const Scenario>(std::move(*b.scenario)), options));
      for (std::string* text : {&x, &y}) {
        const auto mode = text->find("\"mode\"");
        if (mode != std::string::npos) text->erase(mode, text->find(',', mode) - mode);
      }
      return x == y ? "" : "the trial differs from the deterministic run\n" + x + "\n" + y;
    };
    if (broken(random).empty()) continue;
    for (std::size_t l = random.lines.size(); l-- > random.needed;) {
      RandomScenario smaller = random;
      smaller.lines.erase(smaller.lines.begin() + static_cast<std::ptrdiff_t>(l));
      if (!broken(smaller).empty()) random = smaller;
    }
    FAIL() << broken(random) << "\n" << random.text();
  }
  EXPECT_GT(ran, count * 2 / 3) << "most random scenarios must be valid ones";
}

/// Operations of one platform update never overlap in paired regions, and its batches never in two zones of a region (closed form 14).
TEST(Property, PairedRegionsAndZonesOfARegionTakeTurns) {
  hold_everywhere(26, [](const std::shared_ptr<const Scenario>& s) -> std::string {
    SimulateOptions options;
    options.classes = false;
    const auto report = simulate(s, options);
    struct Span {
      Millis from, to;
      std::uint32_t region;
      int zone;
      std::string update;
    };
    std::vector<Span> operations, batches;
    for (const auto& c : report.classes) {
      const ScaleSet& set = s->sets[c.members.front()];
      const SetSpec& spec = s->spec_of(set);
      for (const auto& o : c.operations) {
        if (o.kind != OperationKind::os || o.by_user) continue;
        const std::string update = spec.image.stream + " " + o.update;
        if (spec.image.kind == ImageKind::platform) operations.push_back({o.start, o.end.value_or(report.reached), set.region, 0, update});
        if (!s->switches.zone_token || o.policy.cross_zone) continue;
        for (const auto& b : o.batches) {
          if (b.zone != 0) batches.push_back({b.start, b.end.value_or(report.reached), set.region, b.zone, update});
        }
      }
    }
    const auto paired = [&](std::uint32_t a, std::uint32_t b) {
      const auto& of_a = s->regions[a].pairs;
      const auto& of_b = s->regions[b].pairs;
      return std::find(of_a.begin(), of_a.end(), b) != of_a.end() || std::find(of_b.begin(), of_b.end(), a) != of_b.end();
    };
    const auto overlap = [](const Span& a, const Span& b) { return a.update == b.update && a.from < b.to && b.from < a.to; };
    for (const Span& a : operations) {
      for (const Span& b : operations) {
        if (a.region < b.region && paired(a.region, b.region) && overlap(a, b)) return "paired regions are upgraded at the same time";
      }
    }
    for (const Span& a : batches) {
      for (const Span& b : batches) {
        if (a.region == b.region && a.zone < b.zone && overlap(a, b)) return "two zones of a region are upgraded at the same time";
      }
    }
    return "";
  });
}

/// A fleet whose sets meet only at tokens and gates, now and then with something that needs the event engine.
std::string plain_fleet(Dice& dice, int i, bool trials) {
  const auto yes = [&](int percent) { return std::string(dice.chance(percent) ? "true" : "false"); };
  const auto maybe = [&](int percent, const char* text) { return std::string(dice.chance(percent) ? text : ""); };
  const bool extensions = dice.chance(60);
  std::string text = "start: 2026-01-05T00:00:00Z\nhorizon: " + dice.of<std::string>({"PT2H", "P3D", "P20D"}) + "\n" + (trials ? "monteCarlo: {seed: " + std::to_string(i) + ", trials: 6}\n" : std::string()) +
                     "regions: [{name: a, zones: [\"1\", \"2\", \"3\"]}, {name: b, zones: [\"2\", \"1\"]}, {name: c}]\nphases: {bake: PT1H" + dice.of<std::string>({"", ", gate: {maxFailedPercent: 1}", ", list: [[a, c], [b]]", ", list: [[a], [b, c]], opensAt: [PT1H, PT30M]", ", list: [[a], [b, c]], opensAt: [PT1H, PT30M]"}) + "}\n" +
                     "durations: {boot: {dist: lognormal, median: PT1M, sigma: 0.5, min: PT10S, max: PT9M}, appWarmup: {dist: exponential, mean: PT1M}" + maybe(30, ", extUpgrade: {dist: uniform, min: PT1M, max: PT4M}") +
                     maybe(40, ", sfPrepare: {dist: uniform, min: PT1M, max: PT9M}, sfRestore: {dist: exponential, mean: PT1M}") + "}\n" +
                     "images: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}, {stream: gal, kind: gallery, version: \"2.0\", published: 2026-01-05T00:00:00Z, replicated: {a: 2026-01-05T01:00:00Z, c: 2026-01-05T00:10:00Z}}]\n" +
                     (extensions ? "extensionVersions: [{stream: ama, version: \"1.6\", published: " + dice.of<std::string>({"2026-01-05T00:00:00Z", "2026-01-05T02:30:00Z", "2026-01-06T00:00:00Z", "2026-01-06T00:00:00Z"}) + "}]\n" : std::string()) +
                     "switches: {udBoundary: " + dice.of<std::string>({"strict", "ignore"}) + ", zoneToken: " + yes(80) + ", credentialFatal: " + yes(60) + ", upgradedDenominator: " + dice.of<std::string>({"upgraded", "total", "batch"}) + "}\nfleet: {generate: [";
  for (int g = dice.pick(1, 4); g > 0; --g) {
    const bool fabric = dice.chance(15);
    text += "{count: " + std::to_string(dice.pick(1, 5)) + ", idPattern: \"{region}-" + std::to_string(g) + "-{n}\", capacity: {quantiles: [[0, 0], [0.5, 7], [1, 70]]}, set: {zones: " + (fabric ? std::string("[]") : dice.of<std::string>({"all", "[]"})) +
            ", customData: " + yes(30) + ", image: {" + dice.of<std::string>({"stream: img, current: \"1.0\"", "stream: img, current: \"1.0\"", "stream: img, current: \"2.0\"", "kind: gallery, stream: gal, current: \"1.0\""}) + "}, health: {source: " + (fabric ? std::string("none") : dice.of<std::string>({"lbProbe", "none"})) +
            "}" + maybe(fabric ? 100 : 0, ", serviceFabric: {durability: Silver, clusterDurability: Silver, typeHandlerVersion: \"1.1\"}") +
            (extensions ? ", extensions: [{name: ama, version: \"1.5\", enableAutomaticUpgrade: " + yes(80) + "}" + maybe(20, ", {name: tok, version: \"1.0\", credentialsExpire: 2026-01-05T00:40:00Z}") + "]" : std::string()) +
            ", upgradePolicy: {rollingUpgradePolicy: {maxBatchInstancePercent: " + std::to_string(dice.pick(5, 50)) + ", maxUnhealthyInstancePercent: 50, maxUnhealthyUpgradedInstancePercent: " + std::to_string(dice.pick(0, 60)) +
            ", pauseTimeBetweenBatches: " + dice.of<std::string>({"PT0S", "PT7M"}) + ", enableCrossZoneUpgrade: " + yes(10) + "}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: " + yes(90) + ", useRollingUpgradePolicy: " + yes(80) + ", disableAutomaticRollback: " + yes(30) + "}}}}" + (g > 1 ? ", " : "");
  }
  const std::string update = extensions && dice.chance(80) ? ", update: \"2.0\"" : "";
  text += "]}\nfaults: [{type: unhealthyAfterUpgrade, probability: 0.1" + update + "}, {type: " + dice.of<std::string>({"provisioningFails", "extensionFails", "rollbackFails"}) + ", probability: 0.3" + update + "}" +
          maybe(20, ", {type: regionOutage, region: b, from: 2026-01-05T00:40:00Z, to: 2026-01-05T03:00:00Z}") + maybe(10, ", {type: unhealthy, set: c-1-0, instances: [0], from: 2026-01-05T00:00:00Z}") + "]\n";
  return text;
}

/// Trials of fleets that meet only at tokens and gates need no events; the event engine must say the same of every set.
TEST(Property, TrialsWithoutEventsGiveTheSameAsTheEngine) {
  Dice dice(24);
  const int count = tries() / 2;
  std::uint64_t plainly = 0, regions = 0;
  int mixed = 0;  // trials of some regions with events, of others without
  for (int i = 0; i < count; ++i) {
    const std::string text = plain_fleet(dice, i, true);
    if (text.find("c-1-0, inst") != std::string::npos && !read(text).scenario) continue;  // the set has no such instance
    const auto s = scenario(text);
    MonteCarloOptions plain, events;
    events.events = true;
    const auto a = monte_carlo(s, plain), b = monte_carlo(s, events);
    ASSERT_EQ(b.without_events, 0u);
    const std::uint64_t all = a.trials * s->regions.size();
    plainly += a.without_events;
    regions += all;
    mixed += a.without_events > 0 && a.without_events < all;
    for (std::size_t k = 0; k < a.sets.size(); ++k) {
      const auto &x = a.sets[k], &y = b.sets[k];
      ASSERT_TRUE(x.completed == y.completed && x.stopped == y.stopped && x.running == y.running && x.rolled_back == y.rolled_back && x.completions == y.completions && x.floors == y.floors && x.most_failed == y.most_failed &&
                  x.most_old == y.most_old && x.any_fault == y.any_fault)
          << (k == 0 ? "fleet" : s->sets[k - 1].id) << "\n" << text;
    }
  }
  // Nothing would be compared if all of them came from the event engine.
  EXPECT_GT(plainly * 100, regions * 25) << plainly << " of " << regions;
  EXPECT_GT(mixed * 100, count * 5) << mixed << " of " << count;
}

/// Sets that wait for zones and phases only may be run one after the other, once it is known when those come.
TEST(Property, SetsOneAfterTheOtherGiveTheSameAsTheQueue) {
  Dice dice(25);
  const int count = tries() / 2;
  int scheduled = 0, partly = 0;
  for (int i = 0; i < count; ++i) {
    const bool trials = dice.chance(50);
    const std::string text = plain_fleet(dice, i, trials);
    if (text.find("c-1-0, inst") != std::string::npos && !read(text).scenario) continue;  // the set has no such instance
    const auto s = scenario(text);
    SimulateOptions options;
    options.classes = dice.chance(50);
    if (dice.chance(30)) options.until = s->start + dice.pick(0, 48) * one_hour;
    options.trial = trials ? 3 : 0;
    options.batches = dice.chance(50);
    options.finals = options.details = dice.chance(50);
    const auto openings = Engine::openings(s, options);
    if (!openings) continue;
    ++scheduled;
    partly += std::find(openings->regions.begin(), openings->regions.end(), 0) != openings->regions.end();
    Engine apart(s, options.classes), queue(s, options.classes);
    apart.run(options, &*openings);
    queue.run(options);
    ASSERT_EQ(report_json(apart.take_report(), ""), report_json(queue.take_report(), "")) << text;
  }
  EXPECT_GT(scheduled * 100, count * 25) << scheduled << " of " << count;
  EXPECT_GT(partly * 100, count * 3) << partly << " of " << count;
}

/// Members of a batch that nothing singles out are computed together; each on its own must give the same.
TEST(Property, CrowdsGiveTheSameAsEveryInstanceAlone) {
  const char* const luck =
      "monteCarlo: {seed: 5}\ndurations: {diskSwap: {dist: lognormal, median: PT2M, sigma: 0.35, min: PT30S, max: PT15M}, appWarmup: {dist: exponential, mean: PT2M}, extension: {dist: uniform, min: PT1M, max: PT9M}, "
      "extensionsTimeBudget: PT15M}\n";
  hold(11, [&](const Draft& d) -> std::string {
    std::string text = d.text() + (d.batch % 3 == 0 ? "" : luck);
    if (d.pause % 2 == 1 && d.failing.empty()) text += "faults: [{type: extensionFails, probability: 0.1}, {type: unhealthyAfterUpgrade, set: web, attempt: 1, probability: 0.05}, {type: regionOutage, region: here, from: 2026-01-05T00:40:00Z, to: 2026-01-05T01:00:00Z}]\n";
    if (d.capacity % 2 == 1) text.replace(text.find("image: {stream: img"), 0, "extensions: [{name: e, version: \"1.0\"}, {name: f, version: \"1.0\"}], ");
    const auto s = scenario(text);
    SimulateOptions together, alone;
    together.finals = alone.finals = together.details = alone.details = true;
    together.trial = alone.trial = static_cast<std::uint64_t>(d.unhealthy);
    alone.crowds = false;
    const auto a = simulate(s, together), b = simulate(s, alone);
    if (facts_json(a) != facts_json(b) || report_json(a, "") != report_json(b, "")) return "the report differs";
    for (std::size_t o = 0; o < a.classes[0].operations.size(); ++o) {
      for (std::size_t i = 0; i < a.classes[0].operations[o].batches.size(); ++i) {
        if (a.classes[0].operations[o].batches[i].member_ends != b.classes[0].operations[o].batches[i].member_ends) return "the ends of members differ";
      }
    }
    return "";
  });
}

}  // namespace
}  // namespace fleetlint::rollout::test
