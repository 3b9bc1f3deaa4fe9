#pragma once
// Resource types from a published type index: a folder (`--types DIR`) or the types.tgz of an extension. The format is
// that of the bicep-types packages: index.json names types, types.json files hold arrays of types that refer to each other.
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleetlint/base/limits.h"
#include "fleetlint/base/source.h"
#include "fleetlint/compiler/types.h"

namespace fleetlint::compiler {

/// A resource type as the index has it, before Bicep adds what every resource has (`dependsOn`, `scope`, …).
struct IndexedResourceType {
  std::string_view name;  ///< "Microsoft.Compute/disks@2023-04-02", spelt as in the index
  TypeRef body;
  ScopeSet readable_scopes = 0, writable_scopes = 0;
};

/// A function that a resource type offers (`listKeys`, …).
struct IndexedResourceFunction {
  std::string_view name;
  std::string_view api_version;
  TypeRef input;  ///< absent when it takes nothing
  TypeRef output;
};

/// Name, version and configuration of the extension that the index belongs to.
struct IndexSettings {
  std::string name, version;
  bool is_singleton = true;
  TypeRef configuration;  ///< absent: takes none
};

/// Reads lazily: index.json when the first type is looked up, a types.json when the first type in it is needed, one
/// element of it at a time. Thread-safe. Broken files give missing types and a message in `problem()`.
class TypeIndex : public TypeSource {
 public:
  /// The text of a file of the index by its relative path; nothing when there is no such file.
  using FileReader = std::function<std::optional<FileText>(std::string_view path)>;
  /// How strict values are checked: the Azure index tolerates mistakes of its types below the resource body.
  enum class Strictness { azure, strict };

  TypeIndex(FileReader read, Strictness strictness);
  ~TypeIndex() override;

  /// Of a folder; `problem()` tells whether it has an index.json.
  static std::shared_ptr<const TypeIndex> open_folder(const std::string& folder, Strictness strictness, const Limits& limits);
  /// Of a gzipped tar archive; null when it is none.
  static std::shared_ptr<const TypeIndex> open_archive(std::string_view bytes, Strictness strictness, const Limits& limits);

  /// The type with this name and version, without case; null when the index has none.
  const IndexedResourceType* find(std::string_view name_and_version) const;
  /// Whether the index has it; nothing but the index is read.
  bool contains(std::string_view name_and_version) const;
  /// The functions of a resource type ("Microsoft.X/y") in an API version.
  std::vector<IndexedResourceFunction> functions(std::string_view type, std::string_view api_version) const;
  const IndexSettings& settings() const;
  TypeRef fallback_resource_body() const;
  /// "Type@version" of every type, in the order of the index.
  std::vector<std::string_view> all_types() const;
  /// Why the index cannot be used; empty when it can.
  std::string problem() const;

  const Type* resolve(std::uint64_t number) const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The files of a gzipped tar archive: path and content. Nothing when it is none, is cut, or unpacks to more than
/// `limits.file_bytes` (a bomb).
std::optional<std::unordered_map<std::string, std::string>> unpack_tgz(std::string_view bytes, const Limits& limits);

}  // namespace fleetlint::compiler
