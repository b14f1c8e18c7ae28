// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/membership.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace attain::expression {
namespace {

TEST(TextSetTest, TextsOfEveryLengthAreFoundAndTheirNeighboursAreNot) {
  std::vector<std::string> in;
  for (int length = 0; length < 40; ++length)
    in.push_back(std::string(static_cast<size_t>(length), 'a'));
  const TextSet set(in);
  for (const std::string& text : in) {
    EXPECT_TRUE(set.Contains(text)) << text;
    for (size_t i = 0; i < text.size(); ++i) {
      std::string other = text;
      other[i] = 'b';
      EXPECT_FALSE(set.Contains(other)) << other;
    }
  }
  EXPECT_FALSE(set.Contains(std::string(40, 'a')));
}

TEST(TextSetTest, AgreesWithAnOrderedSetOnManyTexts) {
  std::set<std::string> expected;
  uint64_t state = 7;
  const auto draw = [&] {
    return (state = state * 6364136223846793005U + 1442695040888963407U) >> 40;
  };
  const auto text = [&] {
    std::string made = draw() % 2 == 0 ? "customer-" : "";
    for (uint64_t i = draw() % 5; i > 0; --i) made.push_back(static_cast<char>('a' + draw() % 3));
    return made;
  };
  for (int i = 0; i < 200; ++i) expected.insert(text());
  const TextSet set({expected.begin(), expected.end()});
  for (int i = 0; i < 5000; ++i) {
    const std::string asked = text();
    EXPECT_EQ(set.Contains(asked), expected.contains(asked)) << asked;
  }
}

TEST(TextSetTest, AnEmptySetHoldsNothingAndATextTwiceCountsOnce) {
  EXPECT_FALSE(TextSet().Contains(""));
  EXPECT_TRUE(TextSet({"", "x", "x"}).Contains(""));
  EXPECT_TRUE(TextSet({"", "x", "x"}).Contains("x"));
}

TEST(NumberSetTest, CloseAndFarNumbersAreFoundAlike) {
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  for (const std::vector<int64_t>& numbers : {std::vector<int64_t>{5, 1, 17, 5},
                                              {-3, 40'000},
                                              {kLeast, 0, kMost},
                                              {kMost},
                                              {kLeast},
                                              {}}) {
    const std::set<int64_t> expected(numbers.begin(), numbers.end());
    const NumberSet set(numbers);
    std::vector<int64_t> asked = {kLeast, kLeast + 1, -3, -1,     0,      1,         2,    5,
                                  16,     17,         18, 40'000, 40'001, kMost - 1, kMost};
    std::vector<uint8_t> found(asked.size(), 7);
    set.Contains(asked, found.data());
    for (size_t i = 0; i < asked.size(); ++i) {
      EXPECT_EQ(found[i] == 1, expected.contains(asked[i])) << asked[i];
      EXPECT_EQ(set.Contains(asked[i]), expected.contains(asked[i]));
    }
  }
}

}  // namespace
}  // namespace attain::expression
