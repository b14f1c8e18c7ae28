// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/run/model.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "run/company.h"

namespace attain::run {
namespace {

std::string Lines(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) text += finding.ToString() + "\n";
  return text;
}

// Findings of a model whose members after currency are `rest`.
Findings CheckRest(std::string_view rest) {
  return Check(std::string(R"({"attain": "model/1", "id": "m", "currency": "EUR", )") +
                   std::string(rest) + "}",
               {.document = "m.json"});
}

constexpr std::string_view kMeasure = R"({"id": "won", "kind": "sum", "of": "deals.amount"})";

TEST(ModelTest, ReadsItselfAndTheFilesItNames) {
  const LoadedModel model = CompanyModel();
  EXPECT_EQ(model.value.id, "sales-2026");
  ASSERT_EQ(model.value.incentives.size(), 1u);
  EXPECT_EQ(model.value.incentives[0].id, "ae-2026");
  EXPECT_TRUE(model.findings.empty()) << Lines(model.findings);
  const Where place = model.document.Locate("incentive[ae-2026].components[new-business].cap");
  EXPECT_EQ(place.document, "ae-2026.json");
  EXPECT_EQ(place.line, 5);
}

TEST(ModelTest, WritingAndReadingGivesAnEqualModel) {
  const LoadedModel model = CompanyModel();
  const auto again = Parse(definition::Write(model.value));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->value, model.value);
}

TEST(ModelTest, APlanWrittenIntoTheModelKeepsItsHeader) {
  const std::string text =
      std::string(R"("measures": [)") + std::string(kMeasure) + R"(], "incentives": [)";
  const std::string plan =
      R"("id": "p", "currency": "EUR", "components": [{"id": "c", "measure": "won", "payout": {"kind": "flat", "rate": "10%"}}]})";
  EXPECT_FALSE(CheckRest(text + R"({"attain": "incentive/1", )" + plan + "]").has_errors());
  EXPECT_NE(FindReason(CheckRest(text + R"({"attain": "incentive/9", )" + plan + "]"),
                       Reason::kUnknownVersion),
            nullptr);
  EXPECT_NE(
      FindReason(CheckRest(text + R"({"attain": "target/1", )" + plan + "]"), Reason::kUnknownKind),
      nullptr);
}

TEST(ModelTest, AllFaultsComeAtOnceWithLineColumnAndNearestKey) {
  const Findings findings = Check(R"({
 "attain": "model/1", "currency": "EUR", "offset_minutes": 5000,
 "measures": [{"id": "won", "kind": "sum", "off": "deals.amount", "of": "deals.amount"},
  {"id": 7, "kind": "summ", "of": "deals.amount"}],
 "targets": [{"id": "q", "measure": "wonn", "period": "2026-Q1", "total": "100 EUR"}],
 "calendar": {"kind": "lunar"}, "id2": 1, "currency": "USD"
})",
                                  {.document = "m.json"});
  const std::string lines = Lines(findings);
  struct Expected {
    Reason reason;
    int64_t line;
    std::string_view path;
  };
  for (const Expected& expected :
       std::vector<Expected>{{Reason::kMissingKey, 1, "id"},
                             {Reason::kOutOfBounds, 2, "offset_minutes"},
                             {Reason::kUnknownKey, 3, "measure[won].off"},
                             {Reason::kWrongType, 4, "measure[1].id"},
                             {Reason::kUnknownWord, 4, "measure[1].kind"},
                             {Reason::kUnknownReference, 5, "target[q].measure"},
                             {Reason::kUnknownKind, 6, "calendar.kind"},
                             {Reason::kDuplicateKey, 6, "currency"}}) {
    const Finding* finding = FindReason(findings, expected.reason);
    ASSERT_NE(finding, nullptr) << Name(expected.reason) << "\n" << lines;
    EXPECT_EQ(finding->where.line, expected.line) << lines;
    EXPECT_GT(finding->where.column, 0);
    EXPECT_EQ(finding->where.document, "m.json");
    EXPECT_EQ(finding->where.path, expected.path) << lines;
  }
  EXPECT_NE(lines.find("did you mean \"won\"?"), std::string::npos) << lines;
  EXPECT_NE(lines.find("did you mean \"sum\"?"), std::string::npos) << lines;
}

