#pragma once
// Lines of text with ink, for the printers that write to terminals.
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "fleetlint/rollout/print.h"

namespace fleetlint::rollout {

enum class Ink { plain, bold, good, bad, warn, dim };

class TextWriter {
 public:
  explicit TextWriter(const TimelineOptions& options) : options_(options) {}

  std::string ink(Ink kind, std::string_view text) const {
    static constexpr std::string_view codes[] = {"", "1", "32", "31", "33", "2"};
    if (!options_.colour || kind == Ink::plain || text.empty()) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<int>(kind)], text);
  }
  template <typename... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }
  void blank() { text_ += '\n'; }
  /// A text that may be long, broken between words at the width of the page; further lines are indented.
  void wrapped(std::size_t indent, Ink kind, std::string_view text, std::size_t hang = 2);
  /// A row of the summary: its name, then a text that is broken if it must be.
  void row(std::string_view name, std::string_view text, Ink kind = Ink::plain);

  const TimelineOptions& options() const { return options_; }
  std::string take() { return std::move(text_); }

 private:
  const TimelineOptions& options_;
  std::string text_;
};

/// Machines, phases, trials, assertions and assumptions of a report; the rest of the timeline stands above them.
void write_lists(TextWriter& out, const RolloutReport& report);

}  // namespace fleetlint::rollout
