#include "suppression.h"

#include <algorithm>

namespace fleetlint::compiler {

Suppressions::Suppressions(const syntax::TokenBuffer& tokens) {
  std::map<std::string_view, std::uint32_t> open;
  const auto end = static_cast<std::uint32_t>(tokens.text.size());
  const auto code_text = [&](Span span) { return std::string_view(tokens.text).substr(span.begin, span.end - span.begin); };
  for (const auto& pragma : tokens.pragmas) {
    switch (pragma.kind) {
      case syntax::Pragma::Kind::disable_next_line: {
        // To the end of the line behind the one that the pragma stands on.
        auto line_end = tokens.text.find('\n', pragma.span.end);
        if (line_end != std::string_view::npos) line_end = tokens.text.find('\n', line_end + 1);
        const auto stop = line_end == std::string_view::npos ? end : static_cast<std::uint32_t>(line_end);
        for (const auto code : pragma.codes) spans_[code_text(code)].push_back({pragma.span.begin, stop});
        break;
      }
      case syntax::Pragma::Kind::disable_diagnostics:
        for (const auto code : pragma.codes) open.try_emplace(code_text(code), pragma.span.begin);
        break;
      case syntax::Pragma::Kind::restore_diagnostics:
        for (const auto code : pragma.codes) {
          const auto at = open.find(code_text(code));
          if (at == open.end()) continue;
          spans_[at->first].push_back({at->second, pragma.span.begin});
          open.erase(at);
        }
        break;
    }
  }
  for (const auto& [code, begin] : open) spans_[code].push_back({begin, end});
}

bool Suppressions::covers(std::string_view code, std::uint32_t position) const {
  const auto found = spans_.find(code);
  return found != spans_.end() && std::ranges::any_of(found->second, [&](Span span) { return position >= span.begin && position <= span.end; });
}

}  // namespace fleetlint::compiler
