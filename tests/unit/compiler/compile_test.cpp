#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "fleetlint/compiler/compile.h"
#include "fleetlint/compiler/semantic_model.h"
#include "fleetlint/compiler/source_map.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::compiler {
namespace {

namespace fs = std::filesystem;

/// A folder of small files that goes away with the test.
class CompileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("fleetlint-compile-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "-" +
                                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    const auto path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  std::string build(const std::vector<std::string>& paths, unsigned threads = 1) {
    SourceSet sources;
    CompileOptions options;
    options.graph.threads = threads;
    const auto compilation = compile(sources, paths, options);
    std::string result;
    for (const auto* entry : compilation->entries()) {
      result += entry && entry->template_ir ? arm::write_json(entry->template_ir->root) : "no template";
      result += '\n';
    }
    for (const auto& finding : compilation->findings()) result += finding.code + " " + finding.message + "\n";
    return result;
  }

  fs::path folder_;
};

TEST_F(CompileTest, SourcesBehindAFindingAreItsFileWhatItNamesWhatThoseImportAndWhatIsNoFileOfTheGraph) {
  write("types.bicep", "@export()\ntype t = 'a' | 'b'\n");
  write("shared.bicep", "import { t } from 'types.bicep'\n@export()\ntype u = t\n");
  write("inner.bicep", "param r string\n");
  write("used.bicep", "import { u } from 'shared.bicep'\nparam p u\nmodule i 'inner.bicep' = {\n  params: { r: p }\n}\n");
  write("bicepconfig.json", "{}");
  write("apart.bicep", "param q string\n");
  const auto broken = write("broken.bicep", "module a 'used.bicep' = {\n  params: { p: 1 }\n}\n");
  const auto good = write("good.bicep", "module a 'apart.bicep' = {\n  params: { q: 'x' }\n}\n");
  SourceSet sources;
  CompileOptions options;
  const auto compilation = compile(sources, {good, broken}, options);
  std::set<std::string> names;
  for (const auto id : compilation->sources_behind(compilation->findings())) names.insert(fs::path(sources[id].path()).filename().string());
  EXPECT_EQ(names, (std::set<std::string>{"bicepconfig.json", "broken.bicep", "shared.bicep", "types.bicep", "used.bicep"}));
}

TEST_F(CompileTest, BehindFindingsWithoutValuesAreNoOtherFiles) {
  write("used.bicep", "param p string\n");
  write("missing_script.bicep", "var s = loadTextContent('none.txt')\n");
  const auto broken = write("broken.bicep", "module a 'used.bicep' = {\n  params: { p: unknown }\n}\nmodule b 'missing_script.bicep' = {}\n");
  SourceSet sources;
  const auto compilation = compile(sources, {broken}, {});
  std::set<std::string> names;
  for (const auto id : compilation->sources_behind(compilation->findings())) names.insert(fs::path(sources[id].path()).filename().string());
  EXPECT_EQ(names, (std::set<std::string>{"broken.bicep", "missing_script.bicep"}));
}

TEST_F(CompileTest, IsTheSameForAnyNumberOfThreadsAndOrderOfFiles) {
  std::vector<std::string> paths;
  write("leaf.bicep", "param p string\noutput o string = p\n");
  for (int i = 0; i < 12; ++i) {
    paths.push_back(write("m" + std::to_string(i) + ".bicep",
                          "module a 'leaf.bicep' = {\n  name: 'a" + std::to_string(i) + "'\n  params: { p: 'x' }\n}\noutput o string = a.outputs.o\n"));
  }
  const auto once = build(paths);
  EXPECT_EQ(once.find("no template"), std::string::npos);
  EXPECT_EQ(build(paths, 4), once);
  std::vector<std::string> reversed(paths.rbegin(), paths.rend());
  EXPECT_EQ(build({paths[3]}), build({paths[3]}, 3));
  EXPECT_NE(build(reversed), once);  // entries are in the order asked for
}

TEST_F(CompileTest, ATemplateOutlivesItsCompilation) {
  const auto path = write("main.bicep", "param name string = 'n'\nvar v = { key: '${name}x' }\noutput o object = v\n");
  std::shared_ptr<const arm::TemplateIr> kept;
  std::string before;
  SourceSet sources;
  {
    const auto compilation = compile(sources, {path}, {});
    kept = compilation->entries()[0]->template_ir;
    ASSERT_TRUE(kept);
    before = arm::write_json(kept->root);
  }
  EXPECT_EQ(arm::write_json(kept->root), before);
}

TEST_F(CompileTest, ErrorsOfAModuleAreToldThereAndAtTheCall) {
  write("bad.bicep", "output o string = missing\n");
  const auto path = write("main.bicep", "module m 'bad.bicep' = {\n  name: 'm'\n}\n");
  SourceSet sources;
  const auto compilation = compile(sources, {path}, {});
  const auto* entry = compilation->entries()[0];
  ASSERT_TRUE(entry);
  EXPECT_TRUE(entry->has_errors);
  EXPECT_FALSE(entry->template_ir);
  std::vector<std::string> places;
  for (const auto& finding : compilation->findings_below(*entry)) {
    if (finding.severity == Severity::error) places.push_back(fs::path(sources.at(finding.location).path()).filename().string() + " " + finding.code);
  }
  std::sort(places.begin(), places.end());
  EXPECT_EQ(places, (std::vector<std::string>{"bad.bicep BCP057", "main.bicep BCP104"}));
}

// What `build` makes of ARM JSON: read, normalized, written.
TEST_F(CompileTest, BuildingATemplateAgainChangesNothing) {
  write("leaf.bicep", "param sizes int[]\n@secure()\nparam key string\noutput first int = sizes[?0] ?? 1\n");
  const std::vector<std::string> sources_of = {
      "param prefix string = '[not an expression]'\nvar v = { b: prefix, a: -1, 'x-y': [true, null, 3000000000] }\noutput o object = v\n",
      "param names array\nvar l = map(names, n => toUpper('${n}\\n'))\noutput o array = [for (n, i) in l: '${i}${n}']\n",
      "type t = {\n  @minLength(2)\n  a: string\n  *: string\n}\nfunc f(x t) string => x.a\nparam p t?\noutput o string = p == null ? '' : f(p!)\n",
      "@secure()\nparam k string\nmodule m 'leaf.bicep' = if (k != '') {\n  name: 'm'\n  params: { sizes: [1], key: k }\n}\noutput o int = m.outputs.first\n",
      "resource r 'Contoso.Compute/sets@2021-01-01' = [for i in range(0, 2): {\n  name: 'r${i}'\n  properties: { d: [for j in range(0, i): j] }\n}]\n"
      "output o string = r[0].properties.zone\n",
  };
  int number = 0;
  for (const auto& text : sources_of) {
    SourceSet sources;
    const auto source = write("s" + std::to_string(number++) + ".bicep", text);
    const auto built = compile(sources, {source}, {});
    ASSERT_TRUE(built->entries()[0]->template_ir) << text;
    const auto once = arm::write_json(built->entries()[0]->template_ir->root);
    SourceSet again;
    const auto read = compile(again, {write("again.json", once)}, {});
    ASSERT_TRUE(read->entries()[0]->template_ir) << once;
    Arena arena;
    EXPECT_EQ(arm::write_json(arm::normalize(read->entries()[0]->template_ir->root, arena)), once);
  }
}

TEST_F(CompileTest, ModulesThatUseEachOtherAreADiagnostic) {
  write("a.bicep", "module b 'b.bicep' = {\n  name: 'b'\n}\n");
  write("b.bicep", "module a 'a.bicep' = {\n  name: 'a'\n}\n");
  const auto text = build({(folder_ / "a.bicep").string()});
  EXPECT_NE(text.find("no template"), std::string::npos);
  EXPECT_NE(text.find("BCP095"), std::string::npos) << text;
}

TEST_F(CompileTest, LongChainsAreRefusedRatherThanFollowed) {
  std::string chain = "var v = x";
  for (int i = 0; i < 50'000; ++i) chain += ".a";
  const auto text = build({write("main.bicep", chain + "\n")});
  EXPECT_NE(text.find("FL0302"), std::string::npos) << text.substr(0, 300);
}

TEST_F(CompileTest, ResourcesAreListedNestedOnesFirst) {
  const auto path = write("main.bicep",
                          "resource a 'A.B/c@2020-01-01' = {\n  name: 'a'\n  resource x 'd' = {\n    name: 'x'\n  }\n}\n"
                          "resource b 'A.B/c@2020-01-01' = {\n  name: 'b'\n}\n");
  SourceSet sources;
  const auto compilation = compile(sources, {path}, {});
  const auto* model = compilation->entries()[0]->model;
  ASSERT_TRUE(model);
  std::vector<std::string> names;
  for (const auto& resource : model->resources()) names.emplace_back(resource.symbolic_name);
  EXPECT_EQ(names, (std::vector<std::string>{"a::x", "a", "b"}));
  EXPECT_EQ(model->resources()[0].type.full(), "A.B/c/d@2020-01-01");
}

TEST_F(CompileTest, AzureResourcesNameAzureOnlyWhereTheFileDeclaresIt) {
  const std::string resource = "resource r 'My.Rp/things@2020-01-01' = {\n  name: 'r'\n}\n";
  const auto implied = build({write("implied.bicep", resource)});
  const auto declared = build({write("declared.bicep", "extension az\n" + resource)});
  const auto renamed = build({write("renamed.bicep", "extension az as azure\n" + resource)});
  EXPECT_EQ(implied.find("\"import\""), std::string::npos) << implied;
  EXPECT_NE(declared.find("\"import\": \"az\""), std::string::npos) << declared;
  EXPECT_NE(renamed.find("\"import\": \"azure\""), std::string::npos) << renamed;
  EXPECT_NE(declared.find("\"type\": \"My.Rp/things\""), std::string::npos) << declared;
}

// Where the folder is decides the hash, so this is no file test.
TEST_F(CompileTest, ModulesOfLocalDeploymentsAreTextAndSayWhereTheyComeFrom) {
  write("bicepconfig.json", R"({"experimentalFeaturesEnabled": {"localDeploy": true}})");
  write("50% off/room.bicep", "targetScope = 'local'\nparam door string\noutput sign string = '[open]'\noutput way string = '${door}!'\n");
  const auto main = write("main.bicep",
                          "targetScope = 'local'\nmodule rooms '50% off/room.bicep' = [for i in range(0, 2): if (i > 0) {\n  name: 'room${i}'\n  params: { door: "
                          "'x${i}' }\n}]\noutput first string = rooms[0].outputs.way\n");
  const auto previous = fs::current_path();
  for (const std::string& path : {main, std::string("main.bicep")}) {
    fs::current_path(folder_);
    const auto text = build({path});
    fs::current_path(previous);
    for (const std::string& expected :
         {"\"sourceUri\": \"file://" + fs::canonical(folder_).string() + "/50%25 off/room.bicep\"", std::string("\"value\": \"[[format('{0}!', parameters('door'))]\""),
          std::string("\"value\": \"[[[open]\""), std::string("\"import\": \"az0synthesized\""), std::string("[reference(format('rooms[{0}]', 0)).outputs.way.value]")}) {
      EXPECT_NE(text.find(expected), std::string::npos) << expected << "\n" << text;
    }
  }
}

TEST_F(CompileTest, EachLineOfATemplateKnowsItsLine) {
  const auto path = write("main.bicep", "param a string\n\nvar b = a\n");
  SourceSet sources;
  const auto compilation = compile(sources, {path}, {});
  const auto& compiled = *compilation->entries()[0]->template_ir;
  const auto text = arm::write_json(compiled.root);
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  bool seen = false;
  for (const auto& mapped : map_lines(compiled)) {
    const auto line = sources.at(mapped.source).line_column(mapped.source.span.begin).line;
    if (lines[mapped.target_line].find("\"b\":") == std::string::npos) continue;
    seen = true;
    EXPECT_EQ(line, 3u);
  }
  EXPECT_TRUE(seen);
}

// What a type makes of itself (its allowed values) stands at the property that is written, not at the whole type.
TEST_F(CompileTest, MapsAllowedValuesToTheirProperty) {
  const auto path = write("main.bicep", "type shape = {\n  other: string\n  size: 100 | 200\n}\n");
  SourceSet sources;
  const auto compilation = compile(sources, {path}, {});
  const auto& compiled = *compilation->entries()[0]->template_ir;
  std::vector<std::string> lines(1);
  for (const char c : arm::write_json(compiled.root)) {
    if (c == '\n') lines.emplace_back();
    else lines.back() += c;
  }
  std::uint32_t line_of_value = 0;
  for (const auto& mapped : map_lines(compiled)) {
    if (lines[mapped.target_line].find("200") == std::string::npos) continue;
    line_of_value = sources.at(mapped.source).line_column(mapped.source.span.begin).line;
  }
  EXPECT_EQ(line_of_value, 3u);
}

}  // namespace
}  // namespace fleetlint::compiler
