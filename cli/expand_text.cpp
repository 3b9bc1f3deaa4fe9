// The expanded template for people: resources with their values as a tree, unknown values with what is certain about them.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <unordered_map>

#include "expand_report.h"
#include "fleetlint/base/redaction.h"
#include "fleetlint/evaluator/presence.h"
#include "fleetlint/evaluator/shared_parts.h"
#include "fleetlint/evaluator/value_json.h"

namespace fleetlint::cli {
namespace {

std::string plain(std::string_view text) {
  std::string out;
  for (const char c : redact_secrets(text)) out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  return out;
}

/// `? string, starts with "pre-": missing parameter, parameters('name')`
std::string describe_unknown(const eval::Value& value) {
  const auto& unknown = value.as_unknown();
  if (const auto* failure = value.failure()) return failure->message.empty() ? "? error" : "? error: " + plain(failure->message);
  std::string facts;
  const auto add = [&](const std::string& fact) { facts += (facts.empty() ? "" : ", ") + fact; };
  constexpr std::pair<eval::ValueKind, const char*> words[] = {
      {eval::ValueKind::boolean, "true or false"}, {eval::ValueKind::integer, "integer"}, {eval::ValueKind::string, "string"},
      {eval::ValueKind::array, "array"},           {eval::ValueKind::object, "object"}};
  for (const auto& [kind, word] : words)
    if (unknown.kinds.only(kind)) add(word);
  if (!value.is_secret()) {
    if (!unknown.prefix.empty()) add(fmt::format("starts with `{}`", plain(unknown.prefix)));
    if (!unknown.suffix.empty()) add(fmt::format("ends with `{}`", plain(unknown.suffix)));
    if (!unknown.one_of.empty() && unknown.one_of.size() <= 8) {
      std::string list;
      for (const auto& choice : unknown.one_of) list += (list.empty() ? "" : " | ") + plain(eval::to_json(choice));
      add(list);
    }
  }
  if (unknown.min_value || unknown.max_value)
    add(fmt::format("{}…{}", unknown.min_value ? std::to_string(*unknown.min_value) : "", unknown.max_value ? std::to_string(*unknown.max_value) : ""));
  auto text = fmt::format("? {}{}{}", eval::to_string(unknown.reason), facts.empty() ? "" : ": ", facts);
  if (const auto expression = plain(eval::expression_text(value, 120)); !expression.empty() && expression != "unknown()") text += "  [" + expression + "]";
  return text;
}

class Tree {
 public:
  explicit Tree(std::string& out) : out_(out) {}

  /// `name: value`, containers indented below.
  void field(std::string_view name, const eval::Value& value, std::size_t depth) {
    if (is_full(depth)) return;
    line(depth, plain(name) + ":");
    const auto outside = way_;
    way_ = outside.below(name);
    below(value, depth);
    way_ = outside;
  }

 private:
  void line(std::size_t depth, const std::string& text) {
    out_.append(2 * depth, ' ');
    out_ += text;
    out_ += '\n';
  }

  /// Values share parts, so a small template can stand for a text of any size.
  bool is_full(std::size_t depth) {
    constexpr std::size_t most_bytes = std::size_t{32} << 20;
    if (out_.size() <= most_bytes) return false;
    if (!told_) line(depth, "… (too long to print)");
    return told_ = true;
  }

  /// Puts a scalar on the open line, a container below it.
  void below(const eval::Value& value, std::size_t depth) {
    if (value.is_object() && !value.fields().empty() && !value.is_secret()) {
      for (const auto& member : value.fields()) field(member.name, member.value, depth + 1);
    } else if (value.is_array() && !value.items().empty() && !value.is_secret()) {
      const auto outside = way_;
      for (std::size_t i = 0; i < value.items().size() && !is_full(depth); ++i) {
        way_ = i > 0 && value.items()[i - 1].is_string() ? outside.behind(value.items()[i - 1].as_string()) : outside;
        item_below(value.items()[i], depth + 1);
      }
      way_ = outside;
    } else {
      out_.pop_back();
      out_ += ' ';
      out_ += scalar(value);
      out_ += '\n';
      if (value.is_unknown() && !value.is_secret() && value.as_unknown().kinds.only(eval::ValueKind::object))
        for (const auto& member : value.as_unknown().members) field(member.name, member.value, depth + 1);
      if (value.is_unknown() && value.as_unknown().items) field("each", *value.as_unknown().items, depth + 1);
    }
  }

  /// `- ` and the item; of an object the first member stands on the line of the dash.
  void item_below(const eval::Value& item, std::size_t depth) {
    if (!item.is_object() || item.fields().empty() || item.is_secret()) {
      line(depth, "-");
      below(item, depth);
      return;
    }
    const auto dash = out_.size() + 2 * depth;
    for (const auto& member : item.fields()) field(member.name, member.value, depth + 1);
    if (dash < out_.size()) out_[dash] = '-';
  }

