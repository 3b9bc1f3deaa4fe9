#include "fleetlint/workspace/discovery.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "process.h"

namespace fleetlint::workspace {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;
using test::write_text;

constexpr const char* arm_template = R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": []})";
constexpr const char* arm_parameters = R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "parameters": {}})";

class DiscoveryTest : public testing::Test {
 protected:
  void put(const std::string& name, std::string_view text) {
    fs::create_directories(fs::path(folder / name).parent_path());
    write_text(folder / name, text);
  }
  /// One line a template: path, parameter files after `<`, users after `^`.
  std::vector<std::string> found(unsigned threads = 2) {
    std::vector<std::string> lines;
    for (const auto& input : discover({folder.path()}, {}, threads).templates) {
      auto line = relative(input.path);
      for (const auto& file : input.parameter_files) line += " < " + relative(file);
      for (const auto& file : input.used_by) line += " ^ " + relative(file);
      lines.push_back(line);
    }
    return lines;
  }
  std::string relative(const std::string& path) const { return path.substr(folder.path().size() + 1); }

  TemporaryFolder folder;
};

TEST_F(DiscoveryTest, TemplatesWithTheirParameterFilesAndUsers) {
  put("main.bicep", "module a 'lib/a.bicep' = { name: 'a' }\nmodule r 'br:x.azurecr.io/m:v1' = { name: 'r' }\n");
  put("lib/a.bicep", "param x string = ''\n");
  put("prod.bicepparam", "using 'main.bicep'\n");
  put("env/test.bicepparam", "using '../main.bicep'\n");
  put("none.bicepparam", "using none\n");
  put("orders.json", arm_template);
  put("orders.parameters.json", arm_parameters);
  put("orders.prod.parameters.json", arm_parameters);
  put("orders.parameters.test.json", arm_parameters);
  put("other.parameters.json", arm_parameters);
  put("package.json", "{\"name\": \"x\"}");
  put("node_modules/dependency/main.bicep", "");
  put(".hidden/main.bicep", "");
  EXPECT_EQ(found(), (std::vector<std::string>{"lib/a.bicep ^ main.bicep", "main.bicep < env/test.bicepparam < prod.bicepparam",
                                               "orders.json < orders.parameters.json < orders.parameters.test.json < orders.prod.parameters.json"}));
  EXPECT_EQ(found(1), found(8)) << "the number of threads changes nothing";
}

TEST_F(DiscoveryTest, ParameterFilesWithoutTheirTemplate) {
  put("main.bicep", "param x string = ''\n");
  put("found.bicepparam", "using 'main.bicep'\n");
  put("base.bicepparam", "using none\n");
  put("begun.bicepparam", "param x = 1\n");
  put("gone.bicepparam", "using 'gone.bicep'\n");
  put("env/registry.bicepparam", "using 'br:x.azurecr.io/m:v1'\n");
  auto lone = discover({folder.path()}, {}, 2).lone_parameter_files;
  for (auto& path : lone) path = relative(path);
  EXPECT_EQ(lone, (std::vector<std::string>{"env/registry.bicepparam", "gone.bicepparam"}));
  // Its template is in another folder.
  put("env/elsewhere.bicepparam", "using '../main.bicep'\n");
  EXPECT_EQ(discover({folder.path() + "/env"}, {}, 2).lone_parameter_files.size(), 2u);
}

TEST_F(DiscoveryTest, ParameterFilesBesideOneTemplate) {
  put("main.bicep", "");
  put("b.bicepparam", "using './main.bicep'\n");
  put("a.bicepparam", "using 'main.bicep'\n");
  put("c.bicepparam", "using 'other.bicep'\n");
  put("main.parameters.json", arm_parameters);
  const auto files = parameter_files_of(folder / "main.bicep", {});
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(relative(files[0]), "a.bicepparam");
  EXPECT_EQ(relative(files[1]), "b.bicepparam");
  EXPECT_EQ(relative(files[2]), "main.parameters.json");
}

TEST_F(DiscoveryTest, LoopsPipesAndBrokenLinksAreLeftAlone) {
  put("main.bicep", "");
  fs::create_directory_symlink(folder.path(), folder / "loop");
  fs::create_symlink("self.bicep", folder / "self.bicep");
  fs::create_symlink("nowhere.bicep", folder / "dangling.bicep");
  fs::create_directory(folder / "folder.bicep");
  ASSERT_EQ(::mkfifo((folder / "pipe.bicep").c_str(), 0600), 0);
  fs::create_symlink("main.bicep", folder / "link.bicep");
  EXPECT_EQ(found(), (std::vector<std::string>{"link.bicep", "main.bicep"}));
}

TEST_F(DiscoveryTest, WhatCannotBeReadIsTold) {
  EXPECT_EQ(discover({folder / "missing"}, {}, 1).unreadable.size(), 1U);
  put("big.bicep", std::string(100, ' '));
  Limits small;
  small.file_bytes = 10;
  const auto discovery = discover({folder.path()}, small, 1);
  ASSERT_EQ(discovery.unreadable.size(), 1U);
  EXPECT_EQ(relative(discovery.unreadable[0].path), "big.bicep");
}

TEST(InputKind, IsToldByNameSchemaAndShape) {
  EXPECT_EQ(input_kind("a.bicep", ""), InputKind::bicep);
  EXPECT_EQ(input_kind("A.BICEPPARAM", ""), InputKind::bicep_parameters);
  EXPECT_EQ(input_kind("a.json", arm_template), InputKind::arm_template);
  EXPECT_EQ(input_kind("a.json", arm_parameters), InputKind::arm_parameters);
  EXPECT_EQ(input_kind("a.json", R"({"contentVersion": "1.0.0.0", "resources": []})"), InputKind::arm_template);
  EXPECT_EQ(input_kind("a.json", "{}"), InputKind::other);
  EXPECT_EQ(input_kind("a.txt", arm_template), InputKind::other);
}

}  // namespace
}  // namespace fleetlint::workspace
