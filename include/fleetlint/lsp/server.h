#pragma once
// The language server: diagnostics while typing, evaluated values on hover, fixes as code actions.
#include <chrono>
#include <optional>
#include <string>

namespace fleetlint::lsp {

struct ServerOptions {
  std::chrono::milliseconds debounce{150};  ///< quiet time after a change before it is analysed
  std::optional<std::string> now;           ///< ISO 8601; the clock of rules about dates
  std::optional<std::string> cache_root;    ///< module cache
  std::optional<std::string> types_folder;
};

/// Speaks the language server protocol over two file descriptors until the client says exit or goes away.
/// Returns 0 after an orderly shutdown, 1 otherwise (as the protocol wants it).
int serve(int input, int output, const ServerOptions& options);

}  // namespace fleetlint::lsp
