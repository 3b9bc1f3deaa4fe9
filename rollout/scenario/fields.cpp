#include "scenario/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "fleetlint/base/nearest_name.h"

namespace fleetlint::rollout {
namespace {

const char* kind_name(const YamlNode* node) {
  switch (node->kind) {
    case YamlNode::Kind::null: return "nothing";
    case YamlNode::Kind::sequence: return "a list";
    case YamlNode::Kind::mapping: return "a mapping";
    case YamlNode::Kind::scalar: return node->quoted ? "a string" : "a plain word";
  }
  return "";
}

/// A plain scalar that the YAML core schema reads as a number.
bool plain_number(const YamlNode* node) {
  if (node->kind != YamlNode::Kind::scalar || node->quoted || node->text.empty()) return false;
  bool digit = false, point = false;
  for (std::size_t i = 0; i < node->text.size(); ++i) {
    const char c = node->text[i];
    if (c >= '0' && c <= '9') {
      digit = true;
    } else if (c == '.' && !point) {
      point = true;
    } else if ((c == '-' || c == '+') && i == 0) {
      continue;
    } else if ((c == 'e' || c == 'E') && digit) {
      for (++i; i < node->text.size(); ++i) {
        const char e = node->text[i];
        if (!((e >= '0' && e <= '9') || e == '+' || e == '-')) return false;
      }
      return true;
    } else {
      return false;
    }
  }
  return digit;
}

std::string shown(std::string_view text) { return redact_secrets(text.substr(0, 80)); }

/// A message without the path that it begins with: settings that several sets share have a path in each.
std::string_view without_path(std::string_view message) {
  if (message.empty() || message.front() != '`') return message;
  const auto end = message.find('`', 1);
  return end == std::string_view::npos ? message : message.substr(end);
}

/// Codes of which a place has at most one: what stands there is unknown, or wrong in itself.
bool is_about_its_place(std::string_view code) { return code >= "FL0403" && code <= "FL0407"; }

}  // namespace

void ReadContext::error(const char* code, Location location, std::string message, std::string help) {
  if (full()) return;
  const bool has_place = root == nullptr || location != root->location;  // what comes from templates has none of its own
  for (const auto& told : findings) {
    if (has_place && told.code == code && told.location == location && (is_about_its_place(code) || without_path(told.message) == without_path(message))) return;
  }
  findings.push_back({.code = code, .message = std::move(message), .location = location, .help = std::move(help)});
  if (full()) findings.push_back({.code = code, .message = "more than 100 mistakes; the rest is not listed", .location = location});
}

void ReadContext::warning(const char* code, Location location, std::string message, std::string help) {
  if (full()) return;
  findings.push_back({.code = code, .severity = Severity::warning, .message = std::move(message), .location = location, .help = std::move(help)});
}

VersionId ReadContext::version(std::string_view text) {
  const auto found = versions.find(std::string(text));
  if (found != versions.end()) return found->second;
  VersionInfo info;
  info.text = text;
  std::uint64_t part = 0;
  bool digits = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : '.';
    if (c >= '0' && c <= '9') {
      part = part > 100'000'000'000'000'000ull ? part : part * 10 + static_cast<std::uint64_t>(c - '0');
      digits = true;
    } else if (digits) {
      info.parts.push_back(part);
      part = 0;
      digits = false;
    }
  }
  const auto id = static_cast<VersionId>(scenario.versions.size());
  scenario.versions.push_back(std::move(info));
  versions.emplace(text, id);
  return id;
}

namespace {

struct ReferenceNames {
  const char *told, *section, *key;  ///< where the file lists them, and the key of the name
};
constexpr ReferenceNames reference_names[] = {{"set", "sets", "id"}, {"region", "regions", "name"}, {"maintenance configuration", "maintenanceConfigurations", "id"}};

}  // namespace

bool ReadContext::is_listed(Reference kind, std::string_view name) {
  const auto& names = reference_names[static_cast<std::size_t>(kind)];
  const YamlNode* section = root == nullptr ? nullptr : root->find(names.section);
  if (section == nullptr) return false;
  if (section->kind != YamlNode::Kind::sequence) return true;
  Listed& known = listed[static_cast<std::size_t>(kind)];
  if (known.section != section) {
    known = {section, {}};
    for (const YamlNode* item : section->items) {
      const YamlNode* own = item->kind == YamlNode::Kind::mapping ? item->find(names.key) : nullptr;
      if (own != nullptr) known.names.insert(own->text);
    }
  }
  return known.names.contains(name);
}

