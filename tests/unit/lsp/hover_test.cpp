// What is told of the name under the cursor, from real files.
#include <gtest/gtest.h>

#include <filesystem>

#include "answers.h"
#include "process.h"

namespace fleetlint::lsp {
namespace {

using test::TemporaryFolder;
using test::write_text;

class HoverTest : public testing::Test {
 protected:
  void put(const std::string& name, std::string_view text) {
    std::filesystem::create_directories(std::filesystem::path(folder / name).parent_path());
    write_text(folder / name, std::string(text));
  }
  /// The text shown at the first `what` of the file.
  std::string hover(const std::string& name, std::string_view what) {
    Document document{.uri = {}, .path = folder / name, .text = test::read_text(folder / name), .version = 1};
    const auto at = document.text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    const auto begin = document.text.rfind('\n', at) + 1;  // of the line; 0 when there is no line break before
    const auto line = std::count(document.text.begin(), document.text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const auto analysis = make_analyzer({})(document.path, {});
    const Json position = JsonObject{{"line", static_cast<std::int64_t>(line)}, {"character", static_cast<std::int64_t>(at - begin)}};
    return hover_at(*analysis, document, position, PositionEncoding::utf8)["contents"]["value"].text();
  }

  TemporaryFolder folder;
};

TEST_F(HoverTest, TellsWhatAParameterFileGives) {
  put("main.bicep", "param count int = 1\nparam tags object = {}\noutput o int = count\noutput t object = tags\n");
  put("prod.bicepparam", "using 'main.bicep'\nparam count = 2 + 3\nparam tags = { team: 'web' }\n");
  EXPECT_EQ(hover("prod.bicepparam", "count"), "**count**\n\n= `5`");
  EXPECT_EQ(hover("prod.bicepparam", "'web'"), "**team**\n\n= `\"web\"`");
  EXPECT_EQ(hover("main.bicep", "count"), "**count**\n\n= `5` with prod.bicepparam");
}

TEST_F(HoverTest, TellsOfAModuleWhatItsCallersGive) {
  put("modules/vm.bicep", "param count int = 1\nparam size string = 'small'\noutput o string = '${size}${count}'\n");
  EXPECT_EQ(hover("modules/vm.bicep", "count"), "**count**\n\n= `1`") << "nobody calls it";
  put("main.bicep", "module a 'modules/vm.bicep' = { name: 'a', params: { count: 7 } }\nmodule b 'modules/vm.bicep' = { name: 'b', params: { count: 9 } }\n");
  const auto count = hover("modules/vm.bicep", "count");
  EXPECT_NE(count.find("= `7` in main.bicep"), std::string::npos) << count;
  EXPECT_NE(count.find("= `9` in main.bicep"), std::string::npos) << count;
  EXPECT_EQ(count.find("`1`"), std::string::npos) << "the default that nobody takes: " << count;
  EXPECT_EQ(hover("modules/vm.bicep", "size"), "**size**\n\n= `\"small\"` in main.bicep");
}

}  // namespace
}  // namespace fleetlint::lsp
