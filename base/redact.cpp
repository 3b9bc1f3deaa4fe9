// Redaction of secrets in everything that is printed: scans without regular expressions, linear in the text.
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <cstring>

#include "fleetlint/base/redaction.h"
#include "secret_texts.h"

namespace fleetlint {
namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool stands_at(std::string_view text, std::size_t at, std::string_view lower_case) {
  if (at > text.size() || text.size() - at < lower_case.size()) return false;
  return std::equal(lower_case.begin(), lower_case.end(), text.begin() + static_cast<std::ptrdiff_t>(at), [](char a, char b) { return a == lower(b); });
}

/// Names whose value is secret wherever `name=value` occurs: query parts of a SAS, parts of connection strings.
constexpr std::array<std::string_view, 8> secret_names = {"sig", "accountkey", "sharedaccesskey", "sharedaccesssignature", "password", "pwd", "client_secret", "clientsecret"};

/// What each of the names ends with: most equals signs stand behind something else.
bool may_end_secret_name(char c) {
  const char small = static_cast<char>(c | 0x20);
  return small == 'g' || small == 'y' || small == 'e' || small == 'd' || small == 't';
}

bool is_behind_secret_name(std::string_view text, std::size_t end) {
  if (end == 0 || !may_end_secret_name(text[end - 1])) return false;
  return std::any_of(secret_names.begin(), secret_names.end(), [&](std::string_view name) { return name.size() <= end && stands_at(text, end - name.size(), name); });
}

/// Length of an equals sign as URLs (encoded once or twice) and JSON write it; 0 when there is none.
std::size_t equals_length(std::string_view text, std::size_t at) {
  if (text[at] == '=') return 1;
  for (const std::string_view form : {"%3d", "%253d", "\\u003d"})
    if (stands_at(text, at, form)) return form.size();
  return 0;
}

/// The end of a token that began before: blanks, quotes, the next query part. A backslash of JSON goes on.
std::size_t end_of_token(std::string_view text, std::size_t at) {
  constexpr std::string_view ends = "&'\";<>`,) \t\r\n\f\v";
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      const bool goes_on = stands_at(text, at, "\\/") || (stands_at(text, at, "\\u00") && !stands_at(text, at, "\\u0026") && !stands_at(text, at, "\\u0022") && !stands_at(text, at, "\\u0027"));
      if (!goes_on) break;
      at += text[at + 1] == '/' ? 1 : 5;
    } else if (ends.find(text[at]) != std::string_view::npos) {
      break;
    }
  }
  return std::min(at, text.size());
}

/// What an equals sign can begin with, as it is or encoded.
bool may_begin_equals(char c) { return c == '=' || c == '%' || c == '\\'; }

/// The first such byte from `at` on, or the size of the text.
std::size_t find_sign(std::string_view text, std::size_t at) {
#ifdef __SSE2__
  for (; at + 16 <= text.size(); at += 16) {
    const auto block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const auto found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('=')), _mm_cmpeq_epi8(block, _mm_set1_epi8('%'))),
                                    _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
    if (const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found)); mask != 0) return at + static_cast<std::size_t>(std::countr_zero(mask));
  }
#endif
  while (at < text.size() && !may_begin_equals(text[at])) ++at;
  return at;
}

void find_named_values(std::string_view text, std::vector<Span>& parts) {
  for (auto at = find_sign(text, 0); at < text.size(); at = find_sign(text, at)) {
    const auto equals = equals_length(text, at);
    if (equals == 0 || !is_behind_secret_name(text, at)) {
      ++at;
      continue;
    }
    const auto begin = at + equals, end = end_of_token(text, begin);
    if (end > begin && !is_hole(text.substr(begin, end - begin))) parts.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    at = std::max(end, at + 1);
  }
}

