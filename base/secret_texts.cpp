// Secrets in command lines, connection strings, addresses and headers. Everything is linear in the text.
#include "secret_texts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

namespace fleetlint {
namespace {

constexpr auto npos = std::string_view::npos;

// Of ASCII, whatever the locale, and quick: each byte of a source is asked.
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
constexpr std::array<bool, 256> make_name_signs() {
  std::array<bool, 256> signs{};
  for (int c = 0; c < 128; ++c) signs[static_cast<std::size_t>(c)] = is_word(static_cast<char>(c)) || c == '-' || c == '.';
  return signs;
}
constexpr auto name_signs = make_name_signs();
bool is_name(char c) { return name_signs[static_cast<unsigned char>(c)]; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

bool equals_lower(std::string_view text, std::string_view lower_case) {
  return text.size() == lower_case.size() && std::equal(text.begin(), text.end(), lower_case.begin(), [](char a, char b) { return lower(a) == b; });
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

void add(std::vector<Span>& parts, std::size_t begin, std::size_t end) {
  if (end > begin) parts.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
}

bool has_kind(std::string_view text, int (*kind)(int)) {
  return std::any_of(text.begin(), text.end(), [&](unsigned char c) { return kind(c) != 0; });
}

/// An ordinary word has letters of one case; what has several kinds of characters may be a secret.
bool is_mixed(std::string_view text) { return has_kind(text, std::islower) + has_kind(text, std::isupper) + has_kind(text, std::isdigit) >= 2; }

// --- Values ---

struct Value {
  std::size_t begin = 0, end = 0;
  bool quoted = false;
  bool empty() const { return begin >= end; }
};

/// The end of a hole that begins here (`${…}`, `$(…)`, `{0}`), or the same place.
std::size_t behind_hole(std::string_view text, std::size_t at) {
  constexpr std::size_t longest = 256;
  const bool dollar = text[at] == '$' && at + 1 < text.size();
  const char open = dollar ? text[at + 1] : text[at];
  const char close = open == '{' ? '}' : open == '(' && dollar ? ')' : '\0';
  if (close == '\0') return at;
  int depth = 0;
  for (auto i = at + (dollar ? 1 : 0); i < text.size() && i < at + longest && !is_line_end(text[i]); ++i) {
    depth += text[i] == open ? 1 : text[i] == close ? -1 : 0;
    if (depth == 0) return i + 1;
  }
  return at;
}

/// Whether a sign that may stand in a password ends it here, by what follows: `a,b` is one, `a, b` and `a,ssl=True` are two.
bool ends_by_what_follows(std::string_view text, std::size_t at) {
  auto next = at + 1;
  if (next == text.size() || std::strchr(" \t\r\n\"',;)]}&|<>", text[next]) != nullptr) return true;
  while (next < text.size() && is_word(text[next])) ++next;
  return next > at + 1 && next < text.size() && text[next] == '=';
}

/// What stands without quotes from here to the next blank or sign that ends a word of a command line.
Value bare_value(std::string_view text, std::size_t begin, std::size_t longest = 4096) {
  auto at = begin;
  text = text.substr(0, begin + std::min(longest, text.size() - begin));
  while (at < text.size()) {
    const char c = text[at];
    if (const auto behind = behind_hole(text, at); behind > at) {
      at = behind;
      continue;
    }
    if (c == '\0' || std::strchr(" \t\r\n\v\f\"';|<>`", c) != nullptr) break;
    if (std::strchr(",&)]}", c) != nullptr && ends_by_what_follows(text, at)) break;
    if (c == '\\' && at + 1 < text.size()) {
      if (is_quote(text[at + 1])) break;
      ++at;
    }
    ++at;
  }
  return {begin, std::min(at, text.size()), false};
}

/// What stands between quotes, with the backslashes that JSON and Bicep write before them. Nothing when the quote only ends
/// the text around: `concat('--password ', parameters('x'))`.
Value quoted_value(std::string_view text, std::size_t at) {
  constexpr std::size_t longest = 4096;
  const auto opening = at;
  text = text.substr(0, at + longest);
  while (at < text.size() && text[at] == '\\') ++at;
  if (at == text.size()) return {};
  if (constexpr std::string_view three = "'''"; at == opening && text.substr(at).starts_with(three)) {  // of Bicep, on several lines
    const auto begin = at + three.size();
    return {begin, std::min(text.find(three, begin), text.size()), true};
  }
  const char quote = text[at];
  const auto mark = text.substr(opening, at + 1 - opening);
  const auto begin = at + 1;
  auto end = text.find(mark, begin);
  while (end != npos && mark.size() == 1 && end > begin && text[end - 1] == '\\' && text[end - std::min<std::size_t>(end, 2)] != '\\') end = text.find(quote, end + 1);
  if (end == npos) end = std::min(text.find_first_of("\r\n", begin), text.size());
  const auto first = skip_blanks(text, begin);
  if (first >= end || std::strchr(",)]}+;|&", text[first]) != nullptr) return {};
  return {begin, end, true};
}

bool starts_quote(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == '\\') ++at;
  return at < text.size() && is_quote(text[at]);
}

Value value_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  return starts_quote(text, at) ? quoted_value(text, at) : bare_value(text, at);
}

// --- Names ---

/// Texts whose name ends so are secret. In lower case, without signs between the words.
constexpr std::array<std::string_view, 26> strong_endings = {"password", "passwd", "passphrase", "passwort", "pwd", "clientsecret", "accountkey", "accesskey", "workspacekey", "privatekey", "primarykey", "secondarykey",
                                                             "sharedkey", "apikey", "connectionstring", "sastoken", "accesstoken", "authtoken", "bearertoken", "refreshtoken", "secretkey", "storagekey", "masterkey", "accountsecret", "storepass", "keypass"};
/// The same, but only as a word of its own: `bypass` and `compass` are no passwords.
constexpr std::array<std::string_view, 2> strong_words = {"pass", "pw"};
constexpr std::array<std::string_view, 3> strong_variables = {"sshpass", "dbpass", "userpass"};
/// Words with `pass` at their end that are none when all letters are capitals: `SERVICEPASS` is one.
constexpr std::array<std::string_view, 7> plain_words = {"bypass", "compass", "encompass", "trespass", "surpass", "overpass", "underpass"};
/// Secret as an option's or variable's last word: `--pat`, `-Credential`.
constexpr std::array<std::string_view, 3> weak_words = {"pat", "credential", "credentials"};
constexpr std::array<std::string_view, 3> weak_endings = {"secret", "token", "key"};
constexpr std::array<std::string_view, 5> public_endings = {"publickey", "partitionkey", "sortkey", "instrumentationkey", "primarykeyname"};

/// The end of a name, small and without signs between its words.
class FoldedName {
 public:
  explicit FoldedName(std::string_view name) {
    for (auto at = name.size(); at > 0 && begin_ > 0; --at)
      if (is_word(name[at - 1]) && name[at - 1] != '_') letters_[--begin_] = lower(name[at - 1]);
  }
  bool ends_with(std::string_view ending) const { return view().ends_with(ending); }
  bool is(std::string_view word) const { return view() == word; }

