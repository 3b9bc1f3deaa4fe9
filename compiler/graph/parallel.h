#pragma once
// Runs a function for every index, on several threads when that is asked for. The work must not throw.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace fleetlint::compiler {

template <typename Work>
void for_each_index(std::size_t count, unsigned threads, const Work& work) {
  const auto workers = std::min<std::size_t>(threads, count);
  if (workers <= 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> pool;
  pool.reserve(workers - 1);
  const auto run = [&] {
    for (auto i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  };
  for (std::size_t i = 1; i < workers; ++i) pool.emplace_back(run);
  run();
  for (auto& thread : pool) thread.join();
}

}  // namespace fleetlint::compiler
