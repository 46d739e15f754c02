#include "base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace openspc::base {
namespace {

using std::chrono::microseconds;

std::string reread(std::string_view text) {
  const auto time = parse_timestamp(text);
  return time ? to_iso8601(*time) : "refused";
}

TEST(ParseTimestamp, ReadsUtcWithMicroseconds) {
  EXPECT_EQ(reread("2026-02-12T08:15:30.123456Z"), "2026-02-12T08:15:30.123456Z");
}

TEST(ParseTimestamp, TakesATimeWithoutZoneAsUtc) {
  EXPECT_EQ(reread("2026-02-12T08:15:30"), "2026-02-12T08:15:30Z");
}

TEST(ParseTimestamp, ConvertsOffsetsToUtc) {
  EXPECT_EQ(reread("2026-02-12T08:15:30+02:00"), "2026-02-12T06:15:30Z");
  EXPECT_EQ(reread("2026-02-12T08:15:30-0530"), "2026-02-12T13:45:30Z");
  EXPECT_EQ(reread("2026-02-12T08:15:30+01"), "2026-02-12T07:15:30Z");
}

TEST(ParseTimestamp, AcceptsABlankOrLowerCaseSeparatorAndNoSeconds) {
  EXPECT_EQ(reread("2026-02-12 08:15"), "2026-02-12T08:15:00Z");
  EXPECT_EQ(reread("2026-02-12t08:15z"), "2026-02-12T08:15:00Z");
}

TEST(ParseTimestamp, TakesADateAloneAsItsFirstMoment) {
  EXPECT_EQ(reread("2026-02-12"), "2026-02-12T00:00:00Z");
}

TEST(ParseTimestamp, ReadsUnixSecondsAndMilliseconds) {
  EXPECT_EQ(reread("1770884130"), "2026-02-12T08:15:30Z");
  EXPECT_EQ(reread("1770884130.25"), "2026-02-12T08:15:30.250000Z");
  EXPECT_EQ(reread("1770884130250"), "2026-02-12T08:15:30.250000Z");
  EXPECT_EQ(reread("-1"), "1969-12-31T23:59:59Z");
}

TEST(ParseTimestamp, CutsDigitsPastTheMicrosecond) {
  EXPECT_EQ(reread("2026-02-12T08:15:30.123456999Z"), "2026-02-12T08:15:30.123456Z");
  EXPECT_EQ(reread("2026-02-12T08:15:30,5Z"), "2026-02-12T08:15:30.500000Z");
}

TEST(ParseTimestamp, KnowsLeapYears) {
  EXPECT_EQ(reread("2024-02-29"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(reread("2023-02-29"), "refused");
  EXPECT_EQ(reread("1900-02-29"), "refused");
}

TEST(ParseTimestamp, HoldsTheYearsOneTo9999) {
  EXPECT_EQ(reread("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(reread("9999-12-31T23:59:59.999999Z"), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(reread("0000-12-31T00:00:00Z"), "refused");
  EXPECT_EQ(reread("0001-01-01T00:00:00+00:01"), "refused");
  EXPECT_EQ(reread("9999-12-31T23:59:59-00:01"), "refused");
}

class MalformedTimestamp : public testing::TestWithParam<const char*> {};

TEST_P(MalformedTimestamp, IsRefused) {
  EXPECT_FALSE(parse_timestamp(GetParam())) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Texts, MalformedTimestamp,
                         testing::Values("", " ", "now", "x2026-02-12", "2026-2-12", "2026-13-01", "2026-00-10",
                                         "2026-02-32", "2026-02-12T", "2026-02-12T24:00:00", "2026-02-12T08:60",
                                         "2026-02-12T08:15:60Z", "2026-02-12T08:15:30.Z", "2026-02-12T08:15:30+1",
                                         "2026-02-12T08:15:30+25:00", "2026-02-12T08:15:30+01:6",
                                         "2026-02-12T08:15:30ZZ", "2026-02-12T08:15:30Z ", "nan", "inf", "1e5", "--1",
                                         "99999999999999999999999999"),
                         [](const auto& text) { return "n" + std::to_string(text.index); });

TEST(ParseTimestamp, TakesAYearAloneAsUnixSeconds) {
  EXPECT_EQ(reread("2026"), "1970-01-01T00:33:46Z");
}

TEST(ToIso8601, OmitsAZeroFraction) {
  EXPECT_EQ(to_iso8601(Timestamp(microseconds(0))), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_iso8601(Timestamp(microseconds(1))), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(to_iso8601_micros(Timestamp(microseconds(0))), "1970-01-01T00:00:00.000000Z");
}

TEST(DatabaseText, AlwaysHasTheFraction) {
  EXPECT_EQ(to_database(Timestamp(microseconds(0))), "1970-01-01 00:00:00.000000");
}

TEST(DatabaseText, IsReadWithAndWithoutTheFraction) {
  EXPECT_EQ(from_database("1970-01-01 00:00:01"), Timestamp(microseconds(1'000'000)));
  EXPECT_EQ(from_database("1970-01-01 00:00:01.000002"), Timestamp(microseconds(1'000'002)));
  EXPECT_EQ(from_database("1970-01-01T00:00:01"), std::nullopt);
  EXPECT_EQ(from_database("1970-01-01 00:00:01Z"), std::nullopt);
  EXPECT_EQ(from_database("1970-01-01"), std::nullopt);
}

TEST(UnixTime, RefusesWhatIsNoNumberOrTooFar) {
  EXPECT_EQ(timestamp_from_unix(std::nan("")), std::nullopt);
  EXPECT_EQ(timestamp_from_unix(INFINITY), std::nullopt);
  EXPECT_EQ(timestamp_from_unix(-1e300), std::nullopt);
  EXPECT_EQ(timestamp_from_unix(1e15), std::nullopt);
}

Timestamp any_timestamp() {
  const auto low = earliest_timestamp().time_since_epoch().count();
  const auto high = latest_timestamp().time_since_epoch().count();
  return Timestamp(microseconds(*rc::gen::inRange<std::int64_t>(low, high + 1)));
}

RC_GTEST_PROP(TimestampText, SurvivesTheRoundTrips, ()) {
  const auto time = any_timestamp();
  RC_ASSERT(parse_timestamp(to_iso8601(time)) == time);
  RC_ASSERT(from_database(to_database(time)) == time);
  RC_ASSERT(parse_timestamp(to_database(time)) == time);
}

RC_GTEST_PROP(TimestampText, OrdersInTheDatabaseAsTimeDoes, ()) {
  const auto a = any_timestamp();
  const auto b = any_timestamp();
  RC_ASSERT((a < b) == (to_database(a) < to_database(b)));
}

RC_GTEST_PROP(ParseTimestamp, SurvivesAnyText, (const std::string& text)) {
  if (const auto time = parse_timestamp(text)) {
    RC_ASSERT(*time >= earliest_timestamp());
    RC_ASSERT(*time <= latest_timestamp());
  }
}

TEST(ManualClock, MovesOnlyWhenTold) {
  ManualClock clock(Timestamp(microseconds(5)));
  EXPECT_EQ(clock.now(), Timestamp(microseconds(5)));
  clock.advance(microseconds(2));
  EXPECT_EQ(clock.now(), Timestamp(microseconds(7)));
  clock.set(Timestamp(microseconds(1)));
  EXPECT_EQ(clock.now(), Timestamp(microseconds(1)));
}

TEST(SystemClock, ToldTimeLiesInThisCentury) {
  EXPECT_GT(SystemClock().now(), *parse_timestamp("2026-01-01"));
  EXPECT_LT(SystemClock().now(), *parse_timestamp("2100-01-01"));
}

}  // namespace
}  // namespace openspc::base
