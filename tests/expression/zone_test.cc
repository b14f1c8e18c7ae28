// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/zone.h"

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "attain/base/date.h"
#include "gtest/gtest.h"

namespace attain::expression {
namespace {

std::string Number(int64_t value, int width) {
  std::string bytes;
  for (int i = width - 1; i >= 0; --i)
    bytes.push_back(static_cast<char>(static_cast<uint64_t>(value) >> (8 * i)));
  return bytes;
}

/// A compiled zone: one change at `change` from offset `before` to `after`, then `rule`.
std::string Compiled(int64_t change, int before, int after, const std::string& rule) {
  const auto part = [&](int width) {
    std::string bytes = "TZif2" + std::string(15, '\0');
    for (const int count : {0, 0, 0, 1, 2, 4}) bytes += Number(count, 4);
    bytes += Number(change, width) + std::string(1, '\1');
    for (const int offset : {before, after}) bytes += Number(offset, 4) + std::string(2, '\0');
    return bytes + std::string("ABC\0", 4);
  };
  return part(4) + part(8) + "\n" + rule + "\n";
}

int64_t Seconds(const char* text) { return Timestamp::Parse(text)->micros() / 1'000'000; }

TEST(ZoneTest, OffsetsAreBuiltIn) {
  EXPECT_EQ(Zone::Find("UTC", "")->OffsetAt(0), 0);
  EXPECT_EQ(Zone::Find("+02:00", "")->OffsetAt(0), 7200);
  EXPECT_EQ(Zone::Find("-0330", "")->OffsetAt(0), -12'600);
  EXPECT_EQ(Zone::Find("11:00", "")->OffsetAt(0), 39'600);
  for (const char* name :
       {"", "Europe/Berlin", "+25:00", "+02:60", "../etc/passwd", "/etc/passwd", "a\nb", "+2"}) {
    EXPECT_FALSE(Zone::Find(name, "").ok()) << name;
  }
}

TEST(ZoneTest, FilesOfADirectoryAreRead) {
  const std::string directory = ::testing::TempDir();
  const std::string path = directory + "/Zone-For-Test";
  std::ofstream(path, std::ios::binary) << Compiled(1'000'000, 3600, 7200, "");
  const absl::StatusOr<Zone> zone = Zone::Find("Zone-For-Test", directory);
  std::remove(path.c_str());
  ASSERT_TRUE(zone.ok());
  EXPECT_EQ(zone->OffsetAt(999'999), 3600);
  EXPECT_EQ(zone->OffsetAt(1'000'000), 7200);
  EXPECT_FALSE(Zone::Find("No-Such-Zone", directory).ok());
}

TEST(ZoneTest, RulesHoldAfterTheLastChange) {
  const Zone berlin = *Zone::Parse(Compiled(0, 3600, 3600, "CET-1CEST,M3.5.0,M10.5.0/3"));
  EXPECT_EQ(berlin.OffsetAt(Seconds("2026-03-29T00:59:59Z")), 3600);
  EXPECT_EQ(berlin.OffsetAt(Seconds("2026-03-29T01:00:00Z")), 7200);
  EXPECT_EQ(berlin.OffsetAt(Seconds("2026-10-25T00:59:59Z")), 7200);
  EXPECT_EQ(berlin.OffsetAt(Seconds("2026-10-25T01:00:00Z")), 3600);
  const Zone sydney = *Zone::Parse(Compiled(0, 36'000, 36'000, "AEST-10AEDT,M10.1.0,M4.1.0/3"));
  EXPECT_EQ(sydney.OffsetAt(Seconds("2026-01-15T00:00:00Z")), 39'600);
  EXPECT_EQ(sydney.OffsetAt(Seconds("2026-07-15T00:00:00Z")), 36'000);
  const Zone fixed = *Zone::Parse(Compiled(0, 0, 0, "<+0545>-5:45"));
  EXPECT_EQ(fixed.OffsetAt(Seconds("2026-07-15T00:00:00Z")), 20'700);
  const Zone days = *Zone::Parse(Compiled(0, 0, 0, "AAA0BBB-2,J60/0,300/0:30:00"));
  EXPECT_EQ(days.OffsetAt(Seconds("2028-02-29T12:00:00Z")), 0);
  EXPECT_EQ(days.OffsetAt(Seconds("2028-03-01T00:00:00Z")), 7200);
  EXPECT_EQ(days.OffsetAt(Seconds("2026-12-01T00:00:00Z")), 0);
}

TEST(ZoneTest, BrokenFilesAreRefused) {
  const std::string good = Compiled(0, 3600, 7200, "CET-1");
  EXPECT_TRUE(Zone::Parse(good).ok());
  for (size_t size = 0; size < good.size() - 8; ++size)
    EXPECT_FALSE(Zone::Parse(good.substr(0, size)).ok()) << size;
  for (const char* rule : {"CET", "C1", "<CET", "CET-1CEST,M13.1.0,M1.1.0", "CET-1CEST,M3.5",
                           "CET-1CEST", "CET-1C", "CET-1CEST,400,1", "CET-1CEST,M3.5.0/x,1"}) {
    EXPECT_EQ(Zone::Parse(Compiled(0, 3600, 7200, rule))->OffsetAt(5), 7200) << rule;
  }
}

}  // namespace
}  // namespace attain::expression