std::optional<std::uint32_t> ReadContext::refer(Reference kind, const YamlNode* node) {
  const auto& names = reference_names[static_cast<std::size_t>(kind)];
  const auto& known = kind == Reference::set ? sets : kind == Reference::region ? regions : maintenance;
  if (node->kind != YamlNode::Kind::scalar) {
    error("FL0404", node->location, fmt::format("the name of a {} is expected, not {}", names.told, kind_name(node)));
    return std::nullopt;
  }
  if (const auto found = known.find(node->text); found != known.end()) return found->second;
  if (full() || is_listed(kind, node->text) || (kind == Reference::set && sets_incomplete)) return std::nullopt;
  std::vector<std::string_view> all;
  for (const auto& [name, id] : known) {
    if (all.size() < 1000) all.push_back(name);
  }
  if (const YamlNode* section = root == nullptr ? nullptr : root->find(names.section)) {  // those with mistakes may be meant, too
    for (const YamlNode* item : section->items) {
      if (all.size() >= 2000) break;
      const YamlNode* own = item->kind == YamlNode::Kind::mapping ? item->find(names.key) : nullptr;
      if (own != nullptr && own->kind == YamlNode::Kind::scalar) all.push_back(own->text);
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  const auto near = nearest_name(node->text, all);
  error("FL0407", node->location, fmt::format("{} `{}` does not exist{}", names.told, shown(node->text), near.empty() ? "" : fmt::format("; did you mean `{}`?", near)),
        near.empty() && !all.empty() && all.size() <= 10 ? "there are: " + quoted_list(all) : "");
  return std::nullopt;
}

std::string_view nearest_name(std::string_view word, std::span<const std::string_view> names) {
  if (word.size() > 64) return {};
  std::string_view best;
  std::size_t distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const auto name : names) {
    const auto d = edit_distance(word, name, distance - 1);
    if (d >= distance) continue;
    distance = d;
    best = name;
  }
  return best;
}

std::string quoted_list(std::span<const std::string_view> names) {
  std::string text;
  for (const auto name : names) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name);
  return text;
}

bool is_version(std::string_view text) {
  std::size_t i = 0;
  if (!text.empty() && ((text[0] | 0x20) >= 'a' && (text[0] | 0x20) <= 'z')) i = 1;
  bool digit = false;
  for (; i < text.size(); ++i) {
    if (text[i] >= '0' && text[i] <= '9') {
      digit = true;
    } else if (text[i] == '.' && digit) {
      digit = false;
    } else {
      return false;
    }
  }
  return digit;
}

Fields::Fields(ReadContext& context, const YamlNode* node, std::string name, std::initializer_list<std::string_view> keys)
    : context_(context), node_(node), name_(std::move(name)) {
  if (node->kind != YamlNode::Kind::mapping) {
    context.error("FL0404", node->location, fmt::format("`{}` must be a mapping, not {}", name_.empty() ? "scenario" : name_, kind_name(node)));
    return;
  }
  mapping_ = true;
  for (const auto& [key, value] : node->entries) {
    if (std::find(keys.begin(), keys.end(), key->text) != keys.end()) continue;
    const auto near = nearest_name(key->text, {keys.begin(), keys.size()});
    unknown_keys_ = true;
    if (!near.empty()) meant_.push_back(near);
    std::string where = name_.empty() ? "at the top level" : fmt::format("in `{}`", name_);
    context.error("FL0403", key->location,
                  fmt::format("unknown key `{}` {}{}", shown(key->text), where, near.empty() ? "" : fmt::format("; did you mean `{}`?", near)),
                  "allowed: " + quoted_list({keys.begin(), keys.size()}));
  }
}

const YamlNode* Fields::require(std::string_view key) {
  const YamlNode* node = find(key);
  if (node == nullptr && mapping_ && std::find(meant_.begin(), meant_.end(), key) == meant_.end()) context_.error("FL0408", node_->location, fmt::format("`{}` needs `{}`", name_.empty() ? "scenario" : name_, key));
  return node;
}

void Fields::wrong_type(const YamlNode* node, std::string_view key, std::string_view wanted) {
  context_.error("FL0404", node->location, fmt::format("`{}` must be {}, not {}{}", path(key), wanted, kind_name(node),
                                                       node->kind == YamlNode::Kind::scalar ? fmt::format(" `{}`", shown(node->text)) : ""));
}

