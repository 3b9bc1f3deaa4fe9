#pragma once
// Secrets in command lines, connection strings, addresses and headers: where they stand in a text.
#include <cstdint>
#include <string_view>
#include <vector>

#include "fleetlint/base/redaction.h"

namespace fleetlint {

/// How much the name says about the text that is given to it.
enum class Telling : std::uint8_t {
  no,
  weak,    ///< `key`, `token`, `secret`: ordinary words, too
  strong,  ///< `adminPassword`, `client_secret`, `PGPASSWORD`, `AccountKey`
};
/// By the end of the name, in any case, with or without `_`, `-` and `.` between its words.
/// Names of public things, `sshPublicKey`, tell nothing, but in a command.
Telling telling_of_name(std::string_view name, TextKind kind);

/// Whether the whole text only stands for a value that something else fills in: `${x}`, `$(x)`, `$env:X`, `%X%`, `{0}`, `<x>`.
bool is_hole(std::string_view text);

/// `-Password x`, `--password=x`, `PGPASSWORD=x`, `Password=x;` `"password": "x"`.
void find_assigned_texts(std::string_view text, TextKind kind, std::vector<Span>& parts);
/// What programs take as a password without saying so: `mysql -px`, `net user name x`, `curl -u user:x`.
void find_program_arguments(std::string_view text, TextKind kind, std::vector<Span>& parts);
/// `https://user:x@host`.
void find_address_passwords(std::string_view text, std::vector<Span>& parts);
/// What is known by its own form: private keys, web tokens, tokens of code hosts and chats, `Basic` headers.
void find_known_tokens(std::string_view text, std::vector<Span>& parts);

}  // namespace fleetlint
