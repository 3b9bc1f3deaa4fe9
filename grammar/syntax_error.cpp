#include "fleetlint/grammar/syntax_error.h"

#include "fleetlint/grammar/parse.h"

namespace fleetlint::syntax {
namespace {

struct ErrorText {
  std::string_view code, message;
};
constexpr ErrorText error_texts[] = {
#define SYNTAX_ERROR(Name, Code, Message) {Code, Message},
#include "fleetlint/grammar/syntax_error.def"
};

}  // namespace

std::string_view SyntaxError::code() const { return error_texts[static_cast<unsigned>(kind)].code; }

std::string SyntaxError::message() const {
  std::string text(error_texts[static_cast<unsigned>(kind)].message);
  if (const auto hole = text.find("{}"); hole != std::string::npos) text.replace(hole, 2, argument);
  return text;
}

std::vector<Finding> syntax_findings(const SyntaxTree& tree, SourceId source, bool module_extension_configs) {
  std::vector<Finding> findings;
  findings.reserve(tree.errors.size());
  for (const auto& error : tree.errors) {
    Finding finding;
    finding.code = error.code();
    finding.message = error.message();
    if (module_extension_configs && error.kind == SyntaxErrorKind::unrecognized_params_file_declaration)
      finding.message.insert(finding.message.rfind('.'), ", \"extensionConfig\"");
    finding.location = {source, error.span};
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace fleetlint::syntax