void Fields::not_allowed(const YamlNode* node, std::string_view key, std::string_view got, std::span<const std::string_view> names) {
  const auto near = nearest_name(got, names);
  context_.error("FL0405", node->location,
                 fmt::format("`{}` cannot be `{}`{}", path(key), shown(got), near.empty() ? "" : fmt::format("; did you mean `{}`?", near)),
                 "allowed: " + quoted_list(names));
}

bool Fields::to_text(const YamlNode* node, std::string_view key, std::string& out) {
  if (node->kind != YamlNode::Kind::scalar || plain_number(node) || (!node->quoted && (node->text == "true" || node->text == "false"))) {
    wrong_type(node, key, plain_number(node) ? "a string (put it in quotes)" : "a string");
    return false;
  }
  out = node->text;
  return true;
}

bool Fields::to_integer(const YamlNode* node, std::string_view key, std::int64_t least, std::int64_t most, std::int64_t& out) {
  std::int64_t value = 0;
  const char* first = node->text.data();
  const char* last = first + node->text.size();
  if (first != last && *first == '+') ++first;
  const auto result = std::from_chars(first, last, value);
  const bool number = plain_number(node);
  if (!number || (result.ec != std::errc{} && result.ec != std::errc::result_out_of_range) || result.ptr != last) {
    wrong_type(node, key, "a whole number");
    return false;
  }
  if (result.ec != std::errc{} || value < least || value > most) {
    context_.error("FL0405", node->location, fmt::format("`{}` is {}, allowed is {} to {}", path(key), shown(node->text), least, most));
    return false;
  }
  out = value;
  return true;
}

bool Fields::text(std::string_view key, std::string& out) {
  const YamlNode* node = find(key);
  return node != nullptr && to_text(node, key, out);
}

bool is_identifier(std::string_view text) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return !text.empty() && plain(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) { return plain(c) || c == '.' || c == '_' || c == '-'; });
}

bool Fields::identifier(std::string_view key, std::string& out) {
  if (!text(key, out)) return false;
  const bool fine = is_identifier(out);
  if (!fine) {
    context_.error("FL0405", find(key)->location, fmt::format("`{}` is no name: `{}`", path(key), out.substr(0, 80)), "letters, digits, `.`, `_` and `-`, a letter or digit first");
  }
  return fine;
}

bool Fields::boolean(std::string_view key, bool& out) {
  const YamlNode* node = find(key);
  if (node == nullptr) return false;
  if (node->kind != YamlNode::Kind::scalar || node->quoted || (node->text != "true" && node->text != "false")) {
    wrong_type(node, key, "`true` or `false`");
    return false;
  }
  out = node->text == "true";
  return true;
}
bool Fields::boolean(std::string_view key, std::optional<bool>& out) {
  bool value = false;
  if (!boolean(key, value)) return false;
  out = value;
  return true;
}

bool Fields::to_instant(const YamlNode* node, std::string_view key, Millis& out) {
  if (node->kind != YamlNode::Kind::scalar) {
    wrong_type(node, key, "an instant such as 2025-03-04T00:00:00Z");
    return false;
  }
  const auto value = parse_instant(node->text);
  if (!value) {
    context_.error("FL0406", node->location, fmt::format("`{}` is not an instant: `{}`", path(key), shown(node->text)),
                   "write 2025-03-04T00:00:00Z or with an offset such as +01:00");
    return false;
  }
  out = *value;
  return true;
}
bool Fields::to_duration(const YamlNode* node, std::string_view key, Millis& out, bool negative) {
  if (node->kind != YamlNode::Kind::scalar || plain_number(node)) {
    wrong_type(node, key, "a duration such as PT5M");
    return false;
  }
  const auto value = parse_duration(node->text);
  if (!value || (*value < 0 && !negative)) {
    context_.error("FL0406", node->location, fmt::format("`{}` is not a duration: `{}`", path(key), shown(node->text)),
                   "write weeks, days, hours, minutes, seconds: P2W, P1DT2H, PT5M, PT1.5S; months and years have no fixed length");
    return false;
  }
  out = *value;
  return true;
}
bool Fields::instant(std::string_view key, Millis& out) {
  const YamlNode* node = find(key);
  return node != nullptr && to_instant(node, key, out);
}
bool Fields::instant(std::string_view key, std::optional<Millis>& out) {
  Millis value = 0;
  if (!instant(key, value)) return false;
  out = value;
  return true;
}
bool Fields::duration(std::string_view key, Millis& out, bool negative) {
  const YamlNode* node = find(key);
  return node != nullptr && to_duration(node, key, out, negative);
}
bool Fields::duration(std::string_view key, std::optional<Millis>& out) {
  Millis value = 0;
  if (!duration(key, value)) return false;
  out = value;
  return true;
}

