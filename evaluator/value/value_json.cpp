#include "fleetlint/evaluator/value_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/redaction.h"
#include "fleetlint/base/unicode.h"
#include "unknown/facts.h"
#include "value/platform_text.h"

namespace fleetlint::eval {

// --- from JSON -----------------------------------------------------------------------------------------------------

namespace {

Value number_from(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return Value::number(value);
}

bool is_identifier(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), [](char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

/// Builds values; `unknowns` says whether `{"$unknown": …}` is special.
class FromNode {
 public:
  /// `expression`: what gives the whole value; unknown parts are named by their way from there.
  FromNode(Arena& arena, bool unknowns, std::string_view expression = {}) : arena_(arena), unknowns_(unknowns), path_(expression) {}

  Value value(const arm::Node& node, std::uint64_t identity) {
    switch (node.kind) {
      case arm::NodeKind::null: return Value::null();
      case arm::NodeKind::boolean: return Value::boolean(node.boolean);
      case arm::NodeKind::integer: return Value::integer(node.integer);
      case arm::NodeKind::number: return number_from(node.text);
      case arm::NodeKind::string:
      case arm::NodeKind::expression: return Value::string(node.text);
      case arm::NodeKind::array: {
        auto items = arena_.create_array<Value>(node.items.size());
        for (std::size_t i = 0; i < items.size(); ++i) items[i] = part(node.items[i], mix_identity(identity, i + 1), [&] { return fmt::format("[{}]", i); });
        return Value::array(items);
      }
      case arm::NodeKind::object: {
        if (unknowns_ && node.members.size() == 1 && node.members[0].name == "$unknown" && node.members[0].value.is_object()) return unknown(node.members[0].value, identity);
        auto fields = arena_.create_array<Field>(node.members.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
          const arm::Member& member = node.members[i];
          fields[i] = {member.name, member.name_location, part(member.value, mix_identity(identity, identity_of(member.name)), [&] {
                         return is_identifier(member.name) ? fmt::format(".{}", member.name) : fmt::format("['{}']", member.name);
                       })};
        }
        return Value::object(fields);
      }
    }
    return Value::null();
  }

  Value unknown(const arm::Node& facts, std::uint64_t identity) {
    Unknown u;
    u.reason = UnknownReason::missing_parameter;
    u.identity = identity;
    if (identity) u.expression = arena_.copy(std::string_view(path_));
    const auto text = [&](std::string_view name) {
      const arm::Node* node = facts.find(name);
      return node && node->is_string() ? node->text : std::string_view();
    };
    const auto integer = [&](std::string_view name) -> std::optional<std::int64_t> {
      const arm::Node* node = facts.find(name);
      return node && node->is(arm::NodeKind::integer) ? std::optional(node->integer) : std::nullopt;
    };
    const auto flag = [&](std::string_view name) {
      const arm::Node* node = facts.find(name);
      return node && node->is(arm::NodeKind::boolean) && node->boolean;
    };
    constexpr std::pair<std::string_view, ValueKind> kinds[] = {{"string", ValueKind::string}, {"int", ValueKind::integer}, {"bool", ValueKind::boolean},
                                                                {"array", ValueKind::array}, {"object", ValueKind::object}, {"float", ValueKind::number}, {"null", ValueKind::null}};
    for (const auto& [word, kind] : kinds)
      if (text("type") == word) u.kinds = KindSet::of(kind);
    if (flag("nullable")) u.kinds = u.kinds | KindSet::of(ValueKind::null);
    if (flag("secret")) u.reason = UnknownReason::secret;
    if (flag("runtime")) u.reason = UnknownReason::runtime;
    u.prefix = text("prefix"), u.suffix = text("suffix"), u.regex = text("regex");
    u.min_length = integer("minLength"), u.max_length = integer("maxLength");
    u.min_value = integer("minValue"), u.max_value = integer("maxValue");
    if (const arm::Node* choices = facts.find("oneOf"); choices && choices->is_array()) {
      auto values = arena_.create_array<Value>(choices->items.size());
      for (std::size_t i = 0; i < values.size(); ++i) values[i] = value(choices->items[i], 0);
      u.one_of = values;
    }
    if (const arm::Node* items = facts.find("items"); items && items->is_object()) u.items = arena_.create<Value>(unknown(*items, 0));
    return normalise(u, arena_).mark_secret(flag("secret"));
  }

 private:
  template <typename Step>
  Value part(const arm::Node& node, std::uint64_t identity, Step&& step) {
    if (!unknowns_) return value(node, identity);
    const auto size = path_.size();
    path_ += step();
    const Value result = value(node, identity);
    path_.resize(size);
    return result;
  }

  Arena& arena_;
  bool unknowns_;
  std::string path_;
};

}  // namespace

Value value_from_node(const arm::Node& node, Arena& arena) { return FromNode(arena, false).value(node, 1); }

Value value_with_unknowns(const arm::Node& node, std::string_view identity, Arena& arena) {
  return FromNode(arena, true, identity).value(node, identity_of(identity));
}

// --- to JSON -------------------------------------------------------------------------------------------------------

void append_json_string(std::string& out, std::string_view text, bool escape_non_ascii) {
  out.push_back('"');
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text[0]);
    if (c >= 0x80) {
      const auto point = decode_utf8(text);
      const bool surrogate = point.value >= 0xD800 && point.value < 0xE000;
      if (surrogate || (escape_non_ascii && point.value < 0x10000)) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(point.value));
      } else if (escape_non_ascii) {
        const auto rest = static_cast<unsigned>(point.value) - 0x10000;
        fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
      } else {
        append_utf8(out, point.value);  // bad bytes become U+FFFD
      }
      text.remove_prefix(point.size);
      continue;
    }
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (c < 0x20 || c == 0x7F) fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        else out.push_back(static_cast<char>(c));
    }
    text.remove_prefix(1);
  }
  out.push_back('"');
}

