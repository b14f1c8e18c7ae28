// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using table::Column;
using testing::ElementsAre;

TEST(IdsTest, TextsGetNumbersByFirstSight) {
  Ids ids;
  EXPECT_THAT(*ids.Add(Column::OfTexts("c", {"b", "a", "b", ""}, {true, true, true, false})),
              ElementsAre(0, 1, 0, -1));
  EXPECT_THAT(*ids.Add(Column::OfTexts("c", {"c", "a"})), ElementsAre(2, 1));
  EXPECT_EQ(ids.name(2), "c");
  EXPECT_EQ(ids.name(-1), "");
  EXPECT_EQ(ids.name(3), "");
  EXPECT_EQ(ids.Find("a"), 1);
  EXPECT_EQ(ids.Find("z"), -1);
  EXPECT_THAT(ids.SortedOrder(), ElementsAre(1, 0, 2));
  EXPECT_THAT(ids.Ranks(), ElementsAre(1, 0, 2));
}

TEST(IdsTest, WholeNumbersAndTheirDigitsAreOneId) {
  Ids ids;
  EXPECT_THAT(*ids.Add(Column::OfInts("c", {17, -3})), ElementsAre(0, 1));
  EXPECT_EQ(ids.Find("17"), 0);
  EXPECT_EQ(ids.Find("017"), -1);
  EXPECT_EQ(ids.Find("x"), -1);
  EXPECT_THAT(*ids.Add(Column::OfTexts("c", {"17", "017", "-3"})), ElementsAre(0, 2, 1));
  EXPECT_EQ(ids.name(0), "17");
}

TEST(IdsTest, NumbersSortAsTextsOfTheSameDigitsDo) {
  Ids numbers;
  Ids texts;
  ASSERT_TRUE(numbers.Add(Column::OfInts("c", {10, 9, -1, -2, 0})).ok());
  ASSERT_TRUE(texts.Add(Column::OfTexts("c", {"10", "9", "-1", "-2", "0"})).ok());
  EXPECT_EQ(numbers.SortedOrder(), texts.SortedOrder());
  EXPECT_THAT(numbers.SortedOrder(), ElementsAre(4, 1, 0, 2, 3));
}

TEST(IdsTest, UnsignedNumbersBeyond64BitsAndOtherTypes) {
  static const uint64_t values[] = {7, ~uint64_t{0}};
  Ids ids;
  ASSERT_TRUE(ids.Add(Column("c", table::Type::kInt, 0,
                             {{.layout = table::Layout::kUint64, .length = 2, .values = values}}))
                  .ok());
  EXPECT_EQ(ids.name(1), "18446744073709551615");
  EXPECT_EQ(ReasonOf(ids.Add(Column::OfBools("c", {true})).status()), Reason::kUnsupportedType);
  EXPECT_THAT(*ids.Add(Column("c", table::Type::kNull, 0, {{.length = 2, .null_count = 2}})),
              ElementsAre(-1, -1));
}

TEST(IdsTest, IdsCanBeMoved) {
  Ids ids;
  ASSERT_TRUE(ids.Add(Column::OfInts("c", {5})).ok());
  Ids moved(std::move(ids));
  ids = std::move(moved);
  EXPECT_EQ(ids.name(0), "5");
}

}  // namespace
}  // namespace attain::crm
