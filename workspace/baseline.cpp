// Fingerprints and baselines: which findings are known already, whatever line they moved to.
#include <algorithm>
#include <map>

#include "fleetlint/template/reader.h"
#include "fleetlint/workspace/lint.h"

namespace fleetlint::workspace {
namespace {

std::uint64_t mix(std::uint64_t hash, std::string_view text) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3ull;
  }
  hash ^= 0xFF;  // a separator that no UTF-8 text holds
  return hash * 0x100000001B3ull;
}

std::string hex(std::uint64_t value) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out(16, '0');
  for (int i = 15; i >= 0; --i, value >>= 4) out[static_cast<std::size_t>(i)] = digits[value & 15];
  return out;
}

/// Path without what depends on where the run was started.
std::string_view stable_path(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  return path;
}

}  // namespace

void set_fingerprints(std::vector<LintFinding>& findings, const SourceSet& sources) {
  std::map<std::string, int> seen;
  for (auto& each : findings) {
    const Finding& finding = each.finding;
    std::uint64_t hash = mix(0xCBF29CE484222325ull, finding.code);
    hash = mix(hash, finding.location ? stable_path(sources.at(finding.location).path()) : std::string_view{});
    hash = mix(hash, finding.resource);
    hash = mix(hash, finding.path);
    if (each.rule == nullptr || finding.resource.empty()) hash = mix(hash, finding.message);
    each.fingerprint = hex(hash);
    const int number = ++seen[each.fingerprint];
    each.fingerprint += ":" + std::to_string(number);
  }
}

Baseline read_baseline(const std::string& path, const Limits& limits) {
  Baseline baseline;
  auto file = read_file(path, limits.file_bytes);
  if (!file.text) {
    baseline.failure = file.message;
    return baseline;
  }
  SourceSet sources;
  const auto source = sources.add(path, std::move(*file.text));
  const auto document = arm::read_json(sources, source, arm::ExpressionMode::literal, limits);
  const auto* list = document->root.find("findings");
  if (document->has_errors() || list == nullptr || !list->is_array()) {
    baseline.failure = "is not a baseline: a JSON object with `findings`";
    return baseline;
  }
  for (const auto& item : list->items) {
    const auto* fingerprint = item.is_string() ? &item : item.find("fingerprint");
    if (fingerprint != nullptr && fingerprint->is_string()) baseline.fingerprints.emplace(fingerprint->text);
  }
  return baseline;
}

std::string write_baseline(const std::vector<LintedTemplate>& templates) {
  // Sorted, one a line: merges of two branches rarely conflict.
  std::map<std::string, std::string> lines;
  for (const auto& each : templates)
    for (const auto& finding : each.findings)
      if (finding.rule != nullptr) lines.emplace(finding.fingerprint, finding.finding.code);
  std::string out = "{\n  \"version\": 1,\n  \"findings\": [";
  bool first = true;
  for (const auto& [fingerprint, code] : lines) {
    out += std::string(first ? "\n" : ",\n") + "    {\"fingerprint\": \"" + fingerprint + "\", \"rule\": \"" + code + "\"}";
    first = false;
  }
  out += first ? "]\n}\n" : "\n  ]\n}\n";
  return out;
}

std::size_t remove_known(std::vector<LintedTemplate>& templates, const Baseline& baseline) {
  std::size_t removed = 0;
  for (auto& each : templates)
    removed += std::erase_if(each.findings, [&](const LintFinding& finding) { return finding.rule != nullptr && baseline.fingerprints.contains(finding.fingerprint); });
  return removed;
}

}  // namespace fleetlint::workspace
