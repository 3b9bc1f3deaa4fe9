#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

#include <charconv>

namespace fleetlint::rules {

namespace {

/// Nobody outside reaches these: what somebody else was answered tells nothing.
bool is_private_host(std::string_view host) {
  host = host.substr(0, host.find(':'));
  if (host.find('.') == std::string_view::npos || host.ends_with(".local") || host.ends_with(".internal")) return true;
  if (host.starts_with("10.") || host.starts_with("127.") || host.starts_with("192.168.") || host.starts_with("169.254.")) return true;
  if (!host.starts_with("172.")) return false;
  int second = 0;
  std::from_chars(host.data() + 4, host.data() + host.size(), second);
  return second >= 16 && second <= 31;
}

}  // namespace

static void check_script_url_unreachable(const FleetModel& model, RuleContext& context) {
  const auto& status = context.input().url_status;
  if (status.empty()) return;
  for (const auto& use : extension_uses(model, sets_and_arc))
    for (const auto& url : script_urls(*use.extension)) {
      const auto text = symbolic(url);
      if (!text.is_complete()) {
        context.not_evaluated();
        continue;
      }
      const std::string address(text.text().substr(0, text.text().find('?')));
      const auto scheme = address.find("://");
      if (scheme == std::string::npos) continue;
      const auto host = to_lower(address.substr(scheme + 3, address.find('/', scheme + 3) - scheme - 3));
      const auto answer = status.find(address);
      if (is_private_host(host) || answer == status.end() || (answer->second != 0 && answer->second < 400)) continue;
      report(context, use, url, "the script " + safe_url(text) + (answer->second == 0 ? " does not answer" : " is answered with " + std::to_string(answer->second))).help("every new and every reimaged instance fetches it again: put it where it stays");
    }
}

FLEETLINT_RULE(script_url_unreachable) = {
    .id = "FL-CSE-024",
    .name = "script-url-unreachable",
    .title = "Script URL does not answer",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension",
    .page = R"md(The address of a script does not answer.

Every new and every reimaged instance fetches its scripts again. An address that is gone makes the extension fail, and with it the batch that is being upgraded.

## When

The file given with `--url-status` says that an address of `fileUris` answers with a status of 400 or above, or not at all (0). Hosts of private networks are
left out. Addresses are compared without their query, so that no signature needs to stand in the file.

fleetlint itself opens no connection. The file is a JSON object of addresses and status codes, which a scheduled job can write, for example with
`curl -o /dev/null -s -r 0-0 -w '%{http_code}'` for each address.

## Example

Flagged: `fileUris: ['https://files.contoso.com/install.sh']` with `{"https://files.contoso.com/install.sh": 404}`.

Fine: the same with 200, or an address that the file does not name.

## What is unknown

Silent about addresses that are not known before deployment.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_script_url_unreachable,
};

}  // namespace fleetlint::rules
