// How fast whole modules compile, as users start it: processes, files read and written, against RapidJSON's DOM parse
// and write of the goldens of the same modules as the unit. Run with `./dev bench compile`.
//
// Sources: every main.bicep of the module registry beside the project that has a golden; without that corpus, samples/.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <rapidjson/document.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern char** environ;

namespace {

namespace fs = std::filesystem;

struct Module {
  std::string source, golden;
  std::uintmax_t bytes = 0;  // of the source
};

const fs::path source_root = FLEETLINT_SOURCE_DIR;
const fs::path corpus = source_root / ".." / "shared" / "corpora";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const std::vector<Module>& modules() {
  static const std::vector<Module> all = [] {
    std::vector<Module> found;
    const bool registry = fs::is_directory(corpus / "avm");
    for (const auto& entry : fs::recursive_directory_iterator(registry ? corpus / "avm" : source_root / "samples")) {
      if (registry ? entry.path().filename() != "main.bicep" : entry.path().extension() != ".bicep") continue;
      const auto golden = entry.path().parent_path() / "main.json";
      if (registry && !fs::exists(golden)) continue;
      found.push_back({entry.path().string(), registry ? golden.string() : std::string(), fs::file_size(entry.path())});
    }
    std::sort(found.begin(), found.end(), [](const Module& a, const Module& b) { return a.source < b.source; });
    return found;
  }();
  return all;
}

struct Usage {
  double seconds = 0, cpu_seconds = 0;
  long peak_kilobytes = 0;
  int status = -1;
};

/// Runs the program as a shell would and waits for it.
Usage run(std::vector<std::string> arguments) {
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  Usage usage;
  const auto begin = std::chrono::steady_clock::now();
  if (posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ) == 0) {
    struct rusage resources {};
    wait4(child, &usage.status, 0, &resources);
    usage.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    usage.cpu_seconds = static_cast<double>(resources.ru_utime.tv_sec + resources.ru_stime.tv_sec) +
                        1e-6 * static_cast<double>(resources.ru_utime.tv_usec + resources.ru_stime.tv_usec);
    usage.peak_kilobytes = resources.ru_maxrss;
  }
  posix_spawn_file_actions_destroy(&actions);
  return usage;
}

std::vector<std::string> build_command(const std::vector<std::string>& sources, const std::string& out, const char* threads) {
  std::vector<std::string> command = {FLEETLINT_BINARY, "build"};
  command.insert(command.end(), sources.begin(), sources.end());
  command.insert(command.end(), {"--outdir", out, "-j", threads});
  if (fs::is_directory(corpus / "registry"))
    command.insert(command.end(), {"--cache-root", (corpus / "registry").string(), "--types", (corpus / "types" / "generated").string()});
  return command;
}

const std::vector<std::string>& goldens() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> texts;
    for (const auto& module : modules())
      if (!module.golden.empty()) texts.push_back(read(module.golden));
    return texts;
  }();
  return all;
}

void parse_and_write_goldens() {
  for (const auto& text : goldens()) {
    rapidjson::Document document;
    document.Parse(text.data(), text.size());
    rapidjson::StringBuffer buffer;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
    writer.SetIndent(' ', 2);
    document.Accept(writer);
    benchmark::DoNotOptimize(buffer.GetString());
  }
}

/// The unit of the compile figures: what it costs just to read the results as JSON and to write them again.
void rapidjson_parse_and_write_goldens(benchmark::State& state) {
  if (goldens().empty()) return state.SkipWithError("no goldens: the module registry is not beside the project");
  std::size_t bytes = 0;
  for (const auto& text : goldens()) bytes += text.size();
  for (auto _ : state) parse_and_write_goldens();
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
  state.counters["files"] = static_cast<double>(goldens().size());
}
BENCHMARK(rapidjson_parse_and_write_goldens)->Unit(benchmark::kMillisecond)->MinTime(1);

void process(benchmark::State& state, const std::vector<std::string>& sources, const char* threads) {
  if (sources.empty()) return state.SkipWithError("no sources");
  const auto out = (fs::temp_directory_path() / ("fleetlint-bench-" + std::to_string(getpid()))).string();
  const auto command = build_command(sources, out, threads);
  Usage usage;
  double cpu = 0;
  for (auto _ : state) {
    usage = run(command);
    cpu += usage.cpu_seconds;
    state.SetIterationTime(usage.seconds);
  }
  fs::remove_all(out);
  state.counters["cpu_ms"] = benchmark::Counter(1e3 * cpu, benchmark::Counter::kAvgIterations);
  state.counters["peak_MB"] = static_cast<double>(usage.peak_kilobytes) / 1024;
  state.counters["exit"] = WIFEXITED(usage.status) ? WEXITSTATUS(usage.status) : -1;
  state.counters["files"] = static_cast<double>(sources.size());
}

std::vector<std::string> all_sources() {
  std::vector<std::string> sources;
  for (const auto& module : modules()) sources.push_back(module.source);
  return sources;
}
void build_all_one_thread(benchmark::State& state) { process(state, all_sources(), "1"); }
void build_all_two_threads(benchmark::State& state) { process(state, all_sources(), "2"); }
BENCHMARK(build_all_one_thread)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(3);
BENCHMARK(build_all_two_threads)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(3);

std::vector<std::string> largest_source() {
  const auto& all = modules();
  if (all.empty()) return {};
  return {std::max_element(all.begin(), all.end(), [](auto& a, auto& b) { return a.bytes < b.bytes; })->source};
}
void build_largest_module(benchmark::State& state) { process(state, largest_source(), "2"); }
void build_largest_module_one_thread(benchmark::State& state) { process(state, largest_source(), "1"); }
void build_five_lines(benchmark::State& state) {
  const auto folder = fs::temp_directory_path() / ("fleetlint-five-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const auto file = folder / "five.bicep";
  std::ofstream(file) << "param location string = resourceGroup().location\n\nvar name = 'st${uniqueString(location)}'\n\noutput name string = name\n";
  process(state, {file.string()}, "1");
  fs::remove_all(folder);
}
BENCHMARK(build_largest_module)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK(build_largest_module_one_thread)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK(build_five_lines)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(1);

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The goals as they are stated: all modules in units of RapidJSON's work, and the gain of a second thread. A machine's speed drifts
/// within a run, so each round measures the three in turn, and the medians of the ratios within rounds are what counts.
void goals_in_rounds(benchmark::State& state) {
  if (goldens().empty()) return state.SkipWithError("no goldens: the module registry is not beside the project");
  const auto out = (fs::temp_directory_path() / ("fleetlint-bench-" + std::to_string(getpid()))).string();
  const auto one = build_command(all_sources(), out, "1"), two = build_command(all_sources(), out, "2");
  std::vector<double> units, gains;
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    parse_and_write_goldens();
    const double unit = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const double alone = run(one).seconds, together = run(two).seconds;
    units.push_back(alone / unit);
    gains.push_back(alone / together);
    state.SetIterationTime(alone);
  }
  fs::remove_all(out);
  state.counters["units"] = median(units);  // goal: 4
  state.counters["gain_of_second_thread"] = median(gains);  // goal: 1.8
}
BENCHMARK(goals_in_rounds)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(21);

}  // namespace

BENCHMARK_MAIN();
