#pragma once
// One token per region and update: only sets whose next batch is in the token's zone may run. Rules Z-3, Z-4.
#include <array>
#include <cstdint>

namespace fleetlint::rollout {

struct ZoneToken {
  std::array<std::uint32_t, 4> claims{};  ///< by zone 1 … 3
  std::uint32_t running = 0;
  std::uint8_t zone = 0;  ///< 0: nowhere yet

  void claim(std::uint8_t z) { ++claims[z]; }
  void withdraw(std::uint8_t z) { --claims[z]; }

  /// Starts at the lowest claimed zone; when nothing runs and nobody claims the zone, goes on to the next higher claimed one,
  /// after the highest to the lowest. True if it moved.
  constexpr bool evaluate() {
    if (running > 0 || (zone != 0 && claims[zone] > 0)) return false;
    for (std::uint8_t step = 1; step <= 3; ++step) {
      const auto next = static_cast<std::uint8_t>((zone + step - 1) % 3 + 1);
      if (claims[next] > 0) {
        const bool moved = next != zone;
        zone = next;
        return moved;
      }
    }
    return false;
  }
};

}  // namespace fleetlint::rollout
