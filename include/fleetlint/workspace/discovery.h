#pragma once
// Which files below a folder are templates, and which parameter files belong to which template.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/limits.h"

namespace fleetlint::workspace {

enum class InputKind : std::uint8_t { bicep, bicep_parameters, arm_template, arm_parameters, other };

/// What a file is, by its name and, for JSON, by its `$schema` or its shape. `text` may be empty for the Bicep kinds.
InputKind input_kind(std::string_view path, std::string_view text);

/// A template with everything that is deployed with it.
struct TemplateInput {
  std::string path;
  InputKind kind = InputKind::bicep;
  std::vector<std::string> parameter_files;  ///< sorted; empty: none found
  std::vector<std::string> used_by;          ///< templates below the same folders that use it as a module; sorted
  std::vector<std::string> imported_by;      ///< and those that take types, variables or functions from it; sorted
  bool is_entry = true;                      ///< no other leads to it; of modules that use each other, the first
};

/// A file or folder that could not be read.
struct UnreadableInput {
  std::string path;
  std::string message;
};

struct Discovery {
  std::vector<TemplateInput> templates;    ///< sorted by path
  /// `.bicepparam` files whose template is none of these: it is not there, in a registry, or in another folder. Sorted.
  std::vector<std::string> lone_parameter_files;
  std::vector<UnreadableInput> unreadable; ///< sorted by path
};

/// Walks the folders (a file given is taken as it is). Links to folders are not followed, so there are no loops; hidden
/// folders and node_modules are left out; FIFOs and devices are never opened. `threads` read and parse files.
Discovery discover(const std::vector<std::string>& roots, const Limits& limits, unsigned threads);

/// Those of the files that another one of them uses, through any number of modules in between: as a module, or, where
/// `with_values`, as the template of a .bicepparam. Files that use one another are all left.
std::set<std::string> used_by_others(const std::vector<std::string>& files, bool with_values, const Limits& limits);

/// The parameter files beside one template: `.bicepparam` files of its folder that say `using` it, JSON parameter files
/// of its folder named after it (`x.parameters.json`, `x.prod.parameters.json`, `x.parameters.prod.json`). Sorted.
std::vector<std::string> parameter_files_of(const std::string& template_path, const Limits& limits);

/// Bicep files that use this one as a module: of its folder and the two above it, as modules lie below what uses them.
/// Looks at no more than some hundred files. Sorted.
std::vector<std::string> callers_near(const std::string& module_path, const Limits& limits);

}  // namespace fleetlint::workspace
