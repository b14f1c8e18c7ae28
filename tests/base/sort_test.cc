// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/sort.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace attain::internal {
namespace {

TEST(SortTest, OrdersAsTheStandardLibraryDoes) {
  for (size_t count = 0; count < 60; ++count) {
    std::vector<std::string> words;
    for (size_t i = 0; i < count; ++i) words.push_back(std::to_string(i * 7919 % 61 % 17));
    std::vector<std::string> expected = words;
    std::stable_sort(expected.begin(), expected.end());
    Sort(words);
    EXPECT_EQ(words, expected);
  }
}

TEST(SortTest, EqualItemsKeepTheirOrder) {
  std::vector<std::pair<int, int>> items;
  for (int i = 0; i < 1000; ++i) items.emplace_back(i * 31 % 7, i);
  Sort(items, [](const auto& a, const auto& b) { return a.first < b.first; });
  EXPECT_TRUE(std::is_sorted(items.begin(), items.end()));
}

TEST(SortTest, MovesWhatCannotBeCopied) {
  std::vector<std::unique_ptr<int>> items;
  for (const int value : {3, 1, 2}) items.push_back(std::make_unique<int>(value));
  Sort(items, [](const auto& a, const auto& b) { return *a < *b; });
  EXPECT_EQ(*items[0], 1);
  EXPECT_EQ(*items[2], 3);
}

}  // namespace
}  // namespace attain::internal
