#pragma once
// Where text is put together that is written once, piece by piece, and millions of pieces long: all of it inlines, and there is
// always room for a whole block behind the end, so that short pieces need no exact copy.
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace fleetlint::arm {

class TextBuffer {
 public:
  /// Blocks are read and written whole.
  static constexpr std::size_t block = 16;

  explicit TextBuffer(std::size_t expected = 1 << 16) { grow(expected); }

  std::size_t size() const { return static_cast<std::size_t>(end_ - begin_.get()); }
  char* data() { return begin_.get(); }
  std::string_view text() const { return {begin_.get(), size()}; }
  std::string str() const { return std::string(text()); }
  /// Takes back what was written from `size` on.
  void cut(std::size_t size) { end_ = begin_.get() + size; }

  /// Makes room for so many bytes more and a block; what is written to end() then counts after set_end().
  void reserve(std::size_t more) {
    if (static_cast<std::size_t>(limit_ - end_) < more) grow(more);
  }
  char* end() { return end_; }
  void set_end(char* end) { end_ = end; }

  void push_back(char c) {
    reserve(1);
    *end_++ = c;
  }
  void append(std::string_view piece) {
    reserve(piece.size());
    end_ = copy(end_, piece);
  }
  void append(const char* from, std::size_t size) { append(std::string_view(from, size)); }
  TextBuffer& operator+=(char c) { return push_back(c), *this; }
  TextBuffer& operator+=(std::string_view piece) { return append(piece), *this; }

  /// A line break and so many blanks.
  void break_line(std::size_t blanks) {
    reserve(blanks + 1);
    *end_++ = '\n';
    std::size_t done = 0;
#ifdef __SSE2__
    for (; done < blanks; done += block) _mm_storeu_si128(reinterpret_cast<__m128i*>(end_ + done), _mm_set1_epi8(' '));
#else
    std::memset(end_, ' ', blanks);
#endif
    end_ += blanks;
  }

  /// Copies a piece to where there is room for it and a block; returns the end of the copy.
  static char* copy(char* to, std::string_view piece) {
    const char* from = piece.data();
    const auto size = piece.size();
#ifdef __SSE2__
    if (size > 64) {
      std::memcpy(to, from, size);
      return to + size;
    }
    if (size >= block) {
      // The last block overlaps the one before it.
      for (std::size_t i = 0; i + block < size; i += block) copy_block(to + i, from + i);
      copy_block(to + size - block, from + size - block);
      return to + size;
    }
    if (size >= 8) {
      copy_eight(to, from);
      copy_eight(to + size - 8, from + size - 8);
      return to + size;
    }
    for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
#else
    if (size > 0) std::memcpy(to, from, size);
#endif
    return to + size;
  }

 private:
  struct Free {
    void operator()(char* memory) const { std::free(memory); }
  };

#ifdef __SSE2__
  static void copy_block(char* to, const char* from) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
  }
  static void copy_eight(char* to, const char* from) {
    std::uint64_t word;
    std::memcpy(&word, from, 8);
    std::memcpy(to, &word, 8);
  }
#endif

  void grow(std::size_t more) {
    const auto used = begin_ ? size() : 0, capacity = begin_ ? static_cast<std::size_t>(limit_ - begin_.get()) : 0;
    const auto wanted = std::max(used + more, 2 * capacity);
    auto* moved = static_cast<char*>(std::realloc(begin_.get(), wanted + block));
    if (moved == nullptr) throw std::bad_alloc();
    (void)begin_.release();
    begin_.reset(moved);
    end_ = moved + used;
    limit_ = moved + wanted;
  }

  std::unique_ptr<char, Free> begin_;
  char *end_ = nullptr, *limit_ = nullptr;
};

}  // namespace fleetlint::arm
