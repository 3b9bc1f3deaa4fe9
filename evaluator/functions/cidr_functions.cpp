// parseCidr, cidrSubnet, cidrHost: arithmetic on address ranges of IPv4 and IPv6.
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "functions/function.h"

namespace fleetlint::eval {
namespace {

__extension__ typedef unsigned __int128 Bits;

struct Range {
  int width = 32;  ///< 32 or 128
  int prefix = 0;
  Bits network = 0;  ///< host bits are zero

  Bits size_of_host_part() const { return width - prefix >= 128 ? ~Bits{0} : (Bits{1} << (width - prefix)) - 1; }
  Bits last() const { return network | size_of_host_part(); }
};

std::optional<Bits> parse_v4(std::string_view text) {
  Bits address = 0;
  for (int part = 0; part < 4; ++part) {
    const auto dot = text.find('.');
    const std::string_view digits = part == 3 ? text : text.substr(0, dot);
    if ((part < 3 && dot == std::string_view::npos) || digits.empty() || digits.size() > 3) return std::nullopt;
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || value > 255) return std::nullopt;
    address = address << 8 | value;
    if (part < 3) text.remove_prefix(dot + 1);
  }
  return address;
}

std::optional<Bits> parse_v6(std::string_view text) {
  std::vector<unsigned> before, after;
  bool gap = false;
  if (text.starts_with("::")) gap = true, text.remove_prefix(2);
  else if (text.starts_with(':')) return std::nullopt;
  while (!text.empty()) {
    auto& groups = gap ? after : before;
    const auto colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (group.find('.') != std::string_view::npos) {
      const auto v4 = parse_v4(group);
      if (!v4 || colon != std::string_view::npos) return std::nullopt;
      groups.push_back(static_cast<unsigned>(*v4 >> 16)), groups.push_back(static_cast<unsigned>(*v4 & 0xFFFF));
      break;
    }
    unsigned value = 0;
    if (group.empty() || group.size() > 4) return std::nullopt;
    const auto [end, error] = std::from_chars(group.data(), group.data() + group.size(), value, 16);
    if (error != std::errc() || end != group.data() + group.size()) return std::nullopt;
    groups.push_back(value);
    if (colon == std::string_view::npos) break;
    text.remove_prefix(colon + 1);
    if (text.starts_with(':')) {
      if (gap) return std::nullopt;
      gap = true;
      text.remove_prefix(1);
    } else if (text.empty()) {
      return std::nullopt;
    }
  }
  const std::size_t given = before.size() + after.size();
  if (given > 8 || (!gap && given != 8) || (gap && given == 8)) return std::nullopt;
  before.resize(8 - after.size());
  Bits address = 0;
  for (const unsigned group : before) address = address << 16 | group;
  for (const unsigned group : after) address = address << 16 | group;
  return address;
}

/// In cidrSubnet() an address alone stands for the network of its class: published modules that deploy divide 10.0.0.0 (/8)
/// and 192.168.1.0 (/24).
std::optional<Range> classful_range(std::string_view text) {
  Range range;
  range.width = text.find(':') == std::string_view::npos ? 32 : 128;
  const auto bits = range.width == 32 ? parse_v4(text) : parse_v6(text);
  if (!bits) return std::nullopt;
  const auto first = range.width == 32 ? static_cast<unsigned>(*bits >> 24) : 0;
  if (first > 223) return std::nullopt;
  range.prefix = range.width == 128 ? 64 : first < 128 ? 8 : first < 192 ? 16 : 24;
  range.network = *bits & ~range.size_of_host_part();
  return range;
}

std::optional<Range> parse_range(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view address = text.substr(0, slash), length = text.substr(slash + 1);
  Range range;
  range.width = address.find(':') == std::string_view::npos ? 32 : 128;
  const auto bits = range.width == 32 ? parse_v4(address) : parse_v6(address);
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), range.prefix);
  if (!bits || length.empty() || error != std::errc() || end != length.data() + length.size() || range.prefix < 0 || range.prefix > range.width) return std::nullopt;
  range.network = *bits & ~range.size_of_host_part();
  return range;
}

