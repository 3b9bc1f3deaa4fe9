#pragma once
// The order in which the files of a graph are compiled and written: what a file uses before the file, on any number of threads.
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
  std::vector<std::uint32_t> group_ends;               ///< places in `order` behind an entry: what it needs stands in front
};

/// The files that a file refers to, each once, by index.
std::vector<std::uint32_t> targets_of(const SourceFile& file);

/// For a graph whose cycles have been cut.
WorkPlan plan_work(const SourceGraph& graph);

/// On several threads all files that an entry needs are compiled before the first of them is written, so that the entry itself is
/// soon compiled; entry by entry, so that not everything is in memory at once. An index stands for the compiling of a file, an
/// index plus the number of files for its writing.
std::vector<std::uint32_t> steps_in_order(const WorkPlan& plan);

/// Compiles each file once the files it refers to are compiled, and writes it once it is compiled and they are written. The two
/// are apart because the file that refers to many others is often the largest: it is compiled while they are written.
/// `compile(index)` and `write(index)` must not throw.
template <typename Compile, typename Write>
void for_each_in_order(const WorkPlan& plan, unsigned threads, const Compile& compile, const Write& write) {
  const auto count = static_cast<std::uint32_t>(plan.order.size());
  if (threads <= 1 || count <= 1) {
    for (const auto index : plan.order) {
      compile(index);
      write(index);
    }
    return;
  }
  // A step is the compiling of a file, or, `count` further on, its writing. Of what is ready, the first in place goes first.
  const auto steps = steps_in_order(plan);
  std::vector<std::uint32_t> place(steps.size());
  for (std::uint32_t i = 0; i < steps.size(); ++i) place[steps[i]] = i;
  std::vector<std::uint32_t> waits_for(steps.size());
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> ready;  // places
  for (std::uint32_t i = 0; i < count; ++i) {
    waits_for[i] = plan.waits_for[i];
    waits_for[count + i] = plan.waits_for[i] + 1;
    if (waits_for[i] == 0) ready.push(place[i]);
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t left = steps.size();
  const auto run = [&](std::size_t) {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [&] { return left == 0 || !ready.empty(); });
      if (ready.empty()) return;
      const auto step = steps[ready.top()];
      ready.pop();
      const bool writes = step >= count;
      const auto index = writes ? step - count : step;
      lock.unlock();
      if (writes) write(index);
      else compile(index);
      lock.lock();
      --left;
      std::size_t freed = 0;
      const auto finish_one = [&](std::uint32_t waiting) {
        if (--waits_for[waiting] > 0) return;
        ready.push(place[waiting]);
        ++freed;
      };
      if (!writes) finish_one(count + index);
      for (const auto dependent : plan.dependents[index]) finish_one(writes ? count + dependent : dependent);
      // This thread takes one of them itself.
      if (left == 0 || freed > 1) changed.notify_all();
    }
  };
  run_on_threads(std::min<std::size_t>(threads, count), run);
}

}  // namespace fleetlint::compiler
