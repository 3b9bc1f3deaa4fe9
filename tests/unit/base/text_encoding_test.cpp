#include "fleetlint/base/text_encoding.h"

#include <gtest/gtest.h>

#include "fleetlint/base/source.h"

namespace fleetlint {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

TEST(TextEncoding, ReadsBothOrdersOfUtf16) {
  EXPECT_EQ(source_text("\xFF\xFE" "a\0\xE4\0\x3D\xD8\x00\xDE"s), "a\u00E4\U0001F600");
  EXPECT_EQ(source_text("\xFE\xFF" "\0a\0\xE4\xD8\x3D\xDE\x00"s), "a\u00E4\U0001F600");
}

TEST(TextEncoding, KeepsUtf8WithAndWithoutItsMark) {
  EXPECT_EQ(source_text("\xEF\xBB\xBFparam"s), "\xEF\xBB\xBFparam");
  EXPECT_EQ(source_text("a\0b\0"s), "a\0b\0"s) << "without a mark nothing is guessed";
  EXPECT_EQ(source_text(""), "");
  EXPECT_EQ(source_text("\xFF"), "\xFF");
}

TEST(TextEncoding, ReplacesWhatIsNoCharacter) {
  EXPECT_EQ(source_text("\xFF\xFE" "\x00\xD8" "a\0"s), "\uFFFD" "a") << "half a pair";
  EXPECT_EQ(source_text("\xFF\xFE" "a\0b"s), "a\uFFFD") << "half a unit";
}

TEST(TextEncoding, GoesBack) {
  for (const bool big_endian : {false, true}) EXPECT_EQ(utf8_from_utf16(utf16_from_utf8("a\u00E4\U0001F600", big_endian), big_endian), "a\u00E4\U0001F600");
  EXPECT_EQ(utf16_from_utf8("a\U0001F600", true), "\0a\xD8\x3D\xDE\x00"sv);
}

TEST(TextEncoding, SourcesCountAsEditorsDo) {
  SourceSet sources;
  const auto source = sources.add("main.bicep", "\xFF\xFE" "a\0\n\0\xE4\0b\0"s);
  const auto at = sources[source].line_column(static_cast<std::uint32_t>(sources[source].text().find('b')));
  EXPECT_EQ(at.line, 2u);
  EXPECT_EQ(at.column, 2u);
}

}  // namespace
}  // namespace fleetlint