/// Addresses that hold one of IPv4 (mapped, compatible, ISATAP) end in its usual form.
bool ends_in_v4(const std::array<unsigned, 8>& groups) {
  const bool zeros = groups[0] == 0 && groups[1] == 0 && groups[2] == 0 && groups[3] == 0;
  if (zeros && groups[6] != 0 && ((groups[4] == 0 && (groups[5] == 0 || groups[5] == 0xFFFF)) || (groups[4] == 0xFFFF && groups[5] == 0))) return true;
  return groups[4] == 0 && groups[5] == 0x5EFE;
}

/// RFC 5952: lower case, the longest run of zero groups shortened.
std::string address_text(Bits address, int width) {
  if (width == 32) {
    const auto part = [&](int shift) { return static_cast<unsigned>(address >> shift & 0xFF); };
    return fmt::format("{}.{}.{}.{}", part(24), part(16), part(8), part(0));
  }
  std::array<unsigned, 8> groups;
  for (std::size_t i = 0; i < 8; ++i) groups[i] = static_cast<unsigned>(address >> (112 - 16 * i) & 0xFFFF);
  const bool dotted = ends_in_v4(groups);
  const std::size_t count = dotted ? 6 : 8;
  std::size_t best = 8, best_size = 1;
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t size = 0;
    while (i + size < count && groups[i + size] == 0) ++size;
    if (size > best_size) best = i, best_size = size;
  }
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (i == best) {
      out += "::";
      i += best_size - 1;
      continue;
    }
    if (i > 0 && !out.ends_with(':')) out += ':';
    fmt::format_to(std::back_inserter(out), "{:x}", groups[i]);
  }
  if (!dotted) return out;
  if (!out.ends_with(':')) out += ':';
  return out + address_text(address & 0xFFFFFFFF, 32);
}

Value bad_range(const Call& call) {
  return call.fail(ErrorKind::bad_format, "`{}` is not an address range such as `10.0.0.0/16` or `fd00::/48`", call[0].as_string());
}

Value eval_parse_cidr(const Call& call) {
  const auto range = parse_range(call[0].as_string());
  if (!range) return bad_range(call);
  const Bits host = range->size_of_host_part(), full = range->width == 32 ? Bits{0xFFFFFFFF} : ~Bits{0};
  const auto text = [&](Bits address) { return call.string(address_text(address, range->width)); };
  std::vector<Field> fields = {{"network", {}, text(range->network)}, {"netmask", {}, text(full & ~host)}};
  const bool v4 = range->width == 32;
  // Ranges of one or two addresses have no network and broadcast address of their own (RFC 3021).
  const bool reserved = v4 && range->prefix < 31;
  if (v4) fields.push_back({"broadcast", {}, text(range->last())});
  fields.push_back({"firstUsable", {}, text(reserved ? range->network + 1 : range->network)});
  fields.push_back({"lastUsable", {}, text(reserved ? range->last() - 1 : range->last())});
  fields.push_back({"cidr", {}, Value::integer(range->prefix)});
  return call.object(fields);
}

Value eval_parse_cidr_unknown(const Call& call) {
  Unknown address, length;
  address.kinds = takes::string;
  address.min_length = 2, address.max_length = 39;
  length.kinds = takes::integer;
  length.min_value = 0, length.max_value = 128;
  const auto member = [&](std::string_view name, const Unknown& facts) {
    const Value whole[] = {call[0], Value::string(name)};
    return Field{name, {}, call.derived_call(facts, "parseCidr", whole)};
  };
  const Field members[] = {member("network", address), member("netmask", address), member("firstUsable", address), member("lastUsable", address), member("cidr", length)};
  Unknown facts;
  facts.kinds = takes::object;
  facts.members = call.arena().copy(std::span<const Field>(members));
  facts.min_length = 5, facts.max_length = 6;
  return call.unknown(facts);
}

