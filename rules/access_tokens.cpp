#include "access_tokens.h"

#include <algorithm>
#include <functional>
#include <set>

#include "checks.h"

namespace fleetlint::rules {

using eval::Value;

namespace {

constexpr char hole = '\x01';  // stands for an unknown part of a text

bool ends_query(char c) {
  return c == '"' || c == '\'' || c == '`' || c == '<' || c == '>' || c == '|' || c == ';' || c == ')' || c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\\' ||
         c == ',' || c == '}';
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

constexpr std::string_view token_keys[] = {"sv", "ss", "srt", "sr", "st", "se", "sp", "spr", "sip", "si", "sig", "skoid", "sktid", "skt", "ske", "sks", "skv", "skn", "sdd"};

bool is_token_key(std::string_view key) { return std::find(std::begin(token_keys), std::end(token_keys), key) != std::end(token_keys); }

/// Where a run of query text begins and ends around a position.
struct Extent {
  std::size_t begin, end;
};
/// The comma of spr=https,http is part of the query, that between two addresses is not.
bool joins_protocols(std::string_view text, std::size_t comma) {
  const auto before = text.substr(0, comma), after = text.substr(comma + 1);
  const auto is = [](std::string_view part, std::string_view word) { return equal_ignoring_case(part, word); };
  const bool first = (before.size() >= 9 && is(before.substr(before.size() - 9), "spr=https")) || (before.size() >= 8 && is(before.substr(before.size() - 8), "spr=http"));
  if (!first || !is(after.substr(0, 4), "http")) return false;
  const auto rest = after.substr(is(after.substr(0, 5), "https") ? 5 : 4);
  return rest.empty() || rest.front() == '&' || ends_query(rest.front());
}

Extent extent_around(std::string_view text, std::size_t at) {
  const auto ends = [&](std::size_t i) { return ends_query(text[i]) && !(text[i] == ',' && joins_protocols(text, i)); };
  std::size_t begin = at, end = at;
  while (begin > 0 && !ends(begin - 1)) --begin;
  while (end < text.size() && !ends(end)) ++end;
  return {begin, end};
}

/// Start of "key=" behind a query mark, or at the very start of the run.
std::size_t find_key(std::string_view text, std::string_view key, std::size_t from) {
  for (std::size_t i = from; i + key.size() < text.size(); ++i) {
    if (text[i + key.size()] != '=') continue;
    bool same = true;
    for (std::size_t k = 0; k < key.size() && same; ++k) same = lower(text[i + k]) == key[k];
    if (!same) continue;
    const char before = i == 0 ? '?' : text[i - 1];
    if (before == '?' || before == '&' || before == hole || ends_query(before)) return i;
  }
  return std::string_view::npos;
}

std::string shown_place(std::string_view host, std::string_view path) {
  std::string out;
  for (const char c : std::string(host) + std::string(path)) out += c == hole ? '*' : c;
  return out;
}

/// Takes one run of text apart: [scheme://host/path][?]key=value&…
std::optional<AccessToken> read_run(std::string_view run, bool had_entity) {
  AccessToken token;
  const auto scheme_end = run.find("://");
  std::size_t query = 0;
  if (scheme_end != std::string_view::npos) {
    std::size_t scheme_begin = scheme_end;
    while (scheme_begin > 0 && lower(run[scheme_begin - 1]) >= 'a' && lower(run[scheme_begin - 1]) <= 'z') --scheme_begin;
    token.scheme = to_lower(run.substr(scheme_begin, scheme_end - scheme_begin));
    const auto host_begin = scheme_end + 3;
    query = run.find('?', host_begin);
    const auto host_end = std::min(run.find('/', host_begin), query);
    const auto host = run.substr(host_begin, host_end == std::string_view::npos ? host_end : host_end - host_begin);
    token.host = SymbolicText(host);
    if (query == std::string_view::npos) {
      // A token glued to the path: …/x.shsv=2020-…
      const auto glued = run.find("sv=", host_begin);
      if (glued == std::string_view::npos) return std::nullopt;
      query = glued;
      token.joined_twice = true;
    } else {
      ++query;
    }
    const auto path = host_end == std::string_view::npos ? std::string_view{} : run.substr(host_end, query - host_end);
    token.where = shown_place(host, path.substr(0, path.find('?')));
  } else {
    token.bare = true;
    const auto mark = run.find('?');
    query = mark == std::string_view::npos ? 0 : mark + 1;
    token.where = "a bare token";
    if (mark != std::string_view::npos && run.find('/') < mark) token.where = shown_place({}, run.substr(0, mark));
  }
  std::string_view rest = run.substr(query);
  token.joined_twice = token.joined_twice || had_entity || rest.find('?') != std::string_view::npos;
  token.is_complete = rest.find(hole) == std::string_view::npos;
  std::string key_text;
  while (!rest.empty()) {
    const auto amp = rest.find_first_of("&?");
    const auto pair = rest.substr(0, amp);
    rest = amp == std::string_view::npos ? std::string_view{} : rest.substr(amp + 1);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    auto key = to_lower(pair.substr(0, equals));
    key.erase(std::remove(key.begin(), key.end(), hole), key.end());
    const auto value = percent_decoded(pair.substr(equals + 1));
    if (!is_token_key(key)) continue;
    key_text += key + "=" + value + "&";
    if (key == "sig") {
      token.has_signature = true;
      token.signature_length = value.size();
      token.signature_is_literal = !value.empty() && value.find(hole) == std::string::npos;
    } else {
      token.fields.emplace(key, value);
    }
  }
  token.key = std::hash<std::string>{}(key_text + (token.has_signature ? "" : token.where));
  return token;
}

bool has_companion(const AccessToken& token) {
  for (const char* key : {"se", "sp", "sv", "si", "ss", "sr"})
    if (token.has(key)) return true;
  return false;
}

}  // namespace

std::vector<AccessToken> tokens_of_text(const SymbolicText& symbolic_text, bool bare_allowed) {
  std::vector<AccessToken> found;
  std::string text = symbolic_text.text(std::string_view(&hole, 1));
  if (text.find('=') == std::string::npos) return found;
  const bool had_entity = contains_ignoring_case(text, "&amp;");
  replace_all(text, "&amp;", "&");
  replace_all(text, "\\u0026", "&");
  replace_all(text, "\\/", "/");
  std::set<std::size_t> seen;
  const auto consider = [&](std::size_t at) {
    const Extent extent = extent_around(text, at);
    if (!seen.insert(extent.begin).second) return;
    auto token = read_run(std::string_view(text).substr(extent.begin, extent.end - extent.begin), had_entity);
    if (!token) return;
    if (token->bare && !bare_allowed && !token->has("sv") && !token->has("se")) return;
    const bool signed_token = token->has_signature && has_companion(*token);
    const bool unsigned_token = !token->has_signature && token->is_complete && token->has("se") && token->has("sp") && !token->bare && token->is_storage();
    if (signed_token || unsigned_token) found.push_back(std::move(*token));
  };
  for (auto at = find_key(text, "sig", 0); at != std::string::npos; at = find_key(text, "sig", at + 1)) consider(at);
  for (auto at = find_key(text, "se", 0); at != std::string::npos; at = find_key(text, "se", at + 1)) consider(at);
  return found;
}

std::string AccessToken::field(std::string_view name) const {
  const auto found = fields.find(std::string(name));
  return found == fields.end() ? std::string() : found->second;
}

bool AccessToken::is_storage() const {
  if (has("skn")) return false;
  if (bare) return true;
  const auto text = to_lower(host.text());
  for (const std::string_view service : {".blob.", ".file.", ".queue.", ".table.", ".dfs."})
    if (text.find(service) != std::string::npos) return true;
  // The host itself is an unknown part (primaryEndpoints.blob of an account): the fields speak for storage.
  return text.find(hole) != std::string::npos && (has("sr") || has("ss"));
}

bool AccessToken::is_download() const {
  if (place == TokenPlace::image_uri) return true;
  if (place != TokenPlace::settings && place != TokenPlace::protected_settings) return false;
  const auto path = to_lower(property.path());
  for (const std::string_view name : {"fileuris", "uri", "url", "commandtoexecute", "script", "artifacts"})
    if (path.find(name) != std::string::npos) return true;
  return false;
}

std::optional<Instant> AccessToken::expiry() const {
  const auto first = parse_instant(field("se")), second = parse_instant(field("ske"));
  if (!first) return second;
  return second ? std::min(*first, *second) : first;
}

std::optional<Instant> AccessToken::start() const {
  const auto first = parse_instant(field("st")), second = parse_instant(field("skt"));
  if (!first) return second;
  return second ? std::max(*first, *second) : first;
}

bool AccessToken::from_parameter_file() const { return place == TokenPlace::parameter_file || is_from_parameter_file(property); }

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.size() < 8 || text.size() % 4 != 0) return std::nullopt;
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    int value;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    else if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
    else if (c >= '0' && c <= '9') value = c - '0' + 52;
    else if (c == '+') value = 62;
    else if (c == '/') value = 63;
    else if (c == '=' && ++padding <= 2) continue;
    else return std::nullopt;
    if (padding > 0) return std::nullopt;
    buffer = buffer << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(buffer >> bits & 0xFF);
    }
  }
  for (const char c : out)
    if (static_cast<unsigned char>(c) < 32 && c != '\n' && c != '\r' && c != '\t') return std::nullopt;
  return out;
}

