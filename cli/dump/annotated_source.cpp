#include "annotated_source.h"

#include <algorithm>
#include <filesystem>

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
      case '\r':
        result += "\\r";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string_view dump_new_line(const std::string& path) {
  const auto folder = std::filesystem::path(path).lexically_normal().parent_path().filename().string();
  return folder.ends_with("_CRLF") ? "\r\n" : "\n";
}

std::string annotate_source(std::string_view source, std::string_view new_line,
                            const std::vector<Annotation>& annotations) {
  const std::size_t skipped = source.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  const auto text = source.substr(skipped);
  if (text == "\n" || text == "\r" || text == "\r\n") return std::string(text);

  // Items find their line by any kind of line break, the text is split at one kind: where both differ, the
  // items of lines that the split does not make are left out, as they are in the reference's goldens.
  std::vector<std::size_t> starts = {0};
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
      starts.push_back(i + 1);

  std::vector<Placed> placed;
  std::size_t largest_start = 0, largest_end = 0;
  for (const auto& annotation : annotations) {
    const auto begin = std::max<std::size_t>(annotation.span.begin, skipped) - skipped;
    const auto end = std::max<std::size_t>(annotation.span.end, skipped) - skipped;
    const auto line =
        static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), begin) - starts.begin()) - 1;
    const auto start = utf16_length(text.substr(starts[line], begin - starts[line]));
    const auto stop = start + utf16_length(text.substr(begin, end - begin));
    placed.push_back({line, start, stop, &annotation.text});
    largest_start = std::max(largest_start, start);
    largest_end = std::max(largest_end, stop);
  }
  std::stable_sort(placed.begin(), placed.end(),
                   [](const Placed& a, const Placed& b) { return a.line < b.line; });

  const auto start_width = std::to_string(largest_start).size(),
             end_width = std::to_string(largest_end).size();
  std::string result;
  auto next = placed.begin();
  std::size_t begin = 0;
  for (std::size_t line = 0; begin != std::string_view::npos; ++line) {
    const auto end = text.find(new_line, begin);
    result += text.substr(begin, end == std::string_view::npos ? end : end - begin);
    result += new_line;
    begin = end == std::string_view::npos ? end : end + new_line.size();
    for (; next != placed.end() && next->line == line; ++next) {
      result +=
          "//@[" + padded(next->start, start_width) + ":" + padded(next->end, end_width) + ") " + *next->text;
      result += new_line;
    }
  }
  return result;
}

}  // namespace fleetlint::cli
