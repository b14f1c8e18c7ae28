// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/base/status.h"
#include "attain/measure/measure.h"
#include "measure/company.h"

namespace attain::measure {
namespace {

struct Shown {
  crm::Dataset data;
  Series series;
  std::string Of(EntityKind kind, std::string_view name, int32_t period) const {
    return Text(series.at(kind, series.Find(kind, name), period));
  }
  std::string rep(std::string_view name, int32_t period) const {
    return Of(EntityKind::kRep, name, period);
  }
  std::string unit(std::string_view name, int32_t period) const {
    return Of(EntityKind::kUnit, name, period);
  }
  std::string company(int32_t period) const {
    return Text(series.at(EntityKind::kCompany, 0, period));
  }
};

Shown Measured(const Company& company, const Measure& measure, CalculateOptions options = {}) {
  Shown shown{company.Load(), {}};
  if (options.periods.empty()) options.periods = Named({"2026-01", "2026-02", "2026-07"});
  const absl::StatusOr<Series> series = Calculate(measure, shown.data, options);
  EXPECT_TRUE(series.ok()) << series.status();
  if (series.ok()) shown.series = *series;
  return shown;
}

TEST(CalculateMeasureTest, WonAmountByRepUnitAndCompany) {
  const Shown won = Measured(Company(), Won());
  EXPECT_EQ(won.series.unit(), "EUR");
  EXPECT_EQ(won.rep("Ada", 0), "600");
  EXPECT_EQ(won.rep("Tom", 1), "501/10");
  EXPECT_EQ(won.rep("Eva", 1), "300");
  EXPECT_EQ(won.rep("Eva", 0), "0");
  // Tom's 50.10 are half North's, half South's; Ada's deal of July is South's.
  EXPECT_EQ(won.unit("North", 0), "600");
  EXPECT_EQ(won.unit("North", 1), "501/20");
  EXPECT_EQ(won.unit("South", 1), "6501/20");
  EXPECT_EQ(won.unit("South", 2), "80");
  EXPECT_EQ(won.unit("Acme", 1), "3501/10");
  EXPECT_EQ(won.company(1), "3501/10");
  EXPECT_EQ(won.series.at(EntityKind::kCompany, 0, 1).n, 2);
  EXPECT_EQ(won.series.at(EntityKind::kUnit, won.series.Find(EntityKind::kUnit, "South"), 1).n, 2);
}

TEST(CalculateMeasureTest, ARatioKeepsNumeratorAndDenominator) {
  const Shown rate = Measured(Company(), {.id = "win_rate",
                                          .kind = MeasureKind::kRatio,
                                          .num = "count(deals) where outcome == 'won'",
                                          .den = "count(deals) where outcome != 'open'",
                                          .date = "closed",
                                          .credit = "owner_id"});
  EXPECT_EQ(rate.series.unit(), "ratio");
  EXPECT_EQ(rate.rep("Ada", 0), "1/2");
  EXPECT_EQ(rate.company(0), "1/3");
  EXPECT_EQ(rate.rep("Tom", 0), "undefined");
  EXPECT_EQ(rate.series.at(EntityKind::kCompany, 0, 0).n, 3);
}

TEST(CalculateMeasureTest, CountsAreCreditedByShare) {
  Company company;
  company.splits = {{"D-1", "Ada", "revenue", "0.6"},
                    {"D-1", "Tom", "revenue", "0.4"},
                    {"D-1", "Eva", "overlay", "1"}};
  const Shown count = Measured(
      company,
      {.id = "wins", .kind = MeasureKind::kCount, .of = "deals", .where = "outcome == 'won'"});
  EXPECT_EQ(count.series.unit(), "count");
  EXPECT_EQ(count.rep("Ada", 0), "3/5");
  EXPECT_EQ(count.rep("Tom", 0), "2/5");
  EXPECT_EQ(count.rep("Eva", 0), "0") << "overlays are in no roll-up";
  EXPECT_EQ(count.company(0), "1");
  EXPECT_EQ(count.series.at(EntityKind::kCompany, 0, 0).n, 1)
      << "one deal, though two have a part of it";
  EXPECT_EQ(count.unit("North", 0), "4/5");
}

TEST(CalculateMeasureTest, LastIsTheLatestValueAndUnitsAddTheirReps) {
  Company company;
  company.deals.push_back({"D-7", "Ada", "7.00", "EUR", "2026-01-28", "won"});
  company.deals.push_back({"D-8", "Ada", "9.00", "EUR", "2026-01-28", "won"});
  company.deals.push_back({"D-9", "Eva", "2.00", "EUR", "2026-01-02", "won"});
  Measure last = Won();
  last.kind = MeasureKind::kLast;
  const Shown shown = Measured(company, last);
  EXPECT_EQ(shown.rep("Ada", 0), "9");
  EXPECT_EQ(shown.company(0), "11");
  EXPECT_EQ(shown.rep("Tom", 0), "undefined");
}

TEST(CalculateMeasureTest, CurrenciesAreConvertedOrCarryAStatus) {
  Company company;
  company.deals.push_back({"D-7", "Ada", "10.00", "USD", "2026-01-10", "won"});
  company.deals.push_back({"D-8", "Eva", "10.00", "USD", "2026-01-11", "won"});
  const Shown mixed = Measured(company, Won());
  EXPECT_EQ(mixed.rep("Ada", 0), "error");
  EXPECT_EQ(mixed.series.at(EntityKind::kCompany, 0, 0).reason, Reason::kCurrencyMismatch);
  EXPECT_EQ(mixed.company(1), "3501/10") << "other months are not hurt";
  company.rates = {{"USD", "EUR", "2026-01-10", "spot", "0.9"}};
  Measure euro = Won();
  euro.currency = Currency::Unchecked("EUR", 2);
  const Shown converted = Measured(company, euro);
  EXPECT_EQ(converted.rep("Ada", 0), "609");
  EXPECT_EQ(converted.series.at(EntityKind::kRep, Rep(converted.data, "Eva"), 0).reason,
            Reason::kFxMissing);
}

TEST(CalculateMeasureTest, RefundsCountInTheirOwnPeriodForTheOriginalsPayees) {
  Company company;
  company.transactions = {
      {"T-1", "booking", "", "D-1", "Ada", "2026-01-15", "2026-01-16T00:00:00Z", "600.00", "EUR"},
      {"T-2", "refund", "T-1", "", "", "2026-07-20", "2026-07-21T00:00:00Z", "-100.00", "EUR"}};
  const Measure booked{.id = "booked", .kind = MeasureKind::kSum, .of = "transactions.amount"};
  const Shown all = Measured(company, booked);
  EXPECT_EQ(all.rep("Ada", 2), "-100");
  EXPECT_EQ(all.unit("North", 2), "-100") << "the unit of the day of the booking";
  EXPECT_EQ(all.unit("South", 2), "0");
  EXPECT_EQ(Measured(company, booked, {.as_of = *Timestamp::Parse("2026-07-01")}).rep("Ada", 2),
            "0");
}

TEST(CalculateMeasureTest, OrderOfRowsAndThreadsChangeNothing) {
  Company company;
  company.splits = {{"D-4", "Ada", "revenue", "0.3"}, {"D-4", "Eva", "revenue", "0.7"}};
  const auto show = [](const Shown& shown) {
    std::string text;
    const table::Table table = *shown.series.ToTable();
    for (int64_t row = 0; row < table.rows(); ++row) {
      for (const table::Column& column : table.columns()) text += column.FormatAt(row) + " ";
    }
    return text;
  };
  Measure won = Won();
  won.credit = "splits";
  const std::string expected = show(Measured(company, won));
  std::mt19937_64 random(1);
  for (int round = 0; round < 5; ++round) {
    for (auto* rows :
         {&company.deals, &company.reps, &company.places, &company.units, &company.splits}) {
      std::shuffle(rows->begin(), rows->end(), random);
    }
    EXPECT_EQ(show(Measured(company, won, {.threads = 1 + round})), expected);
  }
}

TEST(CalculateMeasureTest, OverlappingPeriodsAreRefused) {
  const crm::Dataset data = Company().Load();
  EXPECT_EQ(ReasonOf(Calculate(Won(), data, {.periods = Named({"2026", "2026-01"})}).status()),
            Reason::kInvalidPeriod);
  EXPECT_EQ(ReasonOf(Calculate({.id = "x", .of = "nope.x"}, data, {}).status()),
            Reason::kMeasureUnfed);
}

TEST(ExplainMeasureTest, LeavesAddUpToTheFigureForEverybody) {
  Company company;
  company.splits = {{"D-1", "Ada", "revenue", "0.6"}, {"D-1", "Tom", "revenue", "0.4"}};
  Measure won = Won();
  won.credit = "splits";
  const std::vector<Period> periods = Named({"2026-01", "2026-02"});
  for (const MeasureKind kind : {MeasureKind::kSum, MeasureKind::kLast}) {
    won.kind = kind;
    const Shown shown = Measured(company, won, {.periods = periods});
    const Prepared prepared = *Resolve(won, shown.data);
    for (const EntityKind entity_kind :
         {EntityKind::kCompany, EntityKind::kUnit, EntityKind::kRep}) {
      for (int32_t entity = 0; entity < shown.series.count(entity_kind); ++entity) {
        for (int32_t period = 0; period < 2; ++period) {
          const auto why =
              Explain(prepared, entity_kind, entity, periods[static_cast<size_t>(period)]);
          ASSERT_TRUE(why.ok()) << why.status();
          EXPECT_TRUE(why->CheckSums().ok()) << why->CheckSums();
          EXPECT_EQ(why->root().amount->value,
                    shown.series.at(entity_kind, entity, period).numerator);
        }
      }
    }
  }
}

TEST(ExplainMeasureTest, ARatioShowsBothOfItsParts) {
  const crm::Dataset data = Company().Load();
  const Prepared rate = *Resolve({.id = "win_rate",
                                  .kind = MeasureKind::kRatio,
                                  .num = "count(deals) where outcome == 'won'",
                                  .den = "count(deals) where outcome != 'open'",
                                  .date = "closed",
                                  .credit = "owner_id"},
                                 data);
  const explain::Explanation why =
      *Explain(rate, EntityKind::kRep, Rep(data, "Ada"), Named({"2026-01"})[0]);
  EXPECT_EQ(why.root().amount->value, *Fraction::Of(1, 2));
  EXPECT_EQ(why.root().children.size(), 2U);
  EXPECT_FALSE(Explain(rate, EntityKind::kRep, Rep(data, "Bo"), Named({"2026-01"})[0])
                   ->root()
                   .amount.has_value());
  EXPECT_EQ(ReasonOf(Explain(rate, EntityKind::kRep, 99, Named({"2026-01"})[0]).status()),
            Reason::kRowOutOfRange);
}

}  // namespace
}  // namespace attain::measure
