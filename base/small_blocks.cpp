// `new` and `delete` of the whole program for small blocks: lists and texts of types, members and names, a million and a half in
// a run over a large registry, most of them gone a moment later. The C library's heap, which is built for any size and any
// thread, spends a tenth of that run on them. Each thread keeps the blocks that it gave back, by size, and takes them again;
// what it has too many of goes to others. Larger blocks, and all under sanitizers, are left to the C library.
//
// Map: a region of addresses is divided into chunks, a chunk holds blocks of one size class, a full list of free blocks is a
// batch. `allocate` takes from the thread's list, then from its spare batch, then from a batch of another thread, then from a new
// chunk. `release` does the reverse. Memory stays with the process.
#if !defined(FLEETLINT_SANITIZED)

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>

namespace {

constexpr std::size_t granule = 16, largest_small_block = 512, class_count = largest_small_block / granule;
constexpr std::size_t chunk_bytes = std::size_t{32} << 10, chunk_count = std::size_t{1} << 16;
constexpr std::size_t large_page = std::size_t{2} << 20;

struct FreeBlock {
  FreeBlock* next;
  FreeBlock* next_batch;  // of the first block of a batch that waits for a thread
};
static_assert(sizeof(FreeBlock) <= granule);

constexpr std::size_t block_bytes(std::size_t index) { return (index + 1) * granule; }

/// How many blocks of a class make a batch.
constexpr auto batch_sizes = [] {
  std::array<std::uint32_t, class_count> sizes{};
  for (std::size_t index = 0; index < class_count; ++index)
    sizes[index] = static_cast<std::uint32_t>(std::clamp<std::size_t>(chunk_bytes / block_bytes(index), 64, 512));
  return sizes;
}();

struct SizeClass {
  FreeBlock* free = nullptr;
  FreeBlock* spare = nullptr;  // a whole batch, or nothing
  char* fresh = nullptr;       // the part of the newest chunk that was never used
  char* fresh_end = nullptr;
  std::uint32_t count = 0;     // of `free`
};
using Heap = std::array<SizeClass, class_count>;

constinit thread_local Heap heap{};

/// Addresses without memory behind them, until they are used. Where the system does not give them, the size is 0.
struct Region {
  char* begin = nullptr;
  std::size_t bytes = 0;
  std::atomic<std::size_t> used_chunks{0};
  std::array<std::uint8_t, chunk_count> class_of_chunk{};
};
constinit Region region;

/// What threads leave to each other.
struct Shared {
  std::mutex mutex;
  std::array<FreeBlock*, class_count> batches{};
  static constexpr std::size_t most_heaps = 256;
  std::array<Heap, most_heaps> heaps{};  // of threads that ended
  std::size_t heap_count = 0;
};
constinit Shared shared;

void open_region() {
  static const bool opened = [] {
    constexpr auto bytes = chunk_bytes * chunk_count;
    void* const begin = ::mmap(nullptr, bytes + large_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (begin == MAP_FAILED) return false;
    const auto aligned = (reinterpret_cast<std::uintptr_t>(begin) + large_page - 1) & ~(large_page - 1);
    region.begin = reinterpret_cast<char*>(aligned);
    ::madvise(region.begin, bytes, MADV_HUGEPAGE);
    region.bytes = bytes;
    return true;
  }();
  static_cast<void>(opened);
}

/// Takes over the heap of a thread that ended, and leaves its own to the next.
struct HeapOfThread {
  HeapOfThread() {
    open_region();
    const auto unused = [](const SizeClass& of) { return of.free == nullptr && of.spare == nullptr; };
    if (!std::ranges::all_of(heap, unused)) return;
    const std::lock_guard lock(shared.mutex);
    if (shared.heap_count > 0) heap = shared.heaps[--shared.heap_count];
  }
  ~HeapOfThread() {
    const std::lock_guard lock(shared.mutex);
    if (shared.heap_count < Shared::most_heaps) shared.heaps[shared.heap_count++] = heap;
    heap = Heap{};  // what is released later begins new lists
  }
};

void* allocate_large(std::size_t bytes) {
  for (;;) {
    if (void* const block = std::malloc(std::max<std::size_t>(bytes, 1))) return block;
    const auto handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

/// Opens a chunk for the class; false when the region is used up.
bool open_chunk(SizeClass& of, std::size_t index) {
  if (region.bytes == 0) return false;
  const auto chunk = region.used_chunks.fetch_add(1, std::memory_order_relaxed);
  if (chunk >= chunk_count) {
    region.used_chunks.store(chunk_count, std::memory_order_relaxed);
    return false;
  }
  region.class_of_chunk[chunk] = static_cast<std::uint8_t>(index);
  of.fresh = region.begin + chunk * chunk_bytes;
  of.fresh_end = of.fresh + chunk_bytes / block_bytes(index) * block_bytes(index);
  return true;
}

/// Fills the list of the class with a batch that somebody left.
bool take_batch(SizeClass& of, std::size_t index) {
  FreeBlock* batch = of.spare;
  if (batch != nullptr) {
    of.spare = nullptr;
  } else {
    const std::lock_guard lock(shared.mutex);
    batch = shared.batches[index];
    if (batch == nullptr) return false;
    shared.batches[index] = batch->next_batch;
  }
  of.free = batch;
  of.count = batch_sizes[index];
  return true;
}

/// To be called before the heap of the thread gets its first block.
[[gnu::noinline]] void open_heap() {
  thread_local const HeapOfThread of_thread;
  static_cast<void>(of_thread);
}

[[gnu::noinline]] void* allocate_slowly(std::size_t index) {
  open_heap();
  auto& of = heap[index];
  if (of.free == nullptr && of.fresh == of.fresh_end && !take_batch(of, index) && !open_chunk(of, index)) return allocate_large(block_bytes(index));
  if (FreeBlock* const block = of.free) {
    of.free = block->next;
    --of.count;
    return block;
  }
  char* const block = of.fresh;
  of.fresh += block_bytes(index);
  return block;
}

/// The list of the class is a whole batch: it becomes the spare one, and the spare one goes to whoever needs it.
[[gnu::noinline]] void put_batch_aside(SizeClass& of, std::size_t index) {
  if (FreeBlock* const batch = of.spare) {
    const std::lock_guard lock(shared.mutex);
    batch->next_batch = shared.batches[index];
    shared.batches[index] = batch;
  }
  of.spare = of.free;
  of.free = nullptr;
  of.count = 0;
}

inline void* allocate(std::size_t bytes) {
  if (bytes > largest_small_block) return allocate_large(bytes);
  const auto index = bytes == 0 ? 0 : (bytes - 1) / granule;
  auto& of = heap[index];
  FreeBlock* const block = of.free;
  if (block == nullptr) return allocate_slowly(index);
  of.free = block->next;
  --of.count;
  return block;
}

inline void release(void* address) {
  const auto offset = static_cast<std::size_t>(static_cast<char*>(address) - region.begin);
  if (offset >= region.bytes) return std::free(address);
  const std::size_t index = region.class_of_chunk[offset / chunk_bytes];
  auto& of = heap[index];
  if (of.free == nullptr) open_heap();  // a thread that takes nothing may be the one that gives back
  auto* const block = static_cast<FreeBlock*>(address);
  block->next = of.free;
  of.free = block;
  if (++of.count == batch_sizes[index]) put_batch_aside(of, index);
}

}  // namespace

void* operator new(std::size_t bytes) { return allocate(bytes); }
void* operator new[](std::size_t bytes) { return allocate(bytes); }
void operator delete(void* address) noexcept { release(address); }
void operator delete[](void* address) noexcept { release(address); }
void operator delete(void* address, std::size_t) noexcept { release(address); }
void operator delete[](void* address, std::size_t) noexcept { release(address); }

#endif