namespace {

std::string_view type_word(KindSet kinds) {
  const KindSet without_null{static_cast<std::uint8_t>(kinds.bits & ~KindSet::of(ValueKind::null).bits)};
  constexpr std::pair<ValueKind, std::string_view> words[] = {{ValueKind::boolean, "bool"}, {ValueKind::integer, "int"}, {ValueKind::string, "string"}, {ValueKind::array, "array"}, {ValueKind::object, "object"}};
  for (const auto& [kind, word] : words)
    if (without_null.only(kind)) return word;
  return "any";
}

class Printer {
 public:
  Printer(std::string& out, const JsonOptions& options) : out_(out), options_(options), end_(out.size() + options.max_bytes) {}

  bool value(const Value& value, int depth) {
    if (out_.size() > end_) return false;
    // Lengths, counts and answers tell no secret; texts and containers do.
    const bool tells = value.is_string() || value.is_array() || value.is_object();
    if (options_.redact && ((value.is_secret() && tells) || is_hidden(value))) {
      out_ += "\"[redacted]\"";
      return true;
    }
    switch (value.kind()) {
      case ValueKind::null: out_ += "null"; break;
      case ValueKind::boolean: out_ += value.as_boolean() ? "true" : "false"; break;
      case ValueKind::integer: fmt::format_to(std::back_inserter(out_), "{}", value.as_integer()); break;
      case ValueKind::number: number(value.as_number()); break;
      case ValueKind::string: string(value.as_string()); break;
      case ValueKind::array: return items(value.items(), depth);
      case ValueKind::object:
        return list('{', '}', value.fields().size(), depth, [&](std::size_t i) {
          return field(value.fields()[i], depth + 1);
        });
      case ValueKind::unknown:
        out_ += '{';
        line(depth + 1);
        name("$unknown");
        if (!facts(value.as_unknown(), depth + 1, false, value.is_secret())) return false;
        line(depth);
        out_ += '}';
        break;
    }
    return out_.size() <= end_;
  }

  bool facts(const Unknown& u, int depth, bool brief, bool secret) {
    bool first = true, complete = true;
    const auto member = [&](std::string_view word) {
      if (!first) out_ += ',';
      first = false;
      line(depth + 1);
      name(word);
    };
    const auto integer = [&](std::string_view word, const std::optional<std::int64_t>& number) {
      if (!number) return;
      member(word);
      fmt::format_to(std::back_inserter(out_), "{}", *number);
    };
    const auto text = [&](std::string_view word, std::string_view content) {
      if (content.empty()) return;
      member(word);
      string(content);
    };
    const auto told = [&](std::string_view word, std::string_view content) {  // by us, not by the author
      member(word);
      plain(content);
    };
    out_ += '{';
    told("type", type_word(u.kinds));
    if (u.kinds.may_be(ValueKind::null) && type_word(u.kinds) != "any") member("nullable"), out_ += "true";
    text("prefix", u.prefix);
    text("suffix", u.suffix);
    integer("minLength", u.min_length);
    integer("maxLength", u.max_length);
    integer("minValue", u.min_value);
    integer("maxValue", u.max_value);
    text("regex", u.regex);
    if (!u.one_of.empty()) {
      member("oneOf");
      complete = value(Value::array(u.one_of), depth + 1);
    }
    if (u.items && complete) {
      member("items");
      complete = u.items->is_unknown() ? facts(u.items->as_unknown(), depth + 1, true, u.items->is_secret()) : known_facts(*u.items, depth + 1);
    }
    if (!u.members.empty() && !brief && complete) {
      member("members");
      complete = value(Value::object(u.members), depth + 1);
    }
    if (u.reason == UnknownReason::runtime) member("runtime"), out_ += "true";
    if (secret) member("secret"), out_ += "true";
    if (!brief) {
      told("reason", to_string(u.reason));
      // `unknown()` stands for what has no text, as an item of a loop of unknown length: inside a longer text it says where.
      if (const auto expression = expression_text(Value::unknown(&u).mark_secret(secret), options_.expression_bytes); expression != "unknown()") told("expression", expression);
    }
    line(depth);
    out_ += '}';
    return complete && out_.size() <= end_;
  }

