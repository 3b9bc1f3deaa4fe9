#pragma once
// The functions of the template language, for people: hover texts, completion, the reference page.
#include <string>
#include <string_view>
#include <vector>

namespace fleetlint::eval {

struct FunctionInfo {
  std::string_view family, name;
  std::string signature;  ///< `substring(text: string, startIndex: int, length?: int): string`
  std::string_view when;  ///< where it can be answered: `start`, `parameter default`, `context`, `runtime`, `loop`
  std::string_view doc;   ///< one line, Markdown
};

/// All functions, by family.
std::vector<FunctionInfo> function_reference();
/// The reference page, Markdown.
std::string function_reference_page();

}  // namespace fleetlint::eval
