// Template trees from JSON, on RapidJSON's SAX reader: iterative, in place, with the span of every value.
//
// The reader gets a copy of the file that it may overwrite: strings are decoded where they stand, so their address is
// their offset in the file, and no text is copied a second time. Whatever a strict reader refuses and the platform takes
// is put right first, without moving a byte (json_repair.h), but only after a strict attempt has failed.
#if defined(__SSE2__)
#define RAPIDJSON_SSE2
#endif
// RapidJSON asks an empty stack, whose pointers are null, whether there is room behind it; sanitizers object to the sum.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((no_sanitize("pointer-overflow"))), apply_to = function)
#endif
#include <rapidjson/error/error.h>
#include <rapidjson/reader.h>
#if defined(__clang__)
#pragma clang attribute pop
#endif

#include <charconv>
#include <cstring>
#include <unordered_map>

#include "expression_parser.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/template/reader.h"
#include "json_repair.h"

namespace fleetlint::arm {
namespace {

namespace rj = rapidjson;
constexpr unsigned parse_flags = rj::kParseInsituFlag | rj::kParseIterativeFlag |
                                 rj::kParseNumbersAsStringsFlag | rj::kParseTrailingCommasFlag;

/// Each takes some eighty bytes of memory and its text only two of the file.
constexpr std::uint32_t most_values = 1u << 22;
/// The platform's limit, brackets included, in UTF-16 units (Microsoft Learn, "Template limits").
constexpr std::size_t most_expression_units = 24'576;

bool is_too_long_expression(std::string_view text) { return text.size() > most_expression_units && utf16_length(text) > most_expression_units; }

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Receives the events and builds the tree. Children wait on two stacks until their container ends.
class TreeBuilder : public rj::BaseReaderHandler<rj::UTF8<>, TreeBuilder> {
 public:
  /// `repaired`: strings may hold marks, see json_repair.h.
  TreeBuilder(TemplateIr& ir, std::string_view text, char* buffer, bool repaired, ExpressionMode mode, const Limits& limits)
      : ir_(ir), text_(text), buffer_(buffer), repaired_(repaired), mode_(mode), limits_(limits) {}

  bool Null() { return literal(NodeKind::null, false, 4); }
  bool Bool(bool value) { return literal(NodeKind::boolean, value, value ? 4 : 5); }

  bool RawNumber(const char* digits, rj::SizeType size, bool) {
    const auto begin = static_cast<std::uint32_t>(digits - buffer_);
    Node node = make(NodeKind::integer, begin, begin + size);
    const auto spelling = text_.substr(begin, size);
    const auto [end, error] = std::from_chars(spelling.data(), spelling.data() + size, node.integer);
    if (error != std::errc{} || end != spelling.data() + size || spelling == "-0") {
      node.kind = NodeKind::number;
      node.integer = 0;
      node.text = {buffer_ + begin, size};
    }
    return value(node);
  }

  bool String(const char* chars, rj::SizeType size, bool) {
    if (skipped_ > 0) return pass_string(chars, size);
    const auto string = finish_string(chars, size);
    Node node = make(NodeKind::string, string.span.begin, string.span.end);
    node.text = string.text;
    if (looks_like_expression(string.text)) {
      if (string.text[1] == '[') {
        node.text.remove_prefix(1);
      } else if (const auto* expression = parse(string)) {
        node.kind = NodeKind::expression;
        node.expression = expression;
      } else {
        node.brackets_are_text = true;
      }
    }
    return value(node);
  }

  bool Key(const char* chars, rj::SizeType size, bool) {
    if (skipped_ > 0) return pass_string(chars, size);
    const auto string = finish_string(chars, size);
    Member member;
    member.name = string.text;
    member.name_location = {ir_.source, string.span};
    if (looks_like_expression(string.text)) {
      if (string.text[1] == '[') member.name.remove_prefix(1);
      else member.name_expression = parse(string);
    }
    frames_.back().pending = true;
    members_.push_back(member);
    return true;
  }

  bool StartObject() { return open(NodeKind::object); }
  bool StartArray() { return open(NodeKind::array); }
  bool EndObject(rj::SizeType) { return close(); }
  bool EndArray(rj::SizeType) { return close(); }

  /// Closes what a syntax error left open, so that everything before it is in the tree.
  void finish(std::uint32_t end) {
    skipped_ = 0;
    while (!frames_.empty()) {
      if (frames_.back().pending) members_.pop_back();
      close_frame(end);
    }
  }

