#include "code_page.h"

#include <algorithm>

#include "fleetlint/base/unicode.h"
#include "fleetlint/compiler/core_linter.h"
#include "fleetlint/compiler/diagnostic_list.h"
#include "fleetlint/rollout/rules.h"

namespace fleetlint::cli {
namespace {

/// A diagnostic as the tables of the rooms have it.
struct Meaning {
  std::string_view code;
  Severity severity;
  std::string_view text;    ///< what it means, or the message with `{}` for what depends on the source
  std::string_view advice;  ///< empty: none of its own
  bool is_message = false;
};

constexpr Meaning syntax_errors[] = {
#define SYNTAX_ERROR(Name, Code, Message) {Code, Severity::error, Message, "", true},
#include "fleetlint/grammar/syntax_error.def"
};
constexpr Meaning meanings[] = {
#define CODE_MEANING(code, severity, meaning, advice) {code, Severity::severity, meaning, advice},
#include "diagnostics.def"
};
constexpr std::pair<std::string_view, std::string_view> pieces_of_advice[] = {
#define CODE_ADVICE(code, advice) {code, advice},
#include "diagnostics.def"
};

struct ServiceCode {
  std::string_view code, kind, rule, meaning, decides, advice;
};
constexpr ServiceCode service_codes[] = {
#define SERVICE_CODE(code, kind, rule, meaning, decides, advice) {code, kind, rule, meaning, decides, advice},
#include "service_codes.def"
};

bool same(std::string_view a, std::string_view b) { return equals_ignoring_case(a, b); }

std::string_view advice_of(std::string_view code) {
  for (const auto& [of, advice] : pieces_of_advice)
    if (of == code) return advice;
  return {};
}

/// A message of a table with `…` where the source's own words go.
std::string as_pattern(std::string_view message) {
  std::string out;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const bool hole = message[i] == '{' && i + 1 < message.size() && message[i + 1] == '}';
    const bool doubled = i + 1 < message.size() && message[i] == message[i + 1] && (message[i] == '{' || message[i] == '}');
    out += hole ? "…" : std::string(1, message[i]);
    i += hole || doubled;
  }
  return out;
}

/// All that the tables say under a code; of one code there may be several messages.
std::vector<Meaning> meanings_of(std::string_view code) {
  std::vector<Meaning> found;
  for (const auto& each : meanings)
    if (same(each.code, code)) found.push_back(each);
  if (!found.empty()) return found;  // written for people
  for (const auto& each : syntax_errors)
    if (same(each.code, code)) found.push_back(each);
  for (const auto& each : compiler::listed_diagnostics())
    if (same(each.code, code)) found.push_back({each.code, each.severity, each.message, "", true});
  return found;
}

std::string how_to_silence(const Meaning& meaning) {
  if (meaning.severity == Severity::error) return "An error cannot be silenced: what it is about is not deployable, or cannot be judged.\n";
  const std::string code(meaning.code);
  if (!code.starts_with("BCP")) return "It tells how sure a result is, and is not silenced.\n";
  return "To silence it: `#disable-next-line " + code + "` above the line, `#disable-diagnostics " + code + "` … `#restore-diagnostics " + code + "` around several.\n";
}

std::optional<std::string> diagnostic_page(std::string_view code) {
  const auto found = meanings_of(code);
  if (found.empty()) return std::nullopt;
  const auto& first = found.front();
  std::string out = "# " + std::string(first.code) + "\n\n**" + std::string(to_string(first.severity)) + "** | " + (first.code.starts_with("BCP") ? "the Bicep compiler's code" : "fleetlint's own code") + "\n\n## What it means\n\n";
  std::vector<std::string> told;
  for (const auto& each : found) {
    auto text = each.is_message ? as_pattern(each.text) : std::string(each.text);
    if (std::find(told.begin(), told.end(), text) != told.end()) continue;
    out += (each.is_message && found.size() > 1 ? "- " : "") + text + "\n";
    told.push_back(std::move(text));
  }
  out += "\n## What to do\n\n";
  auto advice = first.advice.empty() ? advice_of(first.code) : first.advice;
  if (advice.empty()) advice = "Change what stands at the place that it points to, as the message says; `…` stands for words of your source.";
  return out + std::string(advice) + "\n\n" + how_to_silence(first);
}

/// A rule of the linter that comes with the Bicep compiler.
std::optional<std::string> core_rule_page(std::string_view code) {
  const auto* rule = compiler::find_core_rule(code);
  if (rule == nullptr) return std::nullopt;
  const std::string name(rule->code);
  const bool is_off = rule->level == Severity::off;
  std::string out = "# " + name + "\n\n**" + (is_off ? "off" : std::string(to_string(rule->level))) + "** unless configured | a rule of the Bicep linter\n\n## What it means\n\n" + std::string(rule->meaning) + "\n";
  out += "\n## What to do\n\n" + std::string(rule->advice) + "\n\n`fleetlint diagnostics` tells it, `fleetlint lint` does not: it is about Bicep, not about scale sets.";
  return out + "\n\nTo " + (is_off ? "switch it on" : "silence it") + ": `analyzers.core.rules." + name + ".level` in `bicepconfig.json`" + (is_off ? "" : ", or `#disable-next-line " + name + "` above the line") + ".\n";
}

const rollout::RuleInfo* model_rule(std::string_view id) {
  for (const auto& rule : rollout::all_rules())
    if (same(rule.id, id)) return &rule;
  return nullptr;
}

std::string sentence(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out.ends_with('.') ? out : out + ".";
}

std::optional<std::string> service_page(std::string_view code) {
  const auto* found = std::find_if(std::begin(service_codes), std::end(service_codes), [&](const ServiceCode& each) { return same(each.code, code); });
  if (found == std::end(service_codes)) return std::nullopt;
  std::string out = "# " + std::string(found->code) + "\n\n" + std::string(found->kind) + (found->kind.starts_with("reason") ? ", fleetlint's name" : ", as the service reports it") + "\n\n## What it means\n\n" + std::string(found->meaning) + "\n";
  if (!found->decides.empty()) out += "\nWhat decides: " + std::string(found->decides) + ".\n";
  out += "\n## What to do\n\n" + std::string(found->advice) + "\n";
  if (const auto* rule = model_rule(found->rule)) out += "\nIn simulations: rule " + std::string(rule->id) + ", " + std::string(rule->text) + " (" + std::string(rule->source) + ").\n";
  return out;
}

std::optional<std::string> model_page(std::string_view id) {
  const auto* rule = model_rule(id);
  if (rule == nullptr) return std::nullopt;
  std::string out = "# " + std::string(rule->id) + "\n\nrule of the rollout model\n\n" + sentence(rule->text) + "\n\nSource: " + std::string(rule->source) + ".\n";
  if (rule->assumption()) out += "\nDocuments leave this open. `fleetlint simulate --assumptions` tells how much it matters in a run.\n";
  std::string codes;
  for (const auto& each : service_codes)
    if (each.rule == rule->id) codes += (codes.empty() ? "" : ", ") + std::string(each.code);
  if (!codes.empty()) out += "\nCodes of the service: " + codes + ".\n";
  return out;
}

}  // namespace

std::optional<std::string> code_page(std::string_view code) {
  if (auto page = diagnostic_page(code)) return page;
  if (auto page = core_rule_page(code)) return page;
  if (auto page = service_page(code)) return page;
  return model_page(code);
}

std::vector<std::string_view> codes_with_pages() {
  std::vector<std::string_view> codes;
  for (const auto& each : syntax_errors) codes.push_back(each.code);
  for (const auto& each : compiler::listed_diagnostics()) codes.push_back(each.code);
  for (const auto& each : meanings) codes.push_back(each.code);
  for (const auto& rule : compiler::core_rules()) codes.push_back(rule.code);
  for (const auto& each : service_codes) codes.push_back(each.code);
  for (const auto& each : rollout::all_rules()) codes.push_back(each.id);
  return codes;
}

}  // namespace fleetlint::cli
