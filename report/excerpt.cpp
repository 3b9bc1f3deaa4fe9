// A piece of source below a finding: the line, cut around the place, and carets.
#include <algorithm>
#include <string>

#include "fleetlint/report/report.h"
#include "painter.h"

namespace fleetlint::report {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

/// Blanks that stand as wide as the text: tabs stay tabs, continuation bytes take no room.
std::string blank_of(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (!is_continuation(c)) out += c == '\t' ? '\t' : ' ';
  return out;
}

std::string first_columns(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end)
    if (!is_continuation(text[end]) && seen++ == columns) break;
  return std::string(text.substr(0, end));
}

std::string last_columns(std::string_view text, std::size_t columns) {
  auto begin = text.size();
  for (std::size_t seen = 0; begin > 0 && seen < columns; --begin) seen += is_continuation(text[begin - 1]) ? 0 : 1;
  return std::string(text.substr(begin));
}

/// What of a line is looked at: a line may be as long as a file. Offsets are the source's.
struct Window {
  std::uint32_t begin, end, from, to;  ///< from, to: the place
  std::uint32_t tail;                  ///< up to here it is the rest of something whose beginning is outside
};

constexpr std::string_view breaks = " \t\"',;{}[]()";

Window window_of(const Source& source, Location place) {
  constexpr std::uint32_t reach = 2048;
  const auto text = source.text();
  const auto line = source.line_span(source.line_column(place.span.begin).line);
  Window window{line.begin, line.end, std::clamp(place.span.begin, line.begin, line.end), 0, 0};
  window.to = std::clamp(place.span.end, window.from, line.end);
  if (window.end - window.from > 2 * reach) window.end = window.from + 2 * reach;
  if (window.from - window.begin > reach) {
    // What begins outside may be the rest of a secret: the window begins behind the next break.
    const auto cut = std::min<std::size_t>(text.find_first_of(breaks, window.from - reach), window.end);
    window.begin = std::min(static_cast<std::uint32_t>(cut), window.from);
    window.tail = static_cast<std::uint32_t>(cut);
  }
  while (window.end < line.end && window.end > window.from && is_continuation(text[window.end])) --window.end;
  window.to = std::min(window.to, window.end);
  return window;
}

/// The parts of the source that are not shown, and the place widened to whole parts.
std::vector<Span> hidden_parts(const Redaction& redaction, const Source& source, SourceId id, Window& window, bool secret) {
  auto parts = redaction.parts_of_source(id, window.begin, source.text().substr(window.begin, window.end - window.begin));
  for (auto& part : parts) part = {part.begin + window.begin, part.end + window.begin};
  if (window.tail > window.begin) parts.insert(parts.begin(), {window.begin, window.tail});
  std::erase_if(parts, [&](Span part) { return part.begin > window.begin && part.begin < window.tail; });
  if (secret) {  // it is known that there is one: what may be an ordinary word elsewhere is none here
    const auto line = source.text().substr(window.begin, window.end - window.begin);
    for (const auto part : secret_parts(line, TextKind::command)) parts.push_back({part.begin + window.begin, part.end + window.begin});
    join_parts(parts);
  }
  const bool is_known = std::any_of(parts.begin(), parts.end(), [&](Span part) { return part.begin < window.to && window.from < part.end; });
  if (secret && !is_known) {  // where it stands is not: at the place or behind it
    std::erase_if(parts, [&](Span part) { return part.begin >= window.from; });
    if (!parts.empty() && parts.back().end > window.from) window.from = parts.back().begin, parts.pop_back();
    window.to = window.end;
    if (window.from < window.end) parts.push_back({window.from, window.end});
  }
  for (const auto part : parts) {
    if (part.begin < window.from && window.from < part.end) window.from = part.begin;
    if (part.begin < window.to && window.to < part.end) window.to = part.end;
  }
  return parts;
}

}  // namespace

std::string excerpt(const SourceSet& sources, const Redaction& redaction, Location place, const ExcerptStyle& style) {
  const Source& source = sources.at(place);
  auto window = window_of(source, place);
  const auto parts = hidden_parts(redaction, source, place.source, window, style.secret);
  const auto shown = [&](std::uint32_t begin, std::uint32_t end) {
    std::vector<Span> inside;
    for (const auto part : parts)
      if (begin <= part.begin && part.end <= end) inside.push_back({part.begin - begin, part.end - begin});
    return printable(without_parts(source.text({begin, end}), inside));
  };
  auto before = shown(window.begin, window.from), marked = shown(window.from, window.to), after = shown(window.to, window.end);
  if (width_of(before) > style.width / 2) before = "..." + last_columns(before, style.width / 3);
  if (width_of(marked) > style.width) marked = first_columns(marked, style.width) + "...";
  const auto longest = style.width + 20, used = width_of(before) + width_of(marked);
  if (used + width_of(after) > longest) after = (used + 3 < longest ? first_columns(after, longest - used - 3) : std::string()) + "...";
  const Painter paint(style.color);
  const auto number = std::to_string(source.line_column(place.span.begin).line);
  const std::string gutter(std::max(style.gutter, number.size()), ' ');
  return " " + std::string(gutter.size() - number.size(), ' ') + paint("1;34", number + " |") + " " + before + marked + after + "\n" +
         " " + gutter + paint("1;34", " |") + " " + blank_of(before) + paint(severity_color(style.severity), std::string(std::max<std::size_t>(1, width_of(marked)), '^')) + "\n";
}

}  // namespace fleetlint::report
