// Mistakes in scenarios: each says where, what is allowed and what was probably meant; nothing makes the reader crash or run away.
#include <ctime>

#include "run.h"

namespace fleetlint::rollout::test {
namespace {

struct Mistake {
  const char* what;
  std::string text;
  const char* code;
  const char* part;  ///< of message and help
};

const std::string base = "start: 2026-01-05T00:00:00Z\n";

class ReaderMistake : public testing::TestWithParam<Mistake> {};

TEST_P(ReaderMistake, IsToldWithItsPlace) {
  const auto& m = GetParam();
  const auto result = read(m.text);
  ASSERT_FALSE(result.scenario.has_value()) << m.text;
  ASSERT_FALSE(result.findings.empty());
  bool found = false;
  std::string all;
  for (const auto& f : result.findings) {
    all += f.code + ": " + f.message + " / " + f.help + "\n";
    found = found || (f.code == m.code && (f.message + " / " + f.help).find(m.part) != std::string::npos && static_cast<bool>(f.location));
  }
  EXPECT_TRUE(found) << all;
}

INSTANTIATE_TEST_SUITE_P(
    All, ReaderMistake,
    testing::Values(
        Mistake{"empty", "", "FL0401", "empty"}, Mistake{"not yaml", "a: [1", "FL0401", "YAML"},
        Mistake{"no start", "name: x\n", "FL0408", "`start`"},
        Mistake{"unknown key", base + "setz: []\n", "FL0403", "did you mean `sets`"},
        Mistake{"nested unknown key", base + "sets: [{id: a, region: r, capcity: 1}]\n", "FL0403", "did you mean `capacity`"},
        Mistake{"wrong type", base + "sets: [{id: a, region: r, capacity: ten}]\n", "FL0404", "whole number"},
        Mistake{"quoted number", base + "sets: [{id: a, region: r, capacity: \"10\"}]\n", "FL0404", "whole number"},
        Mistake{"plain version", base + "images: [{stream: s, version: 1.0, published: 2026-01-05T00:00:00Z}]\n", "FL0404", "quotes"},
        Mistake{"bad version", base + "images: [{stream: s, version: one, published: 2026-01-05T00:00:00Z}]\n", "FL0405", "not a version"},
        Mistake{"range", base + "sets: [{id: a, region: r, capacity: 1001}]\n", "FL0405", "0 to 1000"},
        Mistake{"huge", base + "sets: [{id: a, region: r, capacity: 99999999999999999999}]\n", "FL0405", "allowed"},
        Mistake{"enum", base + "sets: [{id: a, region: r, osType: Windos}]\n", "FL0405", "did you mean `Windows`"},
        Mistake{"unit", base + "horizon: P1M\n", "FL0406", "months"}, Mistake{"number as duration", base + "horizon: 5\n", "FL0404", "duration"},
        Mistake{"instant", "start: tomorrow\n", "FL0406", "instant"}, Mistake{"yaml 1.1 boolean", base + "sets: [{id: a, region: r, customData: yes}]\n", "FL0404", "true"},
        Mistake{"unknown set", base + "sets: [{id: web, region: r}]\nfaults: [{type: unhealthy, set: wep}]\n", "FL0407", "did you mean `web`"},
        Mistake{"unknown region", base + "regions: [{name: r}]\nsets: [{id: web, region: q}]\n", "FL0407", "does not exist"},
        Mistake{"unknown instance", base + "sets: [{id: web, region: r, capacity: 2}]\nfaults: [{type: unhealthy, set: web, instances: [2]}]\n", "FL0407", "0 to 1"},
        Mistake{"unknown window", base + "sets: [{id: web, region: r, maintenanceConfiguration: n}]\n", "FL0407", "does not exist"},
        Mistake{"unknown template", base + "sets: [{use: t, id: web, region: r}]\n", "FL0407", "does not exist"},
        Mistake{"template cycle", base + "setTemplates: {a: {use: b}, b: {use: a}}\nsets: [{use: a, id: web, region: r}]\n", "FL0409", "uses itself"},
        Mistake{"extension cycle", base + "sets: [{id: w, region: r, extensions: [{name: a, provisionAfterExtensions: [b]}, {name: b, provisionAfterExtensions: [a]}]}]\n", "FL0409", "cycle"},
        Mistake{"paired regions", base + "regions: [{name: a, pair: [b]}, {name: b}]\nphases: {list: [[a, b]]}\n", "FL0409", "share a phase"},
        Mistake{"two phases", base + "regions: [{name: a}]\nphases: {list: [[a], [a]]}\n", "FL0409", "two phases"},
        Mistake{"short window", base + "maintenanceConfigurations: [{id: w, scope: osimage, start: 2026-01-01T00:00:00Z, duration: PT4H}]\n", "FL0409", "shorter"},
        Mistake{"notice", base + "sets: [{id: w, region: r, notifications: {terminate: {enable: true, notBeforeTimeout: PT16M}}}]\n", "FL0405", "PT15M"},
        Mistake{"probability", base + "faults: [{type: unhealthyAfterUpgrade, probability: 1.5}]\n", "FL0405", "0 to 1"},
        Mistake{"to before from", base + "faults: [{type: unhealthy, from: 2026-01-05T01:00:00Z, to: 2026-01-05T00:00:00Z}]\n", "FL0409", "before"},
        Mistake{"duplicate key", base + "name: a\nname: b\n", "FL0402", "twice"}, Mistake{"duplicate set", base + "sets: [{id: a, region: r}, {id: a, region: r}]\n", "FL0409", "twice"},
        Mistake{"anchor", base + "name: &a x\n", "FL0402", "anchors"}, Mistake{"alias", "x: &a [1]\ny: *a\n", "FL0402", "anchors"},
        Mistake{"tag", base + "name: !!str x\n", "FL0402", "tags"}, Mistake{"documents", base + "---\na: 1\n", "FL0402", "second"},
        Mistake{"fleet", base + "regions: [{name: a}]\nfleet: {generate: [{count: 90000000, idPattern: \"{region}{n}\", set: {}}]}\n", "FL0410", "sets"},
        Mistake{"budget", base + "durations: {extensionsTimeBudget: PT5M}\n", "FL0405", "PT15M"},
        Mistake{"distribution", base + "durations: {boot: {dist: lognormal, median: PT1M}}\n", "FL0408", "sigma"},
        Mistake{"assertion", base + "assertions: [{id: a}]\n", "FL0408", "exactly one"},
        Mistake{"quantile", base + "durations: {boot: {dist: empirical, quantiles: [[half, PT1M], [1, PT2M]]}}\n", "FL0404", "a number from 0 to 1"},
        Mistake{"patch", base + "variants: [{name: v, patch: 3}]\n", "FL0404", "patch"},
        Mistake{"patch_key", base + "variants: [{name: v, patch: {fualts: []}}]\n", "FL0403", "faults"},
        Mistake{"patch_value", base + "sets: [{id: a, region: r}]\nvariants: [{name: v, patch: {sets: {a: {capacity: many}}}}]\n", "FL0404", "(in variant `v`)"},
        Mistake{"assertion_of_no_variant", base + "variants: [{name: more, patch: {}}]\nsets: [{id: a, region: r}]\nassertions: [{id: x, oldImageAtEnd: {set: a, atMost: 1}, variants: [moer]}]\n", "FL0407", "did you mean `more`?"},
        Mistake{"list", "- a\n", "FL0404", "mapping"}),
    [](const testing::TestParamInfo<Mistake>& info) {
      std::string name;
      for (const char* c = info.param.what; *c != '\0'; ++c) name += std::isalnum(static_cast<unsigned char>(*c)) != 0 ? *c : '_';
      return name;
    });

TEST(Reader, SurvivesDeepAndLargeInput) {
  for (const char* bracket : {"[", "{a: ", "- ", "? "}) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += bracket;
    EXPECT_FALSE(read(text).scenario.has_value());
  }
  EXPECT_FALSE(read(std::string(1 << 20, '[')).scenario.has_value());
  EXPECT_FALSE(read(std::string("\xff\xfe\x00\x01", 4)).scenario.has_value());
}

TEST(Reader, SurvivesEveryTruncation) {
  const std::string text = base + "regions: [{name: r, zones: [\"1\"]}]\nsets:\n  - id: web\n    region: r\n    capacity: 5\n    image: {stream: \"i\", current: \"1.0\"}\nfaults: [{type: unhealthy, set: web, instances: [1]}]\n";
  for (std::size_t n = 0; n <= text.size(); ++n) read(text.substr(0, n));
  EXPECT_TRUE(read(text).scenario.has_value());
}

TEST(Reader, MergesTemplatesAndVariantsKeyByKey) {
  const std::string text = base +
                           "setTemplates: {base: {capacity: 4, health: {source: none, intervalInSeconds: 30}}, more: {use: base, health: {source: lbProbe}}}\n"
                           "sets: [{use: more, id: web, region: r}]\nvariants: [{name: big, patch: {sets: {web: {capacity: 9}}}}]\n";
  const auto plain = scenario(text);
  EXPECT_EQ(plain->sets[0].capacity, 4u);
  EXPECT_EQ(plain->specs[0].health.interval, 30);
  EXPECT_EQ(plain->specs[0].health.source, HealthSource::lb_probe);
  ReadOptions options;
  options.variant = "big";
  EXPECT_EQ(scenario(text, options)->sets[0].capacity, 9u);
  options.variant = "none";
  EXPECT_FALSE(read(text, options).scenario.has_value());
}

TEST(Reader, HashesTheTemplatesThatAScenarioNames) {
  const std::string text = base + "sets: [{id: a, region: r, from: {template: main.bicep}}]\n";
  const auto hash = [&](const char* capacity) {
    ReadOptions options;
    options.loader = [&](std::string_view, const std::vector<std::string>&, std::string&) {
      TemplateSet set;
      set.name = "a";
      set.parts["capacity"] = capacity;
      return std::optional(std::vector{set});
    };
    return scenario(text, options)->input_hash;
  };
  EXPECT_EQ(hash("3"), hash("3"));
  EXPECT_NE(hash("3"), hash("4"));
}

TEST(Reader, KeepsOnlyTheChosenSetOfATemplate) {
  const auto hash = [&](const char* other) {
    ReadOptions options;
    options.loader = [&](std::string_view, const std::vector<std::string>&, std::string&) {
      TemplateSet chosen, second;
      chosen.name = "a";
      second.name = "b";
      chosen.parts["capacity"] = "3";
      second.parts["capacity"] = other;
      return std::optional(std::vector{chosen, second});
    };
    return scenario("start: 2026-01-05T00:00:00Z\nsets: [{id: a, region: r, from: {template: main.bicep, resource: a}}]\n", options)->input_hash;
  };
  EXPECT_EQ(hash("3"), hash("4"));
}

/// A bracket in quotes or in a comment closes nothing: the commas after it count.
TEST(Reader, CountsValuesBehindBracketsInQuotes) {
  std::string text = "start: 2026-01-05T00:00:00Z\nactions: [\"]\", 1";
  for (int i = 0; i < 2'000'001; ++i) text += ",1";
  const auto result = read(text + "]\n");
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(result.findings[0].code, "FL0402");
  EXPECT_NE(result.findings[0].message.find("more than 2000000 values"), std::string::npos);
  EXPECT_EQ(result.findings[0].location.span.begin, 0u) << "told before the values are read";
}

/// Names of a section are collected once: a reference to a broken set costs no walk through all of them.
TEST(Reader, RefersToManyBrokenSetsInLinearTime) {
  std::string text = "start: 2026-01-05T00:00:00Z\nregions: [{name: here}]\nsetTemplates: {broken: {region: nowhere, capacity: 1}}\nsets:\n";
  const int count = 20'000;
  for (int i = 0; i < count; ++i) text += "  - {id: s" + std::to_string(i) + ", use: broken}\n";
  const auto time_of = [](const std::string& scenario_text) {
    const auto begin = std::clock();
    EXPECT_EQ(read(scenario_text).findings.size(), 1u) << "the region that does not exist, and nothing about the sets";
    return static_cast<double>(std::clock() - begin);
  };
  const double sets_only = time_of(text);
  text += "faults:\n";
  for (int i = 0; i < count; ++i) text += "  - {type: unhealthyAfterUpgrade, set: s" + std::to_string(count - 1 - i) + ", probability: 0.5}\n";
  EXPECT_LT(time_of(text), 6 * sets_only) << "references take the most time, not the reading";
}

TEST(Reader, TakesJsonAsWell) {
  EXPECT_TRUE(read(R"({"start": "2026-01-05T00:00:00Z", "sets": [{"id": "web", "region": "r", "capacity": 3, "zones": ["1", "2"]}]})").scenario.has_value());
}

TEST(Reader, GeneratesFleetsFromPatternsAndQuantiles) {
  const auto s = scenario(base +
                          "monteCarlo: {seed: 60}\nregions: [{name: westeurope}]\nfleet: {generate: [{count: 5, idPattern: \"{region}-svc{n:05d}\", "
                          "capacity: {quantiles: [[0, 1], [0.5, 5], [0.9, 40], [0.99, 300], [1, 1000]]}, set: {}}]}\n");
  ASSERT_EQ(s->sets.size(), 5u);
  EXPECT_EQ(s->sets[1].id, "westeurope-svc00001");
  const std::vector<std::uint32_t> sizes{s->sets[0].capacity, s->sets[1].capacity, s->sets[2].capacity, s->sets[3].capacity, s->sets[4].capacity};
  EXPECT_EQ(sizes, (std::vector<std::uint32_t>{7, 18, 1, 34, 4}));
}

TEST(Reader, WarnsOfAnExtensionThatTheSetDoesNotHave) {
  const auto result = read(base + "sets: [{id: a, region: r, extensions: [{name: CustomScript}]}]\nfaults: [{type: extensionFails, set: a, extension: CustomSript}]\n");
  EXPECT_TRUE(result.scenario.has_value());
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].severity, Severity::warning);
  EXPECT_NE(result.findings[0].help.find("CustomScript"), std::string::npos);
}

}  // namespace
}  // namespace fleetlint::rollout::test
