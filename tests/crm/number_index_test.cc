// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/number_index.h"

#include "testing.h"

namespace attain::crm {
namespace {

using table::Column;
using testing::ElementsAre;

std::vector<int32_t> Added(NumberIndex& index, std::vector<int64_t> numbers,
                           const std::vector<bool>& valid = {}) {
  std::vector<int32_t> ids;
  EXPECT_TRUE(index.Add(Column::OfInts("n", std::move(numbers), valid), ids));
  return ids;
}

TEST(NumberIndexTest, ConsecutiveNumbersNeedNoTableUntilOthersCome) {
  NumberIndex index;
  EXPECT_THAT(Added(index, {100, 101, 102}), ElementsAre(0, 1, 2));
  EXPECT_EQ(index.Find(102), 2);
  EXPECT_EQ(index.Find(103), -1);
  EXPECT_THAT(Added(index, {101, 500, -7}), ElementsAre(1, 3, 4));
  EXPECT_EQ(index.value(0), 100);
  EXPECT_EQ(index.value(4), -7);
  EXPECT_EQ(index.Find(100), 0);
  EXPECT_EQ(index.size(), 5);
}

TEST(NumberIndexTest, NumbersOfASmallRangeStandInATable) {
  NumberIndex index;
  EXPECT_THAT(Added(index, {30, 10, 30, 0}, {true, true, true, false}), ElementsAre(0, 1, 0, -1));
  EXPECT_EQ(index.Find(10), 1);
  EXPECT_EQ(index.Find(20), -1);
  EXPECT_EQ(index.Find(1'000'000), -1);
  EXPECT_THAT(Added(index, {20, 10}), ElementsAre(2, 1));
}

TEST(NumberIndexTest, WideNumbersAreHashed) {
  NumberIndex index;
  std::vector<int64_t> numbers;
  for (int64_t i = 0; i < 5000; ++i) numbers.push_back(i * 1'000'000'007 - 17);
  numbers.push_back(INT64_MAX);
  numbers.push_back(INT64_MIN);
  const auto ids = Added(index, numbers);
  for (size_t i = 0; i < numbers.size(); ++i) {
    ASSERT_EQ(ids[i], static_cast<int32_t>(i));
    ASSERT_EQ(index.Find(numbers[i]), ids[i]);
  }
  EXPECT_EQ(index.Find(5), -1);
}

TEST(NumberIndexTest, NothingIsKnownOfNothing) {
  NumberIndex index;
  EXPECT_EQ(index.Find(0), -1);
  EXPECT_THAT(Added(index, {0, 0}, {false, false}), ElementsAre(-1, -1));
  EXPECT_EQ(index.size(), 0);
}

TEST(NumberIndexTest, NumbersBeyond64BitsAreRefused) {
  static const uint64_t values[] = {1, uint64_t{1} << 63};
  const Column column("n", table::Type::kInt, 0,
                      {{.layout = table::Layout::kUint64, .length = 2, .values = values}});
  NumberIndex index;
  std::vector<int32_t> ids;
  EXPECT_FALSE(index.Add(column, ids));
  EXPECT_TRUE(index.Add(column.Slice(0, 1), ids));
}

}  // namespace
}  // namespace attain::crm