/// Tokens in headers of requests (RFC 6750): `Authorization: Bearer …`. Words that follow in a sentence are no tokens.
void find_bearer_tokens(std::string_view text, std::vector<Span>& parts) {
  constexpr std::size_t shortest = 12, longer_than_words = 24;
  const auto is_token = [](char c) { return is_word(c) || c == '-' || c == '.' || c == '~' || c == '+' || c == '/' || c == '='; };
  for (const std::string_view scheme : {"Bearer ", "bearer "})
    for (auto at = text.find(scheme); at != std::string_view::npos; at = text.find(scheme, at + 1)) {
      const auto begin = std::min(text.find_first_not_of(' ', at + scheme.size()), text.size());
      const auto end = static_cast<std::size_t>(std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), is_token) - text.begin());
      const auto token = text.substr(begin, end - begin);
      const bool digit = token.find_first_of("0123456789") != std::string_view::npos;
      if (token.size() >= longer_than_words || (token.size() >= shortest && digit)) parts.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
}

constexpr std::array<signed char, 256> make_base64_digits() {
  std::array<signed char, 256> digits{};
  digits.fill(-1);
  for (int i = 0; i < 26; ++i) {
    digits[static_cast<std::size_t>('A' + i)] = static_cast<signed char>(i);
    digits[static_cast<std::size_t>('a' + i)] = static_cast<signed char>(26 + i);
  }
  for (int i = 0; i < 10; ++i) digits[static_cast<std::size_t>('0' + i)] = static_cast<signed char>(52 + i);
  digits['+'] = digits['-'] = 62;
  digits['/'] = digits['_'] = 63;
  return digits;
}
constexpr auto base64_digits = make_base64_digits();

int base64_digit(char c) { return base64_digits[static_cast<unsigned char>(c)]; }

