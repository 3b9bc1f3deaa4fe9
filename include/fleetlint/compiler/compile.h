#pragma once
// Compiling Bicep: a file and everything it refers to, each once, into templates.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/base/source.h"
#include "fleetlint/compiler/configuration.h"
#include "fleetlint/compiler/module_interface.h"
#include "fleetlint/compiler/source_graph.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler {

class SemanticModel;

struct CompileOptions {
  std::string generator_name = "fleetlint";  ///< metadata._generator.name
  std::string generator_version;             ///< metadata._generator.version
  GraphOptions graph;
  /// Environment variables for readEnvironmentVariable().
  std::map<std::string, std::string> environment;
  /// For compiling many files: is given the printed template of each file that was asked for, as soon as it is there and from any
  /// thread. Of every file only its findings are kept then; models, trees and nodes go when nothing in the run needs them any more.
  std::function<void(const SourceFile& file, std::string_view text)> take_text;
};

/// The template of a file that modules refer to; null while there is none because of errors.
using TemplateLookup = std::function<std::shared_ptr<const arm::TemplateIr>(const SourceFile&)>;

/// One compiled file. Everything is immutable; findings are sorted.
struct CompiledFile {
  const SourceFile* file = nullptr;
  const SemanticModel* model = nullptr;        ///< Bicep kinds
  const ModuleInterface* interface = nullptr;  ///< null for parameter files
  /// The template with its hash; null when there are errors in it or below, and for parameter files. ARM JSON is there as read.
  std::shared_ptr<const arm::TemplateIr> template_ir;
  std::vector<Finding> findings;  ///< of this file only
  bool has_errors = false;        ///< here or in what it uses
};

/// All files of one run.
class Compilation {
 public:
  ~Compilation();
  Compilation(const Compilation&) = delete;
  Compilation& operator=(const Compilation&) = delete;

  const SourceGraph& graph() const;
  /// By index of the graph's files.
  const CompiledFile& compiled(const SourceFile& file) const;
  /// In the order asked for; null for a path that could not be read.
  std::vector<const CompiledFile*> entries() const;
  /// Findings of the files that could not be read, and of every file reached from the entries; sorted.
  std::vector<Finding> findings() const;
  /// Findings of one entry and everything it uses, each once.
  std::vector<Finding> findings_below(const CompiledFile& entry) const;
  /// The sources that the words of these findings can come from: the files they are in, and what is no file of the graph
  /// (configurations); for findings whose words may be values also the modules and files that those name (their parameters and
  /// types) and what all of these import. A module further down says nothing in its users' findings. In ascending order.
  std::vector<SourceId> sources_behind(std::span<const Finding> findings) const;

 private:
  friend std::unique_ptr<Compilation> compile(SourceSet&, const std::vector<std::string>&, const CompileOptions&);
  Compilation();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Loads, binds and compiles the files and what they refer to, on `options.graph.threads` threads.
/// The result is the same for any number of threads. `sources` must outlive it.
std::unique_ptr<Compilation> compile(SourceSet& sources, const std::vector<std::string>& paths, const CompileOptions& options);

}  // namespace fleetlint::compiler