  std::string scalar(const eval::Value& value) const {
    if (value.is_unknown()) return describe_unknown(value);
    const auto json = [&] { return plain(eval::to_json(value, {.way = way_})); };
    if (value.is_secret()) return "[redacted]";
    if (!value.is_string()) return value.kind() == eval::ValueKind::integer && way_.hides_number() ? std::string(redacted_text) : json();
    if (!value.as_string().empty() && way_.hides_text()) return std::string(redacted_text);
    return reads_as_text(value.as_string()) ? plain(way_.shown(value.as_string())) : json();
  }

  /// Without quotes nobody takes it for a number, a boolean or a mark of this page.
  static bool reads_as_text(std::string_view text) {
    if (text.empty() || text == "true" || text == "false" || text == "null" || text.front() == ' ' || text.back() == ' ') return false;
    if (std::string_view("?[{\"").find(text.front()) != std::string_view::npos) return false;
    const std::string copy(text);
    char* end = nullptr;
    std::strtod(copy.c_str(), &end);
    return end != copy.c_str() + copy.size();
  }

  std::string& out_;
  bool told_ = false;
  NamesOnTheWay way_;  ///< to the value that is printed
};

std::string title(const eval::Value& value) {
  return value.is_string() ? plain(value.as_string()) : value.is_unknown() ? describe_unknown(value) : std::string("-");
}

/// `default of parameter q, main.bicep:3`
std::string way(const eval::Cause& cause, const SourceSet& sources) {
  std::string text;
  for (const auto& note : cause.way) {
    if (!note.location || note.location.source.index >= sources.size()) continue;
    const auto& source = sources.at(note.location);
    text += fmt::format("; {} ({}:{})", plain(note.message), plain(source.path()), source.line_column(note.location.span.begin).line);
  }
  return text;
}

std::string because(const eval::Cause& cause, const SourceSet& sources) { return plain(cause.text) + way(cause, sources); }

std::string presence(const eval::EvaluatedResource& resource, const SourceSet& sources) {
  std::string text;
  const auto add = [&](const std::string& word) { text += (text.empty() ? "" : ", ") + word; };
  if (resource.existing) add("existing");
  if (eval::is_made(resource) == Tri::yes) return text;
  const char* word = resource.condition == Tri::no ? "not deployed" : resource.zero_or_more ? "zero or more" : "maybe";
  add(fmt::format("{}: {}", word, because(eval::cause_of(resource), sources)));
  return text;
}

std::string title(const eval::Absence& absence) {
  return fmt::format("{}  {}", plain(absence.type), plain(absence.name.empty() ? std::string(absence.symbolic_name) : absence.name));
}

/// How many known and unknown values there are, each where it is used.
struct Counts {
  std::map<eval::UnknownReason, std::uint64_t> unknown;  ///< by reason
  std::uint64_t known = 0;

  void add(const Counts& other) {
    known = sum(known, other.known);
    for (const auto& [reason, count] : other.unknown) unknown[reason] = sum(unknown[reason], count);
  }

 private:
  /// Shared parts make numbers of any size.
  static std::uint64_t sum(std::uint64_t a, std::uint64_t b) { return a > UINT64_MAX - b ? UINT64_MAX : a + b; }
};

class Counter {
 public:
  /// Counts a shared part once and adds it up wherever it is used.
  const Counts& count(const eval::Value& value) {
    const auto* part = eval::shared_part(value);
    if (part != nullptr)
      if (const auto known = counts_.find(part); known != counts_.end()) return known->second;
    Counts counts;
    if (value.is_unknown()) ++counts.unknown[value.as_unknown().reason];
    else if (!value.is_array() && !value.is_object()) ++counts.known;
    for (const auto& item : value.items()) counts.add(count(item));
    for (const auto& field : value.fields()) counts.add(count(field.value));
    return part != nullptr ? counts_.insert_or_assign(part, std::move(counts)).first->second : scalar_ = std::move(counts);
  }

