#pragma once
// Work on several threads. Whoever shares work among threads uses these two, so that what a thread needs before it works is said in one place.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>

namespace fleetlint {

/// Runs `work(number)` on `threads` threads at once (at least one), numbered from 0, and returns when all are done. Number 0 is the
/// caller's own thread. The work must not throw.
void run_on_threads(std::size_t threads, const std::function<void(std::size_t number)>& work);

/// Runs `work(index)` for each index below `count`, on at most `threads` threads; with one, in order. The work must not throw.
template <typename Work>
void for_each_index(std::size_t count, std::size_t threads, const Work& work) {
  const auto workers = std::min(threads, count);
  if (workers <= 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  run_on_threads(workers, [&](std::size_t) {
    for (auto i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  });
}

}  // namespace fleetlint