std::string decode_base64(std::string_view run) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : run) {
    bits = bits << 6 | static_cast<std::uint32_t>(base64_digit(c));
    if ((count += 6) < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

/// Keys of storage accounts, namespaces, registries: 64 random bytes. Text of that length is not random.
bool is_account_key(std::string_view run, std::string_view rest) {
  if (run.size() != 86 || !rest.starts_with("==")) return false;
  const auto bytes = decode_base64(run);
  return std::any_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80 || (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t'); });
}

/// Whether the end of a secret's name and what may be an equals sign stand beside each other in Base64 text, wherever its groups
/// of four begin. Decoding each long word of a file to see that they do not would cost far more.
bool may_hide_named_value(std::string_view run) {
  std::uint32_t last_four = 0;  // characters, six bits each; bytes may begin at every second bit
  const auto add = [&](std::uint32_t digit) {
    last_four = (last_four << 6 | digit) & 0xFFFFFF;
    for (const unsigned end : {8u, 6u, 4u})
      if (may_begin_equals(static_cast<char>(last_four >> end & 0xFF)) && may_end_secret_name(static_cast<char>(last_four >> (end + 8) & 0xFF))) return true;
    return false;
  };
  for (const char c : run)
    if (add(static_cast<std::uint32_t>(base64_digit(c)))) return true;
  return add(0) || add(0) || add(0);
}

/// Whether Base64 text holds a named secret, wherever its groups of four begin.
bool hides_named_value(std::string_view run) {
  if (!may_hide_named_value(run)) return false;
  for (std::size_t first = 0; first < 4; ++first) {
    const auto bytes = decode_base64(run.substr(first));
    std::vector<Span> parts;
    find_named_values(bytes, parts);
    // Any bytes may hold `sig=` by chance; a secret is printable and has some length.
    for (const auto part : parts) {
      const auto value = std::string_view(bytes).substr(part.begin, part.size());
      if (value.size() >= 8 && std::all_of(value.begin(), value.begin() + 8, [](char c) { return c > 0x20 && c < 0x7F; })) return true;
    }
  }
  return false;
}

/// Whether the bytes may begin a text: no control characters, and behind them UTF-8 (its last sign may be cut off) or, of a
/// text that was UTF-16, any letters.
bool is_readable(std::string_view bytes, bool utf16) {
  int to_follow = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const bool follows = byte >= 0x80 && byte < 0xC0;
    if (byte < 0x20 ? c != '\n' && c != '\r' && c != '\t' : byte == 0x7F) return false;
    if (utf16) continue;
    if (follows != (to_follow > 0)) return false;
    to_follow = follows ? to_follow - 1 : byte < 0x80 ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
  }
  return true;
}

/// Whether the bytes look like UTF-16, little end first, as `powershell -EncodedCommand` wants it: every second one is zero.
bool is_utf16(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) bytes.remove_prefix(2);
  for (std::size_t i = 1; i < bytes.size(); i += 2)
    if (bytes[i] != 0) return false;
  return bytes.size() >= 4;
}

/// What gives a secret away in text as people write it: commands, settings, addresses, headers.
void find_plain_values(std::string_view text, TextKind kind, std::vector<Span>& parts) {
  find_bearer_tokens(text, parts);
  find_assigned_texts(text, kind, parts);
  find_program_arguments(text, kind, parts);
  find_address_passwords(text, parts);
  find_known_tokens(text, parts);
}

/// Whether Base64 text is a script, custom data, a command line that gives a secret away. What does not begin as readable
/// text is not looked at further.
bool is_text_with_secret(std::string_view run) {
  constexpr std::size_t looked_at = 16;
  auto beginning = decode_base64(run.substr(0, looked_at));
  const bool utf16 = is_utf16(beginning);
  const auto narrow = [&](std::string& bytes) {
    if (!utf16) return;
    if (bytes.starts_with("\xFF\xFE")) bytes.erase(0, 2);
    std::erase(bytes, '\0');
  };
  narrow(beginning);
  if (!is_readable(beginning, utf16)) return false;
  auto text = decode_base64(run);
  narrow(text);
  std::vector<Span> parts;
  if (utf16) find_named_values(text, parts);
  find_plain_values(text, TextKind::command, parts);
  return !parts.empty();
}

/// The end of the last byte in text[begin, end) that is no Base64, or `begin`.
std::size_t behind_last_other(std::string_view text, std::size_t begin, std::size_t end) {
  while (end > begin && base64_digit(text[end - 1]) >= 0) --end;
  return end;
}

#ifdef __SSE2__
/// A bit for each byte of the block that is no Base64 digit.
unsigned other_bytes(const char* at) {
  const auto block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const auto between = [](__m128i bytes, char first, char last) {  // of ASCII: other bytes are negative
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(first - 1))), _mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(last + 1))));
  };
  const auto letters = between(_mm_or_si128(block, _mm_set1_epi8(0x20)), 'a', 'z');
  const auto digits = between(block, '/', '9');
  const auto signs = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('+')), _mm_cmpeq_epi8(block, _mm_set1_epi8('-'))), _mm_cmpeq_epi8(block, _mm_set1_epi8('_')));
  return ~static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(letters, digits), signs))) & 0xFFFF;
}
#endif

/// Keys as they are, and tokens in scripts and custom data: Base64 is as readable as the text itself.
void find_encoded_values(std::string_view text, std::vector<Span>& parts) {
  constexpr std::size_t shortest = 20, longest = 1u << 20;  // custom data has at most 64 KiB
  for (std::size_t at = 0; at + shortest <= text.size();) {
    // A run that is long enough covers all of the next bytes; most often one near their end is no part of any.
#ifdef __SSE2__
    if (const auto others = other_bytes(text.data() + at + shortest - 16); others != 0) {
      at += shortest - 16 + static_cast<std::size_t>(std::bit_width(others));
      continue;
    }
#endif
    if (const auto begin = behind_last_other(text, at, at + shortest); begin > at) {
      at = begin;
      continue;
    }
    auto end = at + shortest;
    while (end < text.size() && base64_digit(text[end]) >= 0) ++end;
    const auto run = text.substr(at, end - at);
    if (run.size() <= longest && (is_account_key(run, text.substr(end)) || hides_named_value(run) || is_text_with_secret(run))) parts.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    at = end + 1;
  }
}

bool is_base64(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '/' || c == '='; }

/// Whether the position is in the path of an address: `https://host/…`, before any query.
bool is_in_address(std::string_view line, std::size_t at) {
  const auto scheme = line.substr(0, at).rfind("://");
  return scheme != std::string_view::npos && line.substr(scheme, at - scheme).find_first_of(" '\"?#@\t") == std::string_view::npos;
}

