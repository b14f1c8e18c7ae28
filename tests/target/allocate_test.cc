// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/target/allocate.h"

#include <cstdint>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::target {
namespace {

using Ints = std::vector<int64_t>;
using Bound = std::optional<Fraction>;

Fraction Of(int64_t a, int64_t b) { return *Fraction::Of(a, b); }

int64_t SumOf(std::span<const int64_t> parts) {
  return std::accumulate(parts.begin(), parts.end(), int64_t{0});
}

struct DivisorCase {
  std::string name;
  Divisor divisor;
  int64_t total;
  int64_t min_each;
  Ints weights;
  Ints parts;
};

// Balinski and Young (1982), "Fair Representation"; the European election in Austria 2019; the
// United States House by the method of equal proportions, every state with at least one seat, among
// them the census of 2020 with 88 and 89 more New Yorkers.
const std::vector<DivisorCase>& DivisorCases() {
  static const auto& cases = *new std::vector<DivisorCase>{
      {"by1.webster", Divisor::kWebster, 100, 0, {5117, 4400, 162, 161, 160}, {51, 43, 2, 2, 2}},
      {"by1.huntington_hill",
       Divisor::kHuntingtonHill,
       100,
       0,
       {5117, 4400, 162, 161, 160},
       {51, 43, 2, 2, 2}},
      {"by1.dean", Divisor::kDean, 100, 0, {5117, 4400, 162, 161, 160}, {51, 43, 2, 2, 2}},
      {"by2.dhondt", Divisor::kDhondt, 26, 0, {9061, 7179, 5259, 3319, 1182}, {10, 7, 5, 3, 1}},
      {"by2.webster", Divisor::kWebster, 26, 0, {9061, 7179, 5259, 3319, 1182}, {9, 8, 5, 3, 1}},
      {"by2.adams", Divisor::kAdams, 26, 0, {9061, 7179, 5259, 3319, 1182}, {9, 7, 5, 3, 2}},
      {"exact_quota.webster", Divisor::kWebster, 12, 0, {14, 28, 7, 35}, {2, 4, 1, 5}},
      {"exact_quota.huntington_hill",
       Divisor::kHuntingtonHill,
       12,
       0,
       {14, 28, 7, 35},
       {2, 4, 1, 5}},
      {"dhondt.eu2019at",
       Divisor::kDhondt,
       18,
       0,
       {1305956, 903151, 650114, 532193, 319024},
       {7, 5, 3, 2, 1}},
      {"ushouse.1960",
       Divisor::kHuntingtonHill,
       435,
       1,
       {3266740, 226167,   1302161, 1786272,  15717204, 1753947, 2535234, 446292,  4951560,
        3943116, 632772,   667191,  10081158, 4662498,  2757537, 2178611, 3038156, 3257022,
        969265,  3100689,  5148578, 7823194,  3413864,  2178141, 4319813, 674767,  1411330,
        285278,  606921,   6066782, 951023,   16782304, 4556155, 632446,  9706397, 2328284,
        1768687, 11319366, 859488,  2382594,  680514,   3567089, 9579677, 890627,  389881,
        3966949, 2853214,  1860421, 3951777,  330066},
       {8, 1, 3, 4, 38, 4, 6,  1,  12, 10, 2, 2, 24, 11, 7, 5, 7, 8,  2, 8, 12, 19, 8, 5,  10,
        2, 3, 1, 2, 15, 2, 41, 11, 2,  24, 6, 4, 27, 2,  6, 2, 9, 23, 2, 1, 10, 7,  5, 10, 1}},
      {"ushouse.1980",
       Divisor::kHuntingtonHill,
       435,
       1,
       {3890061, 400481,   2717866, 2285513,  23668562, 2888834, 3107576,  595225,   9739992,
        5464265, 965000,   943935,  11418461, 5490179,  2913387, 2363208,  3661433,  4203972,
        1124660, 4216446,  5737037, 9258344,  4077148,  2520638, 4917444,  786690,   1570006,
        799184,  920610,   7364158, 1299968,  17557288, 5874429, 652695,   10797419, 3025266,
        2632663, 11866728, 947154,  3119208,  690178,   4590750, 14228383, 1461037,  511456,
        5346279, 4130163,  1949644, 4705335,  470816},
       {7, 1, 5, 4, 45, 6, 6,  1,  19, 10, 2, 2, 22, 10, 6, 5, 7, 8,  2, 8, 11, 18, 8, 5, 9,
        2, 3, 2, 2, 14, 3, 34, 11, 1,  21, 6, 5, 23, 2,  6, 1, 9, 27, 3, 1, 10, 8,  4, 9, 1}},
      {"ushouse.1990",
       Divisor::kHuntingtonHill,
       435,
       1,
       {4062608, 551947,   3677985, 2362239,  29839250, 3307912, 3295669,  668696,   13003362,
        6508419, 1115274,  1011986, 11466682, 5564228,  2787424, 2485600,  3698969,  4238216,
        1233223, 4798622,  6029051, 9328784,  4387029,  2586443, 5137804,  803655,   1584617,
        1206152, 1113915,  7748634, 1521779,  18044505, 6657630, 641364,   10887325, 3157604,
        2853733, 11924710, 1005984, 3505707,  699999,   4896641, 17059805, 1727784,  564964,
        6216568, 4887941,  1801625, 4906745,  455975},
       {7, 1, 6, 4, 52, 6, 6,  1,  23, 11, 2, 2, 20, 10, 5, 4, 6, 7,  2, 8, 10, 16, 8, 5, 9,
        1, 3, 2, 2, 13, 3, 31, 12, 1,  19, 6, 5, 21, 2,  6, 1, 9, 30, 3, 1, 11, 9,  3, 9, 1}},
      {"ushouse.2010",
       Divisor::kHuntingtonHill,
       435,
       1,
       {4802982, 721523,   6412700, 2926229,  37341989, 5044930, 3581628,  900877,   18900773,
        9727566, 1366862,  1573499, 12864380, 6501582,  3053787, 2863813,  4350606,  4553962,
        1333074, 5789929,  6559644, 9911626,  5314879,  2978240, 6011478,  994416,   1831825,
        2709432, 1321445,  8807501, 2067273,  19421055, 9565781, 675905,   11568495, 3764882,
        3848606, 12734905, 1055247, 4645975,  819761,   6375431, 25268418, 2770765,  630337,
        8037736, 6753369,  1859815, 5698230,  568300},
       {7, 1, 9, 4, 53, 7, 5,  1,  27, 14, 2, 2, 18, 9, 4, 4, 6, 6,  2, 8, 9,  14, 8, 4, 8,
        1, 3, 4, 2, 12, 3, 27, 13, 1,  16, 5, 5, 18, 2, 7, 1, 9, 36, 4, 1, 11, 10, 3, 8, 1}},
      {"ushouse.2020_ny_plus_89",
       Divisor::kHuntingtonHill,
       435,
       1,
       {5030053,  736081,   7158923, 3013756,  39576757, 5782171,  3608298,  990837,   21570527,
        10725274, 1460137,  1841377, 12822739, 6790280,  3192406,  2940865,  4509342,  4661468,
        1363582,  6185278,  7033469, 10084442, 5709752,  2963914,  6160281,  1085407,  1963333,
        3108462,  1379089,  9294493, 2120220,  20215840, 10453948, 779702,   11808848, 3963516,
        4241500,  13011844, 1098163, 5124712,  887770,   6916897,  29183290, 3275252,  643503,
        8654542,  7715946,  1795045, 5897473,  577719},
       {7, 1, 9, 4, 52, 8, 5,  1,  28, 14, 2, 2, 17, 9, 4, 4, 6, 6,  2, 8, 9,  13, 7, 4, 8,
        2, 3, 4, 2, 12, 3, 27, 14, 1,  15, 5, 6, 17, 2, 7, 1, 9, 38, 4, 1, 11, 10, 2, 8, 1}},
      {"ushouse.2020_ny_plus_88",
       Divisor::kHuntingtonHill,
       435,
       1,
       {5030053,  736081,   7158923, 3013756,  39576757, 5782171,  3608298,  990837,   21570527,
        10725274, 1460137,  1841377, 12822739, 6790280,  3192406,  2940865,  4509342,  4661468,
        1363582,  6185278,  7033469, 10084442, 5709752,  2963914,  6160281,  1085407,  1963333,
        3108462,  1379089,  9294493, 2120220,  20215839, 10453948, 779702,   11808848, 3963516,
        4241500,  13011844, 1098163, 5124712,  887770,   6916897,  29183290, 3275252,  643503,
        8654542,  7715946,  1795045, 5897473,  577719},
       {7, 1, 9, 4, 52, 8, 5,  1,  28, 14, 2, 2, 17, 9, 4, 4, 6, 6,  2, 8, 9,  13, 8, 4, 8,
        2, 3, 4, 2, 12, 3, 26, 14, 1,  15, 5, 6, 17, 2, 7, 1, 9, 38, 4, 1, 11, 10, 2, 8, 1}},
  };
  return cases;
}

TEST(SplitByDivisorTest, PublishedApportionmentsComeOutSeatBySeat) {
  for (const DivisorCase& c : DivisorCases()) {
    const auto parts = SplitByDivisor(c.total, c.weights, c.divisor, c.min_each);
    ASSERT_TRUE(parts.ok()) << c.name << parts.status();
    EXPECT_EQ(*parts, c.parts) << c.name;
  }
}

TEST(SplitByDivisorTest, NamesAreThoseOfDocuments) {
  EXPECT_EQ(DivisorNamed("dhondt"), Divisor::kDhondt);
  EXPECT_EQ(DivisorNamed("huntington_hill"), Divisor::kHuntingtonHill);
  EXPECT_EQ(DivisorNamed("hamilton"), std::nullopt);
}

TEST(SplitByDivisorTest, AdamsGivesEveryoneOneBeforeAnyoneTwo) {
  EXPECT_EQ(*SplitByDivisor(3, Ints{100, 1, 1}, Divisor::kAdams), (Ints{1, 1, 1}));
  EXPECT_EQ(*SplitByDivisor(2, Ints{1, 1, 5}, Divisor::kAdams), (Ints{1, 0, 1}));
}

TEST(SplitByDivisorTest, EqualPricesGoToTheLowestIndex) {
  EXPECT_EQ(*SplitByDivisor(2, Ints{1, 1, 1}, Divisor::kDhondt), (Ints{1, 1, 0}));
  EXPECT_EQ(*SplitByDivisor(2, Ints{1, 1, 1}, Divisor::kHuntingtonHill), (Ints{1, 1, 0}));
}

TEST(SplitByDivisorTest, WeightZeroNeverGetsAUnit) {
  EXPECT_EQ(*SplitByDivisor(5, Ints{0, 1}, Divisor::kAdams, 1), (Ints{0, 5}));
}

// The method itself, one unit at a time, with small numbers that need no care.
Ints OneByOne(int64_t total, const Ints& weights, Divisor divisor, int64_t min_each) {
  Ints held(weights.size(), 0);
  for (size_t i = 0; i < held.size(); ++i) held[i] = weights[i] > 0 ? min_each : 0;
  const auto square_of_divisor = [&](int64_t a) -> Fraction {
    const Fraction x(a);
    switch (divisor) {
      case Divisor::kDhondt:
        return Fraction((a + 1) * (a + 1));
      case Divisor::kWebster:
        return Of((2 * a + 1) * (2 * a + 1), 4);
      case Divisor::kAdams:
        return Fraction(a * a);
      case Divisor::kHuntingtonHill:
        return Fraction(a * (a + 1));
      case Divisor::kDean:
        return Of(4 * a * a * (a + 1) * (a + 1), (2 * a + 1) * (2 * a + 1));
    }
    return x;
  };
  while (SumOf(held) < total) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < held.size(); ++i) {
      if (weights[i] == 0) continue;
      if (best == SIZE_MAX) {
        best = i;
        continue;
      }
      const Fraction di = square_of_divisor(held[i]);
      const Fraction db = square_of_divisor(held[best]);
      const Fraction left = *Multiply(Fraction(weights[i] * weights[i]), db);
      const Fraction right = *Multiply(Fraction(weights[best] * weights[best]), di);
      const bool both_zero = di.is_zero() && db.is_zero();
      if (both_zero      ? weights[i] > weights[best]
          : di.is_zero() ? true
          : db.is_zero() ? false
                         : left > right)
        best = i;
    }
    ++held[best];
  }
  return held;
}

