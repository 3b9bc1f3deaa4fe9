// JSON, framing, positions and edits of the language server.
#include <gtest/gtest.h>
#include <unistd.h>

#include "documents.h"
#include "json.h"
#include "message_stream.h"

namespace fleetlint::lsp {
namespace {

TEST(Json, ReadsAndPrintsEveryKind) {
  const std::string text = R"({"a":[1,-2,1.5,true,false,null,"x\"\n"],"b":{}})";
  const auto value = parse_json(text);
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->dump(), text);
  EXPECT_EQ((*value)["a"].items()[0].integer(), 1);
  EXPECT_TRUE((*value)["missing"]["deeper"].is_null());
}

TEST(Json, RefusesWhatIsNoJson) {
  for (const auto* text : {"", "{", "[1,]", "{\"a\":1}}", "\"\xff\"", "nul"}) EXPECT_FALSE(parse_json(text).has_value()) << text;
}

TEST(Json, DepthIsLimited) {
  EXPECT_TRUE(parse_json(std::string(200, '[') + std::string(200, ']')).has_value());
  EXPECT_FALSE(parse_json(std::string(201, '[') + std::string(201, ']')).has_value());
  EXPECT_FALSE(parse_json(std::string(1'000'000, '[')).has_value());
}

TEST(Json, PrintsBrokenUtf8AsReplacement) {
  EXPECT_EQ(Json("a\xff" "b").dump(), "\"a\xef\xbf\xbd" "b\"");
  EXPECT_EQ(Json("\xed\xa0\x80").dump(), "\"\xef\xbf\xbd\"");  // half a surrogate pair
  EXPECT_EQ(Json("\xf0\x9f\x9a\x80").dump(), "\"\xf0\x9f\x9a\x80\"");
}

/// Messages read from these bytes, and how the stream ended.
struct Reading {
  std::vector<std::string> messages;
  ReadOutcome end = ReadOutcome::end;
};
Reading read_all(const std::string& bytes) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  EXPECT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  ::close(ends[1]);
  MessageStream stream(ends[0], -1);
  Reading reading;
  Json message;
  while (true) {
    reading.end = stream.read(message);
    if (reading.end == ReadOutcome::message) reading.messages.push_back(message.dump());
    else if (reading.end == ReadOutcome::bad_json) reading.messages.emplace_back("bad");
    else break;
  }
  ::close(ends[0]);
  return reading;
}

TEST(MessageStream, ReadsFramedMessages) {
  const auto reading = read_all("Content-Length: 2\r\n\r\n{}content-length:4\r\nContent-Type: x\r\n\r\n[12]Content-Length: 1\r\n\r\n{");
  EXPECT_EQ(reading.messages, (std::vector<std::string>{"{}", "[12]", "bad"}));
  EXPECT_EQ(reading.end, ReadOutcome::end);
}

TEST(MessageStream, BrokenFramesEndTheSession) {
  for (const auto* bytes : {"Content-Length: 5\r\n\r\n{}", "Content-Length: x\r\n\r\n{}", "hello\r\n\r\n", "Content-Length: 99999999999\r\n\r\n", "\r\n",
                            "Content-Length: -1\r\n\r\n"})
    EXPECT_EQ(read_all(bytes).end, ReadOutcome::broken) << bytes;
  EXPECT_EQ(read_all(std::string(10'000, 'x')).end, ReadOutcome::broken);
}

TEST(Uri, PathsRoundTrip) {
  for (const auto* path : {"/a/b.bicep", "/with space/ü%#?.bicep", "/"}) EXPECT_EQ(path_of_uri(uri_of_path(path)), path);
  EXPECT_EQ(uri_of_path("/a b"), "file:///a%20b");
  EXPECT_EQ(path_of_uri("file://localhost/x"), "/x");
  EXPECT_FALSE(path_of_uri("untitled:Untitled-1").has_value());
  EXPECT_FALSE(path_of_uri("file:///a%00b").has_value());
}

Json position(int line, int character) { return JsonObject{{"line", line}, {"character", character}}; }

TEST(Positions, CountInTheAgreedUnit) {
  const std::string text = "a\xf0\x9f\x9a\x80z\r\n\xc3\xa9x\rlast";  // a🚀z, éx, last
  EXPECT_EQ(offset_of(text, position(0, 3), PositionEncoding::utf16), 5U);
  EXPECT_EQ(offset_of(text, position(0, 2), PositionEncoding::utf16), 1U) << "inside a surrogate pair";
  EXPECT_EQ(offset_of(text, position(0, 2), PositionEncoding::utf32), 5U);
  EXPECT_EQ(offset_of(text, position(0, 5), PositionEncoding::utf8), 5U);
  EXPECT_EQ(offset_of(text, position(0, 99), PositionEncoding::utf16), 6U) << "clamped to the line";
  EXPECT_EQ(offset_of(text, position(1, 1), PositionEncoding::utf16), 10U);
  EXPECT_EQ(offset_of(text, position(2, 1), PositionEncoding::utf16), 13U);
  EXPECT_EQ(offset_of(text, position(9, 0), PositionEncoding::utf16), text.size());
}

TEST(Documents, ApplyChangesInOrder) {
  Document document{"", "", "one\ntwo\n", 1};
  const auto change = [](Json start, Json end, const char* text) {
    return JsonObject{{"range", JsonObject{{"start", std::move(start)}, {"end", std::move(end)}}}, {"text", text}};
  };
  apply_changes(document, JsonArray{change(position(0, 0), position(0, 3), "1"), change(position(1, 3), position(1, 3), "!")}, PositionEncoding::utf16);
  EXPECT_EQ(document.text, "1\ntwo!\n");
  apply_changes(document, JsonArray{change(position(5, 0), position(0, 0), "end")}, PositionEncoding::utf16);
  EXPECT_EQ(document.text, "1\ntwo!\nend") << "a range that is upside down inserts";
  apply_changes(document, JsonArray{JsonObject{{"text", "all new"}}}, PositionEncoding::utf16);
  EXPECT_EQ(document.text, "all new");
}

}  // namespace
}  // namespace fleetlint::lsp
