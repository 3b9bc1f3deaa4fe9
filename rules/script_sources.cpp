#include "script_sources.h"

#include <algorithm>

#include "access_tokens.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct UrlParts {
  std::string host;
  std::vector<std::string> path;  ///< segments; "*" inside stands for unknown parts
  std::string query;
};

UrlParts parts_of_url(const SymbolicText& url) {
  UrlParts parts;
  const std::string text = url.text("*");
  const auto scheme = text.find("://");
  std::string_view rest = text;
  if (scheme != std::string::npos) rest = rest.substr(scheme + 3);
  const auto query = rest.find('?');
  if (query != std::string_view::npos) parts.query = rest.substr(query + 1);
  rest = rest.substr(0, query);
  const auto slash = rest.find('/');
  parts.host = to_lower(rest.substr(0, slash));
  while (slash != std::string_view::npos && !rest.empty()) {
    const auto at = rest.find('/');
    if (at == std::string_view::npos) break;
    rest = rest.substr(at + 1);
    parts.path.emplace_back(rest.substr(0, rest.find('/')));
  }
  return parts;
}

/// A commit (40 hexadecimal digits) or a version tag (v1.2, 1.2.3-rc1).
bool is_pinned(std::string_view reference) {
  if (reference.size() == 40 && reference.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos) return true;
  if (!reference.empty() && (reference.front() == 'v' || reference.front() == 'V')) reference.remove_prefix(1);
  std::size_t at = 0;
  while (at < reference.size() && is_digit(reference[at])) ++at;
  return at > 0 && at + 1 < reference.size() && reference[at] == '.' && is_digit(reference[at + 1]);
}

/// The branch, tag or commit of a GitHub address; `page` whether it shows the file instead of giving it.
std::optional<std::string> github_reference(const UrlParts& parts, bool* page) {
  *page = false;
  std::size_t at = 0;
  if (parts.host == "raw.githubusercontent.com") {
    at = 2;
  } else if (parts.host == "github.com" || parts.host == "www.github.com") {
    if (parts.path.size() < 4 || (parts.path[2] != "raw" && parts.path[2] != "blob")) return std::nullopt;
    const auto query = to_lower(parts.query);
    *page = parts.path[2] == "blob" && query.find("raw=true") == std::string::npos && query.find("raw=1") == std::string::npos;
    at = 3;
  } else {
    return std::nullopt;
  }
  if (parts.path.size() <= at) return std::nullopt;
  if (parts.path[at] == "refs" && parts.path.size() > at + 2) {
    if (parts.path[at + 1] == "tags") return "v0.0";  // whatever its name: a tag is pinned
    if (parts.path[at + 1] == "heads") return "heads";  // nor is a branch pinned by a name like v2.0
    return parts.path[at + 2];
  }
  return parts.path[at];
}

}  // namespace

std::vector<Property> script_urls(const Extension& extension) {
  std::vector<Property> urls;
  if (is_custom_script(extension) != Tri::yes) return urls;
  for (const auto* place : {&extension.settings, &extension.protected_settings}) {
    const Items items = place->at("fileUris").items();
    urls.insert(urls.end(), items.certain.begin(), items.certain.end());
  }
  return urls;
}

std::string safe_url(const SymbolicText& url) {
  const auto text = url.text("*");
  return "`" + redact_secrets(text.substr(0, text.find('?'))) + "`";
}

namespace {

/// version=, versionDescriptor.version= or versionDescriptor[version]=, but not api-version=.
bool names_version(std::string_view query) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto key = query.substr(0, std::min(query.find('='), end));
    if (contains_ignoring_case(key, "version") && !equal_ignoring_case(key, "api-version")) return true;
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return false;
}

}  // namespace

bool moves(const SymbolicText& url) {
  const auto parts = parts_of_url(url);
  bool page = false;
  if (const auto reference = github_reference(parts, &page)) return !page && reference->find('*') == std::string::npos && !is_pinned(*reference);
  if (parts.host == "raw.githubusercontent.com" || parts.host == "github.com") return false;
  if (parts.host == "dev.azure.com" || parts.host.ends_with(".visualstudio.com")) {
    const bool items = std::any_of(parts.path.begin(), parts.path.end(), [](const std::string& segment) { return equal_ignoring_case(segment, "items"); });
    return items && !names_version(parts.query);
  }
  for (std::size_t i = 0; i + 1 < parts.path.size(); ++i)
    for (const std::string_view moving : {"latest", "current", "main", "master"})
      if (equal_ignoring_case(parts.path[i], moving)) return true;
  return false;
}

