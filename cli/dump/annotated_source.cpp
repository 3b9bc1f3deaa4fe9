#include "annotated_source.h"

#include <algorithm>

namespace fleetlint::cli {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::size_t utf16_length(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) length += byte >= 0xF0 ? 2 : 1;
  }
  return length;
}

std::string padded(std::size_t number, std::size_t width) {
  auto text = std::to_string(number);
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

struct Placed {
  std::size_t line, start, end;
  const std::string* text;
};

}  // namespace

std::string escape_control_characters(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '\r': result += "\\r"; break;
      case '\n': result += "\\n"; break;
      case '\t': result += "\\t"; break;
      default: result += c;
    }
  }
  return result;
}

std::string annotate_source(std::string_view source, const std::vector<Annotation>& annotations) {
  const std::size_t skipped = source.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  const auto text = source.substr(skipped);
  const std::string_view new_line = text.find("\r\n") != std::string_view::npos ? "\r\n" : "\n";

  std::vector<std::size_t> starts = {0};
  for (auto at = text.find(new_line); at != std::string_view::npos; at = text.find(new_line, at + new_line.size()))
    starts.push_back(at + new_line.size());

  std::vector<Placed> placed;
  std::size_t largest_start = 0, largest_end = 0;
  for (const auto& annotation : annotations) {
    const auto begin = std::max<std::size_t>(annotation.span.begin, skipped) - skipped;
    const auto end = std::max<std::size_t>(annotation.span.end, skipped) - skipped;
    const auto line = static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), begin) - starts.begin()) - 1;
    const auto start = utf16_length(text.substr(starts[line], begin - starts[line]));
    const auto stop = start + utf16_length(text.substr(begin, end - begin));
    placed.push_back({line, start, stop, &annotation.text});
    largest_start = std::max(largest_start, start);
    largest_end = std::max(largest_end, stop);
  }
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.line < b.line; });

  const auto start_width = std::to_string(largest_start).size(), end_width = std::to_string(largest_end).size();
  std::string result;
  auto next = placed.begin();
  for (std::size_t line = 0; line < starts.size(); ++line) {
    const auto end = line + 1 < starts.size() ? starts[line + 1] - new_line.size() : text.size();
    result += text.substr(starts[line], end - starts[line]);
    result += new_line;
    for (; next != placed.end() && next->line == line; ++next) {
      result += "//@[" + padded(next->start, start_width) + ":" + padded(next->end, end_width) + ") " + *next->text;
      result += new_line;
    }
  }
  return result;
}

}  // namespace fleetlint::cli
