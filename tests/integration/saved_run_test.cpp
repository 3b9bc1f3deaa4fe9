// Long simulations survive being killed: whatever the moment, the next call goes on and prints the bytes of an undisturbed run.
// Shards print nothing themselves; merged they are that run, too.
#include <chrono>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "process.h"

namespace fleetlint::test {
namespace {

namespace fs = std::filesystem;

class SavedRun : public ::testing::Test {
 protected:
  std::string file(const std::string& name) const { return folder_ / name; }
  std::string write(const std::string& name, const std::string& text) const {
    write_text(file(name), text);
    return file(name);
  }
  /// Starts the program and kills it after a while; true if it was still running then.
  static bool kill_after(std::vector<std::string> arguments, std::chrono::milliseconds delay) {
    arguments.insert(arguments.begin(), {FLEETLINT_BINARY, "simulate"});
    return run_process(arguments, {.timeout = delay}).timed_out;
  }
  static ProcessResult simulate(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {FLEETLINT_BINARY, "simulate"});
    return run_process(arguments, {.timeout = std::chrono::minutes(3)});
  }

  /// Kills a run with a checkpoint again and again, lets it end, and compares.
  void survives(const std::string& scenario, const std::string& format) {
    const auto undisturbed = simulate({"--scenario", scenario, "--format", format});
    ASSERT_EQ(undisturbed.exit_code, 0) << undisturbed.err;
    const std::string checkpoint = file("checkpoint");
    fs::remove(checkpoint);
    std::size_t kept = 0;
    int killed = 0, grew = 0;
    for (int milliseconds = 25; milliseconds < 400 && killed < 12; milliseconds += 31) {
      killed += kill_after({"--scenario", scenario, "--format", format, "--checkpoint", checkpoint}, std::chrono::milliseconds(milliseconds));
      const std::size_t size = fs::exists(checkpoint) ? fs::file_size(checkpoint) : 0;
      grew += size > kept;
      kept = std::max(kept, size);
    }
    EXPECT_GT(killed, 0) << "the run was over before it could be killed: nothing was tested";
    EXPECT_GT(grew, 0) << "nothing was kept";
    const auto resumed = simulate({"--scenario", scenario, "--format", format, "--checkpoint", checkpoint});
    EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_TRUE(resumed.out == undisturbed.out) << "the resumed run printed something else";
    // A torn tail, as a kill in the middle of a write leaves it.
    fs::resize_file(checkpoint, fs::file_size(checkpoint) - 7);
    std::ofstream(checkpoint, std::ios::app | std::ios::binary) << "T\x01garbage";
    EXPECT_TRUE(simulate({"--scenario", scenario, "--format", format, "--checkpoint", checkpoint}).out == undisturbed.out);
  }

  void merges(const std::string& scenario, const std::string& format) {
    const auto whole = simulate({"--scenario", scenario, "--format", format});
    std::vector<std::string> merge = {"--scenario", scenario, "--format", format}, merge_in_one = {"--scenario", scenario, "--format", format, "--merge"};
    for (int shard = 1; shard <= 3; ++shard) {
      const std::string kept = file("shard" + std::to_string(shard));
      const auto one = simulate({"--scenario", scenario, "--format", format, "--shard", std::to_string(shard) + "/3", "--checkpoint", kept, "-j", "1"});
      EXPECT_EQ(one.exit_code, 0) << one.err;
      EXPECT_EQ(one.out, "");
      merge.insert(merge.end(), {"--merge", kept});
      merge_in_one.push_back(kept);
    }
    EXPECT_TRUE(simulate(merge).out == whole.out);
    EXPECT_TRUE(simulate(merge_in_one).out == whole.out);
  }