TEST(SplitByDivisorTest, LargeTotalsGetTheSameAsUnitByUnit) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 60; ++round) {
    Ints weights(2 + random() % 5);
    for (int64_t& weight : weights) weight = static_cast<int64_t>(random() % 50);
    weights[0] += 1;
    const auto total = static_cast<int64_t>(30 + random() % 200);
    const auto min_each = static_cast<int64_t>(random() % 4);
    for (const Divisor divisor : {Divisor::kDhondt, Divisor::kWebster, Divisor::kAdams,
                                  Divisor::kHuntingtonHill, Divisor::kDean}) {
      EXPECT_EQ(*SplitByDivisor(total, weights, divisor, min_each),
                OneByOne(total, weights, divisor, min_each))
          << "round " << round << " divisor " << static_cast<int>(divisor);
    }
  }
}

TEST(SplitByDivisorTest, TotalsOfBillionsTakeNoStepPerUnit) {
  const Ints parts = *SplitByDivisor(4'000'000'000'000, Ints{3, 1}, Divisor::kHuntingtonHill);
  EXPECT_EQ(parts, (Ints{3'000'000'000'000, 1'000'000'000'000}));
  const Ints huge = *SplitByDivisor(INT64_MAX, Ints{INT64_MAX, INT64_MAX - 1}, Divisor::kDean);
  EXPECT_EQ(SumOf(huge), INT64_MAX);
}

