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

/// The line break at which a dump splits the text of a file: LF, but CRLF for the files of a folder named
/// `..._CRLF`. The reference compiler's samples say so in their names, and one of them cannot be told by its
/// text: a string that is not terminated holds the only line break, an LF.
std::string_view dump_new_line(const std::string& path);

/// `//@[S:E) text` below the line on which the item starts: S its column from 0 in UTF-16 code units, E that
/// plus its length, both padded with zeros. Items of a line keep their order. Every line ends with
/// `new_line`.
std::string annotate_source(std::string_view source, std::string_view new_line,
                            const std::vector<Annotation>& annotations);

/// CR, LF and TAB as `\r`, `\n`, `\t`.
std::string escape_control_characters(std::string_view text);

}  // namespace fleetlint::cli
