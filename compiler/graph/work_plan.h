#pragma once
// The order in which the files of a graph are compiled: what a file uses before the file, on any number of threads.
#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <queue>
#include <vector>

#include "fleetlint/base/threads.h"
#include "fleetlint/compiler/source_graph.h"

namespace fleetlint::compiler {

struct WorkPlan {
  /// Each file after everything it refers to, and soon after: what is needed for one entry stays together.
  std::vector<std::uint32_t> order;
  std::vector<std::vector<std::uint32_t>> dependents;  ///< of each file, those that refer to it, each once
  std::vector<std::uint32_t> waits_for;                ///< how many files each one refers to
};

/// The files that a file refers to, each once, by index.
std::vector<std::uint32_t> targets_of(const SourceFile& file);

/// For a graph whose cycles have been cut.
WorkPlan plan_work(const SourceGraph& graph);

/// Runs `work(index)` for each file once the files it refers to are done. The work must not throw.
template <typename Work>
void for_each_in_order(const WorkPlan& plan, unsigned threads, const Work& work) {
  const auto count = plan.order.size();
  const auto workers = std::min<std::size_t>(threads, count);
  if (workers <= 1) {
    for (const auto index : plan.order) work(index);
    return;
  }
  std::vector<std::uint32_t> place(count);  // in the order: of what is ready, the first goes first
  for (std::uint32_t i = 0; i < count; ++i) place[plan.order[i]] = i;
  std::mutex mutex;
  std::condition_variable changed;
  auto waits_for = plan.waits_for;
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> ready;  // places
  for (std::uint32_t i = 0; i < count; ++i) {
    if (waits_for[i] == 0) ready.push(place[i]);
  }
  std::size_t left = count;
  const auto run = [&](std::size_t) {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [&] { return left == 0 || !ready.empty(); });
      if (ready.empty()) return;
      const auto index = plan.order[ready.top()];
      ready.pop();
      lock.unlock();
      work(index);
      lock.lock();
      --left;
      std::size_t freed = 0;
      for (const auto dependent : plan.dependents[index]) {
        if (--waits_for[dependent] > 0) continue;
        ready.push(place[dependent]);
        ++freed;
      }
      // This thread takes one of them itself.
      if (left == 0 || freed > 1) changed.notify_all();
    }
  };
  run_on_threads(workers, run);
}

}  // namespace fleetlint::compiler
