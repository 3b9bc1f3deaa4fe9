#pragma once
// The sections of a template.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/evaluator/value.h"
#include "fleetlint/evaluator/world.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::eval {

/// Something wrong with the template's frame.
struct FrameError {
  ErrorKind kind;
  Location location;
  std::string message;
};

/// Sections that are absent, or not of the kind they must be, are null.
struct Frame {
  const arm::Node* root = nullptr;
  const arm::Node *parameters = nullptr, *variables = nullptr, *functions = nullptr, *definitions = nullptr, *resources = nullptr,
                  *outputs = nullptr, *asserts = nullptr;
  std::optional<ScopeKind> scope;  ///< what the schema says
  bool language_2 = false;         ///< languageVersion 2.0 and its previews
  bool symbolic = false;           ///< resources have names of their own; without languageVersion 2.0 that is an error, which is told
};

/// Whether the template declares languageVersion 2.0 or one of its previews.
bool is_language_2(const arm::Node& root);

/// The sections of a template object; errors are appended.
Frame read_frame(const arm::Node& root, std::vector<FrameError>& errors);

}  // namespace fleetlint::eval
