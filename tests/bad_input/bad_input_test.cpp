// Hostile bytes and hostile files to every subcommand: a documented exit code and a message; no signal, no hang, no
// unbounded memory. Each line of the table is a way to call the program with one input of a kind.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "hostile_inputs.h"
#include "process.h"

namespace fleetlint::test {
namespace {

namespace fs = std::filesystem;

#ifdef FLEETLINT_SANITIZED
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif
constexpr long max_kilobytes = 3'000'000;  // far below what an unbounded program would take
constexpr std::size_t long_line_bytes = 50'000'000;
constexpr auto max_time = std::chrono::seconds(sanitized ? 300 : 60);

/// `{file}` is the hostile input, or many of them where the command takes many; `{good}`, `{tmp}` a sound template and a
/// fresh folder; `{folder}` holds the inputs.
struct Call {
  const char* name;
  HostileKind kind;
  const char* arguments;

  std::size_t depth() const {
    // A tree as text is as wide as it is deep: dumps of the deepest are larger than any disk.
    return is_dump() ? 2000 : hostile_depth;
  }
  bool is_dump() const { return std::string_view(arguments).starts_with("dump"); }
  bool takes_many() const {
    const std::string_view all(arguments);
    return all.find("{folder}") != std::string_view::npos || all.starts_with("parse") || all.starts_with("merge") || all.starts_with("lint {file}") || all.find("--outdir") != std::string_view::npos;
  }
};

constexpr Call calls[] = {
    {"parse", HostileKind::bicep, "parse {file}"},
    {"parse_parameters", HostileKind::bicep_parameters, "parse {file}"},
    {"parse_json", HostileKind::arm_template, "parse {file}"},
    {"roundtrip", HostileKind::bicep, "parse --roundtrip {file}"},
    {"build", HostileKind::bicep, "build {file} --outdir {tmp}/out -j 2"},
    {"build_json", HostileKind::arm_template, "build {file} --outdir {tmp}/out -j 2"},
    {"build_params", HostileKind::bicep_parameters, "build-params {file} --stdout"},
    {"expand", HostileKind::bicep, "expand {file} --format json"},
    {"expand_json", HostileKind::arm_template, "expand {file} --format json"},
    {"expand_parameters", HostileKind::arm_parameters, "expand {good} --parameters {file} --format json"},
    {"expand_context", HostileKind::json, "expand {good} --context {file} --format json"},
    {"eval_batch", HostileKind::json, "eval --batch {file} --format json"},
    {"lint", HostileKind::bicep, "lint {file} --format json"},
    {"lint_json", HostileKind::arm_template, "lint {file} --format json"},
    {"lint_parameters", HostileKind::bicep_parameters, "lint {file} --format json"},
    {"lint_with_parameters", HostileKind::arm_parameters, "lint {good} --parameters {file} --format json"},
    {"lint_text", HostileKind::bicep, "lint {file}"},
    {"lint_baseline", HostileKind::json, "lint {good} --baseline {file}"},
    {"lint_config", HostileKind::json, "lint {good} --config {file}"},
    {"lint_previous", HostileKind::arm_template, "lint {good} --previous {file}"},
    {"lint_scenario", HostileKind::yaml, "lint {good} --scenario {file}"},
    {"lint_outputs", HostileKind::bicep, "lint {file} --output sarif={tmp}/o.sarif --output json={tmp}/o.json"},
    {"dump_tokens", HostileKind::bicep, "dump tokens {file}"},
    {"dump_syntax", HostileKind::bicep, "dump syntax {file}"},
    {"dump_symbols", HostileKind::bicep, "dump symbols {file}"},
    {"dump_diagnostics", HostileKind::bicep, "dump diagnostics {file}"},
    {"dump_ir", HostileKind::bicep, "dump ir {file}"},
    {"dump_sourcemap", HostileKind::bicep, "dump sourcemap {file}"},
    {"format", HostileKind::bicep, "format {file} --stdout"},
    {"diagnostics", HostileKind::bicep, "diagnostics {file} --format json"},
    {"snapshot", HostileKind::bicep_parameters, "snapshot {file} --stdout"},
    {"simulate", HostileKind::yaml, "simulate --scenario {file} --format json"},
    {"simulate_text", HostileKind::yaml, "simulate --scenario {file}"},
    {"simulate_facts", HostileKind::yaml, "simulate --scenario {file} --format facts"},
    {"simulate_json", HostileKind::json, "simulate --scenario {file} --format json"},
    {"simulate_template", HostileKind::bicep, "simulate {file} --scenario {scenario}"},
    {"audit", HostileKind::bicep, "audit {folder} --output jsonl={tmp}/o.jsonl"},
    {"audit_json", HostileKind::arm_template, "audit {folder} --output jsonl={tmp}/o.jsonl"},
    {"merge", HostileKind::json_lines, "merge {file} --output jsonl={tmp}/o.jsonl"},
};

constexpr const char* good_template =
    "param a string = ''\nresource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {\n  name: 'set${a}'\n  location: 'westeurope'\n"
    "  sku: { name: 'Standard_D2s_v5', capacity: 3 }\n  properties: { orchestrationMode: 'Uniform', upgradePolicy: { mode: 'Rolling' } }\n}\n";
constexpr const char* good_scenario =
    "schema: fleetlint/rollout/1\nname: a\nstart: 2025-03-04T00:00:00Z\nhorizon: P1D\nregions:\n  - name: westeurope\nsets:\n"
    "  - {id: web, region: westeurope, capacity: 3, image: {kind: platform, stream: img, current: \"1.0\", version: latest}}\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// Everything that has a name and cannot be read as a file.
void make_hostile_files(const std::string& folder, const std::string& extension) {
  const fs::path home(folder);
  EXPECT_EQ(::mkfifo((home / ("pipe" + extension)).c_str(), 0600), 0);
  fs::create_directory(home / ("folder" + extension));
  fs::create_symlink("loop" + extension, home / ("loop" + extension));
  fs::create_symlink("/dev/zero", home / ("device" + extension));
  fs::create_symlink("/proc/self/mem", home / ("memory" + extension));
  write_text(home / ("locked" + extension), "");
  fs::permissions(home / ("locked" + extension), fs::perms::none);
}

/// Whether this program has the command (and, of `dump`, the phase).
bool has_command(const Call& call, const std::string& good) {
  const auto words = split_words(call.arguments);
  if (words[0] == "dump") return run_process({FLEETLINT_BINARY, "dump", words[1], good}).exit_code != 2;
  return run_process({FLEETLINT_BINARY, words[0], "--help"}).exit_code == 0;
}

/// What is wrong with how a call ended: it must be documented, and something said where something was wrong.
std::string disorder(const ProcessResult& result) {
  const auto said = "\n" + result.err.substr(0, 2000);
  if (!result.ended_normally()) return (result.timed_out ? "did not end" : "signal " + std::to_string(result.signal)) + said;
  if (result.exit_code < 0 || result.exit_code > 5 || result.exit_code == 4) return "exit code " + std::to_string(result.exit_code) + said;
  if (!sanitized && result.peak_kilobytes >= max_kilobytes) return "took " + std::to_string(result.peak_kilobytes >> 10) + " MB";
  if (result.exit_code != 0 && result.out.empty() && result.err.empty()) return "fails without a word";
  return {};
}

class BadInput : public testing::TestWithParam<Call> {
 protected:
  void SetUp() override {
    write_text(folder_ / "good.bicep", good_template);
    write_text(folder_ / "scenario.yaml", good_scenario);
    if (!has_command(GetParam(), folder_ / "good.bicep")) GTEST_SKIP() << "this program has no such command yet";
  }

