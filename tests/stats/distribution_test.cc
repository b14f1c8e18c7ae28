// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/distribution.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::stats {
namespace {

// Every combination of payments, one by one.
std::map<int64_t, double> BruteForce(const std::vector<int64_t>& amounts,
                                     const std::vector<double>& chances) {
  std::map<int64_t, double> sums;
  for (uint32_t set = 0; set < (1U << amounts.size()); ++set) {
    int64_t sum = 0;
    double chance = 1;
    for (size_t i = 0; i < amounts.size(); ++i) {
      const bool pays = ((set >> i) & 1U) != 0;
      sum += pays ? amounts[i] : 0;
      chance *= pays ? chances[i] : 1 - chances[i];
    }
    if (chance > 0) sums[sum] += chance;
  }
  return sums;
}

void ExpectEqual(const PaymentSum& sum, const std::map<int64_t, double>& wanted) {
  ASSERT_EQ(sum.amounts().size(), wanted.size());
  size_t i = 0;
  double at_most = 0;
  for (const auto& [amount, chance] : wanted) {
    EXPECT_EQ(sum.amounts()[i], amount);
    EXPECT_NEAR(sum.chances()[i] / chance, 1, 1e-12) << amount;
    at_most += chance;
    EXPECT_NEAR(sum.AtMost(amount), at_most, 1e-14);
    EXPECT_NEAR(sum.AtLeast(amount), 1 - at_most + chance, 1e-14);
    ++i;
  }
}

TEST(PaymentSumTest, ThreeDealsComeOutAsOnPaper) {
  const PaymentSum sum =
      *SumPayments(std::vector<int64_t>{100, 200, 400}, std::vector{0.5, 0.25, 0.1});
  EXPECT_EQ(sum.n(), 3);
  EXPECT_TRUE(sum.exact());
  EXPECT_NEAR(sum.mean(), 140, 1e-12);
  EXPECT_NEAR(sum.sd(), 156.20499351813308, 1e-12);
  EXPECT_EQ(*sum.Quantile(0.1), 0);
  EXPECT_EQ(*sum.Quantile(0.5), 100);
  EXPECT_EQ(*sum.Quantile(0.9), 300);
  EXPECT_EQ(*sum.Quantile(1), 700);
  EXPECT_NEAR(sum.AtLeast(200), 0.325, 1e-15);
  EXPECT_NEAR(sum.AtLeast(400), 0.1, 1e-15);
  EXPECT_EQ(sum.AtLeast(701), 0);
  EXPECT_EQ(sum.AtMost(-1), 0);
  EXPECT_EQ(sum.AtMost(10'000), 1);
}

TEST(PaymentSumTest, EqualsEveryCombinationOneByOne) {
  Random random(7);
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<int64_t> amounts;
    std::vector<double> chances;
    const int64_t far = trial % 3 == 0 ? 1'000'000'007 : trial % 3 == 1 ? 40 : 3;
    const size_t count = static_cast<size_t>(trial % 14);
    for (size_t i = 0; i < count; ++i) {
      amounts.push_back(static_cast<int64_t>(random.Next() % static_cast<uint64_t>(2 * far)) -
                        far / 2);
      chances.push_back(i % 5 == 0 ? static_cast<double>(i % 2) : random.Uniform());
    }
    ExpectEqual(*SumPayments(amounts, chances), BruteForce(amounts, chances));
  }
}

TEST(PaymentSumTest, OrderOfPaymentsChangesNothing) {
  std::vector<int64_t> amounts = {50, 20, 20, -30, 70, 10, 90, 40, 60, 80, 30, 100, 110, 120};
  std::vector<double> chances = {0.1, 0.9, 0.3,  0.2,  0.5,  0.6,  0.7,
                                 0.8, 0.4, 0.35, 0.45, 0.55, 0.65, 1};
  const PaymentSum one = *SumPayments(amounts, chances);
  std::reverse(amounts.begin(), amounts.end());
  std::reverse(chances.begin(), chances.end());
  const PaymentSum other = *SumPayments(amounts, chances);
  EXPECT_EQ(one.mean(), other.mean());
  EXPECT_TRUE(std::equal(one.chances().begin(), one.chances().end(), other.chances().begin(),
                         other.chances().end()));
}

// Cell by cell without any transform.
std::vector<double> Plain(const std::vector<int64_t>& amounts, const std::vector<double>& chances) {
  std::vector<double> cells = {1};
  for (size_t i = 0; i < amounts.size(); ++i) {
    const auto step = static_cast<size_t>(amounts[i]);
    std::vector<double> next(cells.size() + step, 0.0);
    for (size_t k = 0; k < cells.size(); ++k) {
      next[k] += cells[k] * (1 - chances[i]);
      next[k + step] += cells[k] * chances[i];
    }
    cells = std::move(next);
  }
  return cells;
}

void ExpectPlain(const std::vector<int64_t>& amounts, const std::vector<double>& chances,
                 size_t least_points) {
  const PaymentSum sum = *SumPayments(amounts, chances);
  const std::vector<double> plain = Plain(amounts, chances);
  EXPECT_GT(sum.amounts().size(), least_points);
  double total = 0;
  double off = 0;
  for (size_t i = 0; i < sum.amounts().size(); ++i) {
    off = std::max(off, std::abs(sum.chances()[i] - plain[static_cast<size_t>(sum.amounts()[i])]));
    total += sum.chances()[i];
  }
  EXPECT_LT(off, 1e-15);
  EXPECT_NEAR(total, 1, 1e-12);
  double at_most = 0;
  for (size_t cell = 0; cell < plain.size(); ++cell) {
    at_most += plain[cell];
    if (cell % 1000 == 0) {
      EXPECT_NEAR(sum.AtMost(static_cast<int64_t>(cell)), at_most, 1e-13);
    }
  }
}

TEST(PaymentSumTest, ManyDealsAgreeWithThePlainLoop) {
  // Sums of some 16,000 and of some 32,000 cells: transforms of an even and an odd power of two.
  for (const auto& [count, most] : {std::pair(130, 200), std::pair(200, 260)}) {
    Random random(11);
    std::vector<int64_t> amounts;
    std::vector<double> chances;
    for (int i = 0; i < count; ++i) {
      amounts.push_back(1 + static_cast<int64_t>(random.Next() % static_cast<uint64_t>(most)));
      chances.push_back(random.Uniform());
    }
    ExpectPlain(amounts, chances, 8000);
  }
}

TEST(PaymentSumTest, FewCellsJoinManyWithoutATransform) {
  // One of these leaves a single payment for a part of its own.
  for (size_t count = 64; count < 74; ++count) {
    std::vector<int64_t> amounts(count, 100);
    amounts.push_back(1);
    ExpectPlain(amounts, std::vector<double>(count + 1, 0.4), 100);
  }
}

TEST(PaymentSumTest, CommonUnitKeepsLargeAmountsCheap) {
  std::vector<int64_t> amounts;
  std::vector<double> chances;
  for (int i = 0; i < 200; ++i) {
    amounts.push_back(int64_t{100'000} * (1 + i % 20));
    chances.push_back(0.3);
  }
  const PaymentSum sum = *SumPayments(amounts, chances);
  EXPECT_TRUE(sum.exact());
  EXPECT_LE(sum.amounts().size(), 2101U);
  EXPECT_EQ(*sum.Quantile(0.5) % 100'000, 0);
}

TEST(PaymentSumTest, TooManySumsAreRefusedOrGrouped) {
  Random random(3);
  std::vector<int64_t> amounts;
  std::vector<double> chances;
  for (int i = 0; i < 60; ++i) {
    amounts.push_back(1 + static_cast<int64_t>(random.Next() % 9'999'999));
    chances.push_back(random.Uniform());
  }
  const auto refused = SumPayments(amounts, chances);
  EXPECT_EQ(ReasonOf(refused.status()), Reason::kSupportTooLarge);
  EXPECT_NE(MessageOf(refused.status()).find("60 payments"), std::string::npos);
  const PaymentSum grouped = *SumPayments(amounts, chances, {.large = LargeSupport::kGroup});
  EXPECT_FALSE(grouped.exact());
  EXPECT_GT(grouped.unit(), 1);
  double mean = 0;
  double square = 0;
  for (size_t i = 0; i < grouped.amounts().size(); ++i) {
    const auto amount = static_cast<double>(grouped.amounts()[i]);
    EXPECT_EQ(grouped.amounts()[i] % grouped.unit(), 0);
    mean += grouped.chances()[i] * amount;
    square += grouped.chances()[i] * amount * amount;
  }
  EXPECT_NEAR(mean / grouped.mean(), 1, 1e-10);
  EXPECT_NEAR(std::sqrt(square - mean * mean) / grouped.sd(), 1, 1e-3);
}

TEST(PaymentSumTest, FewDealsWithOddCentsAreExact) {
  const std::vector<int64_t> amounts(40, 12'345'679);
  const std::vector<double> chances(40, 0.5);
  const PaymentSum sum = *SumPayments(amounts, chances);
  EXPECT_TRUE(sum.exact());
  EXPECT_EQ(sum.amounts().size(), 41U);
  std::vector<int64_t> odd = amounts;
  odd.back() = 7;
  const PaymentSum more = *SumPayments(odd, chances, {.max_points = 100});
  EXPECT_EQ(more.amounts().size(), 80U);
}

TEST(PaymentSumTest, NothingAndCertaintiesAreKnown) {
  const PaymentSum none = *SumPayments({}, {});
  EXPECT_EQ(*none.Quantile(0.5), 0);
  EXPECT_EQ(none.sd(), 0);
  const PaymentSum sure =
      *SumPayments(std::vector<int64_t>{70, -20, 9, 0}, std::vector{1.0, 1.0, 0.0, 0.5});
  EXPECT_EQ(sure.amounts().size(), 1U);
  EXPECT_EQ(*sure.Quantile(0.01), 50);
  EXPECT_EQ(sure.AtLeast(50), 1);
  EXPECT_EQ(sure.AtLeast(51), 0);
}

TEST(PaymentSumTest, BadArgumentsHaveTheirReasons) {
  const std::vector<int64_t> amounts = {1, 2};
  EXPECT_EQ(ReasonOf(SumPayments(amounts, std::vector{0.5}).status()), Reason::kLengthMismatch);
  for (const double chance : {-0.1, 1.1, std::nan("")}) {
    const auto result = SumPayments(amounts, std::vector{0.5, chance});
    EXPECT_EQ(ReasonOf(result.status()), Reason::kInvalidArgument);
    EXPECT_NE(MessageOf(result.status()).find("row 1"), std::string::npos);
  }
  EXPECT_EQ(ReasonOf(SumPayments(amounts, std::vector{0.5, 0.5}, {.max_points = 1}).status()),
            Reason::kInvalidArgument);
  const std::vector<int64_t> far = {INT64_MAX, 1};
  EXPECT_EQ(ReasonOf(SumPayments(far, std::vector{0.5, 0.5}).status()), Reason::kOverflow);
  const std::vector<int64_t> sums(4, int64_t{1} << 61);
  EXPECT_EQ(ReasonOf(SumPayments(sums, std::vector<double>(4, 0.5)).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(SumPayments(sums, std::vector<double>(4, 1.0)).status()), Reason::kOverflow);
  const PaymentSum sum = *SumPayments(amounts, std::vector{0.5, 0.5});
  for (const double q : {0.0, -1.0, 1.1, std::nan("")})
    EXPECT_EQ(ReasonOf(sum.Quantile(q).status()), Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::stats
