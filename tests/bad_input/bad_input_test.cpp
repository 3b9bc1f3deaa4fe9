// Hostile bytes and hostile files to every subcommand: a documented exit code and a message; no signal, no hang, no
// unbounded memory. Each line of the table is a way to call the program with one input of a kind.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
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
constexpr auto max_time = std::chrono::seconds(sanitized ? 300 : 60);

/// `{file}` is the hostile input; `{good}`, `{tmp}` a sound template and a fresh folder.
struct Call {
  const char* name;
  HostileKind kind;
  const char* arguments;
};

constexpr Call calls[] = {
    {"parse", HostileKind::bicep, "parse {file}"},
    {"parse_parameters", HostileKind::bicep_parameters, "parse {file}"},
    {"parse_json", HostileKind::arm_template, "parse {file}"},
    {"roundtrip", HostileKind::bicep, "parse --roundtrip {file}"},
    {"build", HostileKind::bicep, "build {file} --stdout"},
    {"build_json", HostileKind::arm_template, "build {file} --stdout"},
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

/// Whether this program has the command (and, of `dump`, the phase).
bool has_command(const Call& call, const std::string& good) {
  const auto words = split_words(call.arguments);
  if (words[0] == "dump") return run_process({FLEETLINT_BINARY, "dump", words[1], good}).exit_code != 2;
  return run_process({FLEETLINT_BINARY, words[0], "--help"}).exit_code == 0;
}

class BadInput : public testing::TestWithParam<Call> {
 protected:
  void SetUp() override {
    write_text(folder_ / "good.bicep", good_template);
    write_text(folder_ / "scenario.yaml", good_scenario);
    if (!has_command(GetParam(), folder_ / "good.bicep")) GTEST_SKIP() << "this program has no such command yet";
  }

  ProcessResult call(const std::string& file) {
    auto words = split_words(GetParam().arguments);
    for (auto& word : words)
      word = replaced(replaced(replaced(replaced(replaced(word, "{file}", file), "{good}", folder_ / "good.bicep"), "{scenario}", folder_ / "scenario.yaml"),
                               "{folder}", fs::path(file).parent_path().string()),
                      "{tmp}", folder_.path());
    words.insert(words.begin(), FLEETLINT_BINARY);
    return run_process(words, {.directory = folder_.path(), .timeout = max_time});
  }

  /// A documented end, and something said where something was wrong.
  static void expect_orderly(const ProcessResult& result, const std::string& what) {
    EXPECT_TRUE(result.ended_normally()) << what << ": " << (result.timed_out ? "did not end" : "signal " + std::to_string(result.signal)) << "\n"
                                         << result.err.substr(0, 2000);
    EXPECT_TRUE(result.exit_code >= 0 && result.exit_code <= 5 && result.exit_code != 4)
        << what << ": exit code " << result.exit_code << "\n" << result.err.substr(0, 2000);
    if (!sanitized) {
      EXPECT_LT(result.peak_kilobytes, max_kilobytes) << what;
    }
    if (result.exit_code != 0) {
      EXPECT_FALSE(result.out.empty() && result.err.empty()) << what << ": fails without a word";
    }
  }

  TemporaryFolder folder_;
};

TEST_P(BadInput, HostileBytes) {
  fs::create_directory(folder_ / "input");
  // A tree as text is as wide as it is deep: dumps of the deepest are larger than any disk.
  const auto depth = std::string_view(GetParam().arguments).starts_with("dump") ? 2000 : hostile_depth;
  for (const auto& input : hostile_inputs(GetParam().kind, false, depth)) {
    const auto file = folder_ / ("input/" + input.file_name);
    write_text(file, input.bytes);
    expect_orderly(call(file), input.name);
  }
}

TEST_P(BadInput, VeryLongLines) {
  if (sanitized) GTEST_SKIP() << "too slow with sanitizers";
  if (std::string_view(GetParam().arguments).starts_with("dump")) GTEST_SKIP() << "a dump of 50 MB is larger than any disk";
  fs::create_directory(folder_ / "input");
  const auto inputs = hostile_inputs(GetParam().kind, true, 1);
  for (const auto& input : inputs) {
    if (!input.name.starts_with("50 MB")) continue;
    const auto file = folder_ / ("input/" + input.file_name);
    write_text(file, input.bytes);
    expect_orderly(call(file), input.name);
  }
}

TEST_P(BadInput, HostileFiles) {
  const auto extension = hostile_inputs(GetParam().kind, false).front().file_name.substr(5);
  const auto expect_refused = [&](const std::string& path, const char* what) {
    const auto result = call(path);
    expect_orderly(result, what);
    EXPECT_NE(result.exit_code, 0) << what;
    EXPECT_NE((result.err + result.out).find(fs::path(path).filename().string()), std::string::npos) << what << ": the message names the file\n" << result.err;
  };
  if (std::string_view(GetParam().arguments).find("{folder}") != std::string_view::npos) GTEST_SKIP() << "takes folders: see AuditFolder";
  expect_refused(folder_ / ("missing" + extension), "a file that is not there");
  const auto pipe = folder_ / ("pipe" + extension);
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  expect_refused(pipe, "a FIFO");
  fs::create_directory(folder_ / ("folder" + extension));
  const auto arguments = std::string_view(GetParam().arguments);
  if (!arguments.starts_with("lint {file}")) expect_refused(folder_ / ("folder" + extension), "a folder");
  fs::create_symlink("loop" + extension, folder_ / ("loop" + extension));
  expect_refused(folder_ / ("loop" + extension), "a link to itself");
  fs::create_symlink("/dev/zero", folder_ / ("device" + extension));
  expect_refused(folder_ / ("device" + extension), "a device without end");
  fs::create_symlink("/proc/self/mem", folder_ / ("memory" + extension));
  expect_refused(folder_ / ("memory" + extension), "a file whose reading fails");
  const auto locked = folder_ / ("locked" + extension);
  write_text(locked, "");
  ::chmod(locked.c_str(), 0);
  if (::geteuid() != 0) expect_refused(locked, "a file without permission");
  ::chmod(locked.c_str(), 0600);
}

INSTANTIATE_TEST_SUITE_P(Calls, BadInput, testing::ValuesIn(calls), [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace fleetlint::test
