// .NET composite formatting. Source: Microsoft Learn, "Composite formatting".
#include <charconv>
#include <fmt/format.h>

#include "fleetlint/base/unicode.h"
#include "value/platform_text.h"

namespace fleetlint::eval {
namespace {

constexpr std::int64_t most_alignment = 1'000'000;

struct Slot {
  std::size_t index = 0;
  std::int64_t alignment = 0;
  std::string_view format;
};

class Formatter {
 public:
  Formatter(std::string_view format, std::span<const Value> arguments, std::size_t max_bytes, Arena& arena) : format_(format), arguments_(arguments), max_bytes_(max_bytes), arena_(arena) {}

  Expected<std::vector<Value>, std::string> run() {
    std::string text;
    for (std::size_t i = 0; i < format_.size();) {
      const char c = format_[i];
      if (c != '{' && c != '}') {
        const auto next = std::min(format_.find_first_of("{}", i), format_.size());
        append_utf16_text(text, format_.substr(i, next - i));
        i = next;
      } else if (i + 1 < format_.size() && format_[i + 1] == c) {
        text.push_back(c);
        i += 2;
      } else if (c == '}') {
        return Unexpected{fmt::format("a single `}}` at offset {} of the format; a literal one is written `}}}}`", i)};
      } else {
        Slot slot;
        if (auto error = read_slot(i, slot); !error.empty()) return Unexpected{error};
        if (auto error = fill(slot, text); !error.empty() || too_long_) return Unexpected{error};
      }
      if (text.size() > max_bytes_) return Unexpected{std::string()};
    }
    flush(text);
    return std::move(pieces_);
  }

 private:
  void flush(std::string& text) {
    if (text.empty()) return;
    pieces_.push_back(Value::string(arena_.copy(text)));
    text.clear();
  }

  void skip_blanks(std::size_t& i) const {
    while (i < format_.size() && format_[i] == ' ') ++i;
  }

  bool read_number(std::size_t& i, std::int64_t& out) const {
    const auto [end, error] = std::from_chars(format_.data() + i, format_.data() + format_.size(), out);
    if (error != std::errc()) return false;
    i = static_cast<std::size_t>(end - format_.data());
    return true;
  }

  std::string read_slot(std::size_t& i, Slot& slot) const {
    const std::size_t from = i++;
    const auto bad = [&] { return fmt::format("the slot at offset {} of the format is not of the form `{{index,alignment:format}}`", from); };
    std::int64_t index = 0;
    if (i >= format_.size() || format_[i] < '0' || format_[i] > '9' || !read_number(i, index)) return bad();
    skip_blanks(i);
    if (i < format_.size() && format_[i] == ',') {
      ++i;
      skip_blanks(i);
      if (i < format_.size() && format_[i] == '+') return bad();
      if (!read_number(i, slot.alignment) || slot.alignment > most_alignment || slot.alignment < -most_alignment) return bad();
      skip_blanks(i);
    }
    if (i < format_.size() && format_[i] == ':') {
      const std::size_t start = ++i;
      while (i < format_.size() && format_[i] != '}' && format_[i] != '{') ++i;
      slot.format = format_.substr(start, i - start);
    }
    if (i >= format_.size() || format_[i] != '}') return bad();
    ++i;
    if (index >= static_cast<std::int64_t>(arguments_.size()))
      return fmt::format("the format names argument {}, but there are {}", index, arguments_.size());
    slot.index = static_cast<std::size_t>(index);
    return {};
  }

  std::string fill(const Slot& slot, std::string& text) {
    const Value& argument = arguments_[slot.index];
    too_long_ = false;
    std::vector<Value> parts;
    if ((argument.is_integer() || argument.is_number()) && !slot.format.empty()) {
      auto formatted = format_number(argument, slot.format);
      if (!formatted) return formatted.error();
      parts.push_back(Value::string(arena_.copy(*formatted)));
    } else if (argument.is_unknown() && !slot.format.empty() && !argument.as_unknown().kinds.only(ValueKind::string)) {
      parts.push_back(blank(argument, 0));
    } else if (!text_pieces(argument, '\'', max_bytes_, parts, arena_)) {
      too_long_ = true;
      return {};
    }
    const std::size_t width = static_cast<std::size_t>(slot.alignment < 0 ? -slot.alignment : slot.alignment);
    if (parts.empty()) parts.push_back(Value::string({}));
    if (parts.size() == 1 && parts[0].is_string()) {
      const std::string_view own = parts[0].as_string();
      const std::size_t length = width ? utf16_length(own) : 0;
      const std::size_t pad = width > length ? width - length : 0;
      if (slot.alignment > 0) text.append(pad, ' ');
      append_utf16_text(text, own);
      if (slot.alignment < 0) text.append(pad, ' ');
      return {};
    }
    flush(text);
    if (width > 0) pieces_.push_back(blank(argument, static_cast<std::int64_t>(width)));
    else pieces_.insert(pieces_.end(), parts.begin(), parts.end());
    return {};
  }

  Value blank(const Value& argument, std::int64_t least) {
    Unknown u;
    u.kinds = KindSet::of(ValueKind::string);
    if (argument.is_unknown()) u.reason = argument.as_unknown().reason;
    if (least > 0) u.min_length = least;
    return Value::unknown(arena_.create<Unknown>(u));
  }

  std::string_view format_;
  std::span<const Value> arguments_;
  std::size_t max_bytes_;
  bool too_long_ = false;
  Arena& arena_;
  std::vector<Value> pieces_;
};

}  // namespace

Expected<std::vector<Value>, std::string> composite_format(std::string_view format, std::span<const Value> arguments, std::size_t max_bytes, Arena& arena) {
  return Formatter(format, arguments, max_bytes, arena).run();
}

}  // namespace fleetlint::eval
