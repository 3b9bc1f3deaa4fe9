// uniqueString, guid, newGuid.
#include "expression/evaluation.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/template/writer.h"
#include "functions/function.h"
#include "unknown/texts.h"
#include "value/encoding.h"

namespace fleetlint::eval {
namespace {

constexpr std::string_view guid_regex = "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
constexpr std::string_view unique_regex = "^[a-z2-7]{13}$";

/// The arguments joined by `-`: that is what the platform hashes, so ('a', 'b') and ('a-b') give the same.
std::string hashed_text(const Call& call) {
  std::string text;
  for (std::size_t i = 0; i < call.size(); ++i) {
    if (i > 0) text.push_back('-');
    text.append(call[i].as_string());
  }
  return utf8_bytes(text);
}

Value eval_unique_string(const Call& call) {
  constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  const std::uint64_t hash = arm::hash64(hashed_text(call));
  std::string text;
  for (int shift = 59; shift > 0; shift -= 5) text.push_back(alphabet[hash >> shift & 31]);
  text.push_back(alphabet[hash << 1 & 31]);
  return call.string(text);
}
Value eval_unique_string_unknown(const Call& call) {
  Unknown facts;
  facts.kinds = takes::string;
  facts.min_length = facts.max_length = 13;
  facts.regex = unique_regex;
  return call.unknown(facts);
}

Value eval_guid(const Call& call) {
  constexpr std::string_view name_space("\x11\xfb\x06\xfb\x71\x2d\x4d\xdd\x98\xc7\xe7\x1b\xbd\x58\x88\x30", 16);
  auto digest = sha1(std::string(name_space) + hashed_text(call));
  digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0F) | 0x50);
  digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3F) | 0x80);
  std::string text;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    fmt::format_to(std::back_inserter(text), "{:02x}", digest[i]);
  }
  return call.string(text);
}
Value eval_guid_unknown(const Call& call) {
  Unknown facts;
  facts.kinds = takes::string;
  facts.min_length = facts.max_length = 36;
  facts.regex = guid_regex;
  return call.unknown(facts);
}

Value eval_new_guid(const Call& call) { return call.environment().new_guid(call.evaluator(), call.expression); }

constexpr Parameter texts[] = {{"baseStrings", takes::string}};

constexpr Function functions[] = {
    {.name = "uniqueString", .min_arguments = 1, .max_arguments = any_number, .parameters = texts, .result = takes::string, .doc = "13 characters of `a-z2-7`: a hash of the texts joined by `-`.", .known = eval_unique_string, .unknown = eval_unique_string_unknown},
    {.name = "guid", .min_arguments = 1, .max_arguments = any_number, .parameters = texts, .result = takes::string, .doc = "A version 5 UUID of the texts joined by `-`.", .known = eval_guid, .unknown = eval_guid_unknown},
    {.name = "newGuid", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::string, .doc = "A random UUID; another one at each deployment.", .known = eval_new_guid, .when = When::parameter_default},
};

}  // namespace

Family hash_functions() { return {"Hash", functions}; }

}  // namespace fleetlint::eval
