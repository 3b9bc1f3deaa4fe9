#pragma once
// Exact probabilities of a rolling upgrade, by recurrence over its batches instead of sampling.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fleetlint::rollout {

/// One upgrade whose instances fail independently with the same probability. Percentages are integers, compared as the
/// platform does: it stops when strictly more than the percentage failed (automatic OS image upgrade, "How does it work").
struct RecurrenceInput {
  std::vector<std::uint32_t> batches;  ///< sizes in order
  std::uint32_t instances = 0;         ///< of the whole set, skipped ones included
  std::string failure_probability;     ///< exact decimal, "0.05"
  int max_unhealthy = 20;
  int max_unhealthy_upgraded = 20;
  /// What failed instances are compared with: those attempted so far, the whole set, or those of the same batch.
  enum class Denominator : std::uint8_t { upgraded, total, batch } denominator = Denominator::upgraded;
  /// Failed instances get their old disk back and are healthy again (upgrades that the platform starts). Otherwise they
  /// stay unhealthy and also count when the next batch is about to start.
  bool restored = true;
  std::int64_t healthy_seconds = 210;  ///< time of a batch without a failure
  std::int64_t failed_seconds = 690;   ///< time of a batch with one
  std::int64_t pause_seconds = 0;      ///< between batches
};

struct RecurrenceResult {
  double complete = 0;                        ///< probability that no check stops it
  std::vector<double> stop_after_batch;       ///< probability that the check after (or before the next of) batch j stops it
  double expected_seconds = 0;                ///< until it completes or stops
  double expected_on_new_image = 0;           ///< instances on the new image at the end
  /// The same as reduced fractions "387420489/625000000"; only for sets small enough for exact arithmetic to be instant.
  std::optional<std::string> complete_exact, expected_seconds_exact, expected_on_new_image_exact;
};

/// Sets with more attempted instances than this are computed in floating point only (relative error below 1e-12).
inline constexpr std::uint32_t recurrence_exact_instances = 64;

/// Empty when the probability is not a decimal between 0 and 1 or the batches hold more than the set.
std::optional<RecurrenceResult> solve_recurrence(const RecurrenceInput& input);

/// The most failures so far with which the upgrade goes on after batch `batch` (from 0), `attempted` instances being done.
std::uint32_t tolerated_failures(const RecurrenceInput& input, std::size_t batch, std::uint32_t attempted);

}  // namespace fleetlint::rollout
