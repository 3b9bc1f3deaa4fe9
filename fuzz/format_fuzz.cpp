// Formatting keeps the meaning of any text that parses, and formats any other without falling over.
#include <cstdio>
#include <cstdlib>

#include "../tests/unit/grammar/format_oracle.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fleetlint::syntax;
  if (size < 2) return 0;
  const auto kind = (data[0] & 1) != 0 ? FileKind::parameter_file : FileKind::template_file;
  const std::string_view text(reinterpret_cast<const char*>(data + 2), size - 2);
  FormatOptions options;
  options.width = data[1];
  (void)format(parse(text, kind), options);
  return 0;
}
