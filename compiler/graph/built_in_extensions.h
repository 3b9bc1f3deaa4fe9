#pragma once
// The extensions that every compiler has without a package.
#include <span>
#include <string_view>

namespace fleetlint::compiler {

struct BuiltInExtension {
  std::string_view name;         ///< as files write it
  std::string_view template_name;  ///< what `imports` of a template calls it
  /// For `imports`; that of `az` is the version of the types package that the reference compiler carries (golden Extensions_CRLF).
  std::string_view version;
  bool is_namespace;   ///< functions and types of the language belong to it
  bool is_configured;  ///< stands in the configuration's `extensions` when a file says nothing; else it is there without
};

std::span<const BuiltInExtension> built_in_extensions();
/// The one with this name; null for others.
const BuiltInExtension* built_in_extension(std::string_view name);

}  // namespace fleetlint::compiler