TEST(ModelTest, AnUnknownKeyNamesTheNearestKnown) {
  const Findings findings = CheckRest(R"("measure": [])");
  const Finding* finding = FindReason(findings, Reason::kUnknownKey);
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->hint, "did you mean \"measures\"?");
}

TEST(ModelTest, ADomainOfALaterVersionIsNamedAsSuch) {
  const Findings findings = CheckRest(R"("scorecards": [])");
  const Finding* finding = FindReason(findings, Reason::kUnknownKey);
  ASSERT_NE(finding, nullptr);
  EXPECT_NE(finding->text.find("this version has no domain \"scorecards\""), std::string::npos);
  EXPECT_EQ(finding->where.path, "scorecards");
}

TEST(ModelTest, BrokenTextsAreFindingsWithAPlace) {
  const auto first = [](std::string_view text) {
    const Findings findings = Check(text, {.document = "m.json"});
    return findings.empty() ? Reason::kNone : findings.items()[0].reason;
  };
  EXPECT_EQ(first(""), Reason::kJsonSyntax);
  EXPECT_EQ(first("{\"attain\": \"model/1\", \"id\": NaN}"), Reason::kJsonSyntax);
  EXPECT_EQ(first("{\"attain\": \"model/1\", \"id\": \"\xff\xfe\"}"), Reason::kInvalidUtf8);
  EXPECT_EQ(first(std::string(5000, '[')), Reason::kNestingTooDeep);
  EXPECT_EQ(first("{\"id\": \"m\"}"), Reason::kMissingKey);
  EXPECT_EQ(first("[]"), Reason::kMissingKey);
  EXPECT_EQ(first("{\"attain\": 3}"), Reason::kWrongType);
  EXPECT_EQ(first("{\"attain\": \"model\"}"), Reason::kInvalidValue);
  EXPECT_EQ(first("{\"attain\": \"model/2\", \"id\": \"m\"}"), Reason::kUnknownVersion);
  for (const std::string_view text : {"", "[1", "{\"attain\": \"model/1\", \"id\": \"\xff\"}"})
    EXPECT_FALSE(Parse(text).ok());
}

TEST(ModelTest, NumbersOutOfRangeAreFindings) {
  const Findings findings = CheckRest(
      R"("targets": [{"id": "q", "measure": "won", "period": "2026", "total": "99999999999999999999999999999999999999999 EUR"}], "measures": [)" +
      std::string(kMeasure) + "]");
  ASSERT_TRUE(findings.has_errors());
  EXPECT_EQ(findings.items()[0].where.path, "target[q].total") << Lines(findings);
}

TEST(ModelTest, AnUnknownPeriodAndAnotherCurrencyOfATargetAreFoundWithoutData) {
  const auto check = [](std::string_view head, std::string_view target) {
    return Check(std::string(R"({"attain": "model/1", "id": "m", "currency": "EUR", )") +
                 std::string(head) + "\n \"targets\": [\n  {\"id\": \"q\", \"measure\": \"won\", " +
                 std::string(target) + "}]}");
  };
  const std::string own = std::string(R"("measures": [)") + std::string(kMeasure) + "],";
  const Findings both = check(own, R"("period": "2026-Q9", "total": "100 USD")");
  ASSERT_EQ(both.size(), 2) << Lines(both);
  std::map<std::string, Finding> by_path;
  for (const Finding& finding : both) by_path[finding.where.path] = finding;
  EXPECT_EQ(by_path["target[q].period"].reason, Reason::kInvalidPeriod);
  EXPECT_EQ(by_path["target[q].total"].reason, Reason::kCurrencyMismatch);
  for (const Finding& finding : both) {
    EXPECT_EQ(finding.where.line, 3) << finding.ToString();
    EXPECT_GT(finding.where.column, 20) << finding.ToString();
  }
  EXPECT_TRUE(check(own, R"("period": "2026-Q3", "total": "100 EUR")").empty());
  // A measure with a currency of its own is compared in it; periods of a calendar of rows are known
  // with the data.
  EXPECT_TRUE(
      check(
          R"("calendar": {"kind": "table", "table": "periods"}, "measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "currency": "USD"}],)",
          R"("period": "2026-Q9", "total": "100 USD")")
          .empty());
}

