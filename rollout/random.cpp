#include "fleetlint/rollout/random.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace fleetlint::rollout {

std::uint64_t fnv1a_number(std::uint64_t number, std::uint64_t state) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  return fnv1a({digits, static_cast<std::size_t>(end - digits)}, state);
}

bool parse_probability(std::string_view text, Probability& out) {
  // The exact decimal: digits and a power of ten, so that p * 2^53 is rounded once, upwards.
  unsigned __int128 digits = 0;
  int scale = 0;
  bool point = false, any = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      any = true;
      if (scale >= 21 || digits > static_cast<unsigned __int128>(1'000'000'000'000'000'000ull) * 1000) {
        if (!point) return false;
        continue;  // beyond 21 decimals nothing can change a 53-bit threshold's meaning
      }
      digits = digits * 10 + static_cast<unsigned>(c - '0');
      if (point) ++scale;
    } else {
      break;
    }
  }
  if (!any) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    int exponent = 0;
    const char* first = text.data() + at + 1;
    if (first < text.data() + text.size() && *first == '+') ++first;
    const auto result = std::from_chars(first, text.data() + text.size(), exponent);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || exponent > 30 || exponent < -300) return false;
    scale -= exponent;
    at = text.size();
  }
  if (at != text.size()) return false;
  if (digits == 0) {
    out.threshold = 0;
    return true;
  }
  for (; scale < 0; ++scale) {
    digits *= 10;
    if (digits > 10) return false;
  }
  // digits / 10^scale * 2^53, rounded up, by long division: one binary digit at a time.
  unsigned __int128 denominator = 1;
  for (int i = 0; i < scale; ++i) {
    if (denominator > (static_cast<unsigned __int128>(1) << 120) / 10) {
      digits = (digits + 9) / 10;  // smaller than any 53-bit step: rounding up keeps it above zero
    } else {
      denominator *= 10;
    }
  }
  if (digits > denominator) return false;
  std::uint64_t threshold = static_cast<std::uint64_t>(digits / denominator);
  unsigned __int128 rest = digits % denominator;
  for (int bit = 0; bit < 53; ++bit) {
    rest *= 2;
    threshold = threshold * 2 + static_cast<std::uint64_t>(rest / denominator);
    rest %= denominator;
  }
  out.threshold = threshold + (rest != 0);
  return true;
}

double normal_quantile(double p) {
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q *
           (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r +
                4.5921953931549871457e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r +
             1.3314166789178437745e2) * r + 3.3871328727963666080e0) /
           (((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r +
                2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r +
             4.2313330701600911252e1) * r + 1.0);
  }
  double r = q < 0 ? p : 1 - p;
  if (r <= 0) return q < 0 ? -40 : 40;
  r = std::sqrt(-std::log(r));
  double value;
  if (r <= 5) {
    r -= 1.6;
    value = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r +
                 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r +
              4.63033784615654529590e0) * r + 1.42343711074968357734e0) /
            (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r +
                 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r +
              2.05319162663775882187e0) * r + 1.0);
  } else {
    r -= 5;
    value = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r +
                 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r +
              5.46378491116411436990e0) * r + 6.65790464350110377720e0) /
            (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r +
                 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r +
              5.99832206555887937690e-1) * r + 1.0);
  }
  return q < 0 ? -value : value;
}

namespace {

double quantile(const Distribution& d, double q) {
  switch (d.shape) {
    case Distribution::Shape::uniform: return d.min + (d.max - d.min) * q;
    case Distribution::Shape::triangular: {
      const double width = d.max - d.min;
      if (width <= 0) return d.min;
      const double turn = (d.mode - d.min) / width;
      return q <= turn ? d.min + std::sqrt(q * width * (d.mode - d.min)) : d.max - std::sqrt((1 - q) * width * (d.max - d.mode));
    }
    case Distribution::Shape::exponential: return -d.mean * std::log1p(-q);
    case Distribution::Shape::lognormal: return d.median * std::exp(d.sigma * normal_quantile(q));
    case Distribution::Shape::empirical: {
      const auto& points = d.quantiles;
      if (points.empty()) return 0;
      if (q <= points.front().first) return points.front().second;
      for (std::size_t i = 1; i < points.size(); ++i) {
        if (q > points[i].first) continue;
        const auto [q0, v0] = points[i - 1];
        const auto [q1, v1] = points[i];
        return q1 > q0 ? v0 + (v1 - v0) * (q - q0) / (q1 - q0) : v1;
      }
      return points.back().second;
    }
  }
  return 0;
}

}  // namespace

QuantileTable compile(const Distribution& d) {
  const bool unbounded = d.shape == Distribution::Shape::exponential || d.shape == Distribution::Shape::lognormal;
  QuantileTable table{};
  for (int i = 0; i <= 1024; ++i) {
    double value;
    if (unbounded && i == 0) {
      value = d.min;
    } else if (unbounded && i == 1024) {
      value = d.max >= 0 ? d.max : quantile(d, 1.0 - 1.0 / 2048);
    } else {
      value = quantile(d, i / 1024.0);
    }
    if (value < d.min) value = d.min;
    if (d.max >= 0 && value > d.max) value = d.max;
    table[static_cast<std::size_t>(i)] = static_cast<Millis>(std::floor(value + 0.5));
  }
  return table;
}

}  // namespace fleetlint::rollout