 private:
  struct Frame {
    NodeKind kind;
    bool pending;   ///< a name waits for its value
    bool metadata;  ///< in a `metadata` object: text for people, which may look like an expression
    std::uint32_t begin;
    std::size_t first;
  };
  struct Text {
    std::string_view text;
    Span span;
    bool escaped;
  };

  Node make(NodeKind kind, std::uint32_t begin, std::uint32_t end) {
    at_ = end;
    Node node;
    node.kind = kind;
    node.location = {ir_.source, {begin, end}};
    return node;
  }

  /// Hands a finished value to what holds it. False, which ends the reading, when the file has more values than it may.
  bool value(const Node& node) {
    if (skipped_ > 0) return true;
    if (frames_.empty()) {
      ir_.root = node;
    } else if (frames_.back().kind == NodeKind::object) {
      members_.back().value = node;
      frames_.back().pending = false;
    } else {
      items_.push_back(node);
    }
    return ++values_ <= most_values;
  }

  bool literal(NodeKind kind, bool boolean, std::uint32_t size) {
    const auto begin = next_token();
    Node node = make(kind, begin, begin + size);
    node.boolean = boolean;
    return value(node);
  }

  bool open(NodeKind kind) {
    const auto begin = next_token();
    at_ = begin + 1;
    if (skipped_ > 0 || frames_.size() >= limits_.nesting) {
      if (skipped_++ == 0) {
        skipped_begin_ = begin;
        report("FL0104", "is nested more than " + std::to_string(limits_.nesting) + " levels deep; what is inside is left out", {begin, begin + 1});
      }
      return true;
    }
    const bool metadata = !frames_.empty() && (frames_.back().metadata || (frames_.back().kind == NodeKind::object &&
                                                                           members_.back().name == "metadata"));
    frames_.push_back({kind, false, metadata, begin, kind == NodeKind::object ? members_.size() : items_.size()});
    return true;
  }

  bool close() {
    const auto end = next_token() + 1;
    at_ = end;
    if (skipped_ > 0) {
      return --skipped_ > 0 || value(make(NodeKind::null, skipped_begin_, end));
    }
    return close_frame(end);
  }

  bool close_frame(std::uint32_t end) {
    const auto frame = frames_.back();
    frames_.pop_back();
    Node node = make(frame.kind, frame.begin, end);
    if (frame.kind == NodeKind::object) {
      report_duplicates(std::span<const Member>(members_).subspan(frame.first));
      if (has_duplicates_) keep_last_of_duplicates(frame.first);
      node.members = ir_.arena.copy(std::span<const Member>(members_).subspan(frame.first));
      members_.resize(frame.first);
    } else {
      node.items = ir_.arena.copy(std::span<const Node>(items_).subspan(frame.first));
      items_.resize(frame.first);
    }
    return value(node);
  }

  /// The offset of the next token: RapidJSON tells no position, but between two events there is only what is skipped here.
  /// Looks at the bytes that the parser gets: marks and bytes that are no text are blanks in them.
  std::uint32_t next_token() {
    auto at = at_;
    const auto size = static_cast<std::uint32_t>(text_.size());
    while (at < size) {
      const char c = buffer_[at];
      if (is_blank(c) || c == ',' || c == ':') {
        ++at;
      } else if (c == '/' && at + 1 < size) {
        const bool line = buffer_[at + 1] == '/';
        const auto end = line ? text_.find_first_of("\n\r", at) : text_.find("*/", at + 2);
        at = end == std::string_view::npos ? size : static_cast<std::uint32_t>(end) + (line ? 0 : 2);
      } else {
        break;
      }
    }
    return at;
  }

  /// The bytes of a string in the file, quotes included. `chars` are decoded in place, so they begin where it begins.
  Text finish_string(const char* chars, std::size_t size) {
    const auto begin = static_cast<std::uint32_t>(chars - buffer_);
    Text result{{chars, size}, {begin - 1, begin + static_cast<std::uint32_t>(size) + 1}, false};
    const auto* escape = size == 0 ? nullptr : static_cast<const char*>(std::memchr(text_.data() + begin, '\\', size));
    if (escape) {
      result.escaped = true;
      const char* at = escape;
      const char* const limit = text_.data() + text_.size();
      while (at < limit && *at != '"') at += *at == '\\' ? 2 : 1;
      result.span.end = static_cast<std::uint32_t>(std::min(at, limit - 1) - text_.data()) + 1;
    }
    if (repaired_ && size > 0 && std::memchr(chars, decode_mark, size)) {
      const auto raw = text_.substr(begin, result.span.end - 1 - begin);
      auto copy = ir_.arena.create_array<char>(raw.size() + 1);
      result.text = {copy.data(), decode_json_string(raw, copy.data(), nullptr, 0)};
    }
    at_ = result.span.end;
    return result;
  }