TEST(ModelTest, AnIdGivenTwiceIsOneFinding) {
  const Findings findings = CheckRest(std::string(R"("measures": [)") + std::string(kMeasure) +
                                      ", " + std::string(kMeasure) + "]");
  ASSERT_EQ(findings.size(), 1) << Lines(findings);
  EXPECT_EQ(findings.items()[0].reason, Reason::kDuplicateId);
  EXPECT_EQ(findings.items()[0].where.path, "measure[won].id");
}

TEST(ModelTest, AFileThatCannotBeHadAndOneThatIncludesItselfAreFindings) {
  const Findings missing = Check(
      R"({"attain": "model/1", "id": "m", "incentives": [{"file": "nowhere.json"}]})", Reading());
  EXPECT_NE(FindReason(missing, Reason::kIoError), nullptr) << Lines(missing);
  const Findings none =
      Check(R"({"attain": "model/1", "id": "m", "incentives": [{"file": "nowhere.json"}]})");
  EXPECT_NE(FindReason(none, Reason::kUnsupportedOption), nullptr) << Lines(none);
  definition::ReadOptions round;
  round.document = "m.json";
  round.loader = [](std::string_view) -> absl::StatusOr<std::string> {
    return std::string(R"({"file": "x.json"})");
  };
  const Findings circle =
      Check(R"({"attain": "model/1", "id": "m", "incentives": [{"file": "x.json"}]})", round);
  const Finding* finding = FindReason(circle, Reason::kCyclicReference);
  ASSERT_NE(finding, nullptr) << Lines(circle);
  EXPECT_NE(finding->text.find("x.json"), std::string::npos) << finding->text;
}

TEST(ModelTest, AnEmptyModelIsAWarning) {
  const auto model = Parse(R"({"attain": "model/1", "id": "m"})");
  ASSERT_TRUE(model.ok()) << model.status();
  ASSERT_EQ(model->findings.size(), 1);
  EXPECT_EQ(model->findings.items()[0].reason, Reason::kNothingToRun);
}

TEST(ModelTest, AModelMadeInCodeIsValidatedByPathsAlone) {
  Model model;
  model.id = "m";
  model.measures.push_back({.id = "won", .of = "deals.amount"});
  model.targets.push_back({.id = "q", .measure = "wonn", .period = {"2026"}, .total = {}});
  const Findings findings = Validate(model);
  const Finding* finding = FindReason(findings, Reason::kUnknownReference);
  ASSERT_NE(finding, nullptr) << Lines(findings);
  EXPECT_EQ(finding->where.path, "target[q].measure");
  EXPECT_EQ(finding->where.line, -1);
}

