#pragma once
// The simulator's random numbers: a pure function of (seed, trial, path, purpose, k), so that no state has to be carried,
// any sharding gives the same numbers and two variants of a scenario see the same luck (model rules RNG-1 to RNG-3, K-4).
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "fleetlint/rollout/time.h"

namespace fleetlint::rollout {

/// What a number is drawn for; the second half of a draw's counter.
enum class Purpose : std::uint32_t {
  none = 0, drain = 1, disk_swap, boot, custom_data, extension, app_warmup, restore_swap, restore_boot, restore_warmup,
  create, remove, extension_upgrade, extension_rollback, patch_install, reboot, unhealthy_after_upgrade, extension_fails,
  provisioning_fails, rollback_fails, first_rollout, sf_prepare, sf_restore, generated_capacity = 32
};

inline constexpr std::uint64_t golden_gamma = 0x9E3779B97F4A7C15ull;

/// The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
constexpr std::uint64_t mix(std::uint64_t z) {
  z ^= z >> 30;
  z *= 0xBF58476D1CE4E5B9ull;
  z ^= z >> 27;
  z *= 0x94D049BB133111EBull;
  z ^= z >> 31;
  return z;
}

/// FNV-1a, 64 bit, continued from `state`: hashing a path piece by piece gives the hash of the whole.
inline constexpr std::uint64_t fnv_start = 0xCBF29CE484222325ull;
constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t state = fnv_start) {
  for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  return state;
}
/// Continues a hash with the decimal digits of `number`.
std::uint64_t fnv1a_number(std::uint64_t number, std::uint64_t state);

/// The part of a draw that is common to a trial.
constexpr std::uint64_t trial_key(std::uint64_t seed, std::uint64_t trial) {
  return mix(mix(seed + golden_gamma) + trial + golden_gamma);
}
/// The part of a draw that is common to a path within a trial.
constexpr std::uint64_t path_key(std::uint64_t trial_key, std::uint64_t path_hash) { return mix(trial_key ^ path_hash); }
constexpr std::uint64_t draw(std::uint64_t path_key, Purpose purpose, std::uint64_t k) {
  return mix(path_key + ((static_cast<std::uint64_t>(purpose) << 32) | k) + golden_gamma);
}

/// An exact decimal probability as the number of 53-bit draws that mean "yes": ceil(p * 2^53).
struct Probability {
  std::uint64_t threshold = std::uint64_t{1} << 53;
  constexpr bool happens(std::uint64_t drawn) const { return (drawn >> 11) < threshold; }
  constexpr bool certain() const { return threshold == std::uint64_t{1} << 53; }
};
/// Reads `0.05`, `1`, `1e-3`; false if the text is no number from 0 to 1.
bool parse_probability(std::string_view text, Probability& out);

/// A distribution of durations compiled to 1025 quantiles in milliseconds; sampling is integer arithmetic.
using QuantileTable = std::array<Millis, 1025>;
constexpr Millis sample(const QuantileTable& table, std::uint64_t drawn) {
  const std::uint64_t d = drawn >> 11;
  const std::uint64_t i = d >> 43;
  const auto fraction = static_cast<std::int64_t>((d >> 11) & 0xFFFFFFFFull);
  return table[i] + (((table[i + 1] - table[i]) * fraction) >> 32);
}

/// A shape of a scenario's `durations`, before it is compiled.
struct Distribution {
  enum class Shape : std::uint8_t { uniform, triangular, exponential, lognormal, empirical } shape = Shape::uniform;
  double min = 0, max = -1, mode = 0, mean = 0, median = 0, sigma = 0;  ///< milliseconds; max < 0: none given
  std::vector<std::pair<double, double>> quantiles;                     ///< empirical: (q, milliseconds)
};
QuantileTable compile(const Distribution& distribution);

/// The inverse of the standard normal distribution (Wichura, AS 241, PPND16).
double normal_quantile(double p);

}  // namespace fleetlint::rollout
