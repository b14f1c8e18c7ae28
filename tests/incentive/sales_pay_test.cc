// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/sales_pay.h"

#include <numeric>

#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/sales.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::ElementsAreArray;

std::vector<int64_t> Column(const SalesPay& pay, size_t rule) {
  return {pay.rule(rule).begin(), pay.rule(rule).end()};
}

// One rule of every kind.
std::vector<SalesRule> EveryKind(RoundingPoint point = RoundingPoint::kTransaction) {
  return {SalesRate{.rate = 0.015_dec}, SalesTiers{.bands = FourBands(), .point = point},
          SalesBonus{.bands = {{.from = 1, .to = Fraction(1.25_dec), .pays = 0.01_dec},
                               {.from = 1.25_dec, .to = {}, .pays = 0.02_dec}}},
          SalesSpiff{.pays = 50'00, .at_least = 300'00},
          SalesShare{.rate = 0.03_dec, .own = 0.7_dec}};
}

int64_t HalfAway(int64_t numerator, int64_t denominator) {
  const int64_t magnitude = (std::abs(numerator) * 2 + denominator) / (denominator * 2);
  return numerator < 0 ? -magnitude : magnitude;
}

TEST(SalesPayTest, AdaAndBoArePaidAsOnPaper) {
  // Ada sells 16,000.00 in January together with Bo: 1.5 % is 240.00; one large sale; 70 % are
  // 11,200.00, of which 3 % is 336.00; the rest 4,800.00 gives Bo 144.00.
  SalesColumns sales;
  sales.payees = 2;
  sales.payee = {0};
  sales.day = {20460};
  sales.amount = {16'000'00};
  sales.partner = {1};
  const std::vector<SalesRule> rules = {SalesRate{.rate = 0.015_dec},
                                        SalesSpiff{.pays = 50'00, .at_least = 15'000'00},
                                        SalesShare{.rate = 0.03_dec, .own = 0.7_dec}};
  const auto pay = PaySales(rules, sales.rows(), sales.quotas(), {});
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_EQ(pay->payees(), 2);
  EXPECT_EQ(pay->periods(), 12);
  EXPECT_EQ(pay->rules(), 3U);
  EXPECT_EQ(pay->rule(0)[0], 240'00);
  EXPECT_EQ(pay->rule(1)[0], 50'00);
  EXPECT_EQ(pay->rule(2)[0], 336'00);
  EXPECT_EQ(pay->rule(2)[12], 144'00);
  EXPECT_EQ(pay->sold()[0], 16'000'00);
  EXPECT_EQ(std::accumulate(pay->rule(0).begin(), pay->rule(0).end(), int64_t{0}), 240'00);
}

TEST(SalesPayTest, ABonusPaysTheQuarterByWhatIsReachedInTheYear) {
  // Quota 150,000 a month. First quarter 400,000 of 450,000: nothing. Second 600,000: 1,000,000 of
  // 900,000 are 111 %: 1 % of 600,000. Third 1,000,000: 2,000,000 of 1,350,000 are 148 %: 2 %.
  // Fourth nothing sold: 2 % of nothing.
  SalesColumns sales;
  sales.payees = 1;
  sales.payee = {0, 0, 0, 0};
  sales.day = {20454, 20544, 20600, 20700};
  sales.amount = {400'000'00, 500'000'00, 100'000'00, 1'000'000'00};
  sales.quota.assign(12, 150'000'00);
  const std::vector<SalesRule> rules = {EveryKind()[2]};
  const auto pay = PaySales(rules, sales.rows(), sales.quotas(), {});
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(Column(*pay, 0), ElementsAre(0, 0, 0, 0, 0, 6'000'00, 0, 0, 20'000'00, 0, 0, 0));
}

TEST(SalesPayTest, ABandsBoundBelongsWhereTheRuleSays) {
  SalesColumns sales;
  sales.payees = 1;
  sales.payee = {0};
  sales.day = {20454};
  sales.amount = {125'00};
  sales.quota.assign(12, 100'00);
  SalesBonus bonus{.bands = {{.from = 1, .to = Fraction(1.25_dec), .pays = 0.01_dec},
                             {.from = 1.25_dec, .to = {}, .pays = 0.02_dec}},
                   .every = 1,
                   .year = 1};
  const auto first = [&](Boundary boundary) {
    bonus.boundary = boundary;
    const std::vector<SalesRule> rules = {bonus};
    return PaySales(rules, sales.rows(), sales.quotas(), {})->rule(0)[0];
  };
  EXPECT_EQ(first(Boundary::kLowerInclusive), 2'50);
  EXPECT_EQ(first(Boundary::kUpperInclusive), 1'25);
  EXPECT_EQ(first(Boundary::kClosed), 1'25);
  bonus.bands = {{.from = 0, .to = Fraction(1), .pays = 0.01_dec}};
  sales.amount = {0};
  EXPECT_EQ(first(Boundary::kUpperInclusive), 0);
}

// Every kind of rule by plain loops.
void ExpectAsByLoops(const SalesColumns& sales, const SalesPay& pay, RoundingPoint point) {
  const size_t cells = sales.quota.size();
  std::vector<int64_t> rate(cells), tiers(cells), spiff(cells), share(cells), sold(cells);
  std::vector<int64_t> lines(sales.payee.size());
  const auto rates = TierRates::Of(FourBands());
  ASSERT_TRUE(TierLines(*rates, sales.rows(), sales.quotas(),
                        {.rounding = {.point = point, .mode = RoundingMode::kHalfAway, .scale = 2}},
                        lines)
                  .ok());
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto period = static_cast<size_t>(sales.periods[sales.day[i]]);
    const size_t k = static_cast<size_t>(sales.payee[i]) * 12 + period;
    const int64_t own = HalfAway(sales.amount[i] * 7, 10);
    rate[k] += HalfAway(sales.amount[i] * 15, 1000);
    tiers[k] += lines[i];
    spiff[k] += sales.amount[i] >= 300'00 ? 50'00 : 0;
    share[k] += HalfAway(own * 3, 100);
    share[static_cast<size_t>(sales.partner[i]) * 12 + period] +=
        HalfAway((sales.amount[i] - own) * 3, 100);
    sold[k] += sales.amount[i];
  }
  EXPECT_EQ(Column(pay, 0), rate);
  EXPECT_EQ(Column(pay, 1), tiers);
  EXPECT_EQ(Column(pay, 3), spiff);
  EXPECT_EQ(Column(pay, 4), share);
  EXPECT_THAT(pay.sold(), ElementsAreArray(sold));
  for (size_t payee = 0; payee < cells / 12; ++payee) {
    int64_t to_date = 0;
    int64_t quota = 0;
    int64_t quarter = 0;
    for (size_t month = 0; month < 12; ++month) {
      const size_t k = payee * 12 + month;
      if (month % 3 == 0) quarter = 0;
      to_date += sold[k];
      quarter += sold[k];
      quota += sales.quota[k];
      const int64_t percent = to_date * 4 >= quota * 5 ? 2 : to_date >= quota ? 1 : 0;
      EXPECT_EQ(pay.rule(2)[k], month % 3 == 2 ? HalfAway(quarter * percent, 100) : 0);
    }
  }
}

TEST(SalesPayTest, RulesTogetherPayWhatEachPaysAlone) {
  for (const RoundingPoint point : {RoundingPoint::kTransaction, RoundingPoint::kCumulative}) {
    const SalesColumns sales = MakeSales(20'000, 50, 60'000, 3);
    const auto pay = PaySales(EveryKind(point), sales.rows(), sales.quotas(), {});
    ASSERT_TRUE(pay.ok()) << pay.status();
    ExpectAsByLoops(sales, *pay, point);
  }
}

TEST(SalesPayTest, LargeAmountsArePaidWithMoreBits) {
  for (const int shift : {30, 38}) {  // large cells; then 128 bits
    SalesColumns sales = MakeSales(2'000, 40, 60'000, 5);
    for (int64_t& amount : sales.amount) amount <<= shift;
    for (int64_t& quota : sales.quota) quota = quota << shift;
    const SalesPayOptions options;
    const auto pay = PaySales(EveryKind(), sales.rows(), sales.quotas(), options);
    ASSERT_TRUE(pay.ok()) << pay.status();
    const auto rates = TierRates::Of(FourBands());
    std::vector<int64_t> lines(sales.payee.size());
    ASSERT_TRUE(TierLines(*rates, sales.rows(), sales.quotas(), {}, lines).ok());
    EXPECT_EQ(std::accumulate(pay->rule(1).begin(), pay->rule(1).end(), int64_t{0}),
              std::accumulate(lines.begin(), lines.end(), int64_t{0}));
    __extension__ using Wide = __int128;
    Wide rate = 0;
    for (const int64_t amount : sales.amount) {
      const Wide product = Wide{amount} * 15;
      rate += product < 0 ? -((-product + 500) / 1000) : (product + 500) / 1000;
    }
    EXPECT_EQ(std::accumulate(pay->rule(0).begin(), pay->rule(0).end(), int64_t{0}),
              static_cast<int64_t>(rate));
  }
}

TEST(SalesPayTest, ThreadsDoNotShow) {
  const SalesColumns sales = MakeSales(20'000, 50, 60'000, 7);
  const auto one = PaySales(EveryKind(), sales.rows(), sales.quotas(), {});
  for (const int threads : {2, 3, 40}) {
    const auto many = PaySales(EveryKind(), sales.rows(), sales.quotas(), {.threads = threads});
    for (size_t rule = 0; rule < one->rules(); ++rule)
      EXPECT_EQ(Column(*many, rule), Column(*one, rule));
  }
}

TEST(SalesPayTest, QuotasAreNeededOnlyWhereARuleAsks) {
  SalesColumns sales = MakeSales(100, 5, 60'000, 9);
  sales.quota.clear();
  const std::vector<SalesRule> rate = {SalesRate{.rate = 0.015_dec}};
  EXPECT_TRUE(PaySales(rate, sales.rows(), sales.quotas(), {}).ok());
  EXPECT_EQ(ReasonOf(PaySales(EveryKind(), sales.rows(), sales.quotas(), {}).status()),
            Reason::kLengthMismatch);
}

TEST(SalesPayTest, BadInputIsNamed) {
  SalesColumns sales = MakeSales(100, 5, 60'000, 11);
  const auto reason = [&](const SalesRule& rule, const SalesPayOptions& options = {}) {
    const std::vector<SalesRule> rules = {rule};
    return ReasonOf(PaySales(rules, sales.rows(), sales.quotas(), options).status());
  };
  const SalesRate rate{.rate = 0.015_dec};
  EXPECT_EQ(reason(rate, {.amount_denominator = 0}), Reason::kInvalidArgument);
  EXPECT_EQ(reason(rate, {.scale = 19}), Reason::kInvalidArgument);
  EXPECT_EQ(reason(rate, {.threads = 0}), Reason::kInvalidArgument);
  EXPECT_EQ(reason(SalesRate{.rate = *Fraction::Of(1, INT64_MAX)}), Reason::kOverflow);
  EXPECT_EQ(reason(SalesShare{.rate = 0.03_dec, .own = 2}), Reason::kInvalidArgument);
  EXPECT_EQ(reason(SalesTiers{.bands = {{.from = 1, .to = Fraction(1), .pays = 1}}}),
            Reason::kTierOverlap);
  EXPECT_EQ(reason(SalesTiers{.bands = FourBands(), .point = RoundingPoint::kPayment}),
            Reason::kInvalidArgument);
  EXPECT_EQ(reason(SalesBonus{.bands = FourBands(), .every = 0}), Reason::kInvalidArgument);
  EXPECT_EQ(reason(SalesBonus{.bands = FourBands(), .every = 3, .year = 4}),
            Reason::kInvalidArgument);
  sales.partner[50] = 5;
  EXPECT_EQ(reason(SalesShare{.rate = 0.03_dec, .own = 0.7_dec}), Reason::kRowOutOfRange);
  sales.partner.clear();
  EXPECT_EQ(reason(SalesShare{.rate = 0.03_dec, .own = 0.7_dec}), Reason::kInvalidArgument);
  sales.payee[60] = 5;
  EXPECT_EQ(reason(rate), Reason::kRowOutOfRange);
}

TEST(SalesPayTest, WhatDoesNotFitIsAnOverflow) {
  SalesColumns sales;
  sales.payees = 1;
  sales.payee = {0, 0};
  sales.day = {20454, 20454};
  sales.amount = {INT64_MAX / 2, INT64_MAX / 2};
  sales.partner = {0, 0};
  sales.quota.assign(12, 1);
  const auto reason = [&](const SalesRule& rule) {
    const std::vector<SalesRule> rules = {rule};
    return ReasonOf(PaySales(rules, sales.rows(), sales.quotas(), {}).status());
  };
  EXPECT_EQ(reason(SalesRate{.rate = 3}), Reason::kOverflow);
  EXPECT_EQ(reason(SalesRate{.rate = 1.5_dec}), Reason::kOverflow);
  EXPECT_EQ(reason(SalesSpiff{.pays = INT64_MAX - 1, .at_least = 0}), Reason::kOverflow);
  EXPECT_EQ(reason(SalesBonus{.bands = {{.from = 0, .to = {}, .pays = 3}}, .every = 1, .year = 1}),
            Reason::kOverflow);
  EXPECT_EQ(reason(SalesTiers{.bands = {{.from = 0, .to = {}, .pays = 3}}}), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