 private:
  std::string_view view() const { return {letters_.data() + begin_, letters_.size() - begin_}; }
  std::array<char, 32> letters_{};
  std::size_t begin_ = letters_.size();
};

/// Whether the last word of a name is this one: `db_pass`, `adminPass`, `-pass`.
bool ends_with_word(std::string_view name, std::string_view word) {
  if (name.size() < word.size() || !equals_lower(name.substr(name.size() - word.size()), word)) return false;
  if (name.size() == word.size()) return true;
  const char before = name[name.size() - word.size() - 1], first = name[name.size() - word.size()];
  return !is_letter(before) || (std::islower(static_cast<unsigned char>(before)) != 0 && std::isupper(static_cast<unsigned char>(first)) != 0);
}

/// `SERVICEPASS`
bool is_pass_in_capitals(std::string_view name, const FoldedName& folded) {
  return folded.ends_with("pass") && std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
         std::none_of(plain_words.begin(), plain_words.end(), [&](std::string_view word) { return folded.ends_with(word); });
}

/// What the names that tell something end with: most names are left after one look.
constexpr std::array<bool, 256> make_last_letters() {
  std::array<bool, 256> last{};
  for (const char c : std::string_view("dDeEtTyYgGnNsSwWlL")) last[static_cast<unsigned char>(c)] = true;
  return last;
}
constexpr auto is_last_letter = make_last_letters();

/// Whether one of the lists above may have a name that ends so, by its last two letters. Where the last but one is no letter, the
/// name has to be looked at.
bool may_tell(std::string_view name) {
  if (!is_last_letter[static_cast<unsigned char>(name.back())]) return false;
  if (name.size() < 2 || !is_letter(name[name.size() - 2])) return true;
  constexpr std::string_view pairs = "rdwdseetrtngeyenpwssatalls";  // password, passwd, passphrase, secret, passwort, …string, key, token, pw, pass, pat, credential, credentials
  const char before = lower(name[name.size() - 2]), last = lower(name.back());
  for (std::size_t i = 0; i < pairs.size(); i += 2)
    if (pairs[i] == before && pairs[i + 1] == last) return true;
  return false;
}

/// Whether the rule for commands takes the text for a value: no variable, placeholder, further option, path or address.
bool is_literal_argument(std::string_view value) {
  value = value.substr(0, value.find_first_of(" \t\n\"';&|"));
  if (value.empty() || std::strchr("$%<-/.\\?~@{(`*=", value.front()) != nullptr) return false;
  if (value.find("://") != npos || value.find('$') != npos || (value.size() > 2 && value[1] == ':' && value[2] == '\\')) return false;
  return value.find('/') == npos || value.find('.') == npos;
}

enum class Sign : std::uint8_t {
  equals,
  spaced,  ///< a colon, or an equals sign with blanks around it: code writes names and calls behind these
  blank,
};

/// Whether what a name is given is a secret.
bool is_secret_value(std::string_view text, Telling telling, Sign sign, bool option, bool quoted, TextKind kind) {
  constexpr std::size_t shortest_token = 6, longer_than_names = 20;
  if (text.empty() || is_hole(text)) return false;
  const bool next_option = text.size() > 1 && text[0] == '-' && (is_letter(text[1]) || text[1] == '-');
  if (next_option && !quoted && sign == Sign::blank) return false;
  if (kind == TextKind::command && is_literal_argument(text)) return true;
  if (telling == Telling::strong) {
    if (option || sign == Sign::equals) return true;
    if (text.front() == '[' && text.back() == ']') return false;  // an expression
    const bool is_path_of_names = std::none_of(text.begin(), text.end(), is_digit) && std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == '.' || c == '?' || c == '!'; });
    return quoted || (!is_path_of_names && text.find_first_of("()") == npos);
  }
  if (sign == Sign::spaced && !option) return false;
  return text.size() >= shortest_token && is_literal_argument(text) && text.find_first_of("()[]{},") == npos && (is_mixed(text) || text.size() >= longer_than_names);
}

}  // namespace