TEST(SplitByDivisorTest, WhatCannotBeGivenIsRefused) {
  EXPECT_EQ(ReasonOf(SplitByDivisor(1, Ints{1, 1}, Divisor::kDhondt, 1).status()),
            Reason::kInfeasibleBounds);
  EXPECT_EQ(ReasonOf(SplitByDivisor(-1, Ints{1}, Divisor::kDhondt).status()),
            Reason::kInfeasibleBounds);
  EXPECT_EQ(ReasonOf(SplitByDivisor(1, Ints{1}, Divisor::kDhondt, -1).status()),
            Reason::kInfeasibleBounds);
  EXPECT_EQ(ReasonOf(SplitByDivisor(1, Ints{0, 0}, Divisor::kDhondt).status()),
            Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SplitByDivisor(1, Ints{2, -1}, Divisor::kDhondt).status()),
            Reason::kInvalidWeights);
  EXPECT_TRUE(SplitByDivisor(0, Ints{}, Divisor::kDhondt)->empty());
}

TEST(SplitTracedTest, EveryPartKnowsItsShareAndTheUnitItWasGiven) {
  // 10 over 2 and 1: 6.67 and 3.33; the odd unit goes to the larger fraction.
  const auto parts = *SplitTraced(10, std::vector<Fraction>{2, 1});
  EXPECT_EQ(parts[0], (Part{7, Of(2, 3), 1}));
  EXPECT_EQ(parts[1], (Part{3, Of(1, 3), 0}));
}

