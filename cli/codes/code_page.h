#pragma once
// Pages of the codes that are no lint rules: diagnostics of compiler, evaluator and scenario reader, error codes of the service,
// rules of the rollout model.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fleetlint::cli {

/// The page of a code, in any case, as Markdown that reads well as text; nothing if nobody reports it.
std::optional<std::string> code_page(std::string_view code);

/// Every code that has a page.
std::vector<std::string_view> codes_with_pages();

}  // namespace fleetlint::cli
