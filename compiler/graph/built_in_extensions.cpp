#include "graph/built_in_extensions.h"

namespace fleetlint::compiler {
namespace {

constexpr BuiltInExtension extensions[] = {
    {"az", "AzureResourceManager", "0.2.896", true, true},
    {"sys", "System", "1.0.0", true, false},
    {"kubernetes", "Kubernetes", "1.0.0", false, true},
};

}  // namespace

std::span<const BuiltInExtension> built_in_extensions() { return extensions; }

const BuiltInExtension* built_in_extension(std::string_view name) {
  for (const auto& extension : extensions)
    if (extension.name == name) return &extension;
  return nullptr;
}

}  // namespace fleetlint::compiler
