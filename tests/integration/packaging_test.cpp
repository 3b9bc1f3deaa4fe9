// The ways fleetlint reaches its users, with the real programs: pre-commit, npm and vsce. Skipped, and said so, without them.
#include <gtest/gtest.h>

#include <filesystem>

#include "process.h"

namespace fleetlint::test {
namespace {

namespace fs = std::filesystem;

const fs::path root = FLEETLINT_SOURCE_DIR;

std::map<std::string, std::string> git_environment(const TemporaryFolder& folder) {
  return {{"HOME", folder.path()},
          {"PRE_COMMIT_HOME", folder / "cache"},
          {"PATH", fs::path(FLEETLINT_BINARY).parent_path().string() + ":" + std::getenv("PATH")},
          {"GIT_AUTHOR_NAME", "t"},
          {"GIT_AUTHOR_EMAIL", "t@example.com"},
          {"GIT_COMMITTER_NAME", "t"},
          {"GIT_COMMITTER_EMAIL", "t@example.com"},
          {"GIT_CONFIG_NOSYSTEM", "1"}};
}

/// A repository with everything below the folder committed; its commit.
std::string make_repository(const std::string& folder, const std::map<std::string, std::string>& environment) {
  const auto git = [&](const std::vector<std::string>& words) {
    auto all = words;
    all.insert(all.begin(), "git");
    auto result = run_process(all, {.directory = folder, .environment = environment});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
  };
  git({"init", "-q"});
  git({"add", "-A"});
  git({"commit", "-q", "-m", "all"});
  auto commit = git({"rev-parse", "HEAD"});
  while (!commit.empty() && commit.back() == '\n') commit.pop_back();
  return commit;
}

TEST(PreCommit, HookStopsACommitAndLetsTheMendedOnePass) {
  if (run_process({"pre-commit", "--version"}, {.environment = {{"HOME", "/tmp"}}}).exit_code != 0) GTEST_SKIP() << "pre-commit is not installed";
  const TemporaryFolder folder;
  const auto environment = git_environment(folder);
  fs::create_directory(folder / "hooks");
  fs::copy_file(root / ".pre-commit-hooks.yaml", folder / "hooks/.pre-commit-hooks.yaml");
  const auto commit = make_repository(folder / "hooks", environment);
  fs::copy(root / "samples/webshop", folder / "shop", fs::copy_options::recursive);
  write_text(folder / "shop/.pre-commit-config.yaml", "repos:\n- repo: " + folder.path() + "/hooks\n  rev: " + commit +
                                                          "\n  hooks:\n  - id: fleetlint\n    args: [--now, '2026-12-01T09:00:00Z']\n");
  make_repository(folder / "shop", environment);

  const auto stopped = run_process({"pre-commit", "run", "--all-files"}, {.directory = folder / "shop", .environment = environment, .timeout = std::chrono::minutes(3)});
  EXPECT_EQ(stopped.exit_code, 1) << stopped.out << stopped.err;
  EXPECT_NE(stopped.out.find("FL-IMG-001"), std::string::npos) << stopped.out << stopped.err;
  EXPECT_EQ(stopped.out.find("bm90LWEt"), std::string::npos) << "a token is never shown";

  // Only the file without mistakes: the same hook passes.
  const auto passed = run_process({"pre-commit", "run", "--files", "test.bicepparam"}, {.directory = folder / "shop", .environment = environment, .timeout = std::chrono::minutes(3)});
  EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
  EXPECT_NE(passed.out.find("Passed"), std::string::npos) << passed.out;
}

TEST(VisualStudioCode, ExtensionIsPackaged) {
  if (run_process({"npm", "--version"}, {.environment = {{"HOME", "/tmp"}}}).exit_code != 0) GTEST_SKIP() << "npm is not installed";
  const TemporaryFolder folder;
  const auto home = std::getenv("HOME") != nullptr ? std::string(std::getenv("HOME")) : folder.path();
  fs::create_directory(folder / "extension");
  for (const auto* name : {"package.json", "package-lock.json", "tsconfig.json", ".vscodeignore", ".npmrc", "LICENSE", "README.md", "src"})
    fs::copy(root / "vscode-extension" / name, fs::path(folder / "extension") / name, fs::copy_options::recursive);
  const ProcessOptions options{.directory = folder / "extension", .environment = {{"HOME", home}}, .timeout = std::chrono::minutes(5)};
  const auto installed = run_process({"npm", "ci", "--no-audit", "--no-fund", "--prefer-offline"}, options);
  if (installed.exit_code != 0) GTEST_SKIP() << "npm cannot get the packages: " << installed.err.substr(0, 500);
  const auto packaged = run_process({"npm", "run", "package"}, options);
  ASSERT_EQ(packaged.exit_code, 0) << packaged.out << packaged.err;
  const auto listing = run_process({"python3", "-m", "zipfile", "-l", folder / "extension/fleetlint.vsix"});
  EXPECT_NE(listing.out.find("extension/out/extension.js"), std::string::npos) << listing.out;
  EXPECT_NE(listing.out.find("extension/package.json"), std::string::npos) << listing.out;
  EXPECT_EQ(listing.out.find("node_modules"), std::string::npos) << "everything it needs is in one file";
}

}  // namespace
}  // namespace fleetlint::test
