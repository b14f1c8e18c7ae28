// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/plan_cost.h"

#include <string>
#include <string_view>

#include "attain/base/literals.h"
#include "attain/run/run.h"
#include "gtest/gtest.h"
#include "run/company.h"

namespace attain::run {
namespace {

using namespace attain::literals;  // NOLINT(google-build-using-namespace): literals

PlanCosts Cost(const Prepared& prepared, const CostOptions& options) {
  auto costs = PlanCost(prepared, options);
  EXPECT_TRUE(costs.ok()) << costs.status();
  return costs.ok() ? *std::move(costs) : PlanCosts();
}

TEST(PlanCostTest, EverybodyAtOneAttainment) {
  CostOptions options{.period = "2026-Q1"};
  options.attainments = {80_pct, 100_pct, 120_pct, 0_pct};
  // 80,000 × 6 % = 4,800; + 20,000 × 8 % = 6,400; + 20,000 × 12.5 % = 8,900; twice each.
  EXPECT_EQ(Dump(Cost(Prepare(), options).scenarios),
            "as_is|null|EUR|11350|2|0|0|0|\n"
            "80%|0.8|EUR|9600|2|0|0|-1750|\n"
            "100%|1|EUR|12800|2|0|0|1450|\n"
            "120%|1.2|EUR|17800|2|0|0|6450|\n"
            "0%|0|EUR|0|0|0|0|-11350|\n");
}

TEST(PlanCostTest, WhoSoldNothingStaysAsIs) {
  Csv csv = CompanyCsv();
  csv["reps"] += "R-106,Eva Ebner,ae\n";
  CostOptions options{.period = "2026-Q1"};
  options.attainments = {150_pct};
  const PlanCosts costs = Cost(Prepare(csv), options);
  EXPECT_EQ(costs.scenarios.column("unscaled")->IntAt(1), 1);
  EXPECT_EQ(costs.scenarios.column("payees")->IntAt(1), 2);
}

TEST(PlanCostTest, TheSameSeedGivesTheSameBitsInAnyOrderOfRows) {
  CostOptions options{.period = "2026-Q1"};
  options.spread = Spread{.mean = 0.95, .deviation = 0.2, .draws = 100, .seed = 7};
  options.budget = Decimal(15000);
  const CostSpread one = *Cost(Prepare(), options).spread;
  Csv shuffled = CompanyCsv();
  shuffled["reps"] = "rep_id,name,role\nR-105,Tom Thumb,ae\nR-104,Ada Lovelace,ae\n";
  shuffled["deals"] =
      "deal_id,owner_id,amount,ccy,closed,outcome\n"
      "D-4,R-105,45000.00,EUR,2026-02-20,won\n"
      "D-2,R-104,58000.00,EUR,2026-03-02,won\n"
      "D-3,R-104,10000.00,EUR,2026-02-11,lost\n"
      "D-1,R-104,60000.00,EUR,2026-01-15,won\n";
  options.threads = 2;
  const CostSpread other = *Cost(Prepare(shuffled), options).spread;
  EXPECT_EQ(one.p10, other.p10);
  EXPECT_EQ(one.p50, other.p50);
  EXPECT_EQ(one.p90, other.p90);
  EXPECT_EQ(one.mean, other.mean);
  EXPECT_EQ(one.n, 100);
  EXPECT_LT(one.p10, one.p50);
  EXPECT_LT(one.p50, one.p90);
  // At 95 % each they cost 12,000 together; the convex plan costs more on average.
  EXPECT_GT(one.mean, Decimal(11500));
  EXPECT_LT(one.mean, Decimal(14500));
  ASSERT_TRUE(one.over.has_value());
  EXPECT_GT(*one.over, 0.0);
  EXPECT_LT(*one.over, 0.6);
  EXPECT_LT(one.over_range->lower, *one.over);
  EXPECT_GT(one.over_range->upper, *one.over);
  options.spread->seed = 8;
  EXPECT_FALSE(Cost(Prepare(), options).spread->mean == one.mean);
}

TEST(PlanCostTest, WithoutSpreadEveryDrawIsTheMean) {
  CostOptions options{.period = "2026-Q1"};
  options.spread = Spread{.mean = 1, .deviation = 0, .draws = 10, .seed = 1};
  const CostSpread spread = *Cost(Prepare(), options).spread;
  EXPECT_EQ(spread.p10, Decimal(12800));
  EXPECT_EQ(spread.p90, Decimal(12800));
  EXPECT_EQ(spread.mean, Decimal(12800));
  EXPECT_FALSE(spread.over.has_value());
}

TEST(PlanCostTest, ProgressIsToldAndCanStop) {
  CostOptions options{.period = "2026-Q1"};
  options.attainments = {80_pct};
  options.spread = Spread{.mean = 1, .deviation = 0.1, .draws = 10, .seed = 1};
  std::string told;
  options.progress = [&told](int64_t done, int64_t total) {
    told += std::to_string(done) + "/" + std::to_string(total) + " ";
    return true;
  };
  Cost(Prepare(), options);
  EXPECT_EQ(told, "1/11 2/11 3/11 4/11 5/11 6/11 7/11 8/11 9/11 10/11 11/11 ");
  options.progress = [](int64_t done, int64_t) { return done < 3; };
  EXPECT_EQ(ReasonOf(PlanCost(Prepare(), options).status()), Reason::kCancelled);
}

TEST(PlanCostTest, BadQuestionsAreNamed) {
  const Prepared prepared = Prepare();
  const auto reason = [&](const CostOptions& options) {
    return ReasonOf(PlanCost(prepared, options).status());
  };
  EXPECT_EQ(reason({.period = "2026-Q1", .target = "quota-2025"}), Reason::kUnknownReference);
  EXPECT_EQ(reason({.period = "2026-Q1", .plan = "other"}), Reason::kPlanUnknown);
  CostOptions options{.period = "2026-Q1"};
  options.attainments = {Rate(*Decimal::Parse("-0.1"))};
  options.spread = Spread{.mean = -1, .deviation = -1, .draws = 3};
  EXPECT_EQ(FindingsOf(PlanCost(prepared, options).status()).size(), 4);
  EXPECT_FALSE(PlanCost(prepared, {.period = "2026-Q8"}).ok());
}

}  // namespace
}  // namespace attain::run
