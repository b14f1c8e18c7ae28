// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/model.h"

#include <gtest/gtest.h>

#include <string>

#include "attain/base/status.h"

namespace attain::run {
namespace {

constexpr char kHead[] = R"({"attain": "model/1", "id": "m", "currency": "EUR", )";
constexpr char kMeasures[] =
    R"("measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "date": "closed", "credit": "owner_id"}])";

bool Has(const Findings& findings, Reason reason) {
  for (const Finding& finding : findings) {
    if (finding.reason == reason) return true;
  }
  return false;
}

TEST(ModelTest, ReadsWhatItWritesAndReplacesByPath) {
  const auto model = Parse(std::string(kHead) + kMeasures + "}");
  ASSERT_TRUE(model.ok()) << MessageOf(model.status());
  EXPECT_EQ(model->value.measures.size(), 1U);
  const auto again = Parse(definition::Write(model->value));
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_TRUE(again->value == model->value);
  const auto changed = Replace(*model, "measures[won].of", "deals.net");
  ASSERT_TRUE(changed.ok()) << MessageOf(changed.status());
  EXPECT_EQ(changed->value.measures[0].of, "deals.net");
  EXPECT_FALSE(Replace(*model, "measures[lost].of", "x").ok());
}

TEST(ModelTest, UnknownReferencesNameTheirPlace) {
  const Findings findings = Check(std::string(kHead) + kMeasures +
                                  R"(, "targets": [{"id": "q", "measure": "wom", "period": "2026", "total": "100"}]})");
  ASSERT_TRUE(Has(findings, Reason::kUnknownReference));
  for (const Finding& finding : findings) {
    if (finding.reason != Reason::kUnknownReference) continue;
    EXPECT_GT(finding.where.line, 0) << finding.ToString();
  }
}

TEST(ModelTest, DomainsOfLaterVersionsAreNamed) {
  const Findings findings = Check(std::string(kHead) + kMeasures + R"(, "scorecards": []})");
  ASSERT_TRUE(Has(findings, Reason::kUnknownKey));
  EXPECT_NE(findings.items()[0].text.find("scorecards"), std::string::npos);
}

TEST(ModelTest, AnEmptyModelHasNothingToRun) {
  const Findings findings = Check(R"({"attain": "model/1", "id": "m"})");
  EXPECT_TRUE(Has(findings, Reason::kNothingToRun));
  EXPECT_FALSE(findings.has_errors());
  EXPECT_FALSE(Parse("{}").ok());
  EXPECT_FALSE(Parse("").ok());
}

TEST(ModelTest, EveryKindIsCheckedAndHasASchema) {
  for (const std::string& kind : DocumentKinds()) {
    EXPECT_TRUE(Schema(kind).ok()) << kind;
    EXPECT_TRUE(Reference(kind).ok()) << kind;
  }
  EXPECT_EQ(ReasonOf(Schema("modle").status()), Reason::kUnknownKind);
  EXPECT_EQ(ReasonOf(Reference("modle").status()), Reason::kUnknownKind);
  EXPECT_TRUE(Has(Check(R"({"attain": "funnel/1", "id": "f"})"), Reason::kUnknownKind));
  EXPECT_TRUE(Check("[").has_errors());
  EXPECT_TRUE(Check("{}").has_errors());
  EXPECT_TRUE(Check(R"({"attain": "incentive/1", "id": "p", "currency": "EUR", "components": []})").has_errors());
}

TEST(ModelTest, LoadMapsTablesAsTheModelSays) {
  const auto model = Parse(std::string(kHead) + R"("tables": {"reps": {"from": "people.csv", "columns": {"rep_id": "who"}}}, )" + kMeasures + "}");
  ASSERT_TRUE(model.ok()) << MessageOf(model.status());
  table::Tables tables;
  tables.Add(*table::Table::Of("people.csv", {table::Column::OfTexts("who", {"Ada"})}));
  const auto data = Load(model->value, tables);
  ASSERT_TRUE(data.ok());
  EXPECT_EQ(data->reps().rows(), 1);
}

}  // namespace
}  // namespace attain::run