Telling telling_of_name(std::string_view name, TextKind kind) {
  if (name.empty() || !may_tell(name)) return Telling::no;
  const FoldedName folded(name);
  const auto ends = [&](std::string_view ending) { return folded.ends_with(ending); };
  if (kind == TextKind::any && std::any_of(public_endings.begin(), public_endings.end(), ends)) return Telling::no;
  if (std::any_of(strong_endings.begin(), strong_endings.end(), ends)) return Telling::strong;
  if (std::any_of(strong_words.begin(), strong_words.end(), [&](std::string_view word) { return ends_with_word(name, word); })) return Telling::strong;
  if (std::any_of(strong_variables.begin(), strong_variables.end(), [&](std::string_view word) { return folded.is(word); })) return Telling::strong;
  if (is_pass_in_capitals(name, folded)) return Telling::strong;
  if (std::any_of(weak_words.begin(), weak_words.end(), [&](std::string_view word) { return ends_with_word(name, word); })) return Telling::weak;
  return std::any_of(weak_endings.begin(), weak_endings.end(), ends) ? Telling::weak : Telling::no;
}

bool is_hole(std::string_view text) {
  while (!text.empty() && is_quote(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_quote(text.back())) text.remove_suffix(1);
  if (text.size() < 2) return text.empty();
  if (text.starts_with(redacted_text.substr(0, redacted_text.size() - 1))) return true;  // hidden already
  if (text.front() == '<') return text.back() == '>';
  if (text.front() == '%') return text.back() == '%' && text.size() > 2;
  if (const auto behind = behind_hole(text, 0); behind > 0) return behind == text.size();
  if (text.front() != '$') return false;
  auto name = text.substr(1);
  if (name.size() > 4 && equals_lower(name.substr(0, 4), "env:")) name.remove_prefix(4);
  return std::all_of(name.begin(), name.end(), [](char c) { return is_word(c) || c == '.'; });
}

void find_assigned_texts(std::string_view text, TextKind kind, std::vector<Span>& parts) {
  constexpr std::size_t longest_name = 64, long_word = 256;
  std::size_t hidden_to = 0;
  // A long word without blanks may hold thousands of names: what was no secret as a whole is not looked through for each of
  // them again, but for a name that tells more.
  std::size_t refused_to = 0;
  bool refused_sure = false;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    // The end of a name that may tell something, and something behind it that may give it a text.
    if (!is_last_letter[static_cast<unsigned char>(text[i])] || is_name(text[i + 1]) || i < hidden_to) continue;
    const auto end = i + 1;
    auto begin = end;
    while (begin > 0 && end - begin < longest_name && is_name(text[begin - 1])) --begin;
    const auto telling = telling_of_name(text.substr(begin, end - begin), kind);
    if (telling == Telling::no) continue;
    if (begin > 0 && text[begin - 1] == '/') --begin;
    const bool at_word = begin == 0 || is_blank(text[begin - 1]) || is_quote(text[begin - 1]) || is_line_end(text[begin - 1]) || std::strchr("(,;|&`", text[begin - 1]) != nullptr;
    const bool option = at_word && (text[begin] == '-' || text[begin] == '/');
    auto after = end;
    while (after < text.size() && text[after] == '\\') ++after;
    const bool closed = after < text.size() && is_quote(text[after]);
    after = closed ? after + 1 : end;
    const auto mark = skip_blanks(text, after);
    if (mark >= text.size()) continue;
    Value value;
    auto sign = Sign::blank;
    const bool sure = telling == Telling::strong && (option || text[mark] == '=');
    if (mark < refused_to && (!sure || refused_sure)) continue;
    if (text[mark] == '=' || text[mark] == ':') {
      const bool equals = text[mark] == '=';
      if (!equals && text.substr(mark).starts_with("://")) continue;
      if (equals && mark + 1 < text.size() && (text[mark + 1] == '=' || text[mark + 1] == '>')) continue;  // a comparison, an arrow
      const bool apart = mark > after && mark + 1 < text.size() && is_blank(text[mark + 1]);
      if (equals && mark > after && !option && telling == Telling::weak) continue;
      sign = equals && !apart ? Sign::equals : Sign::spaced;
      value = value_at(text, skip_blanks(text, mark + 1));
    } else if (option && closed && text[mark] == ',') {  // ["--password", "x"]
      const auto next = skip_blanks(text, mark + 1);
      if (next < text.size() && starts_quote(text, next)) value = quoted_value(text, next);
    } else if (option && mark > after) {
      value = value_at(text, mark);
    }
    if (value.empty() || !is_secret_value(text.substr(value.begin, value.end - value.begin), telling, sign, option, value.quoted, kind)) {
      if (value.quoted || value.end < value.begin + long_word) continue;
      refused_to = value.end;
      refused_sure = sure;
      continue;
    }
    if (!value.quoted) value = bare_value(text, value.begin, npos);
    add(parts, value.begin, value.end);
    hidden_to = value.end;
  }
}