bool is_web_page(const SymbolicText& url) {
  const auto parts = parts_of_url(url);
  bool page = false;
  if (github_reference(parts, &page)) return page;
  if (parts.host.find("gitlab") != std::string::npos)
    for (std::size_t i = 0; i + 1 < parts.path.size(); ++i)
      if (parts.path[i] == "-" && parts.path[i + 1] == "blob") return true;
  if (parts.host == "gist.github.com") return parts.path.size() >= 2 && std::find(parts.path.begin(), parts.path.end(), "raw") == parts.path.end();
  if (parts.host == "dev.azure.com") return std::find(parts.path.begin(), parts.path.end(), "_git") != parts.path.end();
  return false;
}

bool is_blob_url(const SymbolicText& url) {
  const auto host = parts_of_url(url).host;
  // environment().suffixes.storage is not known, but stands for core.windows.net and its kind.
  return host.find(".blob.core.") != std::string::npos || host.find(".blob.*") != std::string::npos;
}

bool has_unknown_tail(const SymbolicText& url) { return !url.pieces().empty() && !url.pieces().back().known; }

namespace {

/// The account whose endpoint a text begins with: `reference(account).primaryEndpoints.blob`, the host and all before it.
const Resource* account_of_endpoint(const FleetModel& model, const SymbolicText& url) {
  if (url.pieces().empty() || url.pieces().front().known || url.pieces().front().unknown == nullptr || !url.pieces().front().unknown->is_unknown()) return nullptr;
  const eval::Unknown* value = &url.pieces().front().unknown->as_unknown();
  bool is_endpoint = false;
  for (int depth = 0; depth < 6 && equal_ignoring_case(value->function, "access") && value->arguments.size() == 2 && value->arguments[0].is_unknown(); ++depth) {
    is_endpoint = is_endpoint || (value->arguments[1].is_string() && contains_ignoring_case(value->arguments[1].as_string(), "Endpoints"));
    value = &value->arguments[0].as_unknown();
  }
  if (!is_endpoint || !equal_ignoring_case(value->function, "reference") || value->arguments.empty()) return nullptr;
  const auto reference = read_reference(value->arguments[0]);
  if (reference.type != "microsoft.storage/storageaccounts") return nullptr;
  const Found found = model.find(reference);
  return found.match == Tri::yes && !found.resource->is_existing() ? found.resource : nullptr;
}

}  // namespace

const Resource* account_of_url(const FleetModel& model, const SymbolicText& url) {
  if (const auto* account = account_of_endpoint(model, url)) return account;
  // The first label of the host, its unknown parts kept.
  SymbolicText name;
  bool started = false, ended = false;
  for (const auto& piece : url.pieces()) {
    if (ended) break;
    if (!piece.known) {
      if (started) name.append_unknown(piece.unknown, piece.identity);
      continue;
    }
    std::string_view text = piece.text;
    if (!started) {
      const auto scheme = text.find("://");
      if (scheme == std::string_view::npos) continue;
      started = true;
      text = text.substr(scheme + 3);
    }
    const auto end = text.find_first_of("./?");
    name.append_text(text.substr(0, end));
    ended = end != std::string_view::npos;
  }
  if (name.is_empty()) return nullptr;
  for (const auto* account : model.of_type("microsoft.storage/storageaccounts"))
    if (!account->is_existing() && !account->names().empty() && equal(account->names()[0], name) == Tri::yes) return account;
  return nullptr;
}

std::optional<std::string> base_name_of_url(const SymbolicText& url) {
  const auto text = url.text("*");
  const auto path = std::string_view(text).substr(0, text.find('?'));
  const auto slash = path.rfind('/');
  const auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  // An unknown query behind a known name is fine, an unknown part of the name is not.
  if (name.empty() || name.find('*') != std::string_view::npos) {
    if (name.size() > 1 && name.back() == '*' && name.find('*') == name.size() - 1 && name.find('.') != std::string_view::npos) return std::string(name.substr(0, name.size() - 1));
    return std::nullopt;
  }
  return std::string(name);
}

