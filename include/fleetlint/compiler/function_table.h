#pragma once
// The functions of Bicep's built-in namespaces as data: names, parameters, results, and what each demands of emission.
// Source: the signatures that the reference compiler publishes for `sys` and `az`.
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleetlint/compiler/types.h"

namespace fleetlint::compiler {

enum class FunctionFlag : std::uint16_t {
  parameter_defaults_only = 1 << 0,   ///< utcNow, newGuid
  requires_inlining = 1 << 1,         ///< known only at run time: variables that use it are put in place
  secure_parameter_only = 1 << 2,     ///< getSecret of a key vault: directly in a secure module parameter
  variable_always = 1 << 3,           ///< the loaded value becomes `$fxv#n`, always
  variable_unless_assigned = 1 << 4,  ///< … unless it is all of a variable's value
  direct_assignment = 1 << 5,         ///< az.getSecret: only as the whole value of a parameter
  arguments_independent = 1 << 6,     ///< nameof
  external_input = 1 << 7,
  pure = 1 << 8,                      ///< may be evaluated for a parameters file
};
using FunctionFlags = Flags<FunctionFlag>;
constexpr FunctionFlags operator|(FunctionFlag a, FunctionFlag b) { return FunctionFlags(a) | b; }

/// How the type of a call follows from its arguments, beyond the declared result.
enum class ResultRule : std::uint8_t {
  declared,
  fold,  ///< all arguments literal: the function is evaluated; else as declared
  // Folding first, then by name:
  concat_arrays, pad_left, change_case, length_of_value, length_of_array, join, trim, substring, take_array, take_string, skip_array,
  skip_string, first_character, minimum, minimum_of_array, maximum, maximum_of_array, split,
  // Without folding:
  first_item, last_item, range, items, object_keys, flatten, filter, map, map_values, sort, reduce, to_object, group_by, json, name_of,
  load_text, load_base64, load_json, load_yaml, load_directory, read_environment_variable,
  scope_tenant, scope_management_group, scope_subscription, scope_resource_group,                   ///< the scope's own facts
  other_management_group, other_subscription, other_resource_group,  ///< of another scope: as a value an empty object
  deployment, deprecated_providers,
};

/// How the type of a parameter follows from earlier arguments.
enum class ParameterRule : std::uint8_t { declared, substring_start, substring_length, lambda_of_item, lambda_of_item_and_index, lambda_of_two_items, lambda_of_values, lambda_of_reduce };

struct FunctionParameter {
  std::string_view name;
  const Type* type = nullptr;
  bool required = true;
  bool constant = false;  ///< must be known at compile time
  ParameterRule rule = ParameterRule::declared;
};

struct FunctionOverload {
  std::string_view name;  ///< "list*" stands for every name that starts with list
  std::vector<FunctionParameter> parameters;
  bool variadic = false;            ///< the last parameter may repeat
  std::uint32_t minimum_count = 0;  ///< arguments
  const Type* result = nullptr;
  ResultRule rule = ResultRule::declared;
  FunctionFlags flags;
  ScopeSet scopes = 0xFF;           ///< target scopes at which it is offered

  bool accepts_count(std::size_t count) const { return count >= minimum_count && (variadic || count <= parameters.size()); }
  /// The parameter that the argument at this position is for.
  const FunctionParameter& parameter(std::size_t position) const {
    return parameters[position < parameters.size() ? position : parameters.size() - 1];
  }
  /// `(valueToPad: int | string, totalLength: int, [paddingCharacter: string]): string`
  std::string signature() const;
};

/// Overloads of one namespace, in the order of the reference.
struct FunctionTable {
  std::vector<FunctionOverload> overloads;
  std::unordered_map<std::string_view, std::vector<const FunctionOverload*>> by_name;

  /// Overloads of a name, the wildcard one included; empty when there is no such function.
  std::span<const FunctionOverload* const> find(std::string_view name) const;
};

/// Which file asks: functions differ between templates and parameter files.
enum class FunctionsFor : std::uint8_t { bicep_file, parameters_file, parameters_file_deploy_commands };

const FunctionTable& system_functions(FunctionsFor file);
/// `az` has nothing for the local scope but a few scope functions; `scopes` of an overload says where it is offered.
const FunctionTable& azure_functions(FunctionsFor file);
/// Methods of every Azure resource: list*; and of a key vault: getSecret.
const FunctionTable& azure_resource_methods(bool key_vault);

/// The code and sentence for an ARM function that Bicep has another way for (`add`, `parameters`, …); empty when there is none.
struct BannedFunction {
  std::string_view code;
  std::string message;
};
BannedFunction banned_function(std::string_view name);

}  // namespace fleetlint::compiler
