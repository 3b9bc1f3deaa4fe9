#pragma once
// What `#disable-next-line`, `#disable-diagnostics` and `#restore-diagnostics` switch off.
#include <map>
#include <string_view>
#include <vector>

#include "fleetlint/base/source.h"
#include "fleetlint/grammar/syntax.h"

namespace fleetlint::compiler {

class Suppressions {
 public:
  explicit Suppressions(const syntax::TokenBuffer& tokens);

  /// Codes are compared letter by letter; errors of the compiler cannot be switched off, which the caller looks to.
  bool covers(std::string_view code, std::uint32_t position) const;

 private:
  std::map<std::string_view, std::vector<Span>> spans_;
};

}  // namespace fleetlint::compiler