// --- Programs ---

namespace {

/// Where a program takes a password without naming it.
enum class Place : std::uint8_t {
  attached,        ///< behind the option without a blank: `-px`
  next,            ///< the word behind the option, or attached to it
  joined_or_next,  ///< `-px` and `-p x`
  behind_share,    ///< `net use Z: \\\\server\\share x`
  behind_name,     ///< `setx NAME x`, where the name tells
  behind_colon,    ///< the option's word has a name, a colon, and the password
  behind_percent,  ///< the same with a percent sign
  second_word,     ///< the second word that is no option, behind the word in `option`: `net user NAME x`
  third_word,      ///< `htpasswd -b FILE NAME x`
  first_word,      ///< `ConvertTo-SecureString x`
  piped,           ///< in the words before the bar: `echo name:x | chpasswd`
};

struct Program {
  std::string_view name, option;
  Place place;
  std::string_view command = {};  ///< the word before the option that makes it one for a password: of `docker run -p` it is a port
};

constexpr Program programs[] = {
    {"mysql", "-p", Place::attached},        {"mysqldump", "-p", Place::attached},    {"mysqladmin", "-p", Place::attached}, {"mariadb", "-p", Place::attached},
    {"sshpass", "-p", Place::joined_or_next},          {"docker", "-p", Place::next, "login"},           {"podman", "-p", Place::next, "login"},         {"buildah", "-p", Place::next, "login"},
    {"helm", "-p", Place::next, "login"},             {"oras", "-p", Place::next, "login"},             {"az", "-p", Place::next, "login"},             {"psexec", "-p", Place::next},
    {"mongo", "-p", Place::joined_or_next},            {"mongosh", "-p", Place::joined_or_next},          {"mongodump", "-p", Place::joined_or_next},      {"sqlcmd", "-P", Place::next},
    {"bcp", "-P", Place::next},              {"osql", "-P", Place::next},             {"zip", "-P", Place::next},            {"unzip", "-P", Place::next},
    {"7z", "-p", Place::attached},           {"redis-cli", "-a", Place::next},        {"ldapsearch", "-w", Place::next},     {"ldapadd", "-w", Place::next},
    {"ldapmodify", "-w", Place::next},       {"curl", "-u", Place::behind_colon},     {"curl", "--user", Place::behind_colon}, {"curl", "--proxy-user", Place::behind_colon},
    {"smbclient", "-U", Place::behind_percent}, {"net", "user", Place::second_word},  {"net1", "user", Place::second_word},  {"schtasks", "/rp", Place::next},
    {"htpasswd", "-b", Place::third_word},   {"convertto-securestring", "", Place::first_word}, {"chpasswd", "", Place::piped}, {"passwd", "--stdin", Place::piped},
    {"az", "-p", Place::next, "sql"},        {"az", "-p", Place::next, "postgres"},   {"az", "-p", Place::next, "mysql"},    {"psexec", "-P", Place::next},
    {"setx", "", Place::behind_name},        {"net", "", Place::behind_share, "use"},
    {"config.cmd", "--windowslogonpassword", Place::next},
};

/// By the beginning letter, how long the names of programs are (a bit each): most words are left after one look.
constexpr std::array<std::uint32_t, 256> make_lengths() {
  std::array<std::uint32_t, 256> lengths{};
  for (const auto& program : programs) {
    const char c = program.name.front();
    const auto bit = std::uint32_t{1} << program.name.size();
    lengths[static_cast<unsigned char>(c)] |= bit;
    if (c >= 'a' && c <= 'z') lengths[static_cast<unsigned char>(c - 'a' + 'A')] |= bit;
  }
  return lengths;
}
constexpr auto lengths_by_letter = make_lengths();

/// Words of one command from a place on, up to where the command ends. A word may be made of several pieces, as shells read
/// `-u"joe"` and `--header='Accept: x'`.
class Words {
 public:
  Words(std::string_view text, std::size_t at) : text_(text), at_(at) {}
  Value next() {
    at_ = skip_blanks(text_, at_);
    if (ends_here() || count_++ > most) return {};
    auto word = value_at(text_, at_);
    if (word.empty()) return {};
    step_behind(word);
    while (!ends_here() && !is_blank(text_[at_]) && count_++ <= most) {
      const auto piece = value_at(text_, at_);
      if (piece.empty() || (piece.quoted && !goes_on(piece))) {
        count_ = most + 1;  // the quote closes the text around: the command is over
        break;
      }
      step_behind(piece);
      word.end = piece.end;
    }
    return word;
  }
  std::size_t at() const { return std::min(at_, text_.size()); }

