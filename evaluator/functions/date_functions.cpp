// utcNow, dateTimeAdd, dateTimeFromEpoch, dateTimeToEpoch.
#include "functions/function.h"
#include "value/date_time.h"

namespace fleetlint::eval {
namespace {

constexpr std::string_view iso_format = "yyyy-MM-ddTHH:mm:ssZ";
constexpr std::string_view iso_regex = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$";
constexpr std::int64_t first_epoch = -62'135'596'800, last_epoch = 253'402'300'799;

Value formatted(const Call& call, DateTime time, std::string_view format) {
  const auto text = format_date_time(time, format);
  if (!text) return call.fail(ErrorKind::bad_format, "{}", text.error());
  return call.string(*text);
}

Value unknown_date(const Call& call, std::optional<std::string_view> format, Unknown facts) {
  facts.kinds = takes::string;
  if (format) {
    if (const auto length = fixed_date_length(*format)) facts.min_length = facts.max_length = length;
    if (const auto check = format_date_time(DateTime{}, *format); !check) return call.fail(ErrorKind::bad_format, "{}", check.error());
    if (*format == iso_format) facts.regex = iso_regex;
  }
  return call.unknown(facts);
}

std::optional<std::string_view> format_argument(const Call& call, std::size_t i, std::string_view otherwise) {
  if (call.size() <= i) return otherwise;
  if (!call[i].is_string()) return std::nullopt;
  return call[i].as_string();
}

Value eval_utc_now(const Call& call) {
  const auto format = format_argument(call, 0, "yyyyMMddTHHmmssZ");
  const auto now = call.evaluator().world().now();
  if (now && format) {
    if (const auto time = parse_date_time(*now)) return formatted(call, *time, *format);
    return call.fail(ErrorKind::bad_format, "the clock `{}` is not a date", *now);
  }
  Unknown facts;
  facts.reason = UnknownReason::clock;
  facts.changes_every_deployment = true;
  facts.identity = call.evaluator().fresh_identity();
  if (call.size() == 0) facts.regex = "^\\d{8}T\\d{6}Z$";
  return unknown_date(call, format, facts);
}

Value eval_date_time_add(const Call& call) {
  const auto base = parse_date_time(call[0].as_string());
  if (!base) return call.fail(ErrorKind::bad_format, "`{}` is not a date", call[0].as_string());
  const auto duration = parse_duration(call[1].as_string());
  if (!duration) return call.fail(ErrorKind::bad_format, "`{}` is not a duration such as `P1DT12H`", call[1].as_string());
  const std::int64_t sum = base->ticks + *duration;  // both are far below 64 bits
  if (sum < 0 || sum > DateTime::max_ticks) return call.fail(ErrorKind::out_of_range, "the sum of `{}` and `{}` is no date of the years 1 to 9999", call[0].as_string(), call[1].as_string());
  return formatted(call, DateTime{sum}, call.size() > 2 ? call[2].as_string() : iso_format);
}
Value eval_date_time_add_unknown(const Call& call) {
  if (call[0].is_string() && !parse_date_time(call[0].as_string())) return call.fail(ErrorKind::bad_format, "`{}` is not a date", call[0].as_string());
  if (call[1].is_string() && !parse_duration(call[1].as_string())) return call.fail(ErrorKind::bad_format, "`{}` is not a duration such as `P1DT12H`", call[1].as_string());
  return unknown_date(call, format_argument(call, 2, iso_format), {});
}

Value eval_from_epoch(const Call& call) {
  const Interval seconds = integers_of(call[0]);
  if (seconds.max < first_epoch || seconds.min > last_epoch) return call.fail(ErrorKind::out_of_range, "`{}` is no second of the years 1 to 9999", seconds.min);
  if (call[0].is_integer()) return formatted(call, DateTime::from_unix(call[0].as_integer()), iso_format);
  return unknown_date(call, iso_format, {});
}

Value eval_to_epoch(const Call& call) {
  const auto time = parse_date_time(call[0].as_string());
  if (!time) return call.fail(ErrorKind::bad_format, "`{}` is not a date", call[0].as_string());
  return Value::integer(time->to_unix());
}
Value eval_to_epoch_unknown(const Call& call) {
  Unknown facts;
  facts.kinds = takes::integer;
  facts.min_value = first_epoch, facts.max_value = last_epoch;
  return call.unknown(facts);
}

constexpr Parameter format[] = {{"format", takes::string}};
constexpr Parameter base_duration_format[] = {{"base", takes::string}, {"duration", takes::string}, {"format", takes::string}};
constexpr Parameter epoch[] = {{"epochTime", takes::integer}};
constexpr Parameter date[] = {{"dateTime", takes::string}};

constexpr Function functions[] = {
    {.name = "utcNow", .min_arguments = 0, .max_arguments = 1, .parameters = format, .result = takes::string, .doc = "The time of the deployment, `yyyyMMddTHHmmssZ` unless a .NET format is given.", .known = eval_utc_now, .unknown = eval_utc_now, .when = When::parameter_default},
    {.name = "dateTimeAdd", .min_arguments = 2, .max_arguments = 3, .parameters = base_duration_format, .result = takes::string, .doc = "A date plus an ISO 8601 duration (a year is 365 days, a month 30).", .known = eval_date_time_add, .unknown = eval_date_time_add_unknown},
    {.name = "dateTimeFromEpoch", .min_arguments = 1, .max_arguments = 1, .parameters = epoch, .result = takes::string, .doc = "The date of a number of seconds since 1970.", .known = eval_from_epoch, .unknown = eval_from_epoch},
    {.name = "dateTimeToEpoch", .min_arguments = 1, .max_arguments = 1, .parameters = date, .result = takes::integer, .doc = "The seconds between 1970 and a date; without a zone it is UTC.", .known = eval_to_epoch, .unknown = eval_to_epoch_unknown},
};

}  // namespace

Family date_functions() { return {"Date", functions}; }

}  // namespace fleetlint::eval