TEST(SplitTracedTest, ANegativeTotalIsTheMirrorImage) {
  const auto parts = *SplitTraced(-100, std::vector<Fraction>{1, 1, 1});
  EXPECT_EQ(parts[0], (Part{-34, Of(1, 3), -1}));
  EXPECT_EQ(parts[1], (Part{-33, Of(1, 3), 0}));
}

TEST(SplitTracedTest, NothingOverNothingIsNothing) {
  EXPECT_EQ(SplitTraced(0, std::vector<Fraction>{0, 0})->at(0), Part{});
  EXPECT_EQ(ReasonOf(SplitTraced(1, std::vector<Fraction>{0, 0}).status()),
            Reason::kInvalidWeights);
}

TEST(SplitCumulativeTest, EveryRunningTotalIsTheRoundedExactOne) {
  EXPECT_EQ(*SplitCumulative(1000, Ints(12, 1)),
            (Ints{83, 84, 83, 83, 84, 83, 83, 84, 83, 83, 84, 83}));
  EXPECT_EQ(*SplitCumulative(-1000, Ints(12, 1)),
            (Ints{-83, -84, -83, -83, -84, -83, -83, -84, -83, -83, -84, -83}));
  EXPECT_EQ(*SplitCumulative(0, Ints{0, 0}), (Ints{0, 0}));
}