 private:
  bool ends_here() const { return at_ >= text_.size() || is_line_end(text_[at_]) || std::strchr(";|&)", text_[at_]) != nullptr; }
  /// Whether a quote behind a word opens a piece of it. One that closes the text around has something else behind it.
  bool goes_on(const Value& piece) const {
    const auto content = text_.substr(piece.begin, piece.end - piece.begin);
    const bool given = at_ > 0 && (text_[at_ - 1] == '=' || text_[at_ - 1] == ':');
    return content.find_first_of("\r\n") == npos && piece.end < text_.size() && !is_line_end(text_[piece.end]) && (given || !is_blank(content.front()));
  }
  void step_behind(const Value& piece) {
    at_ = piece.end;
    if (!piece.quoted) return;
    while (at_ < text_.size() && text_[at_] == '\\') ++at_;
    ++at_;
  }

  static constexpr int most = 64;  // of one command
  std::string_view text_;
  std::size_t at_;
  int count_ = 0;
};

/// `/add` and `*` are no passwords.
void add_argument(std::string_view text, std::size_t begin, std::size_t end, std::vector<Span>& parts) {
  if (begin < end && starts_quote(text, begin)) begin = text.find_first_of("\"'", begin) + 1;  // `-p'x'`
  if (begin >= end) return;
  const auto value = text.substr(begin, end - begin);
  if (value.empty() || is_hole(value) || value == "*" || value.front() == '-' || value.front() == '/') return;
  add(parts, begin, end);
}

/// What is given to a program through a pipe.
void find_piped(std::string_view text, std::size_t begin, std::size_t end, const Program& program, std::vector<Span>& parts) {
  if (!program.option.empty() && text.substr(end, 40).find(program.option) == npos) return;
  constexpr std::size_t nearest = 16, longest = 512;  // `| sudo chpasswd`, and what is given to it
  const auto first = begin - std::min(begin, nearest);
  auto bar = text.substr(first, begin - first).rfind('|');
  if (bar == npos) return;
  bar += first;
  const auto start = bar - std::min(bar, longest);
  const auto echo = text.substr(start, bar - start).rfind("echo ");
  if (echo == npos) return;
  Words words(text, start + echo + 5);
  for (auto word = words.next(); !word.empty() && word.begin < bar; word = words.next()) {
    const auto given = text.substr(word.begin, word.end - word.begin);
    if (given.front() == '-' && !word.quoted) continue;
    const auto colon = program.option.empty() ? given.find(':') : npos;
    add_argument(text, colon == npos ? word.begin : word.begin + colon + 1, word.end, parts);
  }
}

/// `/add`
bool is_option_of_windows(std::string_view text, std::size_t at) {
  at = skip_blanks(text, at);
  return at + 1 < text.size() && text[at] == '/' && is_letter(text[at + 1]);
}

/// Looks through the words of the command behind the program's name; gives where it stopped.
std::size_t find_arguments(std::string_view text, std::size_t end, const Program& program, TextKind kind, std::vector<Span>& parts) {
  Words words(text, end);
  bool is_command = program.command.empty();
  int seen = program.place == Place::second_word || program.place == Place::third_word ? -1 : 0;
  const auto option = program.option;
  for (auto word = words.next(); !word.empty(); word = words.next()) {
    const auto given = text.substr(word.begin, word.end - word.begin);
    const bool is_option = !option.empty() && given.size() >= option.size() && given.starts_with(option);
    if (!is_command) {
      is_command = equals_lower(given, program.command);
      continue;
    }
    switch (program.place) {
      case Place::attached:
        if (is_option && !word.quoted) add_argument(text, word.begin + option.size(), word.end, parts);
        break;
      case Place::joined_or_next:
        if (is_option && given.size() > option.size()) {
          add_argument(text, word.begin + option.size(), word.end, parts);
          break;
        }
        [[fallthrough]];
      case Place::next:
        if (!is_option && !(option.size() > 2 && equals_lower(given, option))) break;
        if (given.size() > option.size()) {
          if (given[option.size()] == '=') add_argument(text, word.begin + option.size() + 1, word.end, parts);
          break;  // `-port` is another option
        }
        word = words.next();
        if (word.empty()) return words.at();
        add_argument(text, word.begin, word.end, parts);
        break;
      case Place::behind_colon:
      case Place::behind_percent: {
        const bool is_short = option.size() == 2, is_long = is_option && !is_short && given.size() > option.size() && given[option.size()] == '=';
        const bool grouped = is_short && given.size() > 2 && given[0] == '-' && is_letter(given[1]) && given.back() == option[1] && !is_option;  // `-sSu`
        if (is_long || (is_short && is_option && given.size() > option.size())) word.begin += option.size() + (is_long ? 1 : 0);  // `-uname:x`, `--user=name:x`
        else if (given == option || grouped) word = words.next();
        else break;
        const auto name = text.substr(word.begin, word.empty() ? 0 : word.end - word.begin);
        const auto sign = name.find(program.place == Place::behind_colon ? ':' : '%');
        if (word.empty() || sign == npos) return words.at();
        add_argument(text, word.begin + sign + 1, word.end, parts);
        break;
      }
      case Place::second_word:
      case Place::third_word:
        if (seen < 0) {
          if (program.place == Place::second_word && !equals_lower(given, option)) return words.at();
          if (equals_lower(given.substr(0, option.size()), option) || given.starts_with("-b") || given.starts_with("-cb")) seen = 0;
          break;
        }
        if (++seen == (program.place == Place::second_word ? 2 : 3)) {
          // "the net user experience considerably" is prose
          if (program.place == Place::second_word && kind == TextKind::any && !is_mixed(given) && !is_option_of_windows(text, words.at())) return words.at();
          add_argument(text, word.begin, word.end, parts);
          return words.at();
        }
        break;
      case Place::behind_share:
        if (given.starts_with("\\\\") && seen == 0) seen = 1;
        else if (seen == 1 && given.front() != '/') {
          add_argument(text, word.begin, word.end, parts);
          return words.at();
        }
        break;
      case Place::behind_name:
        if (given.front() == '/' || given.front() == '-') break;
        if (seen == 1) add_argument(text, word.begin, word.end, parts);
        if (seen == 1 || telling_of_name(given, TextKind::command) == Telling::no) return words.at();
        seen = 1;
        break;
      case Place::first_word:
        if (equals_lower(given, "-string")) break;
        if (given.front() != '-') add_argument(text, word.begin, word.end, parts);
        return words.at();
      case Place::piped: return words.at();
    }
  }
  return words.at();
}

/// `/p:x` of any program; `/p:Configuration=Release` sets a property.
void find_short_options(std::string_view text, std::vector<Span>& parts) {
  for (auto colon = text.find("p:"); colon != npos; colon = text.find("p:", colon + 1)) {
    if (colon == 0 || (text[colon - 1] != '/' && text[colon - 1] != '-')) continue;
    if (colon > 1 && !is_blank(text[colon - 2]) && !is_quote(text[colon - 2])) continue;
    const auto value = value_at(text, colon + 2);
    const auto given = text.substr(value.begin, value.empty() ? 0 : value.end - value.begin);
    if (!is_hole(given) && is_mixed(given) && given.find('=') == npos) add(parts, value.begin, value.end);
  }
}

}  // namespace

