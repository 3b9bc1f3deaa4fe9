// Reading files into memory.
#include "fleetlint/base/source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace fleetlint {
namespace {

namespace fs = std::filesystem;

class MapFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("fleetlint_map_file_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "_" +
                                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& text) {
    const auto path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  fs::path folder_;
};

TEST_F(MapFileTest, HasTheTextAfterTheFileIsGone) {
  const std::string text(100'000, 'x');
  const auto path = write("a", text);
  const auto mapped = map_file(path, 1 << 20);
  fs::remove(path);
  ASSERT_TRUE(mapped);
  EXPECT_EQ(mapped->text, text);
}

TEST_F(MapFileTest, ReadsWhatHasNoBytesOrNoSize) {
  const auto empty = map_file(write("empty", ""), 1 << 20);
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->text, "");
  const auto of_system = map_file("/proc/self/status", 1 << 20);  // claims to have no bytes
  ASSERT_TRUE(of_system);
  EXPECT_NE(of_system->text.find("Pid:"), std::string_view::npos);
}

TEST_F(MapFileTest, RefusesWhatIsNoFileOrTooLarge) {
  EXPECT_FALSE(map_file((folder_ / "none").string(), 1 << 20));
  EXPECT_FALSE(map_file(folder_.string(), 1 << 20));
  EXPECT_FALSE(map_file(write("large", std::string(100, 'x')), 99));
  EXPECT_TRUE(map_file(write("fits", std::string(100, 'x')), 100));
}

}  // namespace
}  // namespace fleetlint