TEST(SplitCumulativeTest, BadWeightsAndTotalsBeyondTheRangeAreRefused) {
  EXPECT_EQ(ReasonOf(SplitCumulative(1, Ints{-1}).status()), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SplitCumulative(1, Ints{0}).status()), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SplitCumulative(INT64_MAX, Ints(8, INT64_MAX)).status()), Reason::kOverflow);
}

TEST(SplitLockedTest, LockedPartsStayAndTheRestIsSplit) {
  EXPECT_EQ(
      *SplitLocked(101, Ints{1, 2, 1, 3}, std::vector<std::optional<int64_t>>{{}, 40, {}, {}}),
      (Ints{12, 40, 12, 37}));
}

TEST(SplitLockedTest, WhatIsOverLockedOrHasNobodyLeftIsRefused) {
  EXPECT_EQ(
      ReasonOf(SplitLocked(30, Ints{1, 2}, std::vector<std::optional<int64_t>>{40, {}}).status()),
      Reason::kInfeasibleBounds);
  EXPECT_EQ(ReasonOf(SplitLocked(50, Ints{1}, std::vector<std::optional<int64_t>>{40}).status()),
            Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SplitLocked(50, Ints{1}, {}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(SplitLocked(INT64_MAX, Ints{1, 1},
                                 std::vector<std::optional<int64_t>>{INT64_MIN, {}})
                         .status()),
            Reason::kOverflow);
  EXPECT_EQ(*SplitLocked(40, Ints{1}, std::vector<std::optional<int64_t>>{40}), (Ints{40}));
}

TEST(SplitBoundedTest, FloorsPushTheOthersDown) {
  // λ = 70 / 8: the two small ones are raised to 15, the large one keeps what is left.
  EXPECT_EQ(*SplitBounded(100, std::vector<Fraction>{1, 1, 8}, std::vector<Bound>{15, 15, 15}, {}),
            (std::vector<Fraction>{Fraction(15), Fraction(15), Fraction(70)}));
}

TEST(SplitBoundedTest, FloorAndCeilingHoldTogether) {
  EXPECT_EQ(*SplitBounded(1000, std::vector<Fraction>{Of(1, 10), 2, 3, 10},
                          std::vector<Bound>{100, 0, 0, 0}, std::vector<Bound>{{}, {}, {}, 400}),
            (std::vector<Fraction>{Fraction(100), Fraction(200), Fraction(300), Fraction(400)}));
}

TEST(SplitBoundedTest, PartsAddUpExactlyWhereverTheyStand) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<Fraction> weights;
    std::vector<Bound> lower;
    std::vector<Bound> upper;
    int64_t least = 0;
    int64_t most = 0;
    for (int i = 0; i < 6; ++i) {
      weights.push_back(
          Of(static_cast<int64_t>(1 + random() % 20), static_cast<int64_t>(1 + random() % 4)));
      const auto low = static_cast<int64_t>(random() % 20);
      const auto high = low + static_cast<int64_t>(random() % 40);
      lower.push_back(Fraction(low));
      upper.push_back(Fraction(high));
      least += low;
      most += high;
    }
    const Fraction total = Of(
        least * 2 + static_cast<int64_t>(random() % static_cast<uint64_t>(2 * (most - least) + 1)),
        2);
    const auto parts = SplitBounded(total, weights, lower, upper);
    ASSERT_TRUE(parts.ok()) << parts.status();
    Fraction sum = 0;
    for (size_t i = 0; i < parts->size(); ++i) {
      sum = *Add(sum, (*parts)[i]);
      EXPECT_GE((*parts)[i], *lower[i]);
      EXPECT_LE((*parts)[i], *upper[i]);
    }
    EXPECT_EQ(sum, total);
  }
}

TEST(SplitBoundedTest, BoundsThatCannotBeMetAreRefused) {
  const std::vector<Fraction> ones = {1, 1};
  EXPECT_EQ(ReasonOf(SplitBounded(100, ones, std::vector<Bound>{60, 60}, {}).status()),
            Reason::kInfeasibleBounds);
  EXPECT_EQ(ReasonOf(SplitBounded(100, ones, {}, std::vector<Bound>{40, 40}).status()),
            Reason::kInfeasibleBounds);
  EXPECT_EQ(
      ReasonOf(
          SplitBounded(100, ones, std::vector<Bound>{5, 5}, std::vector<Bound>{4, 900}).status()),
      Reason::kInfeasibleBounds);
  EXPECT_EQ(ReasonOf(SplitBounded(100, std::vector<Fraction>{1, 0}, {}, {}).status()),
            Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SplitBounded(100, {}, {}, {}).status()), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SplitBounded(100, ones, std::vector<Bound>{1}, {}).status()),
            Reason::kLengthMismatch);
  EXPECT_TRUE(SplitBounded(0, {}, {}, {})->empty());
}