void find_program_arguments(std::string_view text, TextKind kind, std::vector<Span>& parts) {
  find_short_options(text, parts);
  std::array<std::size_t, std::size(programs)> seen_to{};
  constexpr std::size_t longest = 24;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lengths = lengths_by_letter[static_cast<unsigned char>(text[i])];
    if (lengths == 0 || (i > 0 && is_name(text[i - 1]))) continue;
    auto end = i;
    while (end < text.size() && end - i <= longest && is_name(text[end])) ++end;
    if (end - i > longest) continue;
    auto name = text.substr(i, end - i);
    if (name.size() > 4 && equals_lower(name.substr(name.size() - 4), ".exe")) name.remove_suffix(4);
    if ((lengths >> name.size() & 1) == 0) continue;
    const bool alone = end >= text.size() || !is_blank(text[end]);
    for (std::size_t p = 0; p < std::size(programs); ++p) {
      const auto& program = programs[p];
      if (!equals_lower(name, program.name)) continue;
      if (program.place == Place::piped) find_piped(text, i, end, program, parts);
      else if (!alone && i >= seen_to[p]) seen_to[p] = find_arguments(text, end, program, kind, parts);  // the same words once
    }
  }
}

// --- Addresses, headers, known forms ---

namespace {

/// Names of users are words, with a number perhaps.
bool is_token_as_user(std::string_view user) {
  constexpr std::size_t shortest = 8, longer_than_names = 20;
  if (user.size() < shortest || is_hole(user) || user.find_first_of("${}[]()") != npos || !has_kind(user, std::isdigit)) return false;
  return user.size() >= longer_than_names ? is_mixed(user) : has_kind(user, std::islower) && has_kind(user, std::isupper);
}

}  // namespace

