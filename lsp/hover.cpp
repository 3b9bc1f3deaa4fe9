// Hover: what a name or property will be at deployment, in every evaluation of the file.
#include <algorithm>
#include <cctype>
#include <optional>
#include <vector>

#include "answers.h"
#include "fleetlint/base/redaction.h"
#include "fleetlint/evaluator/value_json.h"

namespace fleetlint::lsp {
namespace {

constexpr std::size_t max_value_bytes = 2000;
constexpr std::size_t max_nodes = 200'000;  // of one evaluation; a hover must not walk for long

/// Something known about the cursor's place: smaller spans say more precisely what the user points at.
struct Candidate {
  Span span;
  std::string name;
  eval::Value value;
  NamesOnTheWay way;
};

class Search {
 public:
  Search(const SourceSet& sources, std::string_view path, std::uint32_t offset) : sources_(sources), path_(path), offset_(offset) {}

  /// In a parameter file the names are those of its template's parameters.
  void visit_assigned(const eval::EvaluatedTemplate& evaluated, std::string_view word, Span word_span) {
    if (evaluated.deployments.empty()) return;
    for (const auto& field : evaluated.deployments.front()->parameters)
      if (field.name == word) offer(word_span, field.name, field.value, NamesOnTheWay().below(field.name));
  }

  void visit(const eval::EvaluatedTemplate& evaluated, std::string_view word, Span word_span) {
    left_ = max_nodes;
    for (const auto& deployment : evaluated.deployments) {
      for (const auto* fields : {&deployment->parameters, &deployment->variables, &deployment->outputs})
        for (const auto& field : *fields) visit_declared(*deployment, field, word, word_span);
    }
    for (const auto& resource : evaluated.resources) visit_value(resource->body, {});
  }

  /// The narrowest place and every value that it has there.
  std::optional<Span> best() const { return best_; }
  const std::vector<Candidate>& candidates() const { return candidates_; }

 private:
  bool is_here(Location location) const {
    return location && location.span.begin <= offset_ && offset_ <= location.span.end && sources_.at(location).path() == path_;
  }

  void offer(Span span, std::string_view name, const eval::Value& value, NamesOnTheWay way) {
    if (best_ && best_->size() < span.size()) return;
    if (!best_ || span.size() < best_->size()) candidates_.clear();
    best_ = span;
    candidates_.push_back({span, std::string(name), value, way});
  }

  /// A parameter or variable is known where it is declared and, by its name, wherever the same file uses it.
  void visit_declared(const eval::EvaluatedDeployment& deployment, const eval::Field& field, std::string_view word, Span word_span) {
    const auto way = NamesOnTheWay().below(field.name);
    if (is_here(field.name_location)) offer(field.name_location.span, field.name, field.value, way);
    const auto* declared_in = deployment.template_node;
    if (field.name == word && declared_in != nullptr && declared_in->location && sources_.at(declared_in->location).path() == path_)
      offer(word_span, field.name, field.value, way);
    visit_value(field.value, way);
  }

  /// Walks a value with a stack: properties whose name is under the cursor, values that were written there.
  void visit_value(const eval::Value& root, NamesOnTheWay root_way) {
    stack_.assign(1, {&root, {}, root_way});
    while (!stack_.empty() && left_ > 0) {
      --left_;
      const auto [value, name, way] = stack_.back();
      stack_.pop_back();
      for (const auto* origin = value->origin(); origin != nullptr; origin = origin->via)
        if (is_here(origin->location)) offer(origin->location.span, name.empty() ? origin->label : name, *value, name.empty() ? way.below(origin->label) : way);
      for (const auto& field : value->fields()) {
        const auto inner = way.below(field.name);
        if (is_here(field.name_location)) offer(field.name_location.span, field.name, field.value, inner);
        stack_.push_back({&field.value, field.name, inner});
      }
      for (const auto& item : value->items()) stack_.push_back({&item, {}, way});
    }
  }

