#include "fleetlint/rollout/recurrence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace fleetlint::rollout {
namespace {

RecurrenceInput five_batches_of_two(const char* p) {
  RecurrenceInput input;
  input.batches = {2, 2, 2, 2, 2};
  input.instances = 10;
  input.failure_probability = p;
  return input;
}

TEST(Recurrence, GivesReducedFractions) {
  // Worked by hand: 9^10 + … over 10^10, reduced.
  const auto result = solve_recurrence(five_batches_of_two("0.1"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->complete_exact, "387420489/625000000");
  EXPECT_NEAR(result->complete, 387420489.0 / 625000000.0, 1e-15);
  EXPECT_NEAR(result->expected_seconds, 1125.712, 5e-4);
}

TEST(Recurrence, FailedOnesThatStayUnhealthyAlsoCountBeforeTheNextBatch) {
  auto input = five_batches_of_two("0.1");
  input.restored = false;
  input.failed_seconds = 480;
  const auto result = solve_recurrence(input);
  ASSERT_TRUE(result);
  EXPECT_NEAR(result->expected_seconds, 976.589, 5e-4);
}

TEST(Recurrence, OneMoreInstanceMayMakeOneFailureTolerable) {
  RecurrenceInput input;
  input.failure_probability = "0.05";
  input.instances = 24;
  input.batches = {4, 1, 4, 1, 4, 1, 4, 1, 4};
  const auto before = solve_recurrence(input);
  input.instances = 25;
  input.batches = {5, 5, 5, 5, 5};
  const auto after = solve_recurrence(input);
  ASSERT_TRUE(before && after);
  EXPECT_NEAR(before->complete, 0.789769, 1e-6);
  EXPECT_NEAR(after->complete, 0.969411, 1e-6);
}

/// Every pattern of failures, one by one: what the recurrence sums up.
double by_enumeration(const RecurrenceInput& input, double p) {
  double complete = 0;
  const auto n = input.instances;
  for (std::uint32_t pattern = 0; pattern < (1u << n); ++pattern) {
    double probability = 1;
    for (std::uint32_t i = 0; i < n; ++i) probability *= (pattern >> i) & 1 ? p : 1 - p;
    std::uint32_t attempted = 0, failed = 0;
    bool stopped = false;
    for (std::size_t j = 0; j < input.batches.size() && !stopped; ++j) {
      std::uint32_t in_batch = 0;
      for (std::uint32_t i = 0; i < input.batches[j]; ++i) in_batch += (pattern >> (attempted + i)) & 1;
      attempted += input.batches[j];
      failed += in_batch;
      const auto denominator = input.denominator == RecurrenceInput::Denominator::upgraded ? attempted
                               : input.denominator == RecurrenceInput::Denominator::total  ? n
                                                                                           : input.batches[j];
      const auto counted = input.denominator == RecurrenceInput::Denominator::batch ? in_batch : failed;
      stopped = 100 * counted > static_cast<std::uint32_t>(input.max_unhealthy_upgraded) * denominator;
      if (!stopped && !input.restored && j + 1 < input.batches.size())
        stopped = 100 * failed > static_cast<std::uint32_t>(input.max_unhealthy) * n;
    }
    if (!stopped) complete += probability;
  }
  return complete;
}

TEST(Recurrence, EqualsTheSumOverAllPatterns) {
  for (const auto denominator : {RecurrenceInput::Denominator::upgraded, RecurrenceInput::Denominator::total, RecurrenceInput::Denominator::batch})
    for (const bool restored : {true, false})
      for (const int limit : {0, 20, 34, 50})
        for (const auto& batches : {std::vector<std::uint32_t>{1, 1, 1}, {3, 3, 3}, {4, 1, 4, 1}, {12}, {5, 5, 2}}) {
          RecurrenceInput input;
          input.batches = batches;
          for (const auto size : batches) input.instances += size;
          input.denominator = denominator;
          input.restored = restored;
          input.max_unhealthy_upgraded = limit;
          input.failure_probability = "0.17";
          const auto result = solve_recurrence(input);
          ASSERT_TRUE(result);
          EXPECT_NEAR(result->complete, by_enumeration(input, 0.17), 1e-12);
          double total = result->complete;
          for (const auto stop : result->stop_after_batch) total += stop;
          EXPECT_NEAR(total, 1, 1e-12);
        }
}

TEST(Recurrence, LargeSetsApproachTheGaussianWalk) {
  // At p = 20 % exactly, five equal batches: 252/1024 in the limit (Sparre Andersen).
  RecurrenceInput input;
  input.failure_probability = "0.2";
  input.instances = 10000;
  input.batches.assign(5, 2000);
  const auto result = solve_recurrence(input);
  ASSERT_TRUE(result);
  EXPECT_NEAR(result->complete, 0.2543, 5e-4);
  EXPECT_FALSE(result->complete_exact);
}

TEST(Recurrence, CertainOutcomes) {
  EXPECT_EQ(solve_recurrence(five_batches_of_two("0"))->complete_exact, "1");
  EXPECT_EQ(solve_recurrence(five_batches_of_two("1"))->complete_exact, "0");
  EXPECT_EQ(solve_recurrence(five_batches_of_two("1"))->complete, 0);
}

TEST(Recurrence, RefusesWhatIsNoProbability) {
  for (const char* wrong : {"", ".", "1.5", "-0.1", "1e-3", "x", "0.1.1"}) EXPECT_FALSE(solve_recurrence(five_batches_of_two(wrong))) << wrong;
  auto input = five_batches_of_two("0.1");
  input.instances = 9;
  EXPECT_FALSE(solve_recurrence(input));
}

}  // namespace
}  // namespace fleetlint::rollout
