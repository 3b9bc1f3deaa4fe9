#include "template/session.h"

#include <fmt/format.h>

#include "fleetlint/evaluator/provenance.h"
#include "template/deployment.h"

namespace fleetlint::eval {

void Session::report(const Failure& failure, const Deployment& deployment, std::string_view path, bool certain) {
  if (failure.reported) return;
  failure.reported = true;
  report(failure.kind, failure.location, std::string(failure.message), deployment, path, certain, failure.origin);
}

void Session::report(ErrorKind kind, Location location, std::string message, const Deployment& deployment, std::string_view path, bool certain,
                     const Origin* origin) {
  Finding finding;
  finding.code = finding_code(kind);
  finding.severity = certain ? Severity::error : Severity::warning;
  finding.certain = certain;
  finding.message = std::move(message);
  finding.location = location;
  finding.path = path;
  // Items of a loop fail alike, and modules are used many times: one finding says it.
  const auto key = fmt::format("{}|{}|{}|{}|{}", finding.code, location.source.index, location.span.begin, finding.message, path);
  if (!told_.insert(key).second) return;
  finding.notes = way_of(origin, location);
  for (const auto* at = &deployment; at && at->declared_by(); at = at->parent()) {
    const auto& declaration = *at->declared_by()->resource;
    finding.notes.push_back({declaration.location, declaration.name.is_string() ? fmt::format("in the nested deployment `{}`", declaration.name.as_string())
                                                                                 : "in this nested deployment"});
  }
  result_.findings.push_back(std::move(finding));
}

std::string Session::cycle(std::string_view name) const {
  constexpr std::size_t most_names = 12;
  std::size_t from = running.size();
  while (from > 0 && running[from - 1] != name) --from;
  std::string text;
  for (std::size_t i = from > 0 ? from - 1 : 0; i < running.size(); ++i) {
    if (i - (from > 0 ? from - 1 : 0) == most_names) {
      text += "… → ";
      break;
    }
    text += fmt::format("{} → ", running[i]);
  }
  return text + std::string(name);
}

Value Session::told(Location location) {
  const Value value = evaluator_.fail(ErrorKind::syntax, location, {});
  value.failure()->reported = true;
  return value;
}

std::string_view Session::sample_guid() {
  // A version 4 id whose other digits come from the mixer of SplitMix64.
  const auto mix = [](std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  };
  const auto high = mix(++guids_ * 0x9E3779B97F4A7C15ull), low = mix(high + guids_);
  return arena().copy(std::string_view(fmt::format("{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFF, 8 + (low >> 62),
                                                   (low >> 48) & 0xFFF, low & 0xFFFFFFFFFFFFull)));
}

}  // namespace fleetlint::eval
