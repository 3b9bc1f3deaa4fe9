#include "rule_pages.h"

#include <sys/stat.h>

#include <cstdio>
#include <map>

#include "fleetlint/report/report.h"

namespace fleetlint::cli {
namespace {

std::string json_text(std::string_view text) {
  std::string out;
  report::append_json_string(out, text);
  return out;
}

/// Settings of a rule with their defaults, by name.
std::map<std::string, std::string> settings_of(const rules::Rule& rule) {
  const auto settings = rule.settings_with_defaults();
  return {settings.begin(), settings.end()};
}

bool is_number(const std::string& text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos; }

bool write_file(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  const bool written = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (file == nullptr || std::fclose(file) != 0 || !written) {
    std::fprintf(stderr, "fleetlint: %s: cannot be written\n", path.c_str());
    return false;
  }
  return true;
}

}  // namespace

std::string rule_page(const rules::Rule& rule) {
  std::string out = "# " + std::string(rule.id) + " " + rule.name + "\n\n";
  out += "**" + std::string(to_string(rule.severity)) + "** | " + std::string(rules::to_string(rule.outcome)) + " | confidence " + std::string(rules::to_string(rule.confidence)) + " | fix: " +
         std::string(rules::to_string(rule.fix)) + (rule.on_by_default ? "" : " | off by default") + "\n\n";
  out += std::string(rule.page) + "\n";
  if (const auto settings = settings_of(rule); !settings.empty()) {
    out += "\n## Settings\n\n";
    for (const auto& [name, value] : settings) out += "- `" + name + "`" + (value.empty() ? "" : ": `" + value + "` unless configured") + "\n";
  }
  if (*rule.suppressed_by != '\0') out += "\nSilent about a resource when one of these reports it: " + std::string(rule.suppressed_by) + ".\n";
  out += "\nTo silence it: `#disable-next-line " + std::string(rule.id) + "`, `// fleetlint:ignore " + rule.id + " -- reason`; in JSON, which has no comments everywhere, `\"metadata\": {\"fleetlint\": {\"ignore\": [\"" + rule.id +
         "\"]}}` of the resource or the template; for a folder, `analyzers.fleetlint.rules." + rule.id + ".level` in `bicepconfig.json`.\n";
  return out;
}

std::vector<const rules::Rule*> rules_of(std::string_view area) {
  std::vector<const rules::Rule*> list;
  for (const auto* rule : rules::all_rules())
    if (area.empty() || fleet::equal_ignoring_case(rule->area(), area)) list.push_back(rule);
  return list;
}

bool write_rule_pages(const std::string& folder) {
  mkdir(folder.c_str(), 0777);
  std::string index = "# Rules\n\nMade by `fleetlint rules --pages`; the text lives in the rules' files.\n\n| Rule | Name | Severity | Finds |\n|---|---|---|---|\n";
  for (const auto* rule : rules::all_rules()) {
    if (!write_file(folder + "/" + rule->id + ".md", rule_page(*rule))) return false;
    index += "| [" + std::string(rule->id) + "](" + rule->id + ".md) | " + rule->name + " | " + std::string(to_string(rule->severity)) + (rule->on_by_default ? "" : ", off") + " | " + rule->title + " |\n";
  }
  return write_file(folder + "/README.md", index);
}

std::string rules_as_json(const std::vector<const rules::Rule*>& list) {
  std::string out = "[";
  bool first = true;
  for (const auto* rule : list) {
    out += first ? "\n" : ",\n";
    first = false;
    out += "  {\"id\": " + json_text(rule->id) + ", \"name\": " + json_text(rule->name) + ", \"title\": " + json_text(rule->title) + ", \"severity\": " + json_text(to_string(rule->severity)) +
           ", \"outcome\": " + json_text(rules::to_string(rule->outcome)) + ", \"tier\": " + std::to_string(rule->tier) + ", \"confidence\": " + json_text(rules::to_string(rule->confidence)) +
           ", \"onByDefault\": " + (rule->on_by_default ? "true" : "false") + ", \"fix\": " + json_text(rules::to_string(rule->fix)) + ", \"tags\": " + json_text(rule->tags) + "}";
  }
  return out + "\n]\n";
}

std::string rules_as_markdown(const std::vector<const rules::Rule*>& list) {
  std::string out = "| Rule | Name | Severity | Finds |\n|---|---|---|---|\n";
  for (const auto* rule : list)
    out += "| [" + std::string(rule->id) + "](rules/" + rule->id + ".md) | " + rule->name + " | " + std::string(to_string(rule->severity)) + (rule->on_by_default ? "" : ", off") + " | " + rule->title + " |\n";
  return out;
}

std::string rule_ids(const std::vector<const rules::Rule*>& list) {
  std::string out;
  for (const auto* rule : list) out += std::string(rule->id) + "\n";
  return out;
}

std::string configuration_schema() {
  std::string out =
      "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": \"analyzers.fleetlint of bicepconfig.json\",\n  \"type\": \"object\",\n"
      "  \"additionalProperties\": false,\n  \"properties\": {\n    \"enabled\": {\"type\": \"boolean\", \"default\": true},\n    \"rules\": {\n      \"type\": \"object\",\n"
      "      \"additionalProperties\": false,\n      \"properties\": {";
  bool first = true;
  for (const auto* rule : rules::all_rules()) {
    for (const char* key : {rule->id, rule->name}) {
      out += first ? "\n" : ",\n";
      first = false;
      out += "        " + json_text(key) + ": {\"description\": " + json_text(rule->title) +
             ", \"oneOf\": [{\"enum\": [\"off\", \"info\", \"warning\", \"error\"]}, {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\"level\": {\"enum\": "
             "[\"off\", \"info\", \"warning\", \"error\"]}";
      for (const auto& [name, value] : settings_of(*rule)) {
        const std::string type = is_number(value) ? "{\"type\": \"integer\", \"default\": " + value + "}"
                                 : value == "true" || value == "false" ? "{\"type\": \"boolean\", \"default\": " + value + "}"
                                 : value.empty() ? std::string("{\"type\": \"array\", \"items\": {\"type\": \"string\"}}")
                                                 : "{\"type\": \"string\", \"default\": " + json_text(value) + "}";
        out += ", " + json_text(name) + ": " + type;
      }
      out += "}}]}";
    }
  }
  return out + "\n      }\n    }\n  }\n}\n";
}

}  // namespace fleetlint::cli
