#pragma once
// The decorators of the `sys` namespace as data: what they take, what they may stand on, what is checked of their target.
#include <cstdint>
#include <optional>
#include <string_view>

#include <vector>

#include "fleetlint/compiler/configuration.h"
#include "fleetlint/compiler/function_table.h"

namespace fleetlint::compiler {

/// Where a function may stand, as bits: what a call of it needs, and what a place allows.
namespace place {
inline constexpr std::uint32_t ordinary = 0, parameter_default = 1, run_time = 2;
inline constexpr std::uint32_t parameter = 4, variable = 8, resource = 16, module = 32, output = 64, extension = 128, metadata = 256, type = 512, function = 1024;
inline constexpr std::uint32_t any_decorator = parameter | variable | resource | module | output | extension | metadata | type | function;
}  // namespace place

/// What a decorator checks beyond its arguments and the type of its target.
enum class DecoratorRule : std::uint8_t {
  none, secure, allowed, not_alias, length, metadata, batch_size, only_existing, sealed, discriminator, exported,
};

struct DecoratorFacts {
  const FunctionOverload* overload = nullptr;
  std::uint32_t places = 0;
  const Type* attachable = nullptr;  ///< what the target's type must be assignable to
  DecoratorRule rule = DecoratorRule::none;
  std::optional<Feature> feature;    ///< known only with this feature
  bool in_parameter_files = false;
};

/// Null when there is no such decorator in a file of this kind.
const DecoratorFacts* decorator_named(std::string_view name, bool parameter_file, FeatureSet features);
const std::vector<DecoratorFacts>& all_decorators();

}  // namespace fleetlint::compiler
