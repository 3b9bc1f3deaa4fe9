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
    std::vector<std::string> merge = {"--scenario", scenario, "--format", format};
    for (int shard = 1; shard <= 3; ++shard) {
      const std::string kept = file("shard" + std::to_string(shard));
      const auto one = simulate({"--scenario", scenario, "--format", format, "--shard", std::to_string(shard) + "/3", "--checkpoint", kept, "-j", "1"});
      EXPECT_EQ(one.exit_code, 0) << one.err;
      EXPECT_EQ(one.out, "");
      merge.insert(merge.end(), {"--merge", kept});
    }
    EXPECT_TRUE(simulate(merge).out == whole.out);
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

}  // namespace
}  // namespace fleetlint::test
