// Which addresses answered, as a file tells: fleetlint opens no connection itself.
#include "fleetlint/template/reader.h"
#include "lint_input.h"

namespace fleetlint::workspace {

std::map<std::string, std::int64_t, std::less<>> read_url_status(SourceSet& sources, const LintOptions& options, std::vector<Finding>& problems) {
  std::map<std::string, std::int64_t, std::less<>> status;
  if (options.url_status_file.empty()) return status;
  const auto complain = [&](std::string message, Location location = {}) {
    Finding finding;
    finding.code = "FL0505";
    finding.message = std::move(message);
    finding.location = location;
    problems.push_back(std::move(finding));
  };
  auto file = sources.read(options.url_status_file, options.limits.file_bytes);
  if (!file.text) {
    complain(options.url_status_file + ": " + file.message);
    return status;
  }
  const auto document = arm::read_json(sources, sources.add(options.url_status_file, std::move(*file.text)), arm::ExpressionMode::literal, options.limits);
  problems.insert(problems.end(), document->findings.begin(), document->findings.end());
  if (!document->root.is_object()) {
    if (document->findings.empty()) complain("the file with the status of addresses must be an object: `{\"https://…\": 404}`", document->root.location);
    return status;
  }
  for (const auto& member : document->root.members) {
    if (member.value.kind != arm::NodeKind::integer) {
      complain("the status of an address must be a number like 404, or 0 for no answer", member.value.location);
      continue;
    }
    // A query may hold a signature, and rules look without it.
    status[std::string(member.name.substr(0, member.name.find('?')))] = member.value.integer;
  }
  return status;
}

}  // namespace fleetlint::workspace