namespace {

/// Words of a command; quotes and shell marks separate, `;`, `&` and `|` stay as words of their own.
std::vector<std::string> words_of(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : command) {
    if (is_blank(c) || c == '"' || c == '\'' || c == '(' || c == ')' || c == '`') {
      flush();
    } else if (c == ';' || c == '&' || c == '|' || c == '>' || c == '<') {
      flush();
      if (!words.empty() && words.back() == std::string(1, c)) continue;
      words.emplace_back(1, c);
    } else {
      word += c;
    }
  }
  flush();
  return words;
}

bool has_ending(std::string_view word, std::string_view ending) { return word.size() > ending.size() && equal_ignoring_case(word.substr(word.size() - ending.size()), ending); }

bool is_script_file(std::string_view word) {
  for (const std::string_view ending : {".sh", ".ps1", ".py", ".cmd", ".bat"})
    if (has_ending(word, ending)) return true;
  return false;
}

std::string base_name(std::string_view path) {
  const auto slash = path.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

/// Steps after which files may exist that nothing else tells about.
bool makes_files_unknown(std::string_view word) {
  for (const std::string_view step : {"tar", "unzip", "Expand-Archive", "git", "apt", "apt-get", "yum", "dnf", "choco", "pip", "pip3", "npm", "cd", "pushd", "Set-Location", "chdir", "7z",
                                      "dpkg", "rpm", "snap", "zypper", "az", "azcopy", "Install-Module", "msiexec"})
    if (equal_ignoring_case(word, step) || equal_ignoring_case(base_name(word), step)) return true;
  return false;
}

}  // namespace

std::optional<std::string> file_not_delivered(std::string_view command, const std::vector<std::string>& delivered, bool ignore_case) {
  std::vector<std::string> known = delivered;
  const auto is_known = [&](const std::string& name) {
    return std::any_of(known.begin(), known.end(), [&](const std::string& each) { return ignore_case ? equal_ignoring_case(each, name) : each == name; });
  };
  const auto words = words_of(command);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    if (makes_files_unknown(word)) return std::nullopt;
    if (word.find("://") != std::string::npos) {  // curl -O URL, wget URL: the file gets the name of the address
      const auto path = word.substr(0, word.find('?'));
      known.push_back(base_name(path));
      continue;
    }
    if (word.find_first_of("*?") != std::string::npos) continue;  // chmod +x *.sh names what is there
    if (!is_script_file(word) || word.front() == '$' || word.front() == '%' || word.find('$') != std::string::npos || word.find('%') != std::string::npos) continue;
    if (const auto value = word.rfind('='); word.front() == '-' && value != std::string::npos) word.erase(0, value + 1);  // --file=setup.sh
    const bool absolute = word.front() == '/' || (word.size() > 2 && word[1] == ':') || word.starts_with("~");
    // What is written to, copied to or named as an output is made here.
    const std::string before = i > 0 ? words[i - 1] : std::string();
    const bool written = before == ">" || before == "-o" || before == "-O" || before == "--output" || before == "--output-document" || equal_ignoring_case(before, "-OutFile") ||
                         equal_ignoring_case(before, "-Destination") || before == "tee" || equal_ignoring_case(before, "/out");
    bool moved = false;
    for (std::size_t k = i; k > 0 && !moved; --k) {
      if (words[k - 1] == ";" || words[k - 1] == "&" || words[k - 1] == "|") break;
      moved = (words[k - 1] == "cp" || words[k - 1] == "mv" || equal_ignoring_case(words[k - 1], "copy") || equal_ignoring_case(words[k - 1], "move") ||
               equal_ignoring_case(words[k - 1], "ren") || equal_ignoring_case(words[k - 1], "Copy-Item") || equal_ignoring_case(words[k - 1], "Move-Item") || words[k - 1] == "ln") &&
              k < i;
    }
    const auto name = base_name(word);
    if (written || moved) {
      known.push_back(name);
      continue;
    }
    if (!absolute && !is_known(name)) return name;
  }
  return std::nullopt;
}

