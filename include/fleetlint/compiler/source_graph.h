#pragma once
// The files of a compilation and what they refer to: loaded once, parsed once, in an order in which everything a file
// uses stands before it.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/base/source.h"
#include "fleetlint/compiler/artifact.h"
#include "fleetlint/compiler/configuration.h"
#include "fleetlint/compiler/type_index.h"
#include "fleetlint/grammar/syntax.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler {

struct SourceFile;

/// One reference of a file to another one: `module`, `test`, `import … from`, `using`, `extends`, `extension`.
struct FileReference {
  syntax::Node path;      ///< the String (or Identifier of an extension) that names it
  syntax::Node statement; ///< the declaration it belongs to
  bool is_import = false; ///< `import … from`: types and values of the target are used, and of what that imports
  ArtifactReference artifact;
  SourceFile* target = nullptr;        ///< null when it cannot be resolved or read; then `error` is set
  std::optional<ArtifactError> error;  ///< BCP092, BCP091, BCP095 (cycle), …
  std::shared_ptr<const TypeIndex> extension_types;  ///< of an extension from an archive; the built-in ones have none
};

/// A file of the graph: .bicep, .bicepparam, ARM JSON or a template spec.
struct SourceFile {
  std::string path;
  FileKind kind = FileKind::bicep;
  SourceId source;
  bool is_template_spec = false;
  std::unique_ptr<const syntax::SyntaxTree> tree;      ///< Bicep kinds
  std::shared_ptr<const arm::TemplateIr> json;         ///< template_json and template specs (the main template), from read_template() on
  std::string template_spec_id;                        ///< of a template spec: its resource id
  const Configuration* configuration = nullptr;
  std::vector<FileReference> references;  ///< in source order
  std::vector<Finding> findings;          ///< reading and syntax
  std::uint32_t index = 0;                ///< in SourceGraph::files
  std::uint32_t level = 0;                ///< 0: refers to nothing; else one more than the highest level it refers to

  /// The reference whose path is this node, or null.
  const FileReference* reference_at(syntax::Node path_node) const;
  /// The reference of this statement, or null.
  const FileReference* reference_of(syntax::Node statement) const;
};

struct GraphOptions {
  ConfigurationCache::Options configuration;
  std::optional<std::string> types_folder;  ///< `--types DIR`
  Limits limits;
  unsigned threads = 1;
};

/// Everything that was loaded. Files never move.
struct SourceGraph {
  std::vector<std::unique_ptr<SourceFile>> files;  ///< sorted by level, then path: deterministic for any number of threads
  std::vector<SourceFile*> entries;                ///< in the order asked for; null when a file could not be read
  std::vector<Finding> findings;                   ///< of entries that could not be read
  std::shared_ptr<const TypeIndex> azure_types;    ///< null: nothing is known of Azure's resource types
  std::unordered_map<const syntax::SyntaxTree*, SourceId> source_of_tree;
  SourceSet* sources = nullptr;                    ///< load functions read files while types are computed
  Limits limits;
};

/// Reads the ARM JSON of a file of that kind into `json`, with its findings. Loading does not, because most templates are
/// large and few are needed at the same time.
void read_template(SourceFile& file, const SourceSet& sources, arm::ExpressionMode mode, const Limits& limits);

/// Loads the files and everything they refer to. `configurations` must outlive the graph.
SourceGraph load_sources(SourceSet& sources, ConfigurationCache& configurations, const std::vector<std::string>& paths,
                         const GraphOptions& options);

}  // namespace fleetlint::compiler