bool names_token(std::string_view parameter) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < parameter.size(); ++i) {
    const char c = parameter[i];
    const bool upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z');
    if (!letter) {
      flush();
      continue;
    }
    const bool previous_lower = i > 0 && parameter[i - 1] >= 'a' && parameter[i - 1] <= 'z';
    const bool previous_upper = i > 0 && parameter[i - 1] >= 'A' && parameter[i - 1] <= 'Z';
    const bool next_lower = i + 1 < parameter.size() && parameter[i + 1] >= 'a' && parameter[i + 1] <= 'z';
    if (upper && (previous_lower || (previous_upper && next_lower))) flush();
    word += lower(c);
  }
  flush();
  constexpr std::string_view about_tokens[] = {"expiry", "expiration", "end", "start", "duration", "lifetime", "validity", "days", "hours", "permission", "permissions",
                                               "policy", "version", "protocol", "service", "services", "type", "types", "name"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] != "sas" && words[i] != "sastoken") continue;
    bool only_about = false;
    for (std::size_t k = i + 1; k < words.size(); ++k)
      only_about = only_about || std::find(std::begin(about_tokens), std::end(about_tokens), words[k]) != std::end(about_tokens);
    if (!only_about) return true;
  }
  return false;
}

Tri runs_extensions_again(const ScaleSet& set) { return set.os_upgrade_on() || set.has_autoscale() || set.has_repairs(); }