  bool pass_string(const char* chars, std::size_t size) {
    finish_string(chars, size);
    return true;
  }

  bool looks_like_expression(std::string_view text) const {
    return mode_ != ExpressionMode::literal && text.size() >= 2 && text.front() == '[' && text.back() == ']';
  }

  /// A call without a name: whatever evaluates it knows that there is nothing to evaluate, and why was told already.
  Expression* make_broken(Location location) {
    auto* broken = ir_.arena.create<Expression>();
    broken->kind = ExpressionKind::call;
    broken->location = location;
    return broken;
  }

  const Expression* parse(const Text& string) {
    if (mode_ == ExpressionMode::unread) return unread_ != nullptr ? unread_ : unread_ = make_broken({ir_.source, string.span});
    const auto inner = string.text.substr(1, string.text.size() - 2);
    const Location base{ir_.source, {string.span.begin + 2, string.span.end - 2}};
    const std::uint32_t* offsets = nullptr;
    if (string.escaped) {
      const auto raw = text_.substr(string.span.begin + 1, string.span.size() - 2);
      decoded_.resize(raw.size() + 4);
      offsets_.clear();
      decode_json_string(raw, decoded_.data(), &offsets_, string.span.begin + 1);
      offsets = offsets_.data() + 1;
    }
    const auto parsed = parse_mapped_expression(inner, base, offsets, ir_.arena, limits_, scratch_);
    const bool too_long = is_too_long_expression(string.text);
    if (parsed.expression && !too_long) return parsed.expression;
    if (!frames_.empty() && frames_.back().metadata) return nullptr;
    const auto at = offsets ? offsets[parsed.error_offset] : base.span.begin + parsed.error_offset;
    if (parsed.expression) report("FL0222", "an expression has at most " + std::to_string(most_expression_units) + " characters", string.span);
    else report("FL0105", "the expression cannot be read: " + std::string(parsed.error), {at, at + 1});
    return make_broken(base);
  }