void find_address_passwords(std::string_view text, std::vector<Span>& parts) {
  constexpr std::size_t longest = 512;
  for (auto at = text.find("://"); at != npos; at = text.find("://", at + 3)) {
    const auto begin = at + 3;
    const auto host = text.substr(begin, longest);
    const auto sign = host.substr(0, host.find_first_of("/?# \t\r\n\"'\\<>")).rfind('@');
    if (sign == npos) continue;
    const auto colon = host.substr(0, sign).find(':');
    // `https://TOKEN@host`: a token as the user
    const auto user = host.substr(0, std::min(colon, sign));
    if (is_token_as_user(user)) add(parts, begin, begin + user.size());
    if (colon == npos || is_hole(host.substr(colon + 1, sign - colon - 1))) continue;
    add(parts, begin + colon + 1, begin + sign);
  }
}

namespace {

std::size_t end_of(std::string_view text, std::size_t at, bool (*belongs)(char)) {
  while (at < text.size() && belongs(text[at])) ++at;
  return at;
}

void find_private_keys(std::string_view text, std::vector<Span>& parts) {
  constexpr std::string_view opening = "-----BEGIN ", mark = "PRIVATE KEY-----", closing = "-----END ";
  std::size_t end = 0;
  for (auto at = text.find(opening); at != npos; at = text.find(opening, std::max(end, at + 1))) {
    const auto found = text.substr(at, 64).find(mark);
    if (found == npos) continue;
    const auto begin = at + found + mark.size();
    end = std::min(text.find(closing, begin), text.size());
    add(parts, begin, end);
  }
}

void find_prefixed_tokens(std::string_view text, std::vector<Span>& parts) {
  struct Form {
    std::string_view prefix;
    std::size_t shortest;
  };
  static constexpr Form forms[] = {{"ghp_", 20}, {"gho_", 20}, {"ghs_", 20}, {"ghu_", 20}, {"github_pat_", 30}, {"glpat-", 20}, {"xoxb-", 20}, {"xoxp-", 20}, {"eyJ", 40}};
  const auto belongs = [](char c) { return is_word(c) || c == '-' || c == '.'; };
  for (const auto& form : forms) {
    std::size_t end = 0;
    for (auto at = text.find(form.prefix); at != npos; at = text.find(form.prefix, std::max(end, at + 1))) {
      if (at > 0 && is_word(text[at - 1])) continue;
      end = end_of(text, at, belongs);
      const auto token = text.substr(at, end - at);
      if (token.size() < form.shortest || !has_kind(token, std::isdigit)) continue;
      if (form.prefix == "eyJ" && std::count(token.begin(), token.end(), '.') < 2) continue;
      add(parts, at, end);
    }
  }
}

void find_basic_headers(std::string_view text, std::vector<Span>& parts) {
  constexpr std::size_t shortest = 8;
  constexpr std::string_view scheme = "uthorization: Basic ";
  for (auto at = text.find(scheme); at != npos; at = text.find(scheme, at + 1)) {
    const auto begin = at + scheme.size();
    const auto end = end_of(text, begin, [](char c) { return is_word(c) || c == '+' || c == '/' || c == '=' || c == '-'; });
    if (end - begin >= shortest) add(parts, begin, end);
  }
}

}  // namespace

void find_known_tokens(std::string_view text, std::vector<Span>& parts) {
  find_private_keys(text, parts);
  find_prefixed_tokens(text, parts);
  find_basic_headers(text, parts);
}

}  // namespace fleetlint
