#include "types/failure_sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace fleetlint::compiler {
namespace {

/// "`function`: message", taken apart.
struct Failure {
  std::string_view function, message;
  std::string_view value;  ///< the first that the message quotes
};

std::optional<std::string_view> quoted(std::string_view text) {
  const auto begin = text.find('`');
  const auto end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return text.substr(begin + 1, end - begin - 1);
}

std::optional<Failure> taken_apart(std::string_view failure) {
  const auto function = quoted(failure);
  if (!function || !failure.starts_with('`')) return std::nullopt;
  auto rest = failure.substr(function->size() + 2);
  if (!rest.starts_with(": ")) return std::nullopt;
  rest.remove_prefix(2);
  // Values may hold backquotes themselves: the last one ends the value, except where the message quotes more behind it.
  const auto first = rest.find('`');
  const auto more = rest.find("` is ");
  const auto last = more != std::string_view::npos ? more : rest.rfind('`');
  const auto value = first != std::string_view::npos && last > first ? rest.substr(first + 1, last - first - 1) : std::string_view();
  return Failure{*function, rest, value};
}

struct Row {
  std::string_view function;  ///< empty: any
  std::string_view sign;      ///< a part of our message
  std::string_view sentence;  ///< {0}: the function, {1}: the value
};

constexpr std::string_view not_converted = "The template language function '{0}' was invoked with a parameter that is not valid. The value cannot be converted to the target type.";

constexpr Row rows[] = {
    {"format", "the format names argument",
     "Unable to evaluate language function 'format': the format is invalid: 'Index (zero based) must be greater than or equal to zero and less than the size of the argument "
     "list.'. Please see https://aka.ms/arm-function-format for usage details."},
    {"uri", "is not an absolute URI",
     "The template language function 'uri' expects its first argument to be a uri string. The provided value is '{1}'. Please see https://aka.ms/arm-function-datauri for usage "
     "details."},
    {"base64ToString", "is not base64",
     "The template language function 'base64ToString' was invoked with a parameter that is not valid. The value cannot be decoded from base64 representation."},
    {"dataUriToString", "the data is not base64", not_converted},
    {"dataUriToString", "it does not start with `data:`",
     "The template language function 'dataUriToString' expects its parameter to be formatted as a valid data URI. The provided value '{1}' was not formatted correctly. Please see "
     "https://aka.ms/arm-functions#dataUriToString for usage details."},
    {"bool", "is neither `true` nor `false`", not_converted},
    {"int", "is not an integer",
     "The template language function 'int' cannot convert provided value '{1}' to integer value. Please see https://aka.ms/arm-function-int for usage details."},
    {"dateTimeAdd", "is not a duration",
     "The template function 'dateTimeAdd' has an invalid parameter. The second parameter '{1}' is not a valid ISO8601 Duration string. Please see "
     "https://aka.ms/arm-syntax-functions ."},
};

/// `2 * 3` → the two numbers.
std::optional<std::pair<std::string_view, std::string_view>> operands(std::string_view operation) {
  const auto left = operation.find(' '), right = operation.rfind(' ');
  if (left == std::string_view::npos || right <= left) return std::nullopt;
  return std::pair(operation.substr(0, left), operation.substr(right + 1));
}

}  // namespace

std::string failure_sentence(std::string_view text) {
  const auto failure = taken_apart(text);
  if (!failure) return std::string(text);
  if (failure->message.ends_with("does not fit 64 bits")) {
    if (const auto numbers = operands(failure->value)) {
      return fmt::format("The template language function '{}' overflowed with the operants '{}' and '{}'. Please see https://aka.ms/arm-functions for usage details.", failure->function,
                         numbers->first, numbers->second);
    }
  }
  const auto row = std::ranges::find_if(rows, [&](const Row& row) { return row.function == failure->function && failure->message.find(row.sign) != std::string_view::npos; });
  return row == std::end(rows) ? std::string(text) : fmt::format(fmt::runtime(row->sentence), failure->function, failure->value);
}

}  // namespace fleetlint::compiler