TEST(ModelTest, CheckKnowsEveryKindOfDocument) {
  EXPECT_TRUE(Check(kPlan).empty()) << Lines(Check(kPlan));
  EXPECT_TRUE(
      Check(R"({"attain": "measure/1", "id": "won", "kind": "count", "of": "deals"})").empty());
  EXPECT_TRUE(
      Check(
          R"({"attain": "target/1", "id": "q", "measure": "won", "period": "2026", "total": "100"})")
          .empty());
  const Findings plan =
      Check(R"({"attain": "incentive/1", "id": "p", "currency": "EUR", "components": [
    {"id": "c", "measure": "won", "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "q"},
     "bands": [{"from": "0%", "pays": "6%"}, {"from": "100%", "pays": "8%"}, {"from": "80%", "pays": "9%"}]}}]})");
  const Finding* overlap = FindReason(plan, Reason::kTierOverlap);
  ASSERT_NE(overlap, nullptr) << Lines(plan);
  EXPECT_EQ(overlap->where.path.rfind("components[c].payout.bands[", 0), 0u) << overlap->where.path;
  EXPECT_EQ(overlap->where.line, 3);
  const Findings ratio = Check(R"({"attain": "measure/1", "id": "won", "kind": "sum"})");
  EXPECT_TRUE(ratio.has_errors());
  const Findings unknown = Check(R"({"attain": "modell/1", "id": "m"})");
  ASSERT_EQ(unknown.size(), 1);
  EXPECT_EQ(unknown.items()[0].reason, Reason::kUnknownKind);
  EXPECT_EQ(unknown.items()[0].hint, "did you mean \"model\"?");
  EXPECT_EQ(unknown.items()[0].where.line, 1);
}

TEST(ModelTest, ReplaceChangesOneElementByItsPath) {
  const LoadedModel model = CompanyModel();
  const auto softer =
      Replace(model, "incentive[ae-2026].components[new-business].payout.bands[1].from", "70%");
  ASSERT_TRUE(softer.ok()) << softer.status();
  EXPECT_NE(softer->value, model.value);
  const auto back =
      Replace(*softer, "incentive[ae-2026].components[new-business].payout.bands[1].from", "80%");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->value, model.value);
  const auto nowhere = Replace(model, "incentive[ae-2027].currency", "USD");
  ASSERT_FALSE(nowhere.ok());
  EXPECT_EQ(ReasonOf(nowhere.status()), Reason::kUnknownPath);
  const auto wrong = Replace(model, "target[quota-2026].measure", "won");
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(ReasonOf(wrong.status()), Reason::kUnknownReference);
}

TEST(ModelTest, EveryKindHasASchemaAndAReferencePage) {
  const std::vector<std::string> kinds = DocumentKinds();
  EXPECT_EQ(kinds, (std::vector<std::string>{"funnel", "incentive", "measure", "model", "target"}));
  for (const std::string& kind : kinds) {
    const auto schema = Schema(kind);
    ASSERT_TRUE(schema.ok()) << schema.status();
    const auto json = definition::ParseJson(*schema);
    ASSERT_TRUE(json.ok()) << json.status();
    EXPECT_NE(json->Find("$schema"), nullptr);
    EXPECT_NE(schema->find("\"" + kind + "/1\""), std::string::npos);
    const auto page = Reference(kind);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->rfind("# " + kind + "\n", 0), 0u);
  }
  EXPECT_EQ(ReasonOf(Schema("modle").status()), Reason::kUnknownKind);
  EXPECT_NE(std::string(Schema("modle").status().message()).find("model"), std::string::npos);
  EXPECT_EQ(ReasonOf(Reference("zebra").status()), Reason::kUnknownKind);
}

TEST(ModelTest, LoadMapsTablesAsTheModelSays) {
  const auto model =
      Parse(R"({"attain": "model/1", "id": "m", "currency": "EUR", "offset_minutes": 60,
    "tables": {"deals": {"from": "pipeline.csv", "columns": {"amount": "value", "owner_id": "agent"},
                         "derive": {"outcome": "stage == 'Won' ? 'won' : 'open'"}}}})");
  ASSERT_TRUE(model.ok()) << model.status();
  const auto data = Load(
      model->value, TablesOf({{"reps", "rep_id\nR-1\n"},
                              {"pipeline", "deal_id,agent,value,stage\nD-1,R-1,12.50,Won\n"}}));
  ASSERT_TRUE(data.ok()) << data.status();
  const table::Table* deals = data->table("deals");
  ASSERT_NE(deals, nullptr);
  EXPECT_EQ(deals->column("amount")->FormatAt(0), "12.5");
  EXPECT_EQ(deals->column("outcome")->FormatAt(0), "won");
}