bool Fields::recurrence(std::string_view key, Millis& out) {
  const YamlNode* node = find(key);
  if (node == nullptr) return false;
  if (node->kind != YamlNode::Kind::scalar || plain_number(node)) {
    wrong_type(node, key, "a recurrence such as Day or 6Hours");
    return false;
  }
  const auto value = parse_recurrence(node->text);
  if (!value) {
    context_.error("FL0406", node->location, fmt::format("`{}` is not a recurrence: `{}`", path(key), shown(node->text)),
                   "write Day, Week, a number before Hours, Days, Weeks (6Hours, 3Days, 2Weeks) or a duration such as P7D");
    return false;
  }
  out = *value;
  return true;
}

bool Fields::version(std::string_view key, VersionId& out) {
  std::string text;
  const YamlNode* node = find(key);
  if (node == nullptr || !to_text(node, key, text)) return false;
  if (!is_version(text)) {
    context_.error("FL0405", node->location, fmt::format("`{}` is not a version: `{}`", path(key), shown(text)), "write numbers with dots, such as \"1.0.3\"");
    return false;
  }
  out = context_.version(text);
  return true;
}

bool Fields::probability(std::string_view key, Probability& out) {
  const YamlNode* node = find(key);
  if (node == nullptr) return false;
  if (!plain_number(node)) {
    wrong_type(node, key, "a number from 0 to 1");
    return false;
  }
  if (node->text.front() == '-' || !parse_probability(node->text.front() == '+' ? node->text.substr(1) : node->text, out)) {
    context_.error("FL0405", node->location, fmt::format("`{}` is {}, a probability is from 0 to 1", path(key), shown(node->text)));
    return false;
  }
  return true;
}

bool Fields::number(std::string_view key, double least, double most, double& out) {
  const YamlNode* node = find(key);
  if (node == nullptr) return false;
  if (!plain_number(node)) {
    wrong_type(node, key, "a number");
    return false;
  }
  const double value = std::strtod(node->text.c_str(), nullptr);
  if (!(value >= least && value <= most)) {
    context_.error("FL0405", node->location, fmt::format("`{}` is {}, allowed is {} to {}", path(key), shown(node->text), least, most));
    return false;
  }
  out = value;
  return true;
}

bool Fields::to_zone(const YamlNode* node, std::string_view key, std::uint8_t& out) {
  std::string text;
  if (plain_number(node)) {  // once for a list, with the whole of it as it should be
    const YamlNode* all = find(key);
    const bool is_list = all != nullptr && all->kind == YamlNode::Kind::sequence;
    const bool first = !is_list || std::find_if(all->items.begin(), all->items.end(), [](const YamlNode* zone) { return plain_number(zone); }) == std::find(all->items.begin(), all->items.end(), node);
    std::string right;
    for (const YamlNode* zone : is_list ? all->items : std::vector<const YamlNode*>{node}) right += fmt::format("{}\"{}\"", right.empty() ? "" : ", ", zone->text.substr(0, 20));
    if (first) context_.error("FL0404", node->location, fmt::format("`{}` must be {}", path(key), is_list ? "strings, for zones are names" : "a string, for a zone is a name"), fmt::format("write `{}: {}`", key, is_list ? "[" + right + "]" : right));
    return false;
  }
  if (!to_text(node, key, text)) return false;
  if (text != "1" && text != "2" && text != "3") {
    static constexpr std::string_view names[] = {"1", "2", "3"};
    not_allowed(node, key, text, names);
    return false;
  }
  out = static_cast<std::uint8_t>(text[0] - '0');
  return true;
}

std::span<const YamlNode* const> Fields::list(std::string_view key) {
  const YamlNode* node = find(key);
  if (node == nullptr) return {};
  if (node->kind != YamlNode::Kind::sequence) {
    wrong_type(node, key, "a list");
    return {};
  }
  return node->items;
}

bool Fields::texts(std::string_view key, std::vector<std::string>& out) {
  if (find(key) == nullptr) return false;
  for (const YamlNode* item : list(key)) {
    std::string text;
    if (to_text(item, key, text)) out.push_back(std::move(text));
  }
  return true;
}

}  // namespace fleetlint::rollout