/// Whether a segment of a path is a commit, a version, or made of words; a key of that length is not.
bool is_readable_segment(std::string_view segment) {
  constexpr std::size_t longest_shown = 43, shortest_key = 20, letters_of_a_word = 6;
  if (segment.size() < shortest_key) return true;
  const auto all_of = [&](std::string_view letters) { return segment.find_first_not_of(letters) == std::string_view::npos; };
  if (segment.size() > longest_shown) return false;
  if (all_of("0123456789abcdef") || all_of("0123456789ABCDEF")) return true;
  const auto has = [&](int (*kind)(int)) { return std::any_of(segment.begin(), segment.end(), [&](unsigned char c) { return kind(c) != 0; }); };
  if (has(std::islower) && has(std::isupper) && has(std::isdigit)) return false;
  // Words in camel case and with a number behind them begin seldom; in random text something else begins at each second letter.
  std::size_t beginnings = 0;
  for (std::size_t i = 1; i < segment.size(); ++i) {
    const auto before = static_cast<unsigned char>(segment[i - 1]), here = static_cast<unsigned char>(segment[i]);
    beginnings += (std::isdigit(before) != 0) != (std::isdigit(here) != 0) || (std::islower(before) != 0 && std::isupper(here) != 0);
  }
  return beginnings * letters_of_a_word <= segment.size();
}

bool has_readable_segments(std::string_view path) {
  for (std::size_t begin = 0; begin <= path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    if (!is_readable_segment(path.substr(begin, end - begin))) return false;
    begin = end + 1;
  }
  return true;
}

/// Long runs without a break are keys, certificates or tokens.
void find_long_runs(std::string_view line, std::vector<Span>& parts) {
  constexpr std::size_t longest_shown = 43;
  for (std::size_t at = 0; at < line.size();) {
    auto end = at;
    while (end < line.size() && is_base64(line[end])) ++end;
    const auto run = line.substr(at, end - at);
    const bool digit = std::any_of(run.begin(), run.end(), [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
    const bool slash_only = run.find_first_of("+=") == std::string_view::npos;
    // Paths are long too, but have their slashes often and are readable: only dense runs are hidden.
    const auto slashes = static_cast<std::size_t>(std::count(run.begin(), run.end(), '/'));
    const bool dense = run.size() > longest_shown && digit && (!slash_only || slashes * 12 < run.size());
    // Of an address each segment counts by itself: commits and versions stand in public ones, keys in those of webhooks.
    if (dense && !(slash_only && is_in_address(line, at) && has_readable_segments(run))) parts.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    at = end + 1;
  }
}

/// An address says where something is kept; only a query or a user in it may hold the secret itself.
bool is_plain_address(std::string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://")) && text.find_first_of("?@") == std::string_view::npos;
}

/// "adminPassword": "…" and password: '…': what stands in the quotes behind such a name.
void find_quoted_values(std::string_view line, std::vector<Span>& parts) {
  constexpr std::string_view names[] = {"password", "passwd", "secret", "accountkey", "sastoken", "accesskey", "connectionstring", "privatekey", "workspacekey", "defaultvalue"};
  std::string text(line);
  std::transform(text.begin(), text.end(), text.begin(), lower);
  const bool declares_secret = text.find("secure") != std::string::npos;
  for (const auto name : names) {
    if (name == "defaultvalue" && !declares_secret) continue;
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
      auto after = at + name.size();
      while (after < text.size() && is_word(text[after])) ++after;
      if (after < text.size() && (text[after] == '"' || text[after] == '\'')) ++after;
      bool assigned = false;
      for (; after < text.size() && std::strchr(" :=\t", text[after]) != nullptr && text[after] != '\0'; ++after) assigned = assigned || text[after] == ':' || text[after] == '=';
      if (!assigned || after >= text.size() || (text[after] != '"' && text[after] != '\'')) continue;
      constexpr std::string_view three = "'''";
      const bool on_lines = std::string_view(text).substr(after).starts_with(three);  // Bicep's quotes of several lines
      if (on_lines) after += three.size() - 1;
      const auto end = std::min(on_lines ? text.find(three, after + 1) : text.find(text[after], after + 1), text.size());
      if (end == after + 1 || end == after || text[after + 1] == '[') continue;  // an expression is no secret
      if (name == "secret" && is_plain_address(std::string_view(text).substr(after + 1, end - after - 1))) continue;
      parts.push_back({static_cast<std::uint32_t>(after + 1), static_cast<std::uint32_t>(end)});
    }
  }
}

std::uint32_t first_four(std::string_view text) {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, text.data(), sizeof bytes);
  return bytes;
}

