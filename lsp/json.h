#pragma once
// JSON as messages carry it: a small value type, read without recursion over the input and within limits.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fleetlint::lsp {

class Json;
using JsonArray = std::vector<Json>;
using JsonMember = std::pair<std::string, Json>;
using JsonObject = std::vector<JsonMember>;

/// One JSON value. Reading a member that is not there gives null, so a chain of look-ups never fails.
class Json {
 public:
  enum class Kind : std::uint8_t { null, boolean, integer, number, string, array, object };

  Json() = default;
  Json(std::nullptr_t) {}
  Json(bool value) : kind_(Kind::boolean), integer_(value) {}
  Json(std::int64_t value) : kind_(Kind::integer), integer_(value) {}
  Json(int value) : Json(std::int64_t{value}) {}
  Json(std::uint32_t value) : Json(std::int64_t{value}) {}
  Json(double value) : kind_(Kind::number), number_(value) {}
  Json(std::string value) : kind_(Kind::string), text_(std::move(value)) {}
  Json(std::string_view value) : Json(std::string(value)) {}
  Json(const char* value) : Json(std::string(value)) {}
  Json(JsonArray items) : kind_(Kind::array), items_(std::move(items)) {}
  Json(JsonObject members);

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_object() const { return kind_ == Kind::object; }
  bool is_array() const { return kind_ == Kind::array; }
  bool is_string() const { return kind_ == Kind::string; }
  bool is_true() const { return kind_ == Kind::boolean && integer_ != 0; }

  /// The member, or null when there is none or this is no object.
  const Json& operator[](std::string_view name) const;
  const JsonArray& items() const { return items_; }      ///< empty unless an array
  const std::string& text() const { return text_; }      ///< empty unless a string
  std::optional<std::int64_t> integer() const { return kind_ == Kind::integer ? std::optional(integer_) : std::nullopt; }

  void append_to(std::string& out) const;
  std::string dump() const;

 private:
  Kind kind_ = Kind::null;
  std::int64_t integer_ = 0;  ///< boolean, too
  double number_ = 0;
  std::string text_;
  JsonArray items_;
  JsonObject members_;
};

/// Nothing when the text is no JSON, nests deeper than 200 or is not UTF-8.
std::optional<Json> parse_json(std::string_view text);

}  // namespace fleetlint::lsp
