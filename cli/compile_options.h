#pragma once
// Options that every command that compiles has in common.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/source.h"
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

/// `path:line:column: error BCP057: message`, columns in UTF-16 code units as editors count them.
std::string finding_line(const SourceSet& sources, const Finding& finding);

}  // namespace fleetlint::cli