/// As it stands between the quotes of JSON.
std::string as_in_json(std::string_view text) {
  constexpr std::string_view escaped = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt", hexadecimal = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (const auto at = escaped.find(c); at != std::string_view::npos) (out += '\\') += letters[at];
    else if (byte < 0x20) ((out += "\\u00") += hexadecimal[byte >> 4]) += hexadecimal[byte & 0xF];
    else out += c;
  }
  return out;
}

/// As texts for people write it: with blanks for line breaks and tabs.
std::string on_one_line(std::string_view text) {
  std::string out(text);
  std::replace_if(out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return out;
}

/// Whether text[begin, end) is not a part of a longer word.
bool is_whole_word(std::string_view text, std::size_t begin, std::size_t end) {
  return (begin == 0 || !is_word(text[begin - 1])) && (end == text.size() || !is_word(text[end]));
}

}  // namespace

void join_parts(std::vector<Span>& parts) {
  std::sort(parts.begin(), parts.end());
  std::size_t kept = 0;
  for (const auto part : parts) {
    if (kept > 0 && part.begin <= parts[kept - 1].end) parts[kept - 1].end = std::max(parts[kept - 1].end, part.end);
    else parts[kept++] = part;
  }
  parts.resize(kept);
}

std::vector<Span> secret_parts(std::string_view text, TextKind kind) {
  std::vector<Span> parts;
  find_named_values(text, parts);
  find_encoded_values(text, parts);
  find_plain_values(text, kind, parts);
  join_parts(parts);
  return parts;
}

Secrecy secrecy_of_name(std::string_view name) {
  const auto is = [&](std::string_view word) { return name.size() == word.size() && stands_at(name, 0, word); };
  if (is("protectedsettings")) return Secrecy::below;
  if (is("secret") || is("token")) return Secrecy::maybe;
  return telling_of_name(name, TextKind::any) == Telling::strong ? Secrecy::value : Secrecy::none;
}

TextKind kind_of_name(std::string_view name) {
  constexpr std::string_view commands[] = {"commandtoexecute", "script", "command", "commandline", "customdata", "userdata"};
  const bool is_command = std::any_of(std::begin(commands), std::end(commands), [&](std::string_view word) { return name.size() == word.size() && stands_at(name, 0, word); });
  return is_command ? TextKind::command : TextKind::any;
}

NamesOnTheWay NamesOnTheWay::below(std::string_view name) const {
  const auto secrecy = secrecy_of_name(name);
  NamesOnTheWay way;
  way.hides_all_ = hides_all_ || secrecy == Secrecy::below;
  // `"adminPassword": {"value": "…"}` of a parameter file
  way.hides_texts_ = secrecy != Secrecy::none || (hides_texts_ && (name == "value" || name == "defaultValue"));
  way.hides_numbers_ = way.hides_all_ || secrecy == Secrecy::value;
  way.kind_ = kind_of_name(name);
  return way;
}

NamesOnTheWay NamesOnTheWay::behind(std::string_view item) const {
  auto way = *this;
  const bool is_option = item.size() > 2 && (item.front() == '-' || item.front() == '/') && item.find_first_of(" =:") == std::string_view::npos;
  way.hides_texts_ = hides_texts_ || (is_option && telling_of_name(item.substr(1), TextKind::any) != Telling::no);
  return way;
}