void ExpectControlled(int64_t total, const Ints& a, const Ints& b) {
  const auto matrix = SplitControlled(total, a, b);
  ASSERT_TRUE(matrix.ok()) << matrix.status();
  const Ints rows = *Apportion(total, std::span<const int64_t>(a));
  const Ints columns = *Apportion(total, std::span<const int64_t>(b));
  const Fraction whole = *Multiply(Fraction(SumOf(a)), Fraction(SumOf(b)));
  for (int64_t i = 0; i < matrix->rows; ++i) {
    int64_t sum = 0;
    for (int64_t j = 0; j < matrix->columns; ++j) {
      sum += matrix->at(i, j);
      const Fraction exact =
          *Divide(*Multiply(*Multiply(Fraction(total), Fraction(a[static_cast<size_t>(i)])),
                            Fraction(b[static_cast<size_t>(j)])),
                  whole);
      const Fraction off = *Subtract(Fraction(matrix->at(i, j)), exact);
      EXPECT_TRUE(off > Fraction(-1) && off < Fraction(1))
          << i << "," << j << " is off by " << off.ToString();
    }
    EXPECT_EQ(sum, rows[static_cast<size_t>(i)]) << "row " << i;
  }
  for (int64_t j = 0; j < matrix->columns; ++j) {
    int64_t sum = 0;
    for (int64_t i = 0; i < matrix->rows; ++i) sum += matrix->at(i, j);
    EXPECT_EQ(sum, columns[static_cast<size_t>(j)]) << "column " << j;
  }
}

TEST(SplitControlledTest, RowsAndColumnsAddUpAndCellsAreFloorOrCeiling) {
  ExpectControlled(10, {1, 1, 1}, {1, 1, 1});
  ExpectControlled(-10, {1, 1, 1}, {1, 1, 1});
  ExpectControlled(99991, {7, 11, 13, 17, 19},
                   {612, 480, 905, 790, 801, 940, 733, 760, 1011, 822, 1090, 1056});
  ExpectControlled(0, {1}, {1});
  std::mt19937_64 random(3);
  for (int round = 0; round < 100; ++round) {
    Ints a(1 + random() % 8);
    Ints b(1 + random() % 8);
    for (int64_t& weight : a) weight = static_cast<int64_t>(1 + random() % 97);
    for (int64_t& weight : b) weight = static_cast<int64_t>(1 + random() % 97);
    ExpectControlled(static_cast<int64_t>(random() % 1000), a, b);
  }
}

TEST(SplitControlledTest, AUnitIsMovedOnWhenTheGreedyChoiceBlocksALaterRow) {
  // Zero weights leave whole cells that cannot take a unit: the flow has to go around them.
  ExpectControlled(7, {3, 0, 5, 1}, {2, 2, 0, 7});
}

TEST(SplitControlledTest, BadInputIsRefused) {
  EXPECT_EQ(ReasonOf(SplitControlled(5, Ints{-1}, Ints{1}).status()), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SplitControlled(5, Ints{1}, Ints{0}).status()), Reason::kInvalidWeights);
  EXPECT_EQ(
      ReasonOf(SplitControlled(INT64_MAX / 3, Ints{INT64_MAX / 2, 1}, Ints{INT64_MAX / 2 - 1, 3})
                   .status()),
      Reason::kOverflow);
}

TEST(SplitCascadeTest, BothStagesAreLargestRemainder) {
  // 100 over two leaves 2 : 1 is 67 and 33; 67 over three equal months is 23, 22, 22.
  Ints cells(6);
  ASSERT_TRUE(SplitCascade(100, Ints{2, 1}, Ints{1, 1, 1}, cells).ok());
  EXPECT_EQ(cells, (Ints{23, 22, 22, 11, 11, 11}));
}