std::optional<std::int64_t> MintedToken::lifetime(Instant now) const {
  const eval::Value* object = nullptr;
  for (const auto& argument : call->as_unknown().arguments)
    if (argument.is_object() || (argument.is_unknown() && !argument.as_unknown().members.empty())) object = &argument;
  if (object == nullptr) return std::nullopt;
  const Property expiry = Property(object, {}, {}).at("signedExpiry");
  if (expiry.alternatives().size() != 1 || expiry.alternatives()[0] == nullptr) return std::nullopt;
  const Value& value = *expiry.alternatives()[0];
  if (value.is_string()) {
    const auto end = parse_instant(value.as_string());
    return end ? std::optional(*end - now) : std::nullopt;
  }
  if (!value.is_unknown()) return std::nullopt;
  const auto& made = value.as_unknown();
  if (!equal_ignoring_case(made.function, "dateTimeAdd") || made.arguments.size() < 2) return std::nullopt;
  if (!changes_with_each_deployment(made.arguments[0]) || !made.arguments[1].is_string()) return std::nullopt;
  return parse_duration(made.arguments[1].as_string());
}

namespace {

/// Collects tokens, one for each resource that holds it.
class Scanner {
 public:
  explicit Scanner(const RuleInput& input) : input_(input), model_(*input.model) {}

  TokenScan run() {
    for (const auto& set : model_.scale_sets) {
      owner_ = {&set, nullptr, set.resource};
      scan(set.resource->body(), TokenPlace::resource);
      for (const auto& extension : set.extensions) scan_extension(extension, &set);
    }
    for (const auto& extension : model_.machine_extensions) scan_extension(extension, nullptr);
    for (const auto& resource : model_.resources) {
      const bool done = resource.is_existing() || model_.scale_set(resource) != nullptr || scanned_.contains(&resource);
      // Nested templates are scanned as the resources and parameters they give.
      if (done || resource.is("microsoft.resources/deployments")) continue;
      owner_ = {nullptr, nullptr, &resource};
      scan(resource.body(), TokenPlace::resource);
    }
    owner_ = {};
    for (const auto& deployment : model_.evaluated->deployments) {
      scan_fields(deployment->parameters, TokenPlace::parameter, "parameters");
      scan_fields(deployment->variables, TokenPlace::variable, "variables");
      scan_fields(deployment->outputs, TokenPlace::output, "outputs");
    }
    for (const auto& file : input_.parameter_files)
      for (const auto& value : file.values) {
        subject_ = value.name;
        scan(Property(&value.value, "parameters." + value.name, value.location), TokenPlace::parameter_file);
      }
    return std::move(result_);
  }

 private:
  struct Owner {
    const ScaleSet* set = nullptr;
    const Extension* extension = nullptr;
    const Resource* resource = nullptr;
  };

  void scan_extension(const Extension& extension, const ScaleSet* set) {
    owner_ = {set, &extension, extension.resource};
    if (!extension.is_inline) scanned_.insert(extension.resource);
    scan(extension.settings, TokenPlace::settings);
    scan(extension.protected_settings, TokenPlace::protected_settings);
  }

