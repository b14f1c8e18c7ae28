// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/statement.h"

#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/company.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Result Example(const Plan& plan = ExamplePlan()) {
  auto result =
      FirstQuarter(plan, Load(CompanyTables()),
                   {Quotas({{"R-104", {{"2026-Q1", 100'000}}}, {"R-105", {{"2026-Q1", 10'000}}}})});
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

TEST(StatementTest, TheTreeIsTheWorkedExample) {
  const Result result = Example();
  const explain::Explanation tree = *Explain(result, "R-104");
  EXPECT_TRUE(tree.CheckSums().ok()) << tree.CheckSums();
  EXPECT_EQ(tree.SumOfLeaves()->value, Fraction(8'650));
  EXPECT_EQ(
      tree.ToText(),
      "8,650.00 EUR   Ada Lovelace · ae-2026 · 2026-Q1\n"
      "└ new-business                                    8,650.00\n"
      "  ├ credited  4 deals, 1 split                  118,000.00\n"
      "  ├ quota     quota-2026 /emea/north            100,000.00   attainment 118 %\n"
      "  ├ band      0 % – 80 %    80,000.00 × 6 %       4,800.00\n"
      "  ├ band      80 % – 100 %  20,000.00 × 8 %       1,600.00\n"
      "  └ band      100 % and up  18,000.00 × 12.5 %    2,250.00   cap 40,000.00 not reached\n");
  EXPECT_EQ(tree.root().children[0].path, "incentive[ae-2026].components[new-business]");
  EXPECT_EQ(tree.root().children[0].children[3].path,
            "incentive[ae-2026].components[new-business].payout.bands[1]");
  EXPECT_EQ(tree.root().children[0].children[2].rows[0].id, "D-1");
  EXPECT_EQ(ReasonOf(Explain(result, "R-999").status()), Reason::kUnknownRep);
}

TEST(StatementTest, TheTreeSpeaksChinese) {
  EXPECT_THAT(Example().Find("R-104")->Explain().ToText(explain::Language::kChinese),
              HasSubstr("4 笔交易，1 笔分成"));
}

TEST(StatementTest, AStatementThatIsNotPaidSaysWhy) {
  const Result result = Example();
  const explain::Explanation tree = result.Find("R-106")->Explain();
  EXPECT_THAT(tree.ToText(), HasSubstr("NO_QUOTA: R-106 has no quota-2026 in 2026-Q1"));
  EXPECT_TRUE(tree.CheckSums().ok());
}

TEST(StatementTest, EveryRuleHasItsLineAndLeavesAddUp) {
  Plan plan = ExamplePlan();
  Tiers whole = std::get<Tiers>(plan.components[0].payout.versions[0].value);
  whole.method = TierMethod::kWhole;
  whole.over = AmountOf{"won_amount"};
  whole.bands = {{.from = 0_pct, .to = Rate(50'000), .pays = 1.237_pct},
                 {.from = Rate(50'000), .pays = 2_pct}};
  plan.components.push_back(
      {.id = "whole", .measure = "won_amount", .payout = whole, .cap = 2'000_eur});
  plan.components.push_back({.id = "small",
                             .measure = "won_count",
                             .payout = Flat{.rate = 33.333_pct},
                             .floor = 5_eur,
                             .rounding = {.point = RoundingPoint::kTransaction}});
  plan.components.push_back({.id = "override",
                             .measure = "won_amount",
                             .payout = Override{.rate = 1_pct, .mode = OverrideMode::kIndividual}});
  plan.components.push_back({.id = "third",
                             .measure = "won_amount",
                             .payout = Flat{.rate = Rate(*Decimal::Parse("0.0333333"))}});
  plan.for_ = "role == 'ae' || role == 'manager'";
  auto quotas = Quotas({{"R-100", {{"2026-Q1", 1}}},
                        {"R-104", {{"2026-Q1", 100'000}}},
                        {"R-105", {{"2026-Q1", 10'000}}},
                        {"R-106", {{"2026-Q1", 7}}}});
  const auto result = FirstQuarter(plan, Load(CompanyTables()), {quotas});
  ASSERT_TRUE(result.ok()) << result.status();
  for (const Statement& statement : result->statements()) {
    const explain::Explanation tree = statement.Explain();
    EXPECT_TRUE(tree.CheckSums().ok()) << tree.CheckSums() << tree.ToText();
    EXPECT_EQ(tree.SumOfLeaves()->value, statement.amounts().paid);
  }
  const std::string ada = result->Find("R-104")->Explain().ToText();
  EXPECT_THAT(ada, HasSubstr("50,000 and up, on everything"));
  EXPECT_THAT(ada, HasSubstr("cap 2,000.00 reached"));
  EXPECT_THAT(ada, HasSubstr("rounding"));
  const std::string mia = result->Find("R-100")->Explain().ToText();
  EXPECT_THAT(mia, HasSubstr("raised to 5.00"));
  EXPECT_THAT(mia, HasSubstr("3 team members"));
}

TEST(StatementTest, AFormulaIsShownWithTheValuesOfItsNames) {
  Plan plan = ExamplePlan();
  plan.components = {{.id = "own",
                      .measure = "won_amount",
                      .payout = Formula{.value = "q.attainment > 1.1 ? credited * 0.05 : 0.0",
                                        .inputs = {{"q", AttainmentOf{"quota-2026"}}}}}};
  const explain::Explanation tree = Example(plan).Find("R-104")->Explain();
  const explain::Node& line = tree.root().children[0].children.back();
  EXPECT_EQ(line.amount->value, Fraction(5'900));
  EXPECT_THAT(tree.ToText(), HasSubstr("q.attainment > 1.1 ? credited * 0.05 : 0.0"));
  EXPECT_THAT(tree.ToText(), HasSubstr("credited = 118,000; q.attainment = 1.18"));
}

TEST(StatementTest, VersionsAreNamedInPaths) {
  Plan plan = ExamplePlan();
  plan.components = {{.id = "flat", .measure = "won_amount", .payout = Flat{.rate = 1_pct}}};
  plan.components[0].payout.versions[0].valid.to = *Date::Parse("2026-02-01");
  plan.components[0].payout.versions.push_back(
      {{.from = *Date::Parse("2026-02-01")}, Flat{.rate = 2_pct}});
  const explain::Explanation tree = Example(plan).Find("R-104")->Explain();
  EXPECT_EQ(tree.root().children[0].children.back().path,
            "incentive[ae-2026].components[flat].payout.versions[1].rate");
}

TEST(StatementTest, PaidIsTheSumOfTheColumnsBeforeIt) {
  Plan plan = ExamplePlan();
  plan.components = {{.id = "third",
                      .measure = "won_amount",
                      .payout = Flat{.rate = Rate(*Decimal::Parse("0.01234567890123456"))}}};
  const auto tables = Example(plan).ToTables();
  ASSERT_TRUE(tables.ok()) << tables.status();
  const table::Table& statements = *tables->table("statements");
  ASSERT_EQ(statements.rows(), 3);
  for (int64_t row = 0; row < statements.rows(); ++row) {
    Decimal sum;
    for (const char* column :
         {"earned", "adjusted", "held", "released", "rounding", "drawn", "recovered", "carried"}) {
      sum = *Add(sum, *statements.column(column)->DecimalAt(row));
    }
    EXPECT_EQ(sum, *statements.column("paid")->DecimalAt(row));
  }
  EXPECT_EQ(statements.column("earned")->scale(), 12);
}

TEST(StatementTest, TablesEchoTheUsersIds) {
  const auto tables = Example().ToTables();
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_THAT(tables->names(), ElementsAre("amortisation", "balances", "credits", "deltas",
                                           "statement_lines", "statements"));
  const table::Table& statements = *tables->table("statements");
  EXPECT_EQ(statements.column("rep_id")->TextAt(0), "R-104");
  EXPECT_EQ(statements.column("paid")->DecimalAt(0)->ToFixedString(), "8650.00");
  EXPECT_EQ(statements.column("status")->TextAt(2), "error");
  EXPECT_EQ(statements.column("reason")->TextAt(2), "NO_QUOTA");
  const table::Table& lines = *tables->table("statement_lines");
  ASSERT_EQ(lines.rows(), 4);
  EXPECT_EQ(lines.column("base")->DecimalAt(1), Decimal(20'000));
  EXPECT_EQ(lines.column("rate")->DecimalAt(2), 0.125_dec);
  EXPECT_EQ(lines.column("amount")->DecimalAt(2), Decimal(2'250));
  EXPECT_EQ(lines.column("transaction_ids")->TextAt(0), "D-1;D-2");
  const table::Table& credits = *tables->table("credits");
  EXPECT_EQ(credits.rows(), 6);
  EXPECT_EQ(credits.column("share")->DecimalAt(3), 0.5_dec);
  EXPECT_EQ(tables->table("balances")->rows(), 0);
  EXPECT_EQ(tables->table("deltas")->rows(), 0);
}

TEST(StatementTest, LinesOfTheTablesAddUpToWhatIsEarned) {
  const auto tables = Example().ToTables();
  const table::Table& lines = *tables->table("statement_lines");
  Decimal sum;
  for (int64_t row = 0; row < lines.rows(); ++row) {
    if (lines.column("rep_id")->TextAt(row) == "R-104")
      sum = *Add(sum, *lines.column("amount")->DecimalAt(row));
  }
  EXPECT_EQ(sum, Decimal(8'650));
}

TEST(StatementTest, BalancesAreATable) {
  Plan plan = ExamplePlan();
  const std::vector<measure::Measure> measures = Measures();
  plan.components = {{.id = "flat", .measure = "won_amount", .payout = Flat{.rate = 1_pct}}};
  CalculateOptions options;
  options.period = *Period::Parse("2026-Q1");
  options.opening = {{.payee = "R-104", .kind = "carry", .amount = -2'000}};
  const auto result = Calculate(plan, Load(CompanyTables()), {.measures = measures}, options);
  ASSERT_TRUE(result.ok()) << result.status();
  const auto tables = result->ToTables();
  const table::Table& balances = *tables->table("balances");
  ASSERT_EQ(balances.rows(), 1);
  EXPECT_EQ(balances.column("closing")->DecimalAt(0), Decimal(-820));
  EXPECT_EQ(balances.column("change")->DecimalAt(0), Decimal(1'180));
  const explain::Explanation tree = result->Find("R-104")->Explain();
  EXPECT_TRUE(tree.CheckSums().ok()) << tree.CheckSums();
  EXPECT_THAT(tree.ToText(), StartsWith("0.00 EUR"));
  EXPECT_THAT(tree.ToText(), HasSubstr("carried forward"));
}

TEST(StatementTest, SchemasAreKnownWithoutData) {
  for (const char* name :
       {"statements", "statement_lines", "credits", "balances", "deltas", "amortisation"})
    EXPECT_FALSE(SchemaOf(name)->empty());
  EXPECT_EQ(ReasonOf(SchemaOf("statement").status()), Reason::kUnknownTable);
  const auto tables = ToTables({});
  EXPECT_EQ(tables->table("statements")->columns().size(), SchemaOf("statements")->size());
}

}  // namespace
}  // namespace attain::incentive
