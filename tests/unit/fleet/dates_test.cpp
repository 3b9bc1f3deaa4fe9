#include "fleetlint/fleet/dates.h"

#include <gtest/gtest.h>

namespace fleetlint::fleet {
namespace {

TEST(Dates, InstantsWithAndWithoutTimeAndZone) {
  EXPECT_EQ(parse_instant("1970-01-01"), 0);
  EXPECT_EQ(parse_instant("2026-06-01T00:00:00Z"), parse_instant("2026-06-01"));
  EXPECT_EQ(*parse_instant("2026-06-01T02:00:00+02:00"), *parse_instant("2026-06-01"));
  EXPECT_EQ(*parse_instant("2026-06-01 05:30"), *parse_instant("2026-06-01") + 5 * 3600 + 30 * 60);
  EXPECT_EQ(*parse_instant("2026-06-01T00:00:00.1234567Z"), *parse_instant("2026-06-01"));
  EXPECT_EQ(*parse_instant("2024-02-29"), *parse_instant("2024-03-01") - 86400);
}

TEST(Dates, WhatIsNoInstant) {
  for (const char* text : {"", "2026", "2026-13-01", "2026-02-30", "2026-06-01T", "2026-06-01T25:00Z", "01.06.2026", "2026-06-01Tx", "2026-06-01T00:00:00Zx"})
    EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(Dates, InstantsArePrintedBack) {
  EXPECT_EQ(format_instant(*parse_instant("2026-06-01")), "2026-06-01");
  EXPECT_EQ(format_instant(*parse_instant("2026-06-01T12:34:56Z")), "2026-06-01T12:34:56Z");
  EXPECT_EQ(format_instant(*parse_instant("1969-12-31T23:00:00Z")), "1969-12-31T23:00:00Z");
}

TEST(Dates, Durations) {
  EXPECT_EQ(parse_duration("PT5M"), 300);
  EXPECT_EQ(parse_duration("P1DT2H3M4S"), 86400 + 7384);
  EXPECT_EQ(parse_duration("P2W"), 14 * 86400);
  EXPECT_EQ(parse_duration("PT0S"), 0);
  for (const char* text : {"", "P", "PT", "5m", "PT5", "PT5M3H", "P1H", "00:05:00", "PT5M "}) EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Dates, ApiVersionsCompareByDateThenPreview) {
  EXPECT_LT(*parse_api_version("2018-06-01"), *parse_api_version("2018-10-01"));
  EXPECT_LT(*parse_api_version("2021-12-10-preview"), *parse_api_version("2021-12-10"));
  EXPECT_GT(*parse_api_version("2022-01-01-preview"), *parse_api_version("2021-12-10"));
  for (const char* text : {"latest", "2018-10", "2018-10-01-", "2018-10-01-1", "2018/10/01"}) EXPECT_FALSE(parse_api_version(text)) << text;
}

TEST(Dates, HandlerVersionsCompareAsNumbers) {
  EXPECT_GT(*parse_major_minor("1.10"), *parse_major_minor("1.9"));
  EXPECT_EQ(parse_major_minor("2"), (std::pair<std::int64_t, std::int64_t>{2, 0}));
  EXPECT_FALSE(parse_major_minor("x.1"));
}

}  // namespace
}  // namespace fleetlint::fleet
