#pragma once
// Shared access signatures in the texts of a deployment: found, taken apart, never kept as text. Private to the room.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

/// Where a token stands.
enum class TokenPlace : std::uint8_t {
  settings,            ///< public settings of an extension
  protected_settings,
  image_uri,
  custom_data,         ///< customData or userData, decoded
  tag,
  resource,            ///< any other text of a resource
  parameter,           ///< a parameter's value that reaches no resource
  variable,
  parameter_file,
  output,
};

/// A token of which the parts can be seen. Its signature is not kept, only a number that tells tokens apart.
struct AccessToken {
  TokenPlace place = TokenPlace::resource;
  Property property;               ///< the text it stands in
  const ScaleSet* set = nullptr;
  const Extension* extension = nullptr;
  const Resource* resource = nullptr;  ///< null for parameters, variables, outputs
  std::string subject_name;        ///< of a parameter, variable or output

  std::string scheme;              ///< http, https, empty for a bare token
  SymbolicText host;
  std::string where;               ///< host and path for people
  std::map<std::string, std::string> fields;  ///< lower-case key to decoded value, without the signature
  bool has_signature = false, signature_is_literal = false;
  std::size_t signature_length = 0;
  bool is_complete = false;        ///< the whole query is known text
  bool bare = false;               ///< no URL before it
  bool joined_twice = false;       ///< two question marks, &amp;, or no question mark before the token
  std::uint64_t key = 0;

  std::string field(std::string_view name) const;
  bool has(std::string_view name) const { return fields.contains(std::string(name)); }
  bool is_user_delegation() const { return has("skoid") || has("ske"); }
  bool is_storage() const;         ///< host of a storage endpoint, or a bare token without a key name
  bool is_download() const;        ///< used to fetch something: file list, script archive, image
  /// min(se, ske) and max(st, skt); nothing when absent or unreadable.
  std::optional<Instant> expiry() const, start() const;
  bool from_parameter_file() const;
};

/// A token that list*Sas() makes at each deployment.
struct MintedToken {
  TokenPlace place = TokenPlace::resource;
  Property property;
  const ScaleSet* set = nullptr;
  const Extension* extension = nullptr;
  const Resource* resource = nullptr;
  const eval::Value* call = nullptr;   ///< unknown made by listAccountSas or listServiceSas
  /// Argument object's signedExpiry as a lifetime in seconds from the deployment; nothing when it cannot be told.
  std::optional<std::int64_t> lifetime(Instant now) const;
};

struct TokenScan {
  std::vector<AccessToken> tokens;   ///< one per token and resource
  std::vector<MintedToken> minted;
};
/// Reads every text of the deployment and of the parameter files.
TokenScan scan_tokens(const RuleInput& input);
/// The same, read once a run.
const TokenScan& scanned_tokens(RuleContext& context);
/// Tokens of one text (exposed for tests): `holes` in the text stand for unknown parts.
std::vector<AccessToken> tokens_of_text(const SymbolicText& text, bool bare_allowed);

/// Reports about a token with its subject and element set, and never its signature.
FindingBuilder report_token(RuleContext& context, const AccessToken& token, std::string message);

/// The set runs its extensions again by itself: OS upgrade, autoscale or repairs.
Tri runs_extensions_again(const ScaleSet& set);
/// base64 text as bytes; nothing when it is not base64 or not text.
std::optional<std::string> decode_base64(std::string_view text);
/// Whether a parameter's name says that it carries a token: artifactsSasToken, sas_url, but not sasExpiry.
bool names_token(std::string_view parameter);

}  // namespace fleetlint::rules
