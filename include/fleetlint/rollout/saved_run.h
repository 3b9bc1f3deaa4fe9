#pragma once
// What a long run has finished so far, as a file keeps it: a line that names the run, then records that are only ever appended.
// A record that was cut off by a kill is not there; shards of one run write files of the same kind, which merge by being read.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "fleetlint/rollout/scenario.h"

namespace fleetlint::rollout {

class SavedRun {
 public:
  enum class Kind : char { trial = 'T', part = 'P' };

  /// The first line. `label` tells runs apart that the scenario's text does not: version of the program, variant.
  static std::string header(const Scenario& scenario, std::string_view label);
  static std::string record(Kind kind, std::uint64_t key, std::string_view body);

  /// Takes in a file; `bytes` must outlive this object. False: it belongs to another run. `valid` is the length of what can be
  /// used; a writer that goes on cuts the file there.
  bool add(const Scenario& scenario, std::string_view label, std::string_view bytes, std::size_t& valid);

  const std::map<std::uint64_t, std::string_view>& trials() const { return trials_; }
  const std::map<std::uint64_t, std::string_view>& parts() const { return parts_; }

 private:
  std::map<std::uint64_t, std::string_view> trials_, parts_;
};

}  // namespace fleetlint::rollout
