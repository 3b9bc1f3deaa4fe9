#pragma once
// Options that every command that compiles has in common.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "fleetlint/compiler/compile.h"

namespace fleetlint::cli {

struct CompileArguments {
  std::string cache_root, types, config, generator;
  std::string features;
  bool features_given = false;
  unsigned threads = 0;  ///< 0: one for each core
};

/// `--features`, `--cache-root`, `--types`, `--config`, `--generator`.
std::shared_ptr<CompileArguments> add_compile_options(CLI::App& app);
/// Ready for compile(); tells about unknown features on standard error and returns nothing then.
std::optional<compiler::CompileOptions> compile_options(const CompileArguments& arguments);

}  // namespace fleetlint::cli
