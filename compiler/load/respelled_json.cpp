#include "load/respelled_json.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "load/loaded_file.h"

namespace fleetlint::compiler::load {
namespace {

using arm::Node;

/// `-0`, which is an integer there.
bool is_negative_zero(const Node& node) { return node.is(arm::NodeKind::number) && node.text == "-0"; }

std::optional<std::string> respelled_decimal(std::string_view text) {
  if (text.find_first_of(".eE") == std::string_view::npos) return std::nullopt;  // a large integer
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  auto result = decimal_text(value);
  if (result.find_first_of(".E") == std::string::npos) result += ".0";
  return result;
}

/// Reads digits of a fixed width; what is left of `text` follows them.
std::optional<int> digits(std::string_view& text, std::size_t width) {
  int value = 0;
  if (text.size() < width) return std::nullopt;
  for (const char c : text.substr(0, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool skip(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

/// Most texts are no moment: length and one letter tell.
bool may_be_moment(std::string_view text) { return text.size() >= 19 && text.size() <= 40 && text[10] == 'T' && text[0] >= '0' && text[0] <= '9'; }

/// `2020-01-02T03:04:05[.fraction][Z|±hh:mm]` written again; nothing when it is something else.
std::optional<std::string> respelled_moment(std::string_view text) {
  using namespace std::chrono;
  if (!may_be_moment(text)) return std::nullopt;
  const auto year_number = digits(text, 4);
  if (!year_number || !skip(text, '-')) return std::nullopt;
  const auto month_number = digits(text, 2);
  if (!month_number || !skip(text, '-')) return std::nullopt;
  const auto day_number = digits(text, 2);
  if (!day_number || !skip(text, 'T')) return std::nullopt;
  const auto hour = digits(text, 2);
  if (!hour || !skip(text, ':')) return std::nullopt;
  const auto minute = digits(text, 2);
  if (!minute || !skip(text, ':')) return std::nullopt;
  const auto second = digits(text, 2);
  const year_month_day date{year(*year_number), month(static_cast<unsigned>(*month_number)), day(static_cast<unsigned>(*day_number))};
  const bool end_of_day = second && *hour == 24 && *minute == 0 && *second == 0;
  if (!second || (*hour > 23 && !end_of_day) || *minute > 59 || *second > 59 || *year_number < 1 || !date.ok()) return std::nullopt;
  std::string fraction;
  if (skip(text, '.')) {
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
      fraction += text[0];
      text.remove_prefix(1);
    }
    if (fraction.empty() || fraction.size() > 7) return std::nullopt;
    while (fraction.ends_with('0')) fraction.pop_back();
    if (end_of_day && !fraction.empty()) return std::nullopt;
    if (!fraction.empty()) fraction.insert(0, ".");
  }
  auto moment = sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second);
  std::string_view zone;
  if (text == "Z" || text == "z") {
    zone = "Z";
  } else if (!text.empty()) {
    const bool west = text[0] == '-';
    if (!west && text[0] != '+') return std::nullopt;
    text.remove_prefix(1);
    const auto zone_hour = digits(text, 2);
    const bool colon = skip(text, ':');
    const auto zone_minute = text.empty() && !colon ? std::optional(0) : digits(text, 2);
    if (!zone_hour || !zone_minute || !text.empty()) return std::nullopt;
    const auto offset = hours(*zone_hour) + minutes(*zone_minute);
    moment += west ? offset : -offset;
    zone = "+00:00";
  }
  const auto midnight = floor<days>(moment);
  const year_month_day written{midnight};
  const hh_mm_ss time{moment - midnight};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{}", static_cast<int>(written.year()), static_cast<unsigned>(written.month()),
                     static_cast<unsigned>(written.day()), time.hours().count(), time.minutes().count(), time.seconds().count(), fraction, zone);
}

bool needs_respelling(const Node& root) {
  std::vector<const Node*> open{&root};
  while (!open.empty()) {
    const auto& node = *open.back();
    open.pop_back();
    if (node.is(arm::NodeKind::number) || (node.is_string() && may_be_moment(node.text))) return true;
    for (const auto& item : node.items) open.push_back(&item);
    for (const auto& member : node.members) open.push_back(&member.value);
  }
  return false;
}

Node respelled(const Node& node, Arena& arena) {
  auto result = node;
  if (is_negative_zero(node)) {
    result.kind = arm::NodeKind::integer;
    result.integer = 0;
    result.text = {};
    return result;
  }
  const auto text = node.is(arm::NodeKind::number) ? respelled_decimal(node.text) : node.is_string() ? respelled_moment(node.text) : std::nullopt;
  if (text) result.text = arena.copy(std::string_view(*text));
  if (!node.items.empty()) {
    std::vector<Node> items;
    items.reserve(node.items.size());
    for (const auto& item : node.items) items.push_back(respelled(item, arena));
    result.items = arena.copy(items);
  }
  if (!node.members.empty()) {
    std::vector<arm::Member> members(node.members.begin(), node.members.end());
    for (auto& member : members) member.value = respelled(member.value, arena);
    result.members = arena.copy(members);
  }
  return result;
}

}  // namespace

std::shared_ptr<const arm::TemplateIr> respelled(std::shared_ptr<const arm::TemplateIr> json) {
  if (!json || !needs_respelling(json->root)) return json;
  auto result = std::make_shared<arm::TemplateIr>();
  result->root = respelled(json->root, result->arena);
  result->source = json->source;
  result->findings = json->findings;
  result->modules.push_back(std::move(json));  // whose texts it shares
  return result;
}

}  // namespace fleetlint::compiler::load
