#pragma once
// Bytes that no author would write, by what they pretend to be.
#include <string>
#include <vector>

namespace fleetlint::test {

struct HostileInput {
  std::string name;
  std::string file_name;  ///< with the extension that the kind has
  std::string bytes;
};

enum class HostileKind { bicep, bicep_parameters, arm_template, arm_parameters, json, yaml, json_lines };

/// Depth of nesting in the inputs: far beyond every limit.
inline constexpr std::size_t hostile_depth = 100'000;

/// Deep nesting of each bracket, open and closed; random bytes; other encodings; what doubles, repeats, refers to itself.
std::vector<HostileInput> hostile_inputs(HostileKind kind, std::size_t depth = hostile_depth);

/// Everything on one line of this many bytes.
std::vector<HostileInput> very_long_lines(HostileKind kind, std::size_t bytes);

}  // namespace fleetlint::test
