#pragma once
// Children that are named by their place in a list of their parent, as Bicep authors write them: `vnet.properties.subnets[0].id`.
#include <cstddef>
#include <optional>

#include "fleetlint/fleet/symbolic_text.h"

namespace fleetlint::fleet {

/// The index that stands for the name of a child in a reference that was read from `reference(parent).list[index].id`;
/// nothing for any other name. The list is that of the parent's `properties`.
std::optional<std::size_t> place_in_list(const SymbolicText& name);

}  // namespace fleetlint::fleet