namespace {

/// Whether a word stands where a command does: at the start, behind ; & |, sudo, a quote, or a shell's -c.
bool stands_as_command(std::string_view text, std::size_t at) {
  // A path in front belongs to the word: /sbin/reboot.
  while (at > 0 && (is_letter(text[at - 1]) || text[at - 1] == '/' || text[at - 1] == '\\' || text[at - 1] == ':')) --at;
  std::size_t end = at;
  while (end > 0 && is_blank(text[end - 1])) {
    if (text[end - 1] == '\n') return true;  // a line of a script
    --end;
  }
  if (end == 0) return true;
  const char before = text[end - 1];
  if (before == ';' || before == '&' || before == '|' || before == '"' || before == '\'' || before == '`' || before == '(' || before == '{') return true;
  std::size_t begin = end;
  while (begin > 0 && !is_blank(text[begin - 1])) --begin;
  const auto word = text.substr(begin, end - begin);
  for (const std::string_view opener : {"sudo", "-c", "-Command", "/c", "then", "do", "nohup", "exec"})
    if (equal_ignoring_case(word, opener)) return end != at;
  return false;
}

bool has_command(std::string_view text, std::string_view command) {
  for (std::size_t at = 0; at + command.size() <= text.size(); ++at) {
    if (!equal_ignoring_case(text.substr(at, command.size()), command)) continue;
    const char after = at + command.size() < text.size() ? text[at + command.size()] : ' ';
    const bool ends = is_blank(after) || after == ';' || after == '&' || after == '|' || after == '"' || after == '\'' || after == ')' || after == '}' || after == '.' || after == '`';
    const char before = at == 0 ? ' ' : text[at - 1];
    const bool begins = !is_letter(before) && !is_digit(before) && before != '-' && before != '_' && before != '.';
    if (ends && begins && (after != '.' || equal_ignoring_case(text.substr(at + command.size(), 4), ".exe")) && stands_as_command(text, at)) return true;
  }
  return false;
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (!equal_ignoring_case(text.substr(at, word.size()), word)) continue;
    const auto is_part = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
    if ((at == 0 || !is_part(text[at - 1])) && (at + word.size() == text.size() || !is_part(text[at + word.size()]))) return true;
  }
  return false;
}

}  // namespace

std::string script_text(const Property& command) {
  if (equal_ignoring_case(command.name(), "script"))
    if (const auto text = command.text())
      if (auto plain = decode_base64(*text)) return *plain;
  return symbolic(command).text("?");
}

bool reboots(std::string_view command) {
  for (const std::string_view one : {"reboot", "shutdown", "Restart-Computer", "Stop-Computer", "init 6", "systemctl reboot", "poweroff", "halt"})
    if (has_command(command, one)) return true;
  return false;
}

bool patches_os(std::string_view command) {
  for (const std::string_view words : {"apt-get upgrade", "apt-get -y upgrade", "apt-get -y dist-upgrade", "apt upgrade", "apt -y upgrade", "dist-upgrade", "full-upgrade", "Install-WindowsUpdate",
                                       "unattended-upgrade", "yum upgrade", "dnf upgrade"})
    if (contains_ignoring_case(command, words)) return true;
  // yum update without a package.
  for (const std::string_view words : {"yum update", "dnf update", "yum -y update", "dnf -y update"})
    for (std::size_t at = 0; at + words.size() <= command.size(); ++at) {
      if (!equal_ignoring_case(command.substr(at, words.size()), words)) continue;
      auto rest = trim(command.substr(at + words.size()));
      while (rest.starts_with("-")) {
        const auto blank = rest.find(' ');
        rest = blank == std::string_view::npos ? std::string_view{} : trim(rest.substr(blank));
      }
      if (rest.empty() || rest.front() == ';' || rest.front() == '&' || rest.front() == '|' || rest.front() == '"' || rest.front() == '\'') return true;
    }
  return false;
}

