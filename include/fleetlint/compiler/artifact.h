#pragma once
// References to other files: local paths, registry modules (`br:`), template specs (`ts:`), and where they are on disk.
#include <cstdint>
#include <string>
#include <string_view>

#include "fleetlint/base/expected.h"
#include "fleetlint/compiler/configuration.h"

namespace fleetlint::compiler {

/// Why a reference is no good: the reference compiler's code and words.
struct ArtifactError {
  std::string code;
  std::string message;
};

enum class ArtifactScheme : std::uint8_t { local, registry, template_spec, builtin };
enum class ArtifactUse : std::uint8_t { module, extension };

/// A reference to a module, a parameters file, a template or an extension, as written and resolved.
struct ArtifactReference {
  ArtifactScheme scheme = ArtifactScheme::local;
  std::string file;             ///< the file to read: normalized path; of the cache for external ones
  std::string fully_qualified;  ///< "br:host/path:tag", "ts:sub/group/name:version", or the path as written
  std::string template_spec_id; ///< resource id, of a template spec
  bool external() const { return scheme == ArtifactScheme::registry || scheme == ArtifactScheme::template_spec; }
};

/// Resolves what stands in `module x 'REFERENCE'`, `import`, `using` …, seen from a file with its configuration.
/// Nothing is read; a file that is not there is found out by reading it.
Expected<ArtifactReference, ArtifactError> resolve_artifact(std::string_view reference, const std::string& from_file,
                                                            const Configuration& configuration, ArtifactUse use);

/// A relative path of a load function or a module: BCP050, BCP051, BCP098, BCP085, BCP086, … or the path on disk.
Expected<std::string, ArtifactError> resolve_relative_path(std::string_view path, const std::string& from_file);

/// `/a/b/../c/./d` to `/a/c/d`; a relative path stays relative.
std::string normalize_path(std::string_view path);
/// The same from the root on, for paths relative to the working directory.
std::string absolute_path(std::string_view path);
std::string directory_of(std::string_view path);
/// The path of `target` as seen from the folder of `from_file`, with `/`.
std::string relative_path(std::string_view target, std::string_view from_file);

/// Where the reference keeps a registry artifact below the cache root: `br/<registry>/<repository>/<tag or digest>`.
std::string registry_cache_folder(std::string_view registry, std::string_view repository, std::string_view tag,
                                  std::string_view digest);
/// The tag with its capitals marked: `V1` is `V1$1`.
std::string encode_tag(std::string_view tag);

enum class FileKind : std::uint8_t { bicep, parameters, template_json };
/// By extension, as the reference decides it: .bicepparam, .json .jsonc .arm, anything else Bicep.
FileKind file_kind(std::string_view path);

}  // namespace fleetlint::compiler