// A model with one plan, whose bands are `bands`.
std::string ModelWithBands(std::string_view bands) {
  return R"({"attain": "model/1", "id": "m", "currency": "EUR",
  "measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "date": "closed", "credit": "owner_id"}],
  "incentives": [{"id": "p", "currency": "EUR", "period": "quarter", "components": [{"id": "c", "measure": "won",
    "payout": {"kind": "tiers", "method": "marginal", "over": {"measure": "won"}, "bands": )" +
         std::string(bands) + "}}]}]}";
}

constexpr std::string_view kSecondBand = "incentive[p].components[c].payout.bands[1]";

int64_t CountOf(const Findings& findings, Reason reason, const std::string& path) {
  return std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.reason == reason && finding.where.path == path;
  });
}

TEST(ModelCheckTest, AnExpressionThatIsNoneIsFoundWithoutAnyData) {
  const Findings findings = CheckRest(R"(
"tables": {"deals": {"derive": {"outcome": "stage ? 1"}}},
"incentives": [{"id": "p", "currency": "EUR", "for": "role = 'ae'",
  "components": [{"id": "c", "measure": "won", "payout": {"kind": "flat", "rate": "10%"}}]}],
"measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "where": "outcome =="}])");
  for (const auto& [path, line] :
       std::vector<std::pair<std::string, int64_t>>{{"tables.deals.derive.outcome", 2},
                                                    {"incentive[p].for", 3},
                                                    {"measure[won].where", 5}}) {
    EXPECT_EQ(CountOf(findings, Reason::kExpressionSyntax, path), 1) << path << findings.ToStatus();
    EXPECT_TRUE(
        std::any_of(findings.begin(), findings.end(),
                    [line = line](const Finding& finding) { return finding.where.line == line; }))
        << findings.ToStatus();
  }
}

TEST(ModelCheckTest, ABandBelowTheOneBeforeIsFound) {
  const Findings findings =
      Check(ModelWithBands(R"([{"from": "80%", "pays": "6%"}, {"from": "0%", "pays": "8%"}])"));
  EXPECT_EQ(CountOf(findings, Reason::kTierOverlap, std::string(kSecondBand) + ".from"), 1)
      << findings.ToStatus();
}

TEST(ModelCheckTest, AMissingBoundIsMissingAndNothingElse) {
  const Findings findings =
      Check(ModelWithBands(R"([{"from": "0%", "pays": "6%"}, {"pays": "8%"}])"));
  EXPECT_EQ(CountOf(findings, Reason::kMissingKey, std::string(kSecondBand) + ".from"), 1)
      << findings.ToStatus();
  EXPECT_EQ(findings.size(), 1) << findings.ToStatus();
}

TEST(ModelCheckTest, WhatLiesInsideAnUnreadElementIsNotChecked) {
  const Findings findings = Check(ModelWithBands(R"([{"from": "0%", "pays": "6%"}, 7])"));
  EXPECT_EQ(CountOf(findings, Reason::kWrongType, std::string(kSecondBand)), 1)
      << findings.ToStatus();
  EXPECT_EQ(findings.size(), 1) << findings.ToStatus();
}

TEST(ModelCheckTest, AFaultBesideAnUnreadElementIsStillFound) {
  const Findings findings = Check(ModelWithBands(
      R"([{"from": "80%", "pays": "6%"}, {"from": "0%", "pays": "8%"}, {"from": "200%", "pays": "much"}])"));
  EXPECT_EQ(CountOf(findings, Reason::kTierOverlap, std::string(kSecondBand) + ".from"), 1)
      << findings.ToStatus();
  EXPECT_GE(findings.size(), 2) << findings.ToStatus();
}

}  // namespace
}  // namespace attain::run