  void scan_fields(const std::vector<eval::Field>& fields, TokenPlace place, std::string_view root) {
    for (const auto& field : fields) {
      subject_ = std::string(field.name);
      scan(Property(&field.value, std::string(root) + "." + std::string(field.name), field.name_location), place);
    }
  }

  static TokenPlace refine(const Property& property, TokenPlace place) {
    if (place != TokenPlace::resource) return place;
    const auto path = to_lower(property.path());
    if (path.starts_with("tags")) return TokenPlace::tag;
    if (path.ends_with("storageprofile.osdisk.image.uri")) return TokenPlace::image_uri;
    if (path.ends_with("customdata") || path.ends_with("userdata")) return TokenPlace::custom_data;
    return place;
  }

  void scan(const Property& root, TokenPlace place) {
    walk_properties(root, [&](const Property& property) {
      // Extensions are scanned with their own owner.
      if (place == TokenPlace::resource && to_lower(property.path()).ends_with("extensionprofile.extensions")) return false;
      for (const auto* value : property.alternatives()) {
        if (value == nullptr) continue;
        if (value->is_string() || value->is_unknown()) scan_text(property, *value, refine(property, place));
      }
      return true;
    });
  }

  void scan_text(const Property& property, const Value& value, TokenPlace place) {
    SymbolicText text = SymbolicText::of(value);
    if (place == TokenPlace::custom_data) text = decoded(value, text);
    const auto name = to_lower(property.name());
    for (auto& token : tokens_of_text(text, name.find("sas") != std::string::npos || name.find("token") != std::string::npos || owner_.resource == nullptr)) {
      const bool loose = place == TokenPlace::parameter || place == TokenPlace::variable;
      // A token that reaches a resource is told there, not again where it is declared.
      if (loose && keys_.contains(token.key)) continue;
      if (!seen_.emplace(token.key, owner_.resource, owner_.extension, loose ? TokenPlace::parameter : place).second) continue;
      keys_.insert(token.key);
      token.place = place;
      token.property = property;
      token.set = owner_.set;
      token.extension = owner_.extension;
      token.resource = owner_.resource;
      token.subject_name = owner_.resource == nullptr ? subject_ : std::string();
      result_.tokens.push_back(std::move(token));
    }
    if (value.is_unknown()) scan_calls(property, value, place);
  }

  static SymbolicText decoded(const Value& value, const SymbolicText& text) {
    if (value.is_string()) {
      if (auto plain = decode_base64(value.as_string())) return SymbolicText(*plain);
      return text;
    }
    const auto& made = value.as_unknown();
    if (equal_ignoring_case(made.function, "base64") && !made.arguments.empty()) return SymbolicText::of(made.arguments[0]);
    return text;
  }

  void scan_calls(const Property& property, const Value& value, TokenPlace place) {
    if (place == TokenPlace::variable || place == TokenPlace::parameter) return;
    walk_values(value, [&](const Value& part) {
      if (!part.is_unknown()) return;
      const auto function = part.as_unknown().function;
      if (!equal_ignoring_case(function, "listAccountSas") && !equal_ignoring_case(function, "listServiceSas")) return;
      for (const auto& known : result_.minted)
        if (known.property.path() == property.path() && known.resource == owner_.resource && known.extension == owner_.extension) return;
      result_.minted.push_back({place, property, owner_.set, owner_.extension, owner_.resource, &part});
    });
  }

  const RuleInput& input_;
  const FleetModel& model_;
  Owner owner_;
  std::string subject_;
  std::set<const Resource*> scanned_;
  std::set<std::tuple<std::uint64_t, const Resource*, const Extension*, TokenPlace>> seen_;
  std::set<std::uint64_t> keys_;
  TokenScan result_;
};

}  // namespace

TokenScan scan_tokens(const RuleInput& input) { return Scanner(input).run(); }

const TokenScan& scanned_tokens(RuleContext& context) {
  return context.store().get<TokenScan>([&] { return scan_tokens(context.input()); });
}

FindingBuilder report_token(RuleContext& context, const AccessToken& token, std::string message) {
  const auto element = "token " + std::to_string(token.key);
  if (token.set != nullptr && token.extension != nullptr) {
    auto builder = context.report(*token.set, *token.extension, token.property, std::move(message));
    builder.element(element);
    return builder;
  }
  if (token.resource != nullptr) {
    auto builder = context.report(*token.resource, token.property, std::move(message));
    builder.element(element);
    return builder;
  }
  auto builder = context.report_at(token.subject_name, token.property.where(), token.property.path(), std::move(message));
  builder.element(element);
  return builder;
}

}  // namespace fleetlint::rules
