#pragma once
// Addresses and command lines of start-up scripts, as rules about custom scripts ask. Private to the room.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

/// fileUris of settings and protected settings (custom scripts; for others what the same names hold).
std::vector<Property> script_urls(const Extension& extension);
/// Host and path in backticks, without the query.
std::string safe_url(const SymbolicText& url);
/// A branch or "latest": what is fetched tomorrow may differ.
bool moves(const SymbolicText& url);
/// A page about a file, not the file.
bool is_web_page(const SymbolicText& url);
bool is_blob_url(const SymbolicText& url);
/// The end of the address is not known: a token may hide there.
bool has_unknown_tail(const SymbolicText& url);
/// The storage account of the deployment that the host names.
const Resource* account_of_url(const FleetModel& model, const SymbolicText& url);
/// Last segment of the path; nothing when it is not known.
std::optional<std::string> base_name_of_url(const SymbolicText& url);

/// The first relative script file that a command runs and nothing delivers or creates.
std::optional<std::string> file_not_delivered(std::string_view command, const std::vector<std::string>& delivered, bool ignore_case);
/// What a command or script runs: an inline `script` decoded from its base64 form, unknown parts as "?".
std::string script_text(const Property& command);
/// reboot, shutdown, Restart-Computer, init 6 where a command stands.
bool reboots(std::string_view command);
bool patches_os(std::string_view command);
bool installs_newest(std::string_view command);
/// E:\ and later letters.
bool names_data_drive(std::string_view text);
/// name=value, name: value or -name value with a literal value, where the name says that it is secret.
bool gives_secret_away(std::string_view command);

}  // namespace fleetlint::rules
