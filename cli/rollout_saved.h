#pragma once
// Files that keep what a long simulation has finished: read, cut where a kill cut them off, appended to.
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fleetlint/rollout/saved_run.h"

namespace fleetlint::cli {

class SavedFiles {
 public:
  /// Reads `others` (they must exist) and `own` (may be missing; empty: none). Zero, or an exit status with `message`.
  int load(const rollout::Scenario& scenario, const std::string& label, const std::vector<std::string>& others, const std::string& own, std::string& message);
  const rollout::SavedRun& run() const { return run_; }
  /// Appends to the own file; null without one. What was given to it stays there whatever happens to the process.
  std::function<void(const std::string&)> writer();
  /// False if something could not be written.
  bool good() const { return good_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  rollout::SavedRun run_;
  std::vector<std::unique_ptr<std::string>> texts_;
  std::unique_ptr<std::FILE, Close> file_;
  bool good_ = true;
};

}  // namespace fleetlint::cli