  ProcessResult call(const std::vector<std::string>& files) {
    std::vector<std::string> words = {FLEETLINT_BINARY};
    for (const auto& word : split_words(GetParam().arguments)) {
      if (word == "{file}") {
        words.insert(words.end(), files.begin(), files.end());
        continue;
      }
      words.push_back(replaced(replaced(replaced(replaced(replaced(word, "{file}", files[0]), "{good}", folder_ / "good.bicep"), "{scenario}", folder_ / "scenario.yaml"),
                                        "{folder}", fs::path(files[0]).parent_path().parent_path().string()),
                               "{tmp}", folder_.path()));
    }
    return run_process(words, {.directory = folder_.path(), .timeout = max_time * static_cast<int>(files.size())});
  }

  /// Calls the command with the inputs, many at once where it takes many; when that goes wrong, with each to say which it is.
  void expect_orderly(const std::vector<HostileInput>& inputs) {
    constexpr std::size_t batch = 16;
    const auto step = GetParam().takes_many() ? batch : 1;
    for (std::size_t first = 0; first < inputs.size(); first += step) {
      const auto home = fs::path(folder_ / "input");
      std::vector<std::string> files;
      for (auto i = first; i < std::min(first + step, inputs.size()); ++i) {
        fs::create_directories(home / std::to_string(i));
        files.push_back(home / std::to_string(i) / inputs[i].file_name);
        write_text(files.back(), inputs[i].bytes);
      }
      const auto wrong = disorder(call(files));
      if (!wrong.empty() && files.size() == 1) ADD_FAILURE() << inputs[first].name << ": " << wrong;
      if (!wrong.empty() && files.size() > 1) {
        for (std::size_t i = 0; i < files.size(); ++i)
          if (const auto one = disorder(call({files[i]})); !one.empty()) ADD_FAILURE() << inputs[first + i].name << ": " << one;
        ADD_FAILURE() << "from " << inputs[first].name << ", " << files.size() << " at once: " << wrong;
      }
      fs::remove_all(home);
    }
  }

