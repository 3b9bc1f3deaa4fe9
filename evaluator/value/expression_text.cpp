// The expression that would give a value, with what is known filled in.
#include <fmt/format.h>

#include <algorithm>

#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"

namespace fleetlint::eval {
namespace {

class Writer {
 public:
  explicit Writer(std::size_t max_bytes) : max_(max_bytes) {}

  void value(const Value& v) {
    if (full()) return;
    if (v.is_secret() && v.is_known()) {
      out_ += "'[redacted]'";
      return;
    }
    switch (v.kind()) {
      case ValueKind::null: out_ += "null()"; break;
      case ValueKind::boolean: out_ += v.as_boolean() ? "true()" : "false()"; break;
      case ValueKind::integer:
        if (v.as_integer() > INT32_MAX || v.as_integer() < INT32_MIN) fmt::format_to(std::back_inserter(out_), "json('{}')", v.as_integer());
        else fmt::format_to(std::back_inserter(out_), "{}", v.as_integer());
        break;
      case ValueKind::number: fmt::format_to(std::back_inserter(out_), "json('{}')", v.as_number()); break;
      case ValueKind::string: quoted(v.as_string()); break;
      case ValueKind::array: call("createArray", v.items()); break;
      case ValueKind::object: {
        out_ += "createObject(";
        bool first = true;
        for (const Field& field : v.fields()) {
          if (full()) return;
          if (!first) out_ += ", ";
          first = false;
          quoted(field.name);
          out_ += ", ";
          value(field.value);
        }
        out_ += ')';
        break;
      }
      case ValueKind::unknown: unknown(v.as_unknown()); break;
    }
  }

  std::string take() {
    if (out_.size() > max_) {
      while (!out_.empty() && out_.size() > max_) out_.pop_back();
      while (!out_.empty() && (static_cast<unsigned char>(out_.back()) & 0xC0) == 0x80) out_.pop_back();
      if (!out_.empty() && static_cast<unsigned char>(out_.back()) >= 0xC0) out_.pop_back();
      out_ += "…";
    }
    return std::move(out_);
  }

 private:
  bool full() const { return out_.size() > max_; }

  void quoted(std::string_view text) {
    out_ += '\'';
    for (const char c : text.substr(0, max_)) {
      if (c == '\'') out_ += '\'';
      out_ += c;
    }
    out_ += '\'';
  }

  void call(std::string_view name, std::span<const Value> arguments) {
    out_ += name;
    out_ += '(';
    for (std::size_t i = 0; i < arguments.size() && !full(); ++i) {
      if (i > 0) out_ += ", ";
      value(arguments[i]);
    }
    out_ += ')';
  }

  static bool is_identifier(std::string_view text) {
    return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::all_of(text.begin(), text.end(), [](char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  }

  void unknown(const Unknown& u) {
    if (!u.expression.empty()) {
      out_ += u.expression;
    } else if (u.function == "access" && u.arguments.size() == 2) {
      value(u.arguments[0]);
      const Value& key = u.arguments[1];
      if (key.is_string() && is_identifier(key.as_string())) {
        out_ += '.';
        out_ += key.as_string();
      } else {
        out_ += '[';
        value(key);
        out_ += ']';
      }
    } else if (!u.function.empty()) {
      auto arguments = u.arguments;
      // An optional argument that was not given stands as null at the end.
      if (u.function == "reference")
        while (!arguments.empty() && arguments.back().is_null()) arguments = arguments.first(arguments.size() - 1);
      call(u.function, arguments);
    } else {
      out_ += "unknown()";
    }
  }

  std::string out_;
  std::size_t max_;
};

}  // namespace

std::string expression_text(const Value& value, std::size_t max_bytes) {
  Writer writer(max_bytes);
  writer.value(value);
  return writer.take();
}

}  // namespace fleetlint::eval
