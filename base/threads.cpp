#include "fleetlint/base/threads.h"

#include <thread>
#include <vector>

#include "fleetlint/base/memory.h"

namespace fleetlint {

void run_on_threads(std::size_t threads, const std::function<void(std::size_t number)>& work) {
  std::vector<std::thread> pool;
  for (std::size_t number = 1; number < threads; ++number) {
    pool.emplace_back([&work, number] {
      prepare_thread_memory();
      work(number);
    });
  }
  work(0);
  for (auto& thread : pool) thread.join();
}

}  // namespace fleetlint
