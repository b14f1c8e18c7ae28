// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/series.h"

#include "attain/base/status.h"
#include "measure/company.h"

namespace attain::measure {
namespace {

Fraction Of(int64_t a, int64_t b) { return *Fraction::Of(a, b); }

SeriesParts Parts() {
  SeriesParts parts{.id = "won", .unit = "EUR", .currency = Currency::Unchecked("EUR", 2)};
  parts.periods = Named({"2026-01", "2026-02"});
  parts.units = {"North"};
  parts.reps = {"R-2", "10", "9"};
  for (int64_t i = 0; i < 10; ++i) parts.figures.push_back({.numerator = Of(i, 2), .n = i});
  return parts;
}

TEST(SeriesTest, FiguresAreFoundByKindNumberAndPeriod) {
  const Series series = *Series::Of(Parts());
  EXPECT_EQ(series.at(EntityKind::kCompany, 0, 1).n, 1);
  EXPECT_EQ(series.at(EntityKind::kUnit, 0, 0).n, 2);
  EXPECT_EQ(series.at(EntityKind::kRep, 2, 1).n, 9);
  EXPECT_EQ(series.at(EntityKind::kRep, 2, 1).value(), Of(9, 2));
  EXPECT_EQ(series.at(EntityKind::kRep, 3, 0).status, ValueStatus::kUndefined);
  EXPECT_EQ(series.at(EntityKind::kRep, 0, 2).reason, Reason::kEmptyGroup);
  EXPECT_EQ(series.Find(EntityKind::kRep, "9"), 2);
  EXPECT_EQ(series.Find(EntityKind::kRep, "x"), -1);
  EXPECT_EQ(series.FindPeriod("2026-02"), 1);
  EXPECT_EQ(series.FindPeriod("2027"), -1);
  EXPECT_EQ(series.name(EntityKind::kCompany, 0), "company");
  EXPECT_EQ(series.name(EntityKind::kUnit, 0), "North");
  EXPECT_EQ(series.name(EntityKind::kUnit, 1), "");
  EXPECT_EQ(Series().count(EntityKind::kCompany), 0);
}

TEST(SeriesTest, AFigurePerEntityAndPeriodIsNeeded) {
  SeriesParts parts = Parts();
  parts.figures.pop_back();
  EXPECT_EQ(ReasonOf(Series::Of(parts).status()), Reason::kLengthMismatch);
}

TEST(SeriesTest, OverAddsNumeratorsAndOfRatiosDenominators) {
  SeriesParts parts = Parts();
  EXPECT_EQ(Series::Of(parts)->Over(EntityKind::kRep, 2, 0, 1)->value(), Of(17, 2));
  EXPECT_EQ(Series::Of(parts)->Over(EntityKind::kRep, 2, 0, 1)->n, 17);
  parts.is_ratio = true;
  // 1 of 2 in January, 3 of 4 in February: 4 of 6, not the mean of the two rates.
  parts.figures[0] = {.numerator = 1, .denominator = 2, .n = 2};
  parts.figures[1] = {.numerator = 3, .denominator = 4, .n = 4};
  EXPECT_EQ(Series::Of(parts)->Over(EntityKind::kCompany, 0, 0, 1)->value(), Of(2, 3));
  parts.figures[0].denominator = parts.figures[1].denominator = 0;
  EXPECT_EQ(Series::Of(parts)->Over(EntityKind::kCompany, 0, 0, 1)->status,
            ValueStatus::kUndefined);
  parts.figures[1] = {.status = ValueStatus::kError, .reason = Reason::kFxMissing};
  EXPECT_EQ(Series::Of(parts)->Over(EntityKind::kCompany, 0, 0, 1)->reason, Reason::kFxMissing);
}

TEST(SeriesTest, OverOfLastValuesIsTheLatestThereIs) {
  SeriesParts parts = Parts();
  parts.is_last = true;
  EXPECT_EQ(Series::Of(parts)->Over(EntityKind::kUnit, 0, 0, 1)->n, 3);
  parts.figures[3].status = ValueStatus::kUndefined;
  EXPECT_EQ(Series::Of(parts)->Over(EntityKind::kUnit, 0, 0, 1)->n, 2);
}

TEST(SeriesTest, OverOutsideIsRefused) {
  const Series series = *Series::Of(Parts());
  EXPECT_EQ(ReasonOf(series.Over(EntityKind::kRep, 9, 0, 1).status()), Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(series.Over(EntityKind::kRep, 0, 1, 0).status()), Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(series.Over(EntityKind::kRep, 0, 0, 2).status()), Reason::kRowOutOfRange);
}

TEST(SeriesTest, TheTableHasCompanyUnitsAndRepsInNameOrder) {
  SeriesParts parts = Parts();
  parts.figures[2].numerator = Of(1, 3);
  parts.figures[9] = {.status = ValueStatus::kError, .reason = Reason::kOverflow};
  const table::Table table = *Series::Of(parts)->ToTable();
  EXPECT_EQ(table.rows(), 10);
  // Digits sort as numbers and come first: 9, 10, R-2.
  EXPECT_EQ(table.column("entity_id")->TextAt(4), "9");
  EXPECT_EQ(table.column("entity_id")->TextAt(6), "10");
  EXPECT_EQ(table.column("entity_id")->TextAt(8), "R-2");
  EXPECT_EQ(table.column("value")->DecimalAt(2)->ToString(), "0.333333333333");
  EXPECT_EQ(table.column("value")->DecimalAt(1)->ToString(), "0.5");
  EXPECT_TRUE(table.column("value")->IsNull(5));
  EXPECT_EQ(table.column("reason")->TextAt(5), "OVERFLOW");
  EXPECT_EQ(table.column("status")->TextAt(5), "error");
  EXPECT_EQ(table.column("unit")->TextAt(0), "EUR");
}

TEST(SeriesTest, SeveralSeriesAreOneTableInOrderOfTheirIds) {
  SeriesParts other = Parts();
  other.id = "lost";
  const table::Table table = *ToTable({*Series::Of(Parts()), *Series::Of(other)});
  EXPECT_EQ(table.rows(), 20);
  EXPECT_EQ(table.column("measure")->TextAt(0), "lost");
  EXPECT_EQ(table.column("measure")->TextAt(19), "won");
}

TEST(SeriesTest, NamesAreThoseOfTheTables) {
  EXPECT_EQ(Name(EntityKind::kRep), "rep");
  EXPECT_EQ(Name(ValueStatus::kInsufficient), "insufficient");
  EXPECT_EQ(Name(ValueStatus::kExcluded), "excluded");
  EXPECT_EQ(Name(ValueStatus::kUndefined), "undefined");
}

}  // namespace
}  // namespace attain::measure
