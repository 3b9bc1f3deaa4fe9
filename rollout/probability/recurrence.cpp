// f_j(k): probability that the upgrade was not stopped up to batch j and k instances have failed so far.
//   f_j(k) = Σ_x f_{j-1}(k - x) · C(b_j, x) · p^x · q^(b_j - x)   for k <= K_j, else 0
// The same loop runs over big integers (numerators over the common denominator den^m_j) and over doubles.
#include "fleetlint/rollout/recurrence.h"

#include <gmpxx.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fleetlint::rollout {
namespace {

/// The decimal as a fraction in lowest terms; empty unless it is between 0 and 1.
std::optional<mpq_class> parse_probability(const std::string& text) {
  std::string digits;
  std::size_t decimals = 0;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      digits.push_back(c);
      if (point) ++decimals;
    } else {
      return std::nullopt;
    }
  }
  if (digits.empty() || digits.size() > 40) return std::nullopt;
  mpz_class scale;
  mpz_ui_pow_ui(scale.get_mpz_t(), 10, decimals);
  mpq_class p(mpz_class(digits, 10), scale);
  p.canonicalize();
  if (p > 1) return std::nullopt;
  return p;
}

/// Arithmetic over doubles: probabilities themselves.
struct Floating {
  using Number = double;
  double p, q;
  std::vector<double> outcomes(std::uint32_t size) const {  // of a batch: probability of x failures
    std::vector<double> result(size + 1, 0);
    if (p == 0 || q == 0) {
      result[p == 0 ? 0 : size] = 1;
      return result;
    }
    for (std::uint32_t x = 0; x <= size; ++x)
      result[x] = std::exp(std::lgamma(size + 1.0) - std::lgamma(x + 1.0) - std::lgamma(size - x + 1.0) + x * std::log(p) +
                           (size - x) * std::log(q));
    // lgamma loses a few digits for large batches; the outcomes sum to one.
    const double sum = std::accumulate(result.begin(), result.end(), 0.0);
    for (auto& outcome : result) outcome /= sum;
    return result;
  }
};

/// Arithmetic over integers: numerators over den^(instances attempted so far).
struct Exact {
  using Number = mpz_class;
  mpz_class failing, passing;  // p = failing / den, q = passing / den
  std::vector<mpz_class> outcomes(std::uint32_t size) const {
    std::vector<mpz_class> result(size + 1);
    for (std::uint32_t x = 0; x <= size; ++x) {
      mpz_class choose, f, g;
      mpz_bin_uiui(choose.get_mpz_t(), size, x);
      mpz_pow_ui(f.get_mpz_t(), failing.get_mpz_t(), x);
      mpz_pow_ui(g.get_mpz_t(), passing.get_mpz_t(), size - x);
      result[x] = choose * f * g;
    }
    return result;
  }
};

/// alive[j] = Σ_k f_j(k), alive[0] before the first; stopped[j]: what the checks around batch j take away, summed up by
/// itself, because the difference of two values near one has no digits left.
template <typename Number>
struct Survival {
  std::vector<Number> alive{Number(1)}, stopped;
};

template <typename Arithmetic>
Survival<typename Arithmetic::Number> survival(const RecurrenceInput& input, const Arithmetic& arithmetic) {
  using Number = typename Arithmetic::Number;
  Survival<Number> result;
  std::vector<Number> f{Number(1)}, outcomes, tail;  // tail[x]: probability of x or more failures in the batch
  std::uint32_t attempted = 0, size_of_outcomes = UINT32_MAX;
  for (std::size_t j = 0; j < input.batches.size(); ++j) {
    const auto size = input.batches[j];
    if (size != size_of_outcomes) {
      outcomes = arithmetic.outcomes(size_of_outcomes = size);
      tail.assign(size + 2, Number(0));
      for (auto x = size + 1; x-- > 0;) tail[x] = tail[x + 1] + outcomes[x];
    }
    attempted += size;
    const auto tolerated = tolerated_failures(input, j, attempted);
    const auto tolerated_in_batch = input.denominator == RecurrenceInput::Denominator::batch
                                        ? static_cast<std::uint32_t>(static_cast<std::uint64_t>(input.max_unhealthy_upgraded) * size / 100)
                                        : size;
    std::vector<Number> next(std::min<std::size_t>(f.size() + size, std::size_t{tolerated} + 1), Number(0));
    Number stopped(0), alive(0);
    for (std::size_t before = 0; before < f.size(); ++before) {
      const auto room = next.size() > before ? std::min<std::size_t>(next.size() - before, std::size_t{tolerated_in_batch} + 1) : 0;
      for (std::size_t x = 0; x < room && x <= size; ++x) next[before + x] += f[before] * outcomes[x];
      stopped += f[before] * tail[std::min<std::size_t>(room, std::size_t{size} + 1)];
    }
    f = std::move(next);
    for (const auto& value : f) alive += value;
    result.alive.push_back(alive);
    result.stopped.push_back(stopped);
  }
  return result;
}

}  // namespace

