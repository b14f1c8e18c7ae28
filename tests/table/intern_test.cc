// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/table/intern.h"

#include <limits>
#include <map>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::table {
namespace {

using Ids = std::vector<int32_t>;

// Several columns as the chunks of one.
Column Joined(const std::vector<Column>& parts) {
  std::vector<Chunk> chunks;
  for (const Column& part : parts)
    chunks.insert(chunks.end(), part.chunks().begin(), part.chunks().end());
  return Column("id", parts.front().type(), 0, chunks);
}

TEST(InternerTest, NumbersAreDenseAndInOrderOfFirstSight) {
  Interner accounts;
  EXPECT_EQ(accounts.Intern("A17"), 0);
  EXPECT_EQ(accounts.Intern("A4"), 1);
  EXPECT_EQ(accounts.Intern("A17"), 0);
  EXPECT_EQ(accounts.Intern(""), 2);
  EXPECT_EQ(accounts.text(1), "A4");
  EXPECT_EQ(accounts.text(2), "");
  EXPECT_EQ(accounts.Find(""), 2);
  EXPECT_EQ(accounts.Find("A5"), -1);
  EXPECT_EQ(accounts.size(), 3);
}

TEST(InternerTest, TextsThatDifferInLengthZeroBytesOrOneLetterAreDifferent) {
  Interner interner;
  std::vector<std::string> texts;
  for (size_t length = 0; length < 70; ++length) {
    texts.push_back(std::string(length, '\0'));
    texts.push_back(std::string(length, 'x') + "y");
    for (size_t at = 0; at < length; ++at) {
      std::string text(length, 'x');
      text[at] = 'z';
      texts.push_back(text);
    }
  }
  for (const std::string& text : texts) interner.Intern(text);
  ASSERT_EQ(interner.size(), static_cast<int32_t>(texts.size()));
  for (size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(interner.Find(texts[i]), static_cast<int32_t>(i));
    EXPECT_EQ(interner.text(static_cast<int32_t>(i)), texts[i]);
  }
}

TEST(InternerTest, CopiesAreIndependentAndViewsSurviveGrowthAndMoves) {
  Interner first;
  first.Intern("account-with-a-long-name");
  const std::string_view view = first.text(0);
  Interner copy = first;
  for (int i = 0; i < 50000; ++i) first.Intern("key-" + std::to_string(i));
  Interner moved = std::move(first);
  EXPECT_EQ(view, "account-with-a-long-name");
  EXPECT_EQ(view.data(), moved.text(0).data());
  EXPECT_EQ(copy.size(), 1);
  EXPECT_EQ(copy.Intern("other"), 1);
  copy = moved;
  EXPECT_EQ(copy.size(), 50001);
  EXPECT_EQ(copy.Find("key-49999"), 50000);
  EXPECT_NE(copy.text(7).data(), moved.text(7).data());
  moved = Interner();
  EXPECT_EQ(moved.size(), 0);
  EXPECT_EQ(copy.text(50000), "key-49999");
}

TEST(InternerTest, SortedOrderPutsNumbersFirstByValueThenTextByBytes) {
  Interner interner;
  for (const char* text :
       {"b", "10", "9", "", "007", "a", "7", "12345678901234567890", "12345678901234567891",
        "99999999", "A", "1x", "00", "abcdefghij", "abcdefghi", "0"}) {
    interner.Intern(text);
  }
  std::vector<std::string> sorted;
  for (const int32_t id : interner.SortedOrder()) sorted.emplace_back(interner.text(id));
  EXPECT_EQ(sorted, (std::vector<std::string>{"0", "00", "7", "007", "9", "10", "99999999",
                                              "12345678901234567890", "12345678901234567891", "",
                                              "1x", "A", "a", "abcdefghi", "abcdefghij", "b"}));
}

TEST(InternColumnTest, TextOfAnyLayoutAndChunkingGivesTheSameNumbers) {
  const Column plain = Column::OfTexts("id", {"A17", "A4", "", "A17", "a much longer identifier"},
                                       {true, true, false, true, true});
  const Ids expected = {0, 1, -1, 0, 2};
  Interner first;
  EXPECT_EQ(*InternColumn(plain, first), expected);
  Interner second;
  EXPECT_EQ(
      *InternColumn(Joined({plain.Slice(0, 2), plain.Slice(2, 1), plain.Slice(3, 2)}), second),
      expected);
  const Column coded = Column::OfDictionary("id", {2, 1, -1, 2, 3},
                                            {"unused", "A4", "A17", "a much longer identifier"});
  Interner third;
  EXPECT_EQ(*InternColumn(coded, third), expected);
  EXPECT_EQ(third.size(), 3);  // what does not occur gets no number
  Interner fourth;
  EXPECT_EQ(*InternColumn(Joined({coded.Slice(0, 3), coded.Slice(3, 2), plain}), fourth),
            (Ids{0, 1, -1, 0, 2, 0, 1, -1, 0, 2}));
}

TEST(InternColumnTest, ManyTextsAgreeWithAnOrderedMap) {
  std::vector<std::string> texts;
  for (uint64_t i = 0; i < 20000; ++i) {
    const uint64_t number = (i * 2654435761U) % 5003;
    texts.push_back(number % 3 == 0 ? "a-rather-long-key-for-account-" + std::to_string(number)
                                    : std::to_string(number));
  }
  std::map<std::string, int32_t> known;
  Ids expected;
  for (const std::string& text : texts) {
    expected.push_back(known.emplace(text, static_cast<int32_t>(known.size())).first->second);
  }
  Interner interner;
  EXPECT_EQ(*InternColumn(Column::OfTexts("id", texts), interner), expected);
  EXPECT_EQ(interner.size(), static_cast<int32_t>(known.size()));
}

TEST(InternColumnTest, WholeNumbersAreTheirDigits) {
  Interner interner;
  interner.Intern("12");
  EXPECT_EQ(
      *InternColumn(Column::OfInts("id", {11, 12, -1, 11, 0}, {true, true, true, true, false}),
                    interner),
      (Ids{1, 0, 2, 1, -1}));
  EXPECT_EQ(interner.text(2), "-1");
  // Far apart: the other way through.
  std::vector<int64_t> far = {std::numeric_limits<int64_t>::max(),
                              std::numeric_limits<int64_t>::min(), 12,
                              std::numeric_limits<int64_t>::max()};
  EXPECT_EQ(*InternColumn(Column::OfInts("id", far), interner), (Ids{3, 4, 0, 3}));
  EXPECT_EQ(interner.text(4), "-9223372036854775808");
  std::vector<int64_t> many;
  for (int64_t i = 0; i < 3000; ++i) many.push_back(i % 1500 * 1'000'000'007);
  Interner wide;
  const Ids ids = *InternColumn(Column::OfInts("id", many), wide);
  EXPECT_EQ(wide.size(), 1500);
  for (size_t i = 0; i < many.size(); ++i) EXPECT_EQ(wide.text(ids[i]), std::to_string(many[i]));
}

TEST(InternColumnTest, UnsignedNumbersBeyondInt64AreTheirDigitsToo) {
  const uint64_t numbers[] = {std::numeric_limits<uint64_t>::max(), 5,
                              std::numeric_limits<uint64_t>::max()};
  Chunk chunk;
  chunk.layout = Layout::kUint64;
  chunk.length = 3;
  chunk.values = numbers;
  const uint8_t small[] = {255, 7};
  Chunk bytes = chunk;
  bytes.layout = Layout::kUint8;
  bytes.length = 2;
  bytes.values = small;
  Interner interner;
  EXPECT_EQ(*InternColumn(Column("id", Type::kInt, 0, {chunk, bytes}), interner),
            (Ids{0, 1, 0, 2, 3}));
  EXPECT_EQ(interner.text(0), "18446744073709551615");
}

TEST(InternColumnTest, NothingIsMissingEverywhereAndOtherTypesAreRefused) {
  Interner interner;
  Chunk nothing;
  nothing.length = 2;
  nothing.null_count = 2;
  EXPECT_EQ(*InternColumn(Column("id", Type::kNull, 0, {nothing}), interner), (Ids{-1, -1}));
  EXPECT_EQ(*InternColumn(Column::OfInts("id", {4, 5}, {false, false}), interner), (Ids{-1, -1}));
  EXPECT_TRUE(InternColumn(Column::OfTexts("id", {}), interner)->empty());
  EXPECT_EQ(ReasonOf(InternColumn(Column::OfDoubles("id", {1.0}), interner).status()),
            Reason::kUnsupportedType);
  EXPECT_EQ(ReasonOf(InternColumn(Column::OfDecimals("id", {1}, 0), interner).status()),
            Reason::kUnsupportedType);
  EXPECT_EQ(interner.size(), 0);
}

}  // namespace
}  // namespace attain::table
