// Any bytes give tokens in order that lose nothing, and errors inside the text.
#include <cstdlib>

#include "fleetlint/grammar/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fleetlint::syntax;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<SyntaxError> errors;
  const auto tokens = lex(text, errors);
  std::uint32_t end = 0;
  for (std::uint32_t token = 0; token < tokens.size(); ++token) {
    if (tokens.starts[token] < end || tokens.ends[token] < tokens.starts[token]) std::abort();
    end = tokens.ends[token];
  }
  if (end != size || tokens.kind(tokens.size() - 1) != TokenKind::EndOfFile) std::abort();
  for (const auto& error : errors) {
    if (error.span.begin > error.span.end || error.span.end > size) std::abort();
    (void)error.message();
  }
  for (const auto& pragma : tokens.pragmas)
    if (pragma.span.end > size || pragma.span.begin > pragma.span.end) std::abort();
  return 0;
}