 private:
  bool is_hidden(const Value& value) const {
    if (value.kind() == ValueKind::integer || value.kind() == ValueKind::number) return way_.hides_number();
    return value.is_string() && !value.as_string().empty() && way_.hides_text();
  }

  bool field(const Field& field, int depth) {
    const auto outside = way_;
    name(field.name);
    way_ = outside.below(field.name);
    const bool complete = value(field.value, depth);
    way_ = outside;
    return complete;
  }

  bool items(std::span<const Value> items, int depth) {
    const auto outside = way_;
    const bool complete = list('[', ']', items.size(), depth, [&](std::size_t i) {
      way_ = i > 0 && items[i - 1].is_string() ? outside.behind(items[i - 1].as_string()) : outside;
      return value(items[i], depth + 1);
    });
    way_ = outside;
    return complete;
  }

  bool known_facts(const Value& known, int depth) {
    out_ += "{\"type\":";
    append_json_string(out_, type_word(kinds_of(known)));
    if (!known.is_null() && deeply_known(known, 1000)) {
      out_ += ",\"oneOf\":[";
      if (!value(known, depth + 1)) return false;
      out_ += ']';
    }
    out_ += '}';
    return true;
  }

  void number(double number) {
    if (std::isfinite(number)) out_ += json_number(number);
    else append_json_string(out_, dotnet_text(number));
  }

  /// A text that an author wrote: tokens and keys in it are no one's to read.
  void string(std::string_view text) {
    if (options_.redact) append_json_string(out_, way_.shown(text), options_.escape_non_ascii);
    else append_json_string(out_, text, options_.escape_non_ascii);
  }

  void plain(std::string_view text) { append_json_string(out_, options_.redact ? redact_secrets(text) : std::string(text), options_.escape_non_ascii); }

  void name(std::string_view word) {
    plain(word);
    out_ += options_.indent > 0 ? ": " : ":";
  }

  void line(int depth) {
    if (options_.indent <= 0) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(depth * options_.indent), ' ');
  }

  template <typename Item>
  bool list(char open, char close, std::size_t size, int depth, Item&& item) {
    out_ += open;
    for (std::size_t i = 0; i < size; ++i) {
      if (i > 0) out_ += ',';
      line(depth + 1);
      if (!item(i)) return false;
    }
    if (size > 0) line(depth);
    out_ += close;
    return true;
  }

  std::string& out_;
  const JsonOptions& options_;
  std::size_t end_;
  NamesOnTheWay way_ = options_.way;  ///< what they say about showing what is below them
};

}  // namespace

bool append_json(std::string& out, const Value& value, const JsonOptions& options) { return Printer(out, options).value(value, 0); }
std::string to_json(const Value& value, const JsonOptions& options) {
  std::string out;
  append_json(out, value, options);
  return out;
}
std::optional<Unknown> summary_of_partial(const Value& value, Arena& arena) {
  if (value.is_unknown() || deeply_known(value)) return std::nullopt;
  Unknown facts = facts_of(value, arena);
  facts.members = {};
  if (const Unknown* part = first_unknown(value)) facts.reason = part->reason;
  facts.expression = arena.copy(expression_text(value, 4096));
  return facts;
}
bool append_facts(std::string& out, const Unknown& unknown, const JsonOptions& options, bool brief, bool secret) {
  return Printer(out, options).facts(unknown, 0, brief, secret);
}

}  // namespace fleetlint::eval
