// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// SPIFFs, choices of rates, contests and pools in a plan: what they pay, for one payee alone and
// for everyone, and what is found wrong before anything is paid.

#include "attain/incentive/reward.h"

#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/reward_plan.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Currency kEur = Currency::Unchecked("EUR", 2);

// Ada won 60,000, 30,000, 20,000 and half of 16,000; Tom the other half; Eva 50,000.

TEST(SpiffTest, EveryDealThatQualifiesPaysByTheShareOfTheCredit) {
  const PlanOf run(Spiff{.amount = {250}});
  EXPECT_EQ(run.Pay(), (Amounts{{"R-104", 875}, {"R-105", 125}, {"R-106", 250}}));
  EXPECT_THAT(run.Why("R-104"), HasSubstr("3.5"));
}

TEST(SpiffTest, TheMinimumAsksForTheSizeOfTheWholeDeal) {
  // D-4 is 16,000 in all, though 8,000 are credited to each.
  EXPECT_EQ(PlanOf(Spiff{.amount = {250}, .minimum = 16'000}).Pay(),
            (Amounts{{"R-104", 875}, {"R-105", 125}, {"R-106", 250}}));
  EXPECT_EQ(PlanOf(Spiff{.amount = {250}, .minimum = 16'001}).Pay(),
            (Amounts{{"R-104", 750}, {"R-105", 0}, {"R-106", 250}}));
}

TEST(SpiffTest, AConditionAsksForTheRow) {
  EXPECT_EQ(PlanOf(Spiff{.amount = {100}, .where = "closed < date('2026-02-05')"}).Pay(),
            (Amounts{{"R-104", 100}, {"R-105", 0}, {"R-106", 100}}));
}

TEST(SpiffTest, OncePerPeriodPaysTheFirstThatQualifies) {
  const PlanOf run(Spiff{.amount = {250}, .minimum = 20'000, .mode = SpiffMode::kOncePerPeriod});
  EXPECT_EQ(run.Pay(), (Amounts{{"R-104", 250}, {"R-105", 0}, {"R-106", 250}}));
  const auto result = run.Try();
  const ComponentPay& pay = result->Find("R-104")->components()[0];
  ASSERT_EQ(pay.lines.size(), 1U);
  EXPECT_EQ(pay.lines[0].rule, Rule::kSpiff);
  EXPECT_THAT(pay.lines[0].credits, ElementsAre(0));
}

// The kernel alone, for what the company does not show.
absl::StatusOr<ComponentPay> PaySpiffOf(const Spiff& spiff, std::vector<int64_t> cents,
                                        const std::vector<Fraction>& shares = {},
                                        Detail detail = Detail::kTrace) {
  const auto terms = ComponentTerms::Of(
      {.id = "c",
       .measure = "won",
       .payout = spiff,
       .rounding = {.point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway}},
      kEur);
  const std::vector<int32_t> days(cents.size(), 0);
  PayInput input;
  input.amounts = cents;
  input.days = days;
  input.shares = shares;
  return incentive::Pay(*terms, input, detail);
}

TEST(SpiffTest, ARefundThatQualifiesTakesItBack) {
  const Spiff spiff{.amount = {250}, .minimum = 1'000};
  EXPECT_EQ(PaySpiffOf(spiff, {150'000, -150'000})->total, Fraction(0));
  EXPECT_EQ(PaySpiffOf(spiff, {150'000, -50'000})->total, Fraction(250)) << "too small";
  EXPECT_EQ(PaySpiffOf(spiff, {-150'000})->total, Fraction(-250)) << "sold before the period";
}

TEST(SpiffTest, OncePerPeriodPaysWhileMoreIsSoldThanRefunded) {
  const Spiff spiff{.amount = {250}, .mode = SpiffMode::kOncePerPeriod};
  EXPECT_EQ(PaySpiffOf(spiff, {100, 200, -100})->total, Fraction(250));
  const auto none = PaySpiffOf(spiff, {100, -100});
  EXPECT_EQ(none->total, Fraction(0));
  EXPECT_THAT(none->credits, ElementsAre(Fraction(0), Fraction(0)));
  EXPECT_EQ(PaySpiffOf(spiff, {-100})->total, Fraction(0)) << "earlier periods are not reopened";
}

TEST(SpiffTest, EachCreditIsRoundedWhereTheComponentSaysSo) {
  const std::vector<Fraction> thirds(3, *Fraction::Of(1, 3));
  const auto pay = PaySpiffOf({.amount = {100}}, {100, 100, 100}, thirds);
  EXPECT_EQ(pay->total, Fraction(99.99_dec));
  EXPECT_EQ(pay->lines[0].amount, Fraction(100));
  EXPECT_EQ(pay->lines[1].rule, Rule::kRounding);
  EXPECT_EQ(PaySpiffOf({.amount = {100}}, {100, 100, 100}, thirds, Detail::kTotal)->total,
            Fraction(99.99_dec));
  EXPECT_EQ(PaySpiffOf({.amount = {100}}, {100}, {Fraction(0)})->total, Fraction(0))
      << "no share, no SPIFF";
}

TEST(SpiffTest, ColumnsOfOtherLengthsAreRefused) {
  EXPECT_EQ(ReasonOf(PaySpiffOf({.amount = {100}}, {100}, {1, 1}).status()),
            Reason::kLengthMismatch);
}

TEST(SpiffTest, AConditionOnAnUnknownColumnIsFoundWithItsPath) {
  const auto result = PlanOf(Spiff{.amount = {250}, .where = "amuont > 5"}).Try();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(ReasonOf(result.status()), Reason::kUnknownName);
  EXPECT_THAT(Found(FindingsOf(result.status())),
              ElementsAre("UNKNOWN_NAME incentive[p].components[c].payout.where"));
  EXPECT_THAT(Found(Validate(Spiff{.amount = {1}, .where = "1 +"}, "x")),
              ElementsAre("EXPRESSION_SYNTAX x.where"));
}

Rates ThreeRules(RateChoice choose) {
  return {
      .choose = choose,
      .by = {"customer", "product"},
      .rules = {
          {.rate = 3_pct},
          {.rate = 5_pct, .where = "amount >= 20000.0", .scopes = {{"product", RuleScope::kId}}},
          {.rate = 2_pct,
           .where = "deal_id == 'D-2' || deal_id == 'D-6'",
           .scopes = {{"customer", RuleScope::kGroup}}}}};
}

TEST(RatesTest, TheNarrowestTheHighestOrTheLowestRuleThatMatchesPays) {
  // D-1 60,000 and D-3 20,000: rules 1, 2. D-2 30,000 and D-6 50,000: all. D-4 16,000: rule 1.
  // Specific, customer first: 80,000 × 5 % + 30,000 × 2 % + 8,000 × 3 % = 4,840.
  EXPECT_EQ(PlanOf(ThreeRules(RateChoice::kSpecific)).Pay(),
            (Amounts{{"R-104", 4'840}, {"R-105", 240}, {"R-106", 1'000}}));
  EXPECT_EQ(PlanOf(ThreeRules(RateChoice::kHighest)).Pay(),
            (Amounts{{"R-104", 5'740}, {"R-105", 240}, {"R-106", 2'500}}));
  EXPECT_EQ(PlanOf(ThreeRules(RateChoice::kLowest)).Pay(),
            (Amounts{{"R-104", 3'240}, {"R-105", 240}, {"R-106", 1'000}}));
  Rates rates = ThreeRules(RateChoice::kSpecific);
  rates.by = {"product", "customer"};
  EXPECT_EQ(PlanOf(rates).Pay().at("R-104"), Fraction(110'000 * 5 / 100 + 240));
}

TEST(RatesTest, EveryRuleIsALineThatNamesIt) {
  const auto result = PlanOf(ThreeRules(RateChoice::kSpecific)).Try();
  const ComponentPay& pay = result->Find("R-104")->components()[0];
  ASSERT_EQ(pay.lines.size(), 3U);
  EXPECT_EQ(pay.lines[1].band, 1);
  EXPECT_EQ(pay.lines[1].base, Fraction(80'000));
  EXPECT_THAT(pay.lines[1].credits, ElementsAre(0, 2));
  const explain::Explanation why = result->Find("R-104")->Explain();
  EXPECT_THAT(why.ToJson(), HasSubstr("payout.rules[1].rate"));
}

TEST(RatesTest, ASaleThatNoRuleMatchesIsAnErrorUnlessThePlanSaysZero) {
  Rates rates{.choose = RateChoice::kHighest,
              .rules = {{.rate = 5_pct, .where = "amount >= 20000.0"}}};
  const auto result = PlanOf(rates).Try();
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->Find("R-105")->reason(), Reason::kValueInNoBand);
  EXPECT_EQ(result->Find("R-106")->amounts().paid, Fraction(2'500));
  EXPECT_THAT(Found(Validate(rates, "x")), ElementsAre("TIER_GAP x.rules"));
  rates.outside = Outside::kZero;
  EXPECT_EQ(PlanOf(rates).Pay(), (Amounts{{"R-104", 5'500}, {"R-105", 0}, {"R-106", 2'500}}));
  EXPECT_THAT(Found(Validate(rates, "x")), IsEmpty());
}

TEST(RatesTest, RulesThatCannotBeComparedOrReachedAreFound) {
  Rates rates = ThreeRules(RateChoice::kSpecific);
  rates.by = {"customers"};
  rates.rules.push_back({.rate = 1_pct, .where = "1 +"});
  EXPECT_THAT(Found(Validate(rates, "x")),
              ElementsAre("UNKNOWN_NAME x.rules[1].scopes.product",
                          "UNKNOWN_NAME x.rules[2].scopes.customer",
                          "EXPRESSION_SYNTAX x.rules[3].where", "TIER_UNREACHABLE x.rules[3]"));
  EXPECT_THAT(Found(Validate(Rates{.choose = RateChoice::kLowest, .rules = {}}, "x")),
              ElementsAre("MISSING_KEY x.rules"));
}

TEST(ContestTest, TheBestOfEveryoneThePlanPaysWinThePrizes) {
  // By amount: Ada 118,000, Eva 50,000, Tom 8,000.
  const PlanOf run(Prizes{.over = AmountOf{"won_amount"}, .prizes = kPrizes});
  EXPECT_EQ(run.Pay(), (Amounts{{"R-104", 1'500}, {"R-105", 500}, {"R-106", 1'000}}));
  EXPECT_THAT(run.Why("R-106"), HasSubstr("place 2 with 50,000.00"));
}

TEST(ContestTest, EqualScoresShareThePrizesOfTheirPlaces) {
  // By attainment: Ada 118 %, Eva 100 %, Tom 80 %; with Tom's quota 8,000 he is equal to Eva.
  Csv tables = CompanyTables();
  tables["deals"] += "D-7,R-105,2000.00,EUR,2026-03-22,won\n";  // Tom: 10,000 of 10,000
  const PlanOf run(Prizes{.over = AttainmentOf{"quota-2026"}, .prizes = kPrizes}, {}, tables);
  EXPECT_EQ(run.Pay(), (Amounts{{"R-104", 1'500}, {"R-105", 750}, {"R-106", 750}}));
  EXPECT_THAT(run.Why("R-105"), HasSubstr("place 2 with 100 %, shared by 2"));
  const PlanOf odd(Prizes{.over = AttainmentOf{"quota-2026"}, .prizes = {{0}, {1}, {0}}}, {},
                   tables);
  EXPECT_EQ(odd.Pay(), (Amounts{{"R-104", 0}, {"R-105", 0.5_dec}, {"R-106", 0.5_dec}}));
  const PlanOf cent(Prizes{.over = AttainmentOf{"quota-2026"},
                           .prizes = {{0}, {definition::Amount(0.01_dec)}, {0}}},
                    {}, tables);
  EXPECT_EQ(cent.Pay(), (Amounts{{"R-104", 0}, {"R-105", 0.01_dec}, {"R-106", 0}}))
      << "the odd unit goes to the first by id";
}

TEST(ContestTest, WhoDoesNotPassTheGateHoldsNoPlaceAndTheOthersMoveUp) {
  const PlanOf run(Prizes{.over = AmountOf{"won_amount"}, .prizes = kPrizes},
                   {{.over = AttainmentOf{"quota-2026"}, .at_least = 90_pct}});
  EXPECT_EQ(run.Pay(), (Amounts{{"R-104", 1'500}, {"R-105", 0}, {"R-106", 1'000}}));
  EXPECT_THAT(run.Why("R-105"), HasSubstr("quota-2026 80 %, 90 % needed"));
  // A gate nobody passes.
  const PlanOf other(Prizes{.over = AmountOf{"won_amount"}, .prizes = kPrizes},
                     {{.over = AmountOf{"won_amount"}, .at_least = Rate(118'001)}});
  EXPECT_EQ(other.Pay(), (Amounts{{"R-104", 0}, {"R-105", 0}, {"R-106", 0}}));
}

TEST(ContestTest, WhoWasCreditedNothingTakesNoPart) {
  Csv tables = CompanyTables();
  tables["reps"] += "R-107,Zoe Zero,ae,,\n";
  const PlanOf run(
      Prizes{.over = AmountOf{"won_amount"}, .prizes = {{1'500}, {1'000}, {500}, {400}}}, {},
      tables);
  CalculateOptions options;
  options.period = *Period::Parse("2026-Q1");
  const std::vector<measure::Measure> measures = Measures();
  const auto result = Calculate(run.plan, Load(tables), {.measures = measures}, options);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->Find("R-107")->amounts().paid, Fraction(0));
  EXPECT_EQ(result->Find("R-105")->amounts().paid, Fraction(500));
}

TEST(ContestTest, WhoCannotBePlacedHasAReasonAndTheOthersArePaid) {
  Csv tables = CompanyTables();
  tables["reps"] += "R-107,Noa New,ae,,\n";
  tables["deals"] += "D-8,R-107,900000.00,EUR,2026-03-22,won\n";
  const auto result =
      PlanOf(Prizes{.over = AttainmentOf{"quota-2026"}, .prizes = kPrizes}, {}, tables).Try();
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->Find("R-107")->reason(), Reason::kNoQuota);
  EXPECT_EQ(result->Find("R-104")->amounts().paid, Fraction(1'500));
}

TEST(ContestTest, PrizesThatMakeNoSenseAreFound) {
  EXPECT_THAT(Found(Validate(Prizes{.over = AmountOf{"m"}, .prizes = {{500}, {600}, {-1}}}, "x")),
              ElementsAre("TIER_CLIFF x.prizes[1]", "OUT_OF_BOUNDS x.prizes[2]"));
  EXPECT_THAT(Found(Validate(Prizes{.over = AmountOf{"m"}, .prizes = {}}, "x")),
              ElementsAre("MISSING_KEY x.prizes"));
  PlanOf run(Prizes{.over = AmountOf{"won_amount"}, .prizes = kPrizes});
  run.plan.components[0].span = Span::kYearToDate;
  run.plan.components[0].version_at = VersionAt::kTransaction;
  EXPECT_THAT(Found(Validate(run.plan)),
              ElementsAre("UNSUPPORTED_OPTION incentive[p].components[c].span",
                          "UNSUPPORTED_OPTION incentive[p].components[c].version_at"));
}

TEST(PoolTest, EqualPartsAddUpToThePool) {
  const PlanOf run(Pool{.method = PoolMethod::kEqual, .amount = {{10'000}}});
  const Amounts paid = run.Pay();
  EXPECT_EQ(paid,
            (Amounts{{"R-104", 3'333.34_dec}, {"R-105", 3'333.33_dec}, {"R-106", 3'333.33_dec}}));
  EXPECT_THAT(run.Why("R-105"), HasSubstr("10,000.00 ×"));
  EXPECT_EQ(PlanOf(Pool{.method = PoolMethod::kEqual, .amount = {{10'000}}},
                   {{.over = AttainmentOf{"quota-2026"}, .at_least = 100_pct}})
                .Pay(),
            (Amounts{{"R-104", 5'000}, {"R-105", 0}, {"R-106", 5'000}}));
}

TEST(PoolTest, APartOfRevenueIsSharedByWhatWasSold) {
  // 1 % of 176,000 = 1,760; by amount each gets 1 % of the own.
  EXPECT_EQ(PlanOf(Pool{.method = PoolMethod::kShares, .rate = 1_pct}).Pay(),
            (Amounts{{"R-104", 1'180}, {"R-105", 80}, {"R-106", 500}}));
  // By attainment 118, 80 and 100 of 298 parts of 2,980.
  EXPECT_EQ(PlanOf(Pool{.method = PoolMethod::kShares,
                        .amount = {{2'980}},
                        .over = AttainmentOf{"quota-2026"}})
                .Pay(),
            (Amounts{{"R-104", 1'180}, {"R-105", 800}, {"R-106", 1'000}}));
}

TEST(PoolTest, WeightsOfThePlanShareIt) {
  EXPECT_EQ(PlanOf(Pool{.method = PoolMethod::kWeighted,
                        .amount = {{900}},
                        .weights = {{"R-104", 2}, {"R-106", 1}}})
                .Pay(),
            (Amounts{{"R-104", 600}, {"R-105", 0}, {"R-106", 300}}));
}

TEST(PoolTest, ThePartsMayBeProratedByDays) {
  Csv tables = CompanyTables();
  tables["plan_assignments"] =
      "rep_id,plan_id,valid_from,valid_to\nR-104,p,2026-01-01,\nR-105,p,2026-02-15,\n"
      "R-106,p,2026-01-01,\n";  // Tom: 45 of 90 days
  PlanOf run(Pool{.method = PoolMethod::kEqual, .amount = {{5'000}}, .prorate = true}, {}, tables);
  run.plan.for_ = {};
  EXPECT_EQ(run.Pay(), (Amounts{{"R-104", 2'000}, {"R-105", 1'000}, {"R-106", 2'000}}));
}

TEST(PoolTest, NobodyWithAPartMeansNothingIsPaid) {
  EXPECT_EQ(PlanOf(Pool{.method = PoolMethod::kEqual, .amount = {{5'000}}},
                   {{.over = AttainmentOf{"quota-2026"}, .at_least = 500_pct}})
                .Pay(),
            (Amounts{{"R-104", 0}, {"R-105", 0}, {"R-106", 0}}));
}

TEST(PoolTest, PoolsThatMakeNoSenseAreFound) {
  EXPECT_THAT(Found(Validate(Pool{.method = PoolMethod::kEqual}, "x")),
              ElementsAre("INVALID_ARGUMENT x.amount"));
  EXPECT_THAT(
      Found(Validate(Pool{.method = PoolMethod::kEqual,
                          .amount = {{-1}},
                          .rate = Rate(Decimal(-1)),
                          .over = AmountOf{"m"},
                          .weights = {{"a", 1}}},
                     "x")),
      ElementsAre("INVALID_ARGUMENT x.rate", "OUT_OF_BOUNDS x.amount", "OUT_OF_BOUNDS x.rate",
                  "UNSUPPORTED_OPTION x.over", "UNSUPPORTED_OPTION x.weights"));
  EXPECT_THAT(Found(Validate(Pool{.method = PoolMethod::kWeighted, .amount = {{1}}}, "x")),
              ElementsAre("MISSING_KEY x.weights"));
  EXPECT_THAT(
      Found(Validate(
          Pool{.method = PoolMethod::kWeighted, .amount = {{1}}, .weights = {{"a", 0}, {"b", -1}}},
          "x")),
      ElementsAre("NEGATIVE_SHARE x.weights.b"));
  EXPECT_THAT(
      Found(Validate(Pool{.method = PoolMethod::kWeighted, .amount = {{1}}, .weights = {{"a", 0}}},
                     "x")),
      ElementsAre("INVALID_WEIGHTS x.weights"));
}

}  // namespace
}  // namespace attain::incentive
