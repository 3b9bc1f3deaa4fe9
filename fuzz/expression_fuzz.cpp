// Any text is an expression or an error with a place; canonical text parses back to itself; spans nest.
#include <cstdlib>

#include "fleetlint/template/reader.h"
#include "fleetlint/template/writer.h"

namespace {

using namespace fleetlint;

void check(const arm::Expression& expression, std::size_t size) {
  const auto span = expression.location.span;
  if (span.begin > span.end || span.end > size) std::abort();
  for (const auto* argument : expression.arguments) {
    if (argument->location.span.begin < span.begin || argument->location.span.end > span.end) std::abort();
    check(*argument, size);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 10'000) return 0;  // the check recurses into chains
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Arena arena;
  const auto parsed = arm::parse_expression(text, {SourceId{0}, {0, 0}}, arena, Limits{});
  if (!parsed.expression) {
    if (parsed.error.empty() || parsed.error_offset > size) std::abort();
    return 0;
  }
  check(*parsed.expression, size);
  const auto canonical = arm::to_text(*parsed.expression);
  const auto again = arm::parse_expression(canonical, {SourceId{0}, {0, 0}}, arena, Limits{});
  if (!again.expression || arm::to_text(*again.expression) != canonical) std::abort();
  return 0;
}
