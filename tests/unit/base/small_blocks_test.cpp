// The program's own `new` and `delete` of small blocks (base/small_blocks.cpp): what is written stays, whoever gives it back, and
// a thread that only takes beside one that only gives back does not use up memory.
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>
#include <random>
#include <set>
#include <thread>
#include <utility>
#include <vector>

namespace {

struct Filled {
  explicit Filled(std::size_t size, unsigned char mark) : bytes(static_cast<unsigned char*>(::operator new(size))), size(size), mark(mark) {
    std::memset(bytes, mark, size);
  }
  bool intact() const {
    for (std::size_t i = 0; i < size; ++i)
      if (bytes[i] != mark) return false;
    return true;
  }
  unsigned char* bytes;
  std::size_t size;
  unsigned char mark;
};

TEST(SmallBlocks, AreApartAndAligned) {
  std::vector<Filled> blocks;
  for (std::size_t size = 0; size <= 1100; ++size) blocks.emplace_back(size, static_cast<unsigned char>(size * 7));
  std::set<unsigned char*> places;
  for (const auto& block : blocks) {
    EXPECT_TRUE(block.intact()) << block.size;
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block.bytes) % alignof(std::max_align_t), 0u);
    EXPECT_TRUE(places.insert(block.bytes).second);
  }
  for (const auto& block : blocks) ::operator delete(block.bytes);
}

TEST(SmallBlocks, KeepWhatIsInThemWhileOthersComeAndGo) {
  std::mt19937 random(7);
  std::vector<Filled> held;
  for (int step = 0; step < 100'000; ++step) {
    if (held.size() < 2000 || random() % 2 == 0) {
      held.emplace_back(random() % 700, static_cast<unsigned char>(random()));
    } else {
      std::swap(held[random() % held.size()], held.back());
      ASSERT_TRUE(held.back().intact());
      ::operator delete(held.back().bytes, held.back().size);
      held.pop_back();
    }
  }
  for (const auto& block : held) {
    ASSERT_TRUE(block.intact());
    ::operator delete(block.bytes);
  }
}

TEST(SmallBlocks, MayBeGivenBackByAnotherThread) {
  for (int round = 0; round < 20; ++round) {
    std::array<std::vector<Filled>, 4> taken;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < taken.size(); ++i)
      threads.emplace_back([&, i] {
        std::mt19937 random(static_cast<unsigned>(round * 8 + static_cast<int>(i)));
        for (int n = 0; n < 3000; ++n) taken[i].emplace_back(random() % 600, static_cast<unsigned char>(random()));
      });
    for (auto& thread : threads) thread.join();
    threads.clear();
    std::array<bool, 4> intact{};
    for (std::size_t i = 0; i < taken.size(); ++i)
      threads.emplace_back([&, i] {
        intact[i] = true;
        for (const auto& block : taken[(i + 1) % taken.size()]) {
          intact[i] = intact[i] && block.intact();
          ::operator delete(block.bytes);
        }
      });
    for (auto& thread : threads) thread.join();
    for (const bool each : intact) EXPECT_TRUE(each);
  }
}

#if !defined(FLEETLINT_SANITIZED)
std::size_t resident_bytes() {
  std::ifstream in("/proc/self/statm");
  std::size_t all = 0, resident = 0;
  in >> all >> resident;
  return resident * 4096;
}

TEST(SmallBlocks, ComeBackToTheThreadThatNeedsThem) {
  constexpr int rounds = 400, count = 5000;
  constexpr std::size_t size = 200;  // 400 MB altogether
  std::vector<void*> blocks(count);
  const auto before = resident_bytes();
  for (int round = 0; round < rounds; ++round) {
    for (auto& block : blocks) {
      block = ::operator new(size);
      std::memset(block, 1, size);
    }
    // A new thread each time: it leaves what it had to the next.
    std::thread([&] {
      for (auto* block : blocks) ::operator delete(block);
    }).join();
  }
  EXPECT_LT(resident_bytes(), before + (std::size_t{16} << 20));
}
#endif

}  // namespace
