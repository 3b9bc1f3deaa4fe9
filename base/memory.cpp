#include "fleetlint/base/memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <thread>

namespace fleetlint {
namespace {

constexpr std::size_t main_heap_bytes = std::size_t{256} << 20, large_page = std::size_t{2} << 20;

/// What glibc reserves for the heap of a thread, at an address that is a multiple of it.
[[maybe_unused]] constexpr std::size_t thread_heap_bytes = std::size_t{64} << 20;

/// A hint: where there is no such memory, or no large pages, nothing happens.
[[maybe_unused]] void use_large_pages(std::uintptr_t begin, std::uintptr_t end) {
  begin = (begin + large_page - 1) & ~(large_page - 1);
  end &= ~(large_page - 1);
  if (end > begin) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

}  // namespace

#if defined(FLEETLINT_SANITIZED)
void prepare_process_memory() {}
void prepare_thread_memory() {}
#else
void prepare_process_memory() {
  ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
  // One heap for each thread that can run: two threads at one heap wait for each other thousands of times in a second.
  ::mallopt(M_ARENA_MAX, static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
  ::mallopt(M_TOP_PAD, static_cast<int>(main_heap_bytes));
  auto* first = std::malloc(1 << 17);  // makes the heap
  if (first) use_large_pages(reinterpret_cast<std::uintptr_t>(first), reinterpret_cast<std::uintptr_t>(::sbrk(0)));
  std::free(first);
  // A heap of a thread is opened as a whole: a large page that is only half open cannot be taken.
  ::mallopt(M_TOP_PAD, static_cast<int>(thread_heap_bytes));
}

void prepare_thread_memory() {
  constexpr std::size_t no_small_piece = 4096;  // of the heap itself, not of what a thread keeps at hand
  auto* piece = std::malloc(no_small_piece);
  if (!piece) return;
  const auto begin = reinterpret_cast<std::uintptr_t>(piece) & ~(thread_heap_bytes - 1);
  use_large_pages(begin, begin + thread_heap_bytes);
  std::free(piece);
}
#endif

}  // namespace fleetlint