Value eval_cidr_subnet(const Call& call) {
  std::optional<Range> range;
  if (call[0].is_string()) {
    const auto text = call[0].as_string();
    range = text.find('/') == std::string_view::npos ? classful_range(text) : parse_range(text);
    if (!range) return bad_range(call);
  }
  const Interval length = integers_of(call[1]), index = integers_of(call[2]);
  const int width = range ? range->width : 128, prefix = range ? range->prefix : 0;
  if (length.max < prefix || length.min > width)
    return call.fail(ErrorKind::out_of_range, "the new prefix length `{}` is not between {} and {}", length.min, prefix, width);
  if (index.max < 0) return call.fail(ErrorKind::out_of_range, "the index `{}` is negative", index.max);
  if (range && call[1].is_integer()) {
    const int new_bits = static_cast<int>(length.min) - prefix;
    if (new_bits < 63 && index.min >= (std::int64_t{1} << new_bits))
      return call.fail(ErrorKind::out_of_range, "`{}` holds {} subnets of length {}, so index `{}` is too large", call[0].as_string(), std::int64_t{1} << new_bits, length.min, index.min);
    if (call[2].is_integer()) {
      const int shift = width - static_cast<int>(length.min);
      const Bits offset = shift >= 128 ? Bits{0} : static_cast<Bits>(index.min) << shift;
      return call.string(fmt::format("{}/{}", address_text(range->network + offset, width), length.min));
    }
  }
  Unknown facts;
  facts.kinds = takes::string;
  if (call[1].is_integer()) facts.suffix = call.arena().copy(fmt::format("/{}", length.min));
  facts.min_length = 4, facts.max_length = range && range->width == 32 ? 18 : 43;
  return call.unknown(facts);
}

Value eval_cidr_host(const Call& call) {
  std::optional<Range> range;
  if (call[0].is_string()) {
    range = parse_range(call[0].as_string());
    if (!range) return bad_range(call);
  }
  const Interval index = integers_of(call[1]);
  if (index.max < 0) return call.fail(ErrorKind::out_of_range, "the index `{}` is negative", index.max);
  if (range) {
    // Ranges of at most two addresses count from the network address; in others index 0 is the address after it, and
    // the last address of IPv4 is for broadcast.
    const int host_bits = range->width - range->prefix;
    const bool small = host_bits <= 1;
    if (host_bits == 0) return call.fail(ErrorKind::out_of_range, "`{}` holds no host", call[0].as_string());
    const Bits hosts = small ? Bits{2} : range->size_of_host_part() - (range->width == 32 ? 1 : 0);
    if (static_cast<Bits>(std::max<std::int64_t>(index.min, 0)) >= hosts)
      return call.fail(ErrorKind::out_of_range, "`{}` holds {} hosts, so index `{}` is too large", call[0].as_string(), static_cast<std::uint64_t>(hosts), index.min);
    if (call[1].is_integer()) return call.string(address_text(range->network + static_cast<Bits>(index.min) + (small ? 0 : 1), range->width));
  }
  Unknown facts;
  facts.kinds = takes::string;
  facts.min_length = 2, facts.max_length = range && range->width == 32 ? 15 : 45;
  return call.unknown(facts);
}

constexpr Parameter one_range[] = {{"range", takes::string}};
constexpr Parameter subnet[] = {{"range", takes::string}, {"newPrefixLength", takes::integer}, {"subnetIndex", takes::integer}};
constexpr Parameter host[] = {{"range", takes::string}, {"hostIndex", takes::integer}};

constexpr Function functions[] = {
    {.name = "parseCidr", .min_arguments = 1, .max_arguments = 1, .parameters = one_range, .result = takes::object, .doc = "Network, netmask, broadcast (IPv4), first and last usable address and prefix length of an address range.", .known = eval_parse_cidr, .unknown = eval_parse_cidr_unknown},
    {.name = "cidrSubnet", .min_arguments = 3, .max_arguments = 3, .parameters = subnet, .result = takes::string, .doc = "The n-th subnet with a longer prefix; n counts from 0.", .known = eval_cidr_subnet, .unknown = eval_cidr_subnet},
    {.name = "cidrHost", .min_arguments = 2, .max_arguments = 2, .parameters = host, .result = takes::string, .doc = "The n-th host address; 0 is the first after the network address.", .known = eval_cidr_host, .unknown = eval_cidr_host},
};

}  // namespace

Family cidr_functions() { return {"CIDR", functions}; }

}  // namespace fleetlint::eval
