#pragma once
// Every bound on what an input may make the program do, in one place.
#include <cstdint>

namespace fleetlint {

/// Reaching a limit gives a finding or an unknown value, never a crash; see docs/architecture.md, "Robustness".
struct Limits {
  std::uint64_t file_bytes = 64ull << 20;
  std::uint32_t tokens = 1u << 24;
  std::uint32_t nesting = 200;          ///< brackets in source, JSON, YAML, types
  std::uint32_t syntax_findings = 1000;  ///< of one file; one last finding says that there are more
  std::uint32_t module_depth = 64;
  std::uint32_t modules = 20'000;
  std::uint64_t evaluation_steps = 10'000'000;  ///< of one template
  std::uint64_t string_bytes = 1ull << 20;
  std::uint64_t array_items = 100'000;
  std::uint64_t value_bytes = 64ull << 20;
  std::uint32_t copy_count = 800;  ///< items of one loop (Azure's own limit)
};

}  // namespace fleetlint