  TemporaryFolder folder_;
};

TEST_P(BadInput, HostileBytes) { expect_orderly(hostile_inputs(GetParam().kind, GetParam().depth())); }

TEST_P(BadInput, VeryLongLines) {
  if (sanitized) GTEST_SKIP() << "too slow with sanitizers";
  if (GetParam().is_dump()) GTEST_SKIP() << "a dump of 50 MB is larger than any disk";
  for (const auto& input : very_long_lines(GetParam().kind, long_line_bytes)) expect_orderly({input});
}

TEST_P(BadInput, HostileFiles) {
  const auto extension = fs::path(hostile_inputs(GetParam().kind, 1).front().file_name).extension().string();
  const std::string_view arguments(GetParam().arguments);
  if (arguments.find("{folder}") != std::string_view::npos) GTEST_SKIP() << "takes folders: see HostileFolder";
  const auto expect_refused = [&](const std::string& path, const char* what) {
    const auto result = call({path});
    EXPECT_EQ(disorder(result), "") << what;
    EXPECT_NE(result.exit_code, 0) << what;
    EXPECT_NE((result.err + result.out).find(fs::path(path).filename().string()), std::string::npos) << what << ": the message names the file\n" << result.err;
  };
  make_hostile_files(folder_.path(), extension);
  expect_refused(folder_ / ("missing" + extension), "a file that is not there");
  expect_refused(folder_ / ("pipe" + extension), "a FIFO");
  if (!arguments.starts_with("lint {file}")) expect_refused(folder_ / ("folder" + extension), "a folder");
  expect_refused(folder_ / ("loop" + extension), "a link to itself");
  expect_refused(folder_ / ("device" + extension), "a device without end");
  expect_refused(folder_ / ("memory" + extension), "a file whose reading fails");
  if (::geteuid() != 0) expect_refused(folder_ / ("locked" + extension), "a file without permission");
}

/// What stands in a tree beside files is passed over or told, never waited for.
TEST(BadFolder, IsWalkedToItsEnd) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "tree/below");
  fs::create_directory_symlink("..", folder / "tree/below/up");
  write_text(folder / "tree/good.bicep", good_template);
  for (const std::string extension : {".bicep", ".bicepparam", ".json"}) make_hostile_files(folder / "tree", extension);
  for (const std::vector<std::string>& words : {std::vector<std::string>{"lint", "tree"}, {"audit", "tree"}, {"audit", "tree", "-j", "4", "--shard", "1/1"}}) {
    auto command = words;
    command.insert(command.begin(), FLEETLINT_BINARY);
    const auto result = run_process(command, {.directory = folder.path(), .timeout = max_time});
    EXPECT_EQ(disorder(result), "") << words[0];
    EXPECT_NE(result.out.find("good.bicep"), std::string::npos) << words[0] << result.err;
  }
}

INSTANTIATE_TEST_SUITE_P(Calls, BadInput, testing::ValuesIn(calls), [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace fleetlint::test