  void report_duplicates(std::span<const Member> members) {
    if (members.size() <= 12) {
      for (std::size_t i = 1; i < members.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
          if (members[i].name == members[j].name) {
            report_duplicate(members[i], members[j].name_location);
            break;
          }
      return;
    }
    std::unordered_map<std::string_view, Location> names;
    names.reserve(members.size());
    for (const auto& member : members) {
      const auto [first, added] = names.emplace(member.name, member.name_location);
      if (!added) report_duplicate(member, first->second);
    }
  }

  /// The last value stands where the name stood first.
  void keep_last_of_duplicates(std::size_t first) {
    has_duplicates_ = false;
    std::unordered_map<std::string_view, std::size_t> places;
    std::size_t end = first;
    for (std::size_t i = first; i < members_.size(); ++i) {
      const auto [place, added] = places.emplace(members_[i].name, end);
      members_[place->second] = members_[i];
      if (added) ++end;
    }
    members_.resize(end);
  }

  void report_duplicate(const Member& member, Location first) {
    has_duplicates_ = true;
    if (ir_.findings.size() >= limits_.syntax_findings) return;
    report("FL0106", "the name `" + std::string(member.name.substr(0, 100)) + "` occurs twice in this object; the last one counts",
           member.name_location.span, Severity::warning);
    ir_.findings.back().notes.push_back({first, "first here"});
  }

  void report(const char* code, std::string message, Span span, Severity severity = Severity::error) {
    if (ir_.findings.size() >= limits_.syntax_findings) return;
    Finding finding;
    finding.code = code;
    finding.severity = severity;
    finding.message = std::move(message);
    finding.location = {ir_.source, span};
    ir_.findings.push_back(std::move(finding));
  }

  TemplateIr& ir_;
  std::string_view text_;
  char* buffer_;
  bool repaired_;
  ExpressionMode mode_;
  const Limits& limits_;
  std::uint32_t at_ = 0, skipped_begin_ = 0;
  std::uint32_t values_ = 0;
  std::size_t skipped_ = 0;  ///< open containers beyond the nesting limit
  std::vector<Frame> frames_;
  std::vector<Member> members_;
  std::vector<Node> items_;
  ExpressionScratch scratch_;
  std::string decoded_;
  std::vector<std::uint32_t> offsets_;
  const Expression* unread_ = nullptr;  ///< stands for all of them
  bool has_duplicates_ = false;  ///< the object that is being closed has a name twice
};

const char* describe(rj::ParseErrorCode code) {
  switch (code) {
    case rj::kParseErrorDocumentEmpty: return "the file is empty";
    case rj::kParseErrorDocumentRootNotSingular: return "expected the end of the file";
    case rj::kParseErrorValueInvalid: return "expected a value";
    case rj::kParseErrorObjectMissName: return "expected a name in double quotes or `}`";
    case rj::kParseErrorObjectMissColon: return "expected `:`";
    case rj::kParseErrorObjectMissCommaOrCurlyBracket: return "expected `,` or `}`";
    case rj::kParseErrorArrayMissCommaOrSquareBracket: return "expected `,` or `]`";
    case rj::kParseErrorStringMissQuotationMark: return "the string is not terminated";
    case rj::kParseErrorNumberTooBig: return "the number is too large";
    case rj::kParseErrorNumberMissFraction: return "expected a digit after the decimal point";
    case rj::kParseErrorNumberMissExponent: return "expected a digit in the exponent";
    default: return "cannot be read as JSON";
  }
}

bool begins_with_utf16_mark(std::string_view text) { return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"); }

struct Attempt {
  bool succeeded;
  std::string message;
  std::uint32_t offset;
  const char* code = "FL0101";
};

Attempt attempt(TemplateIr& ir, std::string_view text, char* buffer, bool repaired, ExpressionMode mode, const Limits& limits) {
  TreeBuilder builder(ir, text, buffer, repaired, mode, limits);
  rj::Reader reader;
  rj::InsituStringStream stream(buffer);
  const auto result = reader.Parse<parse_flags>(stream, builder);
  Attempt outcome{!result.IsError(), result.IsError() ? describe(result.Code()) : "", static_cast<std::uint32_t>(result.Offset())};
  if (outcome.succeeded && stream.Tell() < text.size()) outcome = {false, "expected the end of the file", static_cast<std::uint32_t>(stream.Tell())};
  if (result.Code() == rj::kParseErrorTermination)
    outcome = {false, "the file holds more than " + std::to_string(most_values) + " values; the rest is left out", outcome.offset, "FL0107"};
  if (!outcome.succeeded) builder.finish(outcome.offset);
  return outcome;
}

char* copy_text(Arena& arena, std::string_view text) {
  constexpr std::size_t alignment = 16, room = 48;  // aligned reads of 16 bytes go past the end
  auto* buffer = static_cast<char*>(arena.allocate(text.size() + room, alignment));
  std::memcpy(buffer, text.data(), text.size());
  std::memset(buffer + text.size(), 0, room);
  if (text.starts_with("\xEF\xBB\xBF")) std::memset(buffer, ' ', 3);
  return buffer;
}

}  // namespace

std::shared_ptr<TemplateIr> read_json(const SourceSet& sources, SourceId source, ExpressionMode mode, const Limits& limits) {
  auto ir = std::make_shared<TemplateIr>();
  ir->source = source;
  const auto text = sources[source].text();
  const auto report = [&](const char* code, std::string message, std::uint32_t at) {
    Finding finding;
    finding.code = code;
    finding.message = std::move(message);
    finding.location = {source, {at, std::min(at + 1, static_cast<std::uint32_t>(text.size()))}};
    ir->findings.push_back(std::move(finding));
  };
  if (begins_with_utf16_mark(text)) {
    report("FL0102", "the file is UTF-16; save it as UTF-8", 0);
    return ir;
  }
  if (text.size() > limits.file_bytes) {
    report("FL0107", "the file is larger than " + std::to_string(limits.file_bytes >> 20) + " MiB", 0);
    return ir;
  }
  if (find_bad_utf8(text) == std::string_view::npos && attempt(*ir, text, copy_text(ir->arena, text), false, mode, limits).succeeded) return ir;

  auto repaired = std::make_shared<TemplateIr>();
  repaired->source = source;
  ir = repaired;
  auto* buffer = copy_text(ir->arena, text);
  repair_json(buffer, text.size(), source, ir->findings);
  if (ir->findings.size() > limits.syntax_findings) ir->findings.resize(limits.syntax_findings);
  const auto outcome = attempt(*ir, text, buffer, true, mode, limits);
  if (!outcome.succeeded) report(outcome.code, outcome.message, outcome.offset);
  sort_findings(ir->findings);
  return ir;
}

}  // namespace fleetlint::arm