 private:
  std::unordered_map<const void*, Counts> counts_;
  Counts scalar_;
};

/// What a reason means, and what makes the value known.
std::string_view explain(eval::UnknownReason reason) {
  using enum eval::UnknownReason;
  switch (reason) {
    case missing_parameter: return "no value given: --param NAME=VALUE or --parameters FILE";
    case runtime: return "known only after the deployment";
    case context: return "depends on where it is deployed: --context FILE";
    case clock: return "the time of the deployment: --now";
    case random: return "made anew by each deployment";
    case secret: return "a secret in a vault";
    case external: return "comes from outside of the template";
    case provider: return "told by the resource provider: zones in --context FILE";
    case loop: return "differs from item to item of a loop whose count is unknown";
    case limit: return "a limit of the evaluation was reached";
    case error: return "an error is reported there";
    case derived: return "computed from values that are unknown for several reasons";
  }
  return "";
}

std::string summary(const eval::EvaluatedTemplate& evaluated) {
  Counts counts;
  Counter counter;
  std::size_t deployed = 0, maybe = 0, existing = 0;
  for (const auto& resource : evaluated.resources) {
    const auto made = eval::is_made(*resource);
    if (resource->existing) ++existing;
    else if (made == Tri::unknown) ++maybe;
    else if (made == Tri::yes) ++deployed;
    if (resource->condition != Tri::no) counts.add(counter.count(resource->body));
  }
  std::uint64_t unknown = 0;
  std::string reasons;
  for (const auto& [reason, count] : counts.unknown) {
    unknown += count;
    reasons += fmt::format("\n{:>8} {:<17}  {}", count, eval::to_string(reason), explain(reason));
  }
  return fmt::format("{} resource{} deployed, {} maybe, {} existing; {} value{} known, {} unknown{}{}", deployed, deployed == 1 ? "" : "s", maybe, existing,
                     counts.known, counts.known == 1 ? "" : "s", unknown, reasons.empty() ? "" : " (marked with ?):", reasons);
}

void append_body(std::string& out, const eval::EvaluatedResource& resource, std::size_t depth) {
  Tree tree(out);
  if (resource.id.is_string()) tree.field("id", resource.id, depth);
  for (const auto& field : resource.body.fields())
    if (field.name != "type" && field.name != "name" && field.name != "id") tree.field(field.name, field.value, depth);
}

std::size_t depth_of(const eval::EvaluatedDeployment* deployment) {
  std::size_t depth = 0;
  for (auto* at = deployment ? deployment->parent : nullptr; at; at = at->parent) ++depth;
  return depth;
}

/// Lines as they are, in Markdown.
std::string in_block(const std::string& text) { return "````text\n" + text + "\n````\n"; }

void append_fields(std::string& out, const char* heading, const std::vector<eval::Field>& fields) {
  if (fields.empty()) return;
  out += fmt::format("\n{}\n", heading);
  Tree tree(out);
  for (const auto& field : fields) tree.field(field.name, field.value, 1);
}

}  // namespace

std::string expand_text(const eval::EvaluatedTemplate& evaluated, const SourceSet& sources) {
  if (evaluated.deployments.empty()) return {};  // the template could not be read, which is told
  std::string out = summary(evaluated) + "\n";
  for (const auto& resource : evaluated.resources) {
    const auto depth = depth_of(resource->deployment);
    const auto note = presence(*resource, sources);
    out += '\n';
    out.append(2 * depth, ' ');
    out += fmt::format("{}  {}{}{}{}\n", title(resource->type_value), title(resource->name), note.empty() ? "" : "  (", note, note.empty() ? "" : ")");
    if (resource->condition != Tri::no) append_body(out, *resource, depth + 1);
  }
  if (const auto absent = eval::absences(evaluated); !absent.empty()) {
    out += "\ndeclared, but not there\n";
    for (const auto& absence : absent) out += fmt::format("  {}  ({})\n", title(absence), because(absence.cause, sources));
  }
  const auto& root = *evaluated.deployments.front();
  append_fields(out, "parameters", root.parameters);
  append_fields(out, "outputs", root.outputs);
  append_fields(out, "asserts", root.asserts);
  return out;
}

std::string expand_markdown(const eval::EvaluatedTemplate& evaluated, const SourceSet& sources) {
  if (evaluated.deployments.empty()) return {};
  const auto cell = [](std::string text) {
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, 1, '\\');
    return text;
  };
  std::string out = "# Resources\n\n" + in_block(summary(evaluated)) + "\n| type | name | |\n| --- | --- | --- |\n";
  for (const auto& resource : evaluated.resources)
    out += fmt::format("| {} | {} | {} |\n", cell(title(resource->type_value)), cell(title(resource->name)), cell(presence(*resource, sources)));
  for (const auto& absence : eval::absences(evaluated))
    out += fmt::format("| {} | {} | {} |\n", cell(plain(absence.type)), cell(plain(absence.name.empty() ? std::string(absence.symbolic_name) : absence.name)), cell("not there: " + because(absence.cause, sources)));
  for (const auto& resource : evaluated.resources) {
    if (resource->condition == Tri::no) continue;
    std::string body;
    append_body(body, *resource, 0);
    out += fmt::format("\n## {} {}\n\n", title(resource->type_value), title(resource->name));
    if (const auto note = presence(*resource, sources); !note.empty()) out += note + "\n\n";
    out += "````yaml\n" + body + "````\n";
  }
  std::string outputs;
  Tree tree(outputs);
  for (const auto& field : evaluated.deployments.front()->outputs) tree.field(field.name, field.value, 0);
  if (!outputs.empty()) out += "\n## Outputs\n\n````yaml\n" + outputs + "````\n";
  return out;
}

}  // namespace fleetlint::cli
