#include "json.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>

#include "fleetlint/base/limits.h"
#include "fleetlint/base/unicode.h"

namespace fleetlint::lsp {
namespace {

/// Builds the value from the reader's events. Open containers are a stack of ours: the reader does not recurse.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  bool Null() { return put(nullptr); }
  bool Bool(bool value) { return put(value); }
  bool Int(int value) { return put(value); }
  bool Uint(unsigned value) { return put(std::int64_t{value}); }
  bool Int64(std::int64_t value) { return put(value); }
  bool Uint64(std::uint64_t value) { return put(static_cast<double>(value)); }
  bool Double(double value) { return put(value); }
  bool String(const char* text, rapidjson::SizeType size, bool) { return put(std::string(text, size)); }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    open_.back().name.assign(text, size);
    return true;
  }
  bool StartObject() { return open(true); }
  bool StartArray() { return open(false); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool EndArray(rapidjson::SizeType) { return close(); }

  Json take() { return std::move(root_); }

 private:
  struct Container {
    bool is_object = false;
    std::string name;
    JsonObject members;
    JsonArray items;
  };
  bool open(bool is_object) {
    if (open_.size() >= Limits{}.nesting) return false;
    open_.emplace_back().is_object = is_object;
    return true;
  }
  bool close() {
    auto done = std::move(open_.back());
    open_.pop_back();
    return done.is_object ? put(std::move(done.members)) : put(std::move(done.items));
  }
  bool put(Json value) {
    if (open_.empty()) root_ = std::move(value);
    else if (open_.back().is_object) open_.back().members.emplace_back(std::move(open_.back().name), std::move(value));
    else open_.back().items.push_back(std::move(value));
    return true;
  }

  std::vector<Container> open_;
  Json root_;
};

/// Files on disk may hold anything; messages are UTF-8. Bad bytes and half surrogate pairs become U+FFFD.
std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto next = decode_utf8(text);
    const bool surrogate = next.value >= 0xD800 && next.value <= 0xDFFF;
    append_utf8(out, surrogate ? char32_t{0xFFFD} : next.value);
    text.remove_prefix(next.size);
  }
  return out;
}

void append_string(std::string& out, const std::string& raw) {
  const auto text = is_ascii(raw) ? raw : valid_utf8(raw);
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  out.append(buffer.GetString(), buffer.GetSize());
}

void append_number(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.Double(value);
  out.append(buffer.GetString(), buffer.GetSize());
}

}  // namespace

Json::Json(JsonObject members) : kind_(Kind::object), members_(std::move(members)) {}

const Json& Json::operator[](std::string_view name) const {
  static const Json missing;
  for (const auto& member : members_)
    if (member.first == name) return member.second;
  return missing;
}

void Json::append_to(std::string& out) const {
  switch (kind_) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += integer_ != 0 ? "true" : "false"; return;
    case Kind::integer: out += std::to_string(integer_); return;
    case Kind::number: append_number(out, number_); return;
    case Kind::string: append_string(out, text_); return;
    case Kind::array:
      out += '[';
      for (std::size_t i = 0; i < items_.size(); ++i) {
        if (i > 0) out += ',';
        items_[i].append_to(out);
      }
      out += ']';
      return;
    case Kind::object:
      out += '{';
      for (std::size_t i = 0; i < members_.size(); ++i) {
        if (i > 0) out += ',';
        append_string(out, members_[i].first);
        out += ':';
        members_[i].second.append_to(out);
      }
      out += '}';
      return;
  }
}

std::string Json::dump() const {
  std::string out;
  append_to(out);
  return out;
}

std::optional<Json> parse_json(std::string_view text) {
  rapidjson::MemoryStream memory(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(memory);
  rapidjson::Reader reader;
  Builder builder;
  constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag;
  if (reader.Parse<flags>(stream, builder).IsError()) return std::nullopt;
  return builder.take();
}

}  // namespace fleetlint::lsp