  const SourceSet& sources_;
  std::string_view path_;
  std::uint32_t offset_;
  std::size_t left_ = 0;
  struct Step {
    const eval::Value* value;
    std::string_view name;
    NamesOnTheWay way;
  };
  std::vector<Step> stack_;
  std::optional<Span> best_;
  std::vector<Candidate> candidates_;
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The identifier around the cursor.
Span word_at(std::string_view text, std::size_t offset) {
  auto begin = std::min(offset, text.size()), end = begin;
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  while (end < text.size() && is_word(text[end])) ++end;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string value_text(const eval::Value& value, NamesOnTheWay way) {
  if (value.is_secret()) return "(secret)";
  std::string text;
  if (!eval::append_json(text, value, {.indent = 2, .way = way, .max_bytes = max_value_bytes})) text += " …";
  return redact_secrets(text);
}

std::string unknown_text(const eval::Value& value) {
  const auto& unknown = value.as_unknown();
  auto text = "not known before deployment (" + std::string(eval::to_string(unknown.reason)) + ")";
  if (!value.is_secret() && !unknown.expression.empty()) text += ": `" + redact_secrets(unknown.expression) + "`";
  return text;
}

std::string paragraph(const eval::Value& value, NamesOnTheWay way) {
  if (value.is_unknown()) return unknown_text(value);
  const auto text = value_text(value, way);
  return text.find('\n') == std::string::npos && text.size() < 100 ? "`" + text + "`" : "\n```json\n" + text + "\n```";
}

/// With which values an answer holds, behind it.
std::string circumstances(const Evaluation& evaluation, const Document& document) {
  std::string text;
  if (!evaluation.caller.empty()) text += " in " + std::string(file_name(evaluation.caller));
  if (!evaluation.parameters.empty() && evaluation.parameters != document.path) text += " with " + std::string(file_name(evaluation.parameters));
  return text;
}

/// What is said of one place.
struct Hover {
  std::optional<Span> span;
  std::string name, body;
  std::vector<std::string> said;

  void add(const Evaluation& evaluation, const Search& search, const Document& document) {
    span = search.best();
    for (const auto& candidate : search.candidates()) {
      const bool hidden = candidate.value.is_string() && !candidate.value.as_string().empty() && candidate.way.hides_text();
      auto line = (hidden ? std::string("(secret)") : paragraph(candidate.value, candidate.way)) + circumstances(evaluation, document);
      if (std::find(said.begin(), said.end(), line) != said.end() || said.size() >= 8) continue;
      if (name.empty()) name = candidate.name;
      body += "\n\n= " + line;
      said.push_back(std::move(line));
    }
  }
};

}  // namespace

Json hover_at(const Analysis& analysis, const Document& document, const Json& position, PositionEncoding encoding) {
  const auto offset = static_cast<std::uint32_t>(offset_of(document.text, position, encoding));
  const auto word_span = word_at(document.text, offset);
  const auto word = std::string_view(document.text).substr(word_span.begin, word_span.size());
  Hover own, called;  // by itself, and as a module of others
  for (const auto& evaluation : analysis.evaluations) {
    Search search(*analysis.sources, document.path, offset);
    search.visit(*evaluation.evaluated, word, word_span);
    if (evaluation.parameters == document.path) search.visit_assigned(*evaluation.evaluated, word, word_span);
    if (search.best()) (evaluation.caller.empty() ? own : called).add(evaluation, search, document);
  }
  // A module's defaults are what nobody deploys where all that use it give something else.
  const auto& [best, name, body, said] = called.said.empty() ? own : called;
  if (!best || said.empty()) return nullptr;
  const Source shown(document.path, document.text);
  return JsonObject{{"contents", JsonObject{{"kind", "markdown"}, {"value", "**" + analysis.redaction.text(name.empty() ? "value" : name) + "**" + analysis.redaction.text(body)}}},
                    {"range", range_of(shown, *best, encoding)}};
}

}  // namespace fleetlint::lsp
