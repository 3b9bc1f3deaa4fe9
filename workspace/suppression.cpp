// Silencing findings where they are: comments in Bicep and JSON, metadata in JSON.
#include <algorithm>
#include <map>

#include "directives.h"
#include "fleetlint/workspace/lint.h"

namespace fleetlint::workspace {
namespace {

/// Lines from 1, both included, in which some rules are silent.
struct SilentLines {
  std::uint32_t first = 1, last = UINT32_MAX;
  std::vector<std::string> ids;
};

bool names_rule(const std::vector<std::string>& ids, const rules::Rule& rule) {
  return std::any_of(ids.begin(), ids.end(),
                     [&](const std::string& id) { return fleet::equal_ignoring_case(id, rule.id) || fleet::equal_ignoring_case(id, rule.name); });
}

/// Last line of the declaration that begins at a line: to the bracket that closes what the first lines open.
std::uint32_t end_of_declaration(const Source& source, std::uint32_t line) {
  int depth = 0;
  bool opened = false;
  for (; line <= source.line_count(); ++line) {
    char quote = 0;
    const auto text = source.line_text(line);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (quote != 0) {
        if (c == '\\') ++i;
        else if (c == quote) quote = 0;
        continue;
      }
      if (c == '/' && i + 1 < text.size() && text[i + 1] == '/') break;
      if (c == '\'' || c == '"') quote = c;
      else if (c == '{' || c == '[' || c == '(') ++depth, opened = true;
      else if (c == '}' || c == ']' || c == ')') --depth;
    }
    // A decorator closes its bracket, and the declaration still follows.
    const auto trimmed = fleet::trim(text);
    const bool decorator = trimmed.starts_with("@");
    if (depth <= 0 && !decorator && (opened || !trimmed.empty())) return line;
  }
  return source.line_count();
}

std::vector<std::string> ids_of(const Directive& directive) {
  std::vector<std::string> ids;
  for (const auto& code : directive.codes) ids.push_back(code.text);
  return ids;
}

/// Which lines the directives of one source silence. What many of them ask alike is looked up once, so the time stays linear.
class SilenceReader {
 public:
  explicit SilenceReader(const Source& source) : source_(source) {}

  std::vector<SilentLines> read() {
    for (const auto& directive : read_directives(source_)) read(directive);
    return std::move(silent_);
  }

 private:
  using Kind = Directive::Kind;

  void read(const Directive& directive) {
    const auto line = directive.line;
    switch (directive.kind) {
      case Kind::disable_next_line: silent_.push_back({line + 1, line + 1, ids_of(directive)}); return;
      case Kind::disable: case Kind::ignore_start: open(line, ids_of(directive)); return;
      case Kind::restore: restore(line, ids_of(directive)); return;
      case Kind::ignore_file: silent_.push_back({1, UINT32_MAX, ids_of(directive)}); return;
      case Kind::ignore_end:
        for (const auto& [ids, places] : open_) close(places, line);
        open_.clear();
        return;
      case Kind::ignore: {
        const auto first = directive.behind_code ? line : next_code_line(line);
        silent_.push_back({first, directive.behind_code ? line : end_of(first), ids_of(directive)});
        return;
      }
      case Kind::misspelt: return;
    }
  }

  void open(std::uint32_t line, std::vector<std::string> ids) {
    open_[ids].push_back(silent_.size());
    silent_.push_back({line, UINT32_MAX, std::move(ids)});
  }

  void restore(std::uint32_t line, const std::vector<std::string>& ids) {
    const auto found = open_.find(ids);
    if (found == open_.end()) return;
    close(found->second, line);
    open_.erase(found);
  }

  void close(const std::vector<std::size_t>& places, std::uint32_t line) {
    for (const auto place : places) silent_[place].last = line;
  }

  /// The next line that holds more than blanks and comments. Asked for lines in rising order.
  std::uint32_t next_code_line(std::uint32_t line) {
    if (next_code_ > line) return next_code_;
    for (++line; line <= source_.line_count(); ++line) {
      const auto text = fleet::trim(source_.line_text(line));
      if (!text.empty() && !text.starts_with("//") && !text.starts_with("#")) break;
    }
    return next_code_ = line;
  }

  std::uint32_t end_of(std::uint32_t line) {
    if (declaration_ != line) declaration_ = line, declaration_end_ = end_of_declaration(source_, line);
    return declaration_end_;
  }

  const Source& source_;
  std::vector<SilentLines> silent_;
  std::map<std::vector<std::string>, std::vector<std::size_t>> open_;  ///< what is silent until it is restored
  std::uint32_t next_code_ = 0, declaration_ = 0, declaration_end_ = 0;
};

std::vector<std::string> ignored_by(const fleet::Property& metadata) {
  std::vector<std::string> ids;
  for (const auto& item : metadata["fleetlint.ignore"].items().certain)
    if (const auto text = item.text()) ids.emplace_back(*text);
  return ids;
}

std::vector<std::string> ignored_by_template(const arm::Node* root) {
  std::vector<std::string> ids;
  for (const char* name : {"metadata", "fleetlint", "ignore"}) {
    if (root == nullptr) return ids;
    root = root->find(name);
  }
  if (root != nullptr)
    for (const auto& item : root->items)
      if (item.is_string()) ids.emplace_back(item.text);
  return ids;
}

}  // namespace

std::size_t suppress(std::vector<rules::RuleFinding>& findings, const SourceSet& sources, const fleet::FleetModel& model) {
  std::map<std::uint32_t, std::vector<SilentLines>> by_source;
  const auto is_silent = [&](const Location& location, const rules::Rule& rule) {
    if (!location) return false;
    auto [entry, is_new] = by_source.try_emplace(location.source.index);
    const Source& source = sources.at(location);
    if (is_new) entry->second = SilenceReader(source).read();
    if (entry->second.empty()) return false;
    const auto line = source.line_column(location.span.begin, ColumnUnit::bytes).line;
    return std::any_of(entry->second.begin(), entry->second.end(),
                       [&](const SilentLines& each) { return each.first <= line && line <= each.last && names_rule(each.ids, rule); });
  };
  std::vector<std::string> everywhere;
  if (model.evaluated != nullptr && !model.evaluated->deployments.empty()) everywhere = ignored_by_template(model.evaluated->deployments[0]->template_node);
  return std::erase_if(findings, [&](const rules::RuleFinding& each) {
    const rules::Rule& rule = *each.rule;
    if (names_rule(everywhere, rule)) return true;
    if (each.resource != nullptr && names_rule(ignored_by(each.resource->property("metadata")), rule)) return true;
    // Silenced where it points, where the resource begins, or at a step of the value's way.
    if (is_silent(each.finding.location, rule) || is_silent(each.resource_location, rule)) return true;
    return std::any_of(each.finding.notes.begin(), each.finding.notes.end(), [&](const Note& note) { return is_silent(note.location, rule); });
  });
}

}  // namespace fleetlint::workspace
