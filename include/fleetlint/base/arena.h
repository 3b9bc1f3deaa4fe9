#pragma once
// A bump allocator for the products of a phase: everything in it dies at once.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace fleetlint {

/// Owns memory for trivially destructible objects; nothing is freed before the arena is. Not thread-safe:
/// each artifact has its own arena and is immutable, thus shareable, once its phase has returned.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&& other) noexcept { swap(other); }
  Arena& operator=(Arena&& other) noexcept {
    Arena taken(std::move(other));
    swap(taken);
    return *this;
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// Raw memory, aligned, never null; throws std::bad_alloc only when the machine is out of memory.
  [[gnu::always_inline]] void* allocate(std::size_t size, std::size_t alignment = alignof(std::max_align_t)) {
    const auto at = (cursor_ + alignment - 1) & ~(alignment - 1);
    if (at + size > limit_) return allocate_from_new_block(size, alignment);
    cursor_ = at + size;
    return reinterpret_cast<void*>(at);
  }

  template <typename T, typename... Args>
  T* create(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena never runs destructors");
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  /// A value-initialised array of `count` objects.
  template <typename T>
  std::span<T> create_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena never runs destructors");
    if (count == 0) return {};
    auto* first = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    for (std::size_t i = 0; i < count; ++i) new (first + i) T{};
    return {first, count};
  }

  /// A copy of the items, owned by the arena.
  template <typename T>
  std::span<const T> copy(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    auto* first = static_cast<T*>(allocate(sizeof(T) * items.size(), alignof(T)));
    std::memcpy(static_cast<void*>(first), items.data(), sizeof(T) * items.size());
    return {first, items.size()};
  }
  template <typename T>
  std::span<const T> copy(const std::vector<T>& items) { return copy(std::span<const T>(items)); }

  /// A copy of the text, owned by the arena.
  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    auto* first = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(first, text.data(), text.size());
    return {first, text.size()};
  }

  /// Gives up everything in it, and keeps some of its memory for what comes next.
  void clear() {
    if (blocks_.empty()) return;
    auto last = std::move(blocks_.back());
    blocks_.clear();
    cursor_ = reinterpret_cast<std::size_t>(last.get());
    bytes_ = limit_ - cursor_;
    blocks_.push_back(std::move(last));
  }

  /// Bytes taken from the system so far.
  std::size_t bytes() const { return bytes_; }

 private:
  [[gnu::cold, gnu::noinline]] void* allocate_from_new_block(std::size_t size, std::size_t alignment) {
    grow(size + alignment);
    const auto at = (cursor_ + alignment - 1) & ~(alignment - 1);
    cursor_ = at + size;
    return reinterpret_cast<void*>(at);
  }

  void grow(std::size_t at_least) {
    // Half of what there is: what is never used of the last block is memory that the system has to clear all the same.
    std::size_t size = std::clamp<std::size_t>(bytes_ / 2, 4096, std::size_t{1} << 20);
    if (size < at_least) size = at_least;
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(size));
    cursor_ = reinterpret_cast<std::size_t>(blocks_.back().get());
    limit_ = cursor_ + size;
    bytes_ += size;
  }

  void swap(Arena& other) noexcept {
    blocks_.swap(other.blocks_);
    std::swap(cursor_, other.cursor_);
    std::swap(limit_, other.limit_);
    std::swap(bytes_, other.bytes_);
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t cursor_ = 1, limit_ = 0, bytes_ = 0;  // without a block nothing fits, not even nothing
};

}  // namespace fleetlint