bool installs_newest(std::string_view command) {
  if ((has_word(command, "curl") || has_word(command, "wget")) && (contains_ignoring_case(command, "| bash") || contains_ignoring_case(command, "| sh") || contains_ignoring_case(command, "|bash") ||
                                                                    contains_ignoring_case(command, "| sudo bash") || contains_ignoring_case(command, "|sh")))
    return true;
  const auto unversioned = [&](std::string_view install, std::string_view version_mark) {
    for (std::size_t at = 0; at + install.size() <= command.size(); ++at) {
      if (!equal_ignoring_case(command.substr(at, install.size()), install)) continue;
      const auto rest = command.substr(at + install.size());
      const auto end = rest.find_first_of(";&|");
      const auto arguments = rest.substr(0, end);
      if (!contains_ignoring_case(arguments, version_mark) && !contains_ignoring_case(arguments, "-r ") && arguments.find_first_not_of(" -") != std::string_view::npos) return true;
    }
    return false;
  };
  if (unversioned("pip install ", "==") || unversioned("pip3 install ", "==") || unversioned("npm install ", "@") || unversioned("choco install ", "--version")) return true;
  for (const std::string_view run : {"docker pull ", "docker run "})
    if (unversioned(run, ":")) return true;
  return contains_ignoring_case(command, "docker") && contains_ignoring_case(command, ":latest");
}

bool names_data_drive(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const char letter = static_cast<char>(text[i] | 32);
    if (letter < 'e' || letter > 'z' || !is_letter(text[i]) || text[i + 1] != ':' || text[i + 2] != '\\') continue;
    if (i == 0 || (!is_letter(text[i - 1]) && !is_digit(text[i - 1]))) return true;
  }
  return false;
}

namespace {

bool is_secret_name(std::string_view name) {
  for (const std::string_view ending : {"password", "passwd", "pwd", "secret", "token", "key"})
    if (name.size() >= ending.size() && equal_ignoring_case(name.substr(name.size() - ending.size()), ending)) return true;
  return false;
}

/// Whether what stands here is a value of its own: no variable, placeholder, further option, path or address.
bool is_literal_value(std::string_view rest) {
  rest = trim(rest);
  if (!rest.empty() && (rest.front() == '"' || rest.front() == '\'')) rest.remove_prefix(1);
  const auto end = rest.find_first_of(" \t\n\"';&|");
  const auto value = rest.substr(0, end);
  if (value.empty()) return false;
  if (value.front() == '$' || value.front() == '%' || value.front() == '<' || value.front() == '-' || value.front() == '/' || value.front() == '.' || value.front() == '\\' || value.front() == '?' ||
      value.front() == '~' || value.front() == '@' || value.front() == '{' || value.front() == '(' || value.front() == '`' || value.front() == '*' || value.front() == '=')
    return false;
  if (value.find("://") != std::string_view::npos || value.find('$') != std::string_view::npos || (value.size() > 2 && value[1] == ':' && value[2] == '\\')) return false;
  if (value.find('/') != std::string_view::npos && value.find('.') != std::string_view::npos) return false;
  return true;
}

}  // namespace

bool gives_secret_away(std::string_view command) {
  const auto is_name_part = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; };
  for (std::size_t i = 0; i < command.size();) {
    if (!is_name_part(command[i]) && command[i] != '/') {
      ++i;
      continue;
    }
    const bool at_word_start = i == 0 || is_blank(command[i - 1]) || command[i - 1] == '"' || command[i - 1] == '\'';
    std::size_t end = i + 1;
    while (end < command.size() && is_name_part(command[end])) ++end;
    auto name = command.substr(i, end - i);
    const bool option = at_word_start && (name.front() == '-' || name.front() == '/');
    while (!name.empty() && (name.front() == '-' || name.front() == '/')) name.remove_prefix(1);
    if (is_secret_name(name) && end < command.size()) {
      std::size_t after = end;
      if (command[after] == '"' || command[after] == '\'') ++after;
      std::size_t mark = after;
      while (mark < command.size() && command[mark] == ' ') ++mark;
      const bool assigned = mark < command.size() && (command[mark] == '=' || command[mark] == ':') && (mark == after || command[mark] == ':' || option);
      if (assigned && !(command[mark] == ':' && mark + 2 < command.size() && command[mark + 1] == '/' && command[mark + 2] == '/') && is_literal_value(command.substr(mark + 1))) return true;
      if (option && !assigned && mark > after && is_literal_value(command.substr(mark))) return true;
    }
    i = end;
  }
  return false;
}

}  // namespace fleetlint::rules
