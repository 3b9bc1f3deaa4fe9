// The arrows between rooms are those of docs/architecture.md: in the link graph, in the includes, in the symbols.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "process.h"

namespace fleetlint::test {
namespace {

namespace fs = std::filesystem;
using Rooms = std::set<std::string>;
using Graph = std::map<std::string, Rooms>;

const fs::path root = FLEETLINT_SOURCE_DIR;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(" `"));
  text.erase(text.find_last_not_of(" `") + 1);
  return text;
}

/// The table "| room | may use | …" of the page: direct arrows.
Graph documented_arrows() {
  Graph graph;
  bool inside = false;
  for (const auto& line : lines_of(read_text(root / "docs/architecture.md"))) {
    if (line.starts_with("| room | may use |")) {
      inside = true;
    } else if (inside && !line.starts_with("|")) {
      break;
    } else if (inside && !line.starts_with("| ---")) {
      std::istringstream cells(line.substr(1));
      std::string room, uses;
      std::getline(cells, room, '|');
      std::getline(cells, uses, '|');
      auto& arrows = graph[trimmed(room)];
      std::istringstream words(uses);
      for (std::string word; std::getline(words, word, ',');)
        if (!trimmed(word).empty()) arrows.insert(trimmed(word));
    }
  }
  return graph;
}

/// What CMake links, as written by tests/CMakeLists.txt.
Graph linked_arrows() {
  Graph graph;
  for (const auto& line : lines_of(read_text(fs::path(FLEETLINT_BUILD_DIR) / "generated/link_graph.txt"))) {
    const auto colon = line.find(':');
    auto& arrows = graph[line.substr(0, colon)];
    std::istringstream words(line.substr(colon + 1));
    for (std::string word; words >> word;)
      if (word.starts_with("fleetlint_")) arrows.insert(word.substr(10));
  }
  return graph;
}

Rooms reachable(const Graph& graph, const std::string& room) {
  Rooms seen;
  std::vector<std::string> open = {room};
  while (!open.empty()) {
    const auto next = open.back();
    open.pop_back();
    if (seen.insert(next).second && graph.count(next) != 0)
      for (const auto& use : graph.at(next)) open.push_back(use);
  }
  return seen;
}

std::vector<fs::path> files_below(const fs::path& folder, const std::set<std::string>& extensions) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && extensions.count(entry.path().extension().string()) != 0) files.push_back(entry.path());
  return files;
}

/// What stands between the brackets or quotes of each #include.
std::vector<std::string> includes_of(const fs::path& file) {
  std::vector<std::string> includes;
  for (const auto& line : lines_of(read_text(file))) {
    if (!line.starts_with("#include")) continue;
    const auto begin = line.find_first_of("\"<"), end = line.find_last_of("\">");
    if (begin != std::string::npos && end > begin) includes.push_back(line.substr(begin + 1, end - begin - 1));
  }
  return includes;
}

TEST(Architecture, LinkGraphIsTheDocumentedOne) {
  const auto documented = documented_arrows();
  ASSERT_GE(documented.size(), 10U) << "the table of rooms is missing in docs/architecture.md";
  EXPECT_EQ(linked_arrows(), documented);
}

TEST(Architecture, ArrowsGoOneWay) {
  const auto graph = documented_arrows();
  for (const auto& [room, uses] : graph)
    for (const auto& use : uses) EXPECT_EQ(reachable(graph, use).count(room), 0U) << room << " and " << use << " use each other";
}

TEST(Architecture, SourcesIncludeOnlyHeadersOfRoomsTheyMayUse) {
  const auto graph = documented_arrows();
  for (const auto& [room, uses] : graph) {
    const auto allowed = reachable(graph, room);
    auto files = files_below(root / room, {".cpp", ".h"});
    for (auto& file : files_below(root / "include/fleetlint" / room, {".h"})) files.push_back(file);
    EXPECT_FALSE(room == "base" && files.empty());
    for (const auto& file : files)
      for (const auto& include : includes_of(file)) {
        EXPECT_FALSE(include.find("../") != std::string::npos) << file << " reaches into another folder: " << include;
        if (!include.starts_with("fleetlint/")) continue;
        const auto used = include.substr(10, include.find('/', 10) - 10);
        EXPECT_EQ(allowed.count(used), 1U) << file << " includes " << include << ": " << room << " may not use " << used;
      }
  }
}

TEST(Architecture, PublicHeadersShowNoThirdPartyTypes) {
  const std::set<std::string> foreign = {"tao", "rapidjson", "yaml-cpp", "fmt", "CLI", "gtest", "benchmark"};
  for (const auto& file : files_below(root / "include", {".h"}))
    for (const auto& include : includes_of(file))
      EXPECT_EQ(foreign.count(include.substr(0, include.find('/'))), 0U) << file << " includes " << include;
}

TEST(Architecture, EachPublicHeaderWasCompiledAlone) {
  std::set<std::string> compiled, present;
  for (const auto& line : lines_of(read_text(fs::path(FLEETLINT_BUILD_DIR) / "generated/public_headers.txt"))) compiled.insert(line);
  for (const auto& file : files_below(root / "include", {".h"})) present.insert(fs::relative(file, root / "include").string());
  EXPECT_EQ(compiled, present) << "configure again: the build compiles each header of its list alone";
  for (const auto& header : compiled) {
    auto stem = header;
    for (char& c : stem)
      if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    EXPECT_TRUE(fs::exists(fs::path(FLEETLINT_BUILD_DIR) / "tests/CMakeFiles/public_headers_alone.dir/__/generated/header_alone" / (stem + ".cpp.o")))
        << header << " was not compiled alone";
  }
}

/// Names defined and wanted by a static library.
struct Symbols {
  std::set<std::string> defined, wanted;
};
Symbols symbols_of(const fs::path& library) {
  Symbols symbols;
  const auto listing = run_process({FLEETLINT_NM, "-P", library.string()}, {.timeout = std::chrono::minutes(2)});
  EXPECT_EQ(listing.exit_code, 0) << listing.err;
  for (const auto& line : lines_of(listing.out)) {
    std::istringstream words(line);
    std::string name, kind;
    if (!(words >> name >> kind)) continue;
    if (kind == "U") symbols.wanted.insert(name);
    else if (kind == "T" || kind == "D" || kind == "B" || kind == "R") symbols.defined.insert(name);
  }
  return symbols;
}

TEST(Architecture, SymbolsComeFromRoomsThatMayBeUsed) {
  const auto graph = documented_arrows();
  std::map<std::string, Symbols> symbols;
  for (const auto& [room, uses] : graph)
    if (room != "cli") symbols[room] = symbols_of(fs::path(FLEETLINT_BUILD_DIR) / ("libfleetlint_" + room + ".a"));
  for (const auto& [room, own] : symbols) {
    const auto allowed = reachable(graph, room);
    for (const auto& [other, theirs] : symbols) {
      if (allowed.count(other) != 0) continue;
      for (const auto& name : own.wanted)
        EXPECT_FALSE(theirs.defined.count(name) != 0 && own.defined.count(name) == 0) << room << " needs " << name << " of " << other;
    }
  }
}

}  // namespace
}  // namespace fleetlint::test
