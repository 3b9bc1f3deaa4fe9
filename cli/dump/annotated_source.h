#pragma once
// The text form of dumps: the source with one comment line below a line for every item that starts on it.
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/source.h"

namespace fleetlint::cli {

struct Annotation {
  Span span;
  std::string text;
};

/// `//@[S:E) text` below the line on which the item starts: S its column from 0 in UTF-16 code units, E that plus its
/// length, both padded with zeros. Line breaks are those of the source; items of a line keep their order.
std::string annotate_source(std::string_view source, const std::vector<Annotation>& annotations);

/// CR, LF and TAB as `\r`, `\n`, `\t`.
std::string escape_control_characters(std::string_view text);

}  // namespace fleetlint::cli
