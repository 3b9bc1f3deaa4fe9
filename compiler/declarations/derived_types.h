#pragma once
// Types that a template in JSON says it takes from a resource's: the resource must be one that is known (BCP081, BCP392).
#include <cstdint>
#include <string_view>
#include <vector>

#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler {

/// Resource types with their versions that the types below these schemas are taken from, each once, in the order in which they
/// are met. `work` is what has been looked at so far: what is beyond a few million nodes is not.
std::vector<std::string_view> derived_types(std::vector<const arm::Node*> schemas, const arm::Node& root, std::uint64_t& work);

/// Of all outputs and parameters of a template.
std::vector<std::string_view> derived_types(const arm::Node& root);

/// A type with all of its segments, and a version.
bool is_type_with_version(std::string_view text);

}  // namespace fleetlint::compiler
