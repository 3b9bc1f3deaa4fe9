#pragma once
// When the windows of maintenance configurations open. Private to the room.
#include <optional>
#include <utility>
#include <vector>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

/// Half-open intervals in which a configuration's window is open, between two instants; nothing when it cannot be read.
/// Instants are of the configuration's own time zone.
std::optional<std::vector<std::pair<Instant, Instant>>> occurrences(const Resource& configuration, Instant from, Instant to);

/// The first instant within `days` from `now` at which two windows are open together; nothing when none is or the time
/// zones differ and are not both UTC.
std::optional<Instant> first_overlap(const Resource& a, const Resource& b, Instant now, int days);

}  // namespace fleetlint::rules
