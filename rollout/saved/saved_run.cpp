#include "fleetlint/rollout/saved_run.h"

#include "fleetlint/rollout/random.h"
#include "saved/bytes.h"

namespace fleetlint::rollout {
namespace {

constexpr std::size_t head_size = 1 + 3 * 8;  ///< of a record: kind, key, length, check sum

}  // namespace

std::string SavedRun::header(const Scenario& scenario, std::string_view label) {
  return "fleetlint-run 4 " + scenario.input_hash + " " + std::to_string(scenario.monte_carlo.seed) + " " + std::to_string(scenario.sets.size()) + " " + std::string(label) + "\n";
}

std::string SavedRun::record(Kind kind, std::uint64_t key, std::string_view body) {
  std::string out;
  out.reserve(head_size + body.size());
  out += static_cast<char>(kind);
  put(out, key);
  put(out, static_cast<std::uint64_t>(body.size()));
  put(out, fnv1a(body, mix(key)));
  out += body;
  return out;
}

bool SavedRun::add(const Scenario& scenario, std::string_view label, std::string_view bytes, std::size_t& valid) {
  valid = 0;
  const std::string first = header(scenario, label);
  if (bytes.size() < first.size()) return first.starts_with(bytes);
  if (!bytes.starts_with(first)) return false;
  valid = first.size();
  while (bytes.size() - valid >= head_size) {
    const char kind = bytes[valid];
    const auto key = get<std::uint64_t>(bytes, valid + 1);
    const auto size = get<std::uint64_t>(bytes, valid + 9);
    if ((kind != static_cast<char>(Kind::trial) && kind != static_cast<char>(Kind::part)) || size > bytes.size() - valid - head_size) break;
    const auto body = bytes.substr(valid + head_size, static_cast<std::size_t>(size));
    if (fnv1a(body, mix(key)) != get<std::uint64_t>(bytes, valid + 17)) break;
    (kind == static_cast<char>(Kind::trial) ? trials_ : parts_)[key] = body;
    valid += head_size + body.size();
  }
  return true;
}

}  // namespace fleetlint::rollout