std::uint32_t tolerated_failures(const RecurrenceInput& input, std::size_t batch, std::uint32_t attempted) {
  const auto upgraded = static_cast<std::uint64_t>(input.max_unhealthy_upgraded), unhealthy = static_cast<std::uint64_t>(input.max_unhealthy);
  std::uint64_t left = UINT64_MAX;
  switch (input.denominator) {
    case RecurrenceInput::Denominator::upgraded: left = upgraded * attempted; break;
    case RecurrenceInput::Denominator::total: left = upgraded * input.instances; break;
    case RecurrenceInput::Denominator::batch: break;  // looked at batch by batch
  }
  // Failed instances that stay unhealthy also count before the next batch; nothing follows the last one.
  const bool last = batch + 1 == input.batches.size();
  if (!input.restored && !last) left = std::min(left, unhealthy * input.instances);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(left / 100, attempted));
}

std::optional<RecurrenceResult> solve_recurrence(const RecurrenceInput& input) {
  const auto p = parse_probability(input.failure_probability);
  const auto attempted = std::accumulate(input.batches.begin(), input.batches.end(), std::uint64_t{0});
  if (!p || attempted > input.instances) return std::nullopt;

  RecurrenceResult result;
  const double fails = p->get_d(), passes = mpq_class(1 - *p).get_d();
  const auto floating = survival(input, Floating{fails, passes});
  const auto& alive = floating.alive;
  result.complete = alive.back();
  result.stop_after_batch = floating.stopped;
  for (std::size_t j = 0; j < input.batches.size(); ++j) {
    const double reached = alive[j], size = input.batches[j];
    const double all_pass = std::pow(passes, size);
    result.expected_seconds += reached * (static_cast<double>(input.healthy_seconds) +
                                          static_cast<double>(input.failed_seconds - input.healthy_seconds) * (1 - all_pass));
    if (j > 0) result.expected_seconds += reached * static_cast<double>(input.pause_seconds);
    result.expected_on_new_image += reached * size * (input.restored ? passes : 1);
  }
  if (attempted > recurrence_exact_instances) return result;

  const mpz_class den = p->get_den();
  const auto numerators = survival(input, Exact{p->get_num(), mpz_class(den - p->get_num())}).alive;
  const mpq_class q = 1 - *p;
  mpq_class seconds = 0, on_new = 0, complete = 1;
  std::uint32_t done = 0;
  for (std::size_t j = 0; j <= input.batches.size(); ++j) {
    mpz_class scale;
    mpz_pow_ui(scale.get_mpz_t(), den.get_mpz_t(), done);
    mpq_class reached(numerators[j], scale);
    reached.canonicalize();
    complete = reached;
    if (j == input.batches.size()) break;
    const auto size = input.batches[j];
    mpq_class all_pass = 1;
    for (std::uint32_t i = 0; i < size; ++i) all_pass *= q;
    const mpq_class healthy = mpz_class(std::to_string(input.healthy_seconds)), failed = mpz_class(std::to_string(input.failed_seconds));
    seconds += reached * (healthy + (failed - healthy) * (1 - all_pass));
    if (j > 0) seconds += reached * mpq_class(mpz_class(std::to_string(input.pause_seconds)));
    on_new += reached * size * (input.restored ? q : mpq_class(1));
    done += size;
  }
  result.complete_exact = complete.get_str();
  result.expected_seconds_exact = seconds.get_str();
  result.expected_on_new_image_exact = on_new.get_str();
  return result;
}

}  // namespace fleetlint::rollout
