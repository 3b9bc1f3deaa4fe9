#pragma once
// What must not be shown of the sources of a run.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/source.h"

namespace fleetlint {

/// What stands in place of a secret.
inline constexpr std::string_view redacted_text = "[redacted]";

/// What a text is for.
enum class TextKind : std::uint8_t {
  any,      ///< prose, source, values: names such as `key` and `token` are ordinary words in it
  command,  ///< a command line or script, where whatever is given to such a name is taken for a secret
};

/// The parts of a text that `redact_secrets` replaces: in order, apart from each other.
std::vector<Span> secret_parts(std::string_view text, TextKind kind = TextKind::any);

/// What the name of a property says about its value.
enum class Secrecy : std::uint8_t {
  none,
  maybe,   ///< it is not shown, but a text like it elsewhere may be an ordinary word: `secret`, `token`
  value,   ///< a secret text, wherever it stands: `adminPassword`, `storageAccountKey`, `connectionString`
  below,   ///< every text in it: `protectedSettings`
};
/// By the names that resource providers and templates use, in any case.
Secrecy secrecy_of_name(std::string_view name);
/// `commandToExecute`, `script`: a property of this name holds a command line.
TextKind kind_of_name(std::string_view name);

/// What the names on the way to a value tell about showing it. The one place that decides it for every printer of values.
class NamesOnTheWay {
 public:
  /// The same way, one name further on.
  NamesOnTheWay below(std::string_view name) const;
  /// The way to an item of a list by what stands before it: `["--password", "x"]`.
  NamesOnTheWay behind(std::string_view item) const;
  /// Whether a text here is not shown at all. An empty text is no secret, and an answer such as `true` neither.
  bool hides_text() const { return hides_all_ || hides_texts_; }
  /// Whether a number here is not shown, however short it is: a pin has four digits.
  bool hides_number() const { return hides_numbers_; }
  /// The text as it may be shown here.
  std::string shown(std::string_view text) const;

 private:
  bool hides_all_ = false, hides_texts_ = false, hides_numbers_ = false;
  TextKind kind_ = TextKind::any;
};

/// Puts parts in order and joins those that overlap or touch.
void join_parts(std::vector<Span>& parts);

/// The text with each of the parts (in order, apart from each other) replaced.
std::string without_parts(std::string_view text, const std::vector<Span>& parts);

/// The values of secure parameters of a run, wherever they are written. Without any it hides what `redact_secrets` hides,
/// and in source lines also what stands behind a telling name and what looks like a key.
class Redaction {
 public:
  /// Nothing of this place is shown. `literals` are the texts in it: messages about the place may repeat them.
  void add_place(Location place, std::vector<std::string> literals);
  /// A text that stands under a telling name. It is secret wherever it stands, unless it looks like an ordinary word.
  void add_named(Location place, std::string_view text);
  /// A text that is secret wherever it stands; one so short that it is an ordinary word is ignored.
  void add_text(std::string_view text);

  /// The text without secrets.
  std::string text(std::string_view text) const;
  /// The message of a finding without secrets, also those that only its place tells.
  std::string message(const Finding& finding) const { return message(finding.message, finding.location); }
  std::string message(std::string_view text, Location place) const;
  /// The parts of a source's text from `offset` on that are not shown: in order, apart from each other, relative to `text`.
  std::vector<Span> parts_of_source(SourceId source, std::uint32_t offset, std::string_view text) const;

 private:
  struct Place {
    Span span;
    std::vector<std::string> literals;
  };
  std::vector<std::string_view> literals_at(Location place) const;
  void find_texts(std::string_view text, std::vector<Span>& parts) const;

  std::map<SourceId, std::vector<Place>> places_;
  /// Texts with the same first four bytes: there may be very many, of few lengths.
  struct SameStart {
    std::set<std::string, std::less<>> texts;
    std::set<std::size_t> lengths;
  };
  std::unordered_map<std::uint32_t, SameStart> texts_;  ///< by their first four bytes
};

}  // namespace fleetlint
