#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

/// Sizes by series, with the day they end.
struct RetiredSize {
  std::string_view series, date;
  bool (*matches)(std::string_view size);
};

bool digits_from(std::string_view text, std::size_t& at) {
  const auto first = at;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at > first;
}

/// Standard_ + letters + number + letters (+ _v2), taken apart.
struct SizeParts {
  std::string family, features, version;
  std::int64_t number = -1;
};
SizeParts parts_of(std::string_view size) {
  SizeParts parts;
  std::size_t at = size.find('_');
  if (at == std::string_view::npos) return parts;
  ++at;
  while (at < size.size() && ((size[at] | 32) >= 'a' && (size[at] | 32) <= 'z')) parts.family += static_cast<char>(size[at++] & ~32);
  const auto first = at;
  if (!digits_from(size, at)) return parts;
  parts.number = 0;
  for (auto i = first; i < at && i < first + 6; ++i) parts.number = parts.number * 10 + (size[i] - '0');
  if (at < size.size() && size[at] == '-') digits_from(size, ++at);
  while (at < size.size() && ((size[at] | 32) >= 'a' && (size[at] | 32) <= 'z')) parts.features += static_cast<char>(size[at++] | 32);
  parts.version = to_lower(size.substr(at));
  return parts;
}

const RetiredSize retired_sizes[] = {
    {"Av1", "2024-08-31", [](std::string_view size) { const auto p = parts_of(size); return p.family == "A" && p.number <= 11 && p.features.empty() && p.version.empty() && p.number >= 0; }},
    {"HB", "2024-08-31", [](std::string_view size) { const auto p = parts_of(size); return p.family == "HB" && p.number == 60; }},
    {"NCv3", "2025-09-30", [](std::string_view size) { const auto p = parts_of(size); return p.family == "NC" && p.features == "s" && p.version == "_v3" && (p.number == 6 || p.number == 12 || p.number == 24); }},
    {"NCv3", "2025-03-31", [](std::string_view size) { const auto p = parts_of(size); return p.family == "NC" && p.features == "rs" && p.version == "_v3" && p.number == 24; }},
    {"DCsv2", "2026-06-30", [](std::string_view size) { const auto p = parts_of(size); return p.family == "DC" && p.features == "s" && p.version == "_v2"; }},
    {"NVv3", "2026-09-30", [](std::string_view size) { const auto p = parts_of(size); return p.family == "NV" && p.features == "s" && p.version == "_v3"; }},
    {"NVv4", "2026-09-30", [](std::string_view size) { const auto p = parts_of(size); return p.family == "NV" && p.features == "as" && p.version == "_v4"; }},
    {"M192", "2027-03-31", [](std::string_view size) { const auto p = parts_of(size); return p.family == "M" && p.number == 192 && p.features.starts_with("i") && p.version == "_v2"; }},
    {"D, Ds, Dv2, Dsv2, Ls", "2028-05-01", [](std::string_view size) {
       const auto p = parts_of(size);
       if (p.family == "L") return p.features == "s" && p.version.empty();
       return (p.family == "D" || p.family == "DS") && p.features.empty() && (p.version.empty() || p.version == "_v2");
     }},
    {"F, Fs, Fsv2, Lsv2, G, Gs, Av2, Amv2, B", "2028-11-15", [](std::string_view size) {
       const auto p = parts_of(size);
       if (p.family == "F") return (p.features.empty() && p.version.empty()) || (p.features == "s" && (p.version.empty() || p.version == "_v2"));
       if (p.family == "L") return p.features == "s" && p.version == "_v2";
       if (p.family == "G" || p.family == "GS") return p.features.empty() && p.version.empty();
       if (p.family == "A") return (p.features.empty() || p.features == "m") && p.version == "_v2";
       return p.family == "B" && (p.features == "ls" || p.features == "s" || p.features == "ms") && p.version.empty();
     }},
};

}  // namespace

static void check_vm_size_retired(const ScaleSet& set, RuleContext& context) {
  const Property size = set["sku.name"];
  const auto text = size.text();
  if (!text) return;
  for (const auto& [series, date, matches] : retired_sizes) {
    if (!matches(*text)) continue;
    const auto end = *parse_instant(date);
    auto finding = context.report(set, size, "sizes of series " + std::string(series) + (end < context.now() ? " were retired on " : " will be retired on ") + std::string(date));
    if (end >= context.now()) finding.severity(Severity::info);
    return;
  }
}

FLEETLINT_RULE(vm_size_retired) = {
    .id = "FL-CAP-008",
    .name = "vm-size-retired",
    .title = "VM size series is retired or about to be",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::suggest,
    .tags = "capacity",
    .page = R"md(VM size series is retired or about to be.

Azure refuses the deployment or the upgrade.

## When

sku.name is one of the retired or retiring sizes.

## Example

Flagged: `Standard_A2`.

Fine: `D2s_v5`.

## Fix

Successor. A proposal: its owner decides.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- vendor notices
- data Azure/EOL service_list.json (snapshot 2025-12-18))md",
    .check_scale_set = check_vm_size_retired,
};

}  // namespace fleetlint::rules