void ExpectCascade(int64_t total, const Ints& leaves, const Ints& months) {
  Ints cells(leaves.size() * months.size(), -7);
  const absl::Status status = SplitCascade(total, leaves, months, cells);
  ASSERT_TRUE(status.ok()) << status;
  const Ints parts = *Apportion(total, std::span<const int64_t>(leaves));
  for (size_t i = 0; i < leaves.size(); ++i) {
    const Ints row = *Apportion(parts[i], std::span<const int64_t>(months));
    for (size_t j = 0; j < months.size(); ++j) {
      ASSERT_EQ(cells[i * months.size() + j], row[j])
          << "leaf " << i << " month " << j << " of " << parts[i];
    }
  }
}

TEST(SplitCascadeTest, FastMonthsGiveWhatTheGeneralSplitGives) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 200; ++round) {
    Ints leaves(1 + random() % 40);
    Ints months(1 + random() % 20);
    const uint64_t size = round % 3 == 0 ? 3 : round % 3 == 1 ? 5000 : 4'000'000'000;
    for (int64_t& weight : leaves) weight = static_cast<int64_t>(random() % 1000);
    for (int64_t& weight : months) weight = static_cast<int64_t>(random() % size);
    leaves[0] += 1;
    months[0] += 1;
    const auto total =
        static_cast<int64_t>(random() % (round % 2 == 0 ? 100'000 : 4'000'000'000'000'000));
    ExpectCascade(total, leaves, months);
    ExpectCascade(-total, leaves, months);
  }
  ExpectCascade(INT64_MAX, {1}, {612, 480, 905, 790, 801, 940, 733, 760, 1011, 822, 1090, 1056});
  ExpectCascade(INT64_MIN, {1}, {612, 480, 905, 790, 801, 940, 733, 760, 1011, 822, 1090, 1056});
}

TEST(SplitCascadeTest, ThePublishedSplitOfAHundredThousandLeavesComesOutForAnyNumberOfThreads) {
  // u64(i, 701) of the common generator; total 123,456,789,012 over 100,000 leaves and 12 months.
  Ints leaves(100'000);
  for (uint64_t i = 0; i < leaves.size(); ++i) {
    uint64_t z = 42 + 701 * 0xD1B54A32D192ED03 + i * 0x9E3779B97F4A7C15;
    z ^= z >> 30;
    z *= 0xBF58476D1CE4E5B9;
    z ^= z >> 27;
    z *= 0x94D049BB133111EB;
    z ^= z >> 31;
    leaves[i] = static_cast<int64_t>(1 + z % 5000);
  }
  const Ints months = {612, 480, 905, 790, 801, 940, 733, 760, 1011, 822, 1090, 1056};
  Ints one(leaves.size() * months.size());
  ASSERT_TRUE(SplitCascade(123'456'789'012, leaves, months, one).ok());
  int64_t weighted = 0;
  for (size_t i = 0; i < one.size(); ++i) weighted += one[i] * static_cast<int64_t>(1 + i % 1009);
  EXPECT_EQ(weighted, 62'301'002'484'661);
  EXPECT_EQ(SumOf(one), 123'456'789'012);
  for (const int threads : {2, 3, 7}) {
    Ints many(one.size());
    ASSERT_TRUE(SplitCascade(123'456'789'012, leaves, months, many, {.threads = threads}).ok());
    EXPECT_EQ(one, many) << threads;
  }
}

TEST(SplitCascadeTest, BadInputIsRefused) {
  Ints cells(2);
  EXPECT_EQ(ReasonOf(SplitCascade(1, Ints{1}, Ints{1}, cells)), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(SplitCascade(1, Ints{1, 1}, Ints{-1}, cells)), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SplitCascade(1, Ints{1, -1}, Ints{1}, cells)), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SplitCascade(1, Ints{1, 1}, Ints{0}, cells)), Reason::kInvalidWeights);
  EXPECT_EQ(ReasonOf(SplitCascade(1, Ints{1, 1}, Ints{1}, cells, {.threads = 0})),
            Reason::kInvalidArgument);
  EXPECT_TRUE(SplitCascade(0, {}, {}, {}).ok());
}

}  // namespace
}  // namespace attain::target
