#pragma once
// What fleetlint tells a user, whoever found it: the parser, the compiler, the evaluator, a rule, a scenario reader.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/source.h"

namespace fleetlint {

enum class Severity : std::uint8_t { off, info, warning, error };
std::string_view to_string(Severity severity);

/// A secondary place with its sentence: a step of a value's way, the other side of a mismatch.
struct Note {
  Location location;
  std::string message;
};

/// An edit that removes the finding. Applied only to the bytes of `location`.
struct Edit {
  Location location;
  std::string replacement;
};
struct Fix {
  std::string title;
  std::vector<Edit> edits;
  bool certain = false;  ///< may be applied without asking
};

/// One thing told to the user. Messages: lower case, code in backticks, no full stop, what was seen.
struct Finding {
  std::string code;  ///< "BCP018", "FL-UPG-001", "FL0012": stable
  Severity severity = Severity::error;
  std::string message;
  Location location;
  std::vector<Note> notes;
  std::string help;  ///< what to do
  std::vector<Fix> fixes;
  std::string resource;  ///< of a rule: type and name of the resource; else empty
  std::string path;      ///< of a rule: property path inside the resource
  bool certain = true;   ///< false: possible, shown only when asked for
};

/// Orders by path-independent position (source, span), then code, then message: output never depends on timing.
void sort_findings(std::vector<Finding>& findings);

/// Replaces SAS signatures, account keys, passwords in connection strings and similar by `[redacted]`.
/// Everything printed that may hold text from an input goes through here.
std::string redact_secrets(std::string_view text);

}  // namespace fleetlint