  const std::string trials_ =
      "schema: fleetlint/rollout/1\nname: trials\nstart: 2026-01-05T00:00:00Z\nmonteCarlo: {seed: 11, trials: 4000}\nregions: [{name: a, zones: [\"1\", \"2\", \"3\"]}]\n"
      "durations: {diskSwap: {dist: lognormal, median: PT2M, sigma: 0.35, min: PT30S, max: PT15M}, boot: {dist: uniform, min: PT20S, max: PT4M}}\n"
      "images: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
      "fleet: {generate: [{count: 120, idPattern: \"{region}-{n}\", capacity: {quantiles: [[0, 1], [0.9, 20], [1, 90]]}, set: {zones: all, image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: "
      "{enableAutomaticOSUpgrade: true}}}}]}\nfaults: [{type: unhealthyAfterUpgrade, probability: 0.01}]\n";
  std::string regions() const {
    std::string text = "schema: fleetlint/rollout/1\nname: regions\nstart: 2026-01-05T00:00:00Z\nregions: [";
    for (int r = 0; r < 12; ++r) text += (r == 0 ? "" : ", ") + std::string("{name: r") + std::to_string(r) + ", zones: [\"1\", \"2\"]}";
    return text + "]\nphases: {list: [[r0, r1], [r2, r3, r4, r5, r6, r7, r8, r9, r10, r11]], opensAt: [PT0S, P1D]}\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
                  "fleet: {generate: [{count: 900, idPattern: \"{region}-{n}\", capacity: {quantiles: [[0, 1], [0.9, 20], [1, 90]]}, set: {zones: all, image: {stream: img, current: \"1.0\"}, extensions: [{name: e, version: "
                  "\"1.0\"}], upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}}, {count: 3, idPattern: \"{region}-f{n}\", capacity: 10, set: {image: {stream: img, current: \"1.0\"}, health: {source: "
                  "none}, serviceFabric: {durability: Silver, clusterDurability: Silver, typeHandlerVersion: \"1.1\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}}]}\n"
                  "faults: [{type: unhealthyAfterUpgrade, probability: 0.02}, {type: extensionFails, probability: 0.01}, {type: regionOutage, region: r3, from: 2026-01-06T00:01:00Z, to: 2026-01-06T03:00:00Z}]\n";
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(SavedRun, TrialsGoOnAfterBeingKilled) { survives(write("trials.yaml", trials_), "json"); }
TEST_F(SavedRun, ADeterministicRunOfManySetsGoesOnAfterBeingKilled) { survives(write("regions.yaml", regions()), "facts"); }
TEST_F(SavedRun, ShardsOfTrialsMerge) { merges(write("trials.yaml", trials_), "json"); }
TEST_F(SavedRun, ShardsOfOneRunMerge) {
  merges(write("regions.yaml", regions()), "facts");
  merges(write("regions.yaml", regions()), "json");
}

TEST_F(SavedRun, RefusesWhatBelongsToAnotherRun) {
  const std::string scenario = write("trials.yaml", trials_), kept = file("kept");
  ASSERT_EQ(simulate({"--scenario", scenario, "--monte-carlo", "5", "--checkpoint", kept}).exit_code, 0);
  const auto other = simulate({"--scenario", scenario, "--monte-carlo", "5", "--seed", "99", "--checkpoint", kept});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_NE(other.err.find("another scenario"), std::string::npos) << other.err;
  EXPECT_EQ(simulate({"--scenario", scenario, "--shard", "1/2"}).exit_code, 2);
  EXPECT_EQ(simulate({"--scenario", scenario, "--shard", "3/2", "--checkpoint", kept}).exit_code, 2);
}

/// A checkpoint belongs to everything the run depends on, wherever that is written.
TEST_F(SavedRun, RefusesWhatAnotherTemplateOrParameterFileGave) {
  const auto bicep = [](int batch) {
    return "param size int = 10\nresource web 'Microsoft.Compute/virtualMachineScaleSets@2023-09-01' = {\n  name: 'web'\n  location: 'westeurope'\n  sku: {name: 'Standard_D2s_v3', capacity: size}\n  properties: {\n"
           "    orchestrationMode: 'Uniform'\n    upgradePolicy: {mode: 'Rolling', rollingUpgradePolicy: {maxBatchInstancePercent: " + std::to_string(batch) + "}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, "
           "useRollingUpgradePolicy: true}}\n    virtualMachineProfile: {storageProfile: {imageReference: {publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest'}}\n"
           "      networkProfile: {healthProbe: {id: '/probe'}}}\n  }\n}\n";
  };
  const auto parameters = [](int size) { return "{\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#\", \"contentVersion\": \"1.0.0.0\", \"parameters\": {\"size\": {\"value\": " + std::to_string(size) + "}}}\n"; };
  const std::string common =
      "schema: fleetlint/rollout/1\nname: n\nstart: 2026-01-05T00:00:00Z\nhorizon: P10D\nmonteCarlo: {seed: 3, trials: 40}\ndurations: {boot: {dist: uniform, min: PT20S, max: PT4M}}\n"
      "images: [{stream: Canonical/ubuntu-24_04-lts/server, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n";
  const std::string set = "id: shop, region: r, image: {current: \"1.0\"}";
  const std::string main = write("main.bicep", bicep(20)), old = write("old.bicep", bicep(20)), values = write("values.json", parameters(10)), plain = write("plain.yaml", common);
  const std::string from = write("from.yaml", common + "sets: [{" + set + ", from: {template: main.bicep, parameters: values.json}}]\n");
  const std::string base = write("base.yaml", common + "setTemplates: {t: {from: {template: main.bicep, parameters: values.json}}}\nsets: [{use: t, " + set + "}]\n");
  const std::vector<std::vector<std::string>> ways = {{"--scenario", from}, {"--scenario", base}, {main, "--parameters", values, "--scenario", plain}, {main, "--parameters", values, "--previous", old, "--scenario", plain}};
  const auto with = [&](std::vector<std::string> arguments, const std::string& option) {
    arguments.insert(arguments.end(), {"--format", "json", option, file("kept")});
    return simulate(arguments);
  };
  for (const auto& way : ways) {
    for (const bool in_parameters : {false, true}) {
      fs::remove(file("kept"));
      const auto before = with(way, "--checkpoint");
      ASSERT_EQ(before.exit_code, 0) << way.back() << before.err;
      EXPECT_EQ(with(way, "--checkpoint").out, before.out);
      write(in_parameters ? "values.json" : "main.bicep", in_parameters ? parameters(30) : bicep(50));
      for (const char* option : {"--checkpoint", "--merge"}) {
        const auto after = with(way, option);
        EXPECT_EQ(after.exit_code, 2) << option << " took what another template gave: " << way.front() << " " << way.back();
        EXPECT_NE(after.err.find("another scenario"), std::string::npos) << after.err;
      }
      fs::remove(file("kept"));
      EXPECT_NE(with(way, "--checkpoint").out, before.out) << "the change changes nothing: nothing was tested";
      write(in_parameters ? "values.json" : "main.bicep", in_parameters ? parameters(10) : bicep(20));
    }
  }
}

}  // namespace
}  // namespace fleetlint::test