std::string NamesOnTheWay::shown(std::string_view text) const {
  if (hides_text() && !text.empty()) return std::string(redacted_text);
  return without_parts(text, secret_parts(text, kind_));
}

std::string without_parts(std::string_view text, const std::vector<Span>& parts) {
  if (parts.empty()) return std::string(text);
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  for (const auto part : parts) {
    out.append(text.substr(at, part.begin - at));
    out.append(redacted_text);
    at = part.end;
  }
  out.append(text.substr(at));
  return out;
}

std::string redact_secrets(std::string_view text) { return without_parts(text, secret_parts(text)); }

void Redaction::add_place(Location place, std::vector<std::string> literals) {
  for (const auto& literal : literals) add_text(literal);
  places_[place.source].push_back({place.span, std::move(literals)});
}

void Redaction::add_named(Location place, std::string_view text) {
  constexpr std::size_t shortest = 8;
  const auto has = [&](int (*kind)(int)) { return std::any_of(text.begin(), text.end(), [&](unsigned char c) { return kind(c) != 0; }); };
  const int kinds = has(std::islower) + has(std::isupper) + has(std::isdigit) + has(std::ispunct);
  if (text.size() >= shortest && kinds >= 2) add_text(text);
  if (place) places_[place.source].push_back({place.span, {std::string(text)}});
}

void Redaction::add_text(std::string_view text) {
  constexpr std::size_t shortest = 5;
  if (text.size() < shortest) return;
  // Finished reports are looked through too: they write some characters of the text in their own way.
  for (const auto& form : {std::string(text), as_in_json(text), on_one_line(text)}) {
    auto& same = texts_[first_four(form)];
    if (same.texts.insert(form).second) same.lengths.insert(form.size());
  }
}

std::vector<std::string_view> Redaction::literals_at(Location place) const {
  std::vector<std::string_view> literals;
  const auto found = places_.find(place.source);
  if (found == places_.end()) return literals;
  for (const auto& each : found->second)
    if (each.span.begin <= place.span.end && place.span.begin <= each.span.end) literals.insert(literals.end(), each.literals.begin(), each.literals.end());
  return literals;
}

void Redaction::find_texts(std::string_view text, std::vector<Span>& parts) const {
  constexpr std::size_t longer_than_words = 8;
  if (texts_.empty()) return;
  for (std::size_t at = 0; at + 4 < text.size(); ++at) {
    const auto found = texts_.find(first_four(text.substr(at)));
    if (found == texts_.end()) continue;
    for (const auto length : found->second.lengths) {
      if (length > text.size() - at) break;
      if (!found->second.texts.contains(text.substr(at, length))) continue;
      if (length >= longer_than_words || is_whole_word(text, at, at + length)) parts.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + length)});
    }
  }
}

std::string Redaction::text(std::string_view text) const {
  auto parts = secret_parts(text);
  find_texts(text, parts);
  join_parts(parts);
  return without_parts(text, parts);
}

std::string Redaction::message(std::string_view text, Location place) const {
  auto parts = secret_parts(text);
  find_texts(text, parts);
  for (const auto literal : literals_at(place))
    for (auto at = text.find(literal); at != std::string_view::npos && !literal.empty(); at = text.find(literal, at + 1))
      if (is_whole_word(text, at, at + literal.size())) parts.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + literal.size())});
  join_parts(parts);
  return without_parts(text, parts);
}

std::vector<Span> Redaction::parts_of_source(SourceId source, std::uint32_t offset, std::string_view text) const {
  auto parts = secret_parts(text);
  find_texts(text, parts);
  find_long_runs(text, parts);
  find_quoted_values(text, parts);
  const auto end = offset + static_cast<std::uint32_t>(text.size());
  if (const auto found = places_.find(source); found != places_.end())
    for (const auto& each : found->second)
      if (each.span.begin < end && offset < each.span.end) parts.push_back({std::max(each.span.begin, offset) - offset, std::min(each.span.end, end) - offset});
  join_parts(parts);
  return parts;
}

}  // namespace fleetlint
