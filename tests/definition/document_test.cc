// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/document.h"

#include <map>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "definition/sample.h"
#include "gtest/gtest.h"

namespace attain::definition {
namespace {

using ::sample::Component;
using ::sample::Plan;

constexpr char kHead[] = R"({"attain":"plan/1","id":"p",)";

std::string PlanWith(std::string_view members) {
  return std::string(kHead) + std::string(members) + "}";
}

std::string All(const Findings& findings) {
  std::string out;
  for (const Finding& finding : findings) out += finding.ToString() + "\n";
  return out;
}

Loader From(std::map<std::string, std::string> files) {
  return [files = std::move(files)](std::string_view name) -> absl::StatusOr<std::string> {
    const auto found = files.find(std::string(name));
    if (found == files.end()) return MakeError(Reason::kIoError, "no such file");
    return found->second;
  };
}

TEST(DocumentTest, PlanWithEveryMemberReadsWithoutFindings) {
  const auto loaded = Load<Plan>(sample::kFullPlan, {.document = "plan.json"});
  EXPECT_TRUE(loaded.findings.empty()) << All(loaded.findings);
  const Plan& plan = loaded.value;
  ASSERT_EQ(plan.components.size(), 2U);
  const Component& first = plan.components[0].versions.at(0).value;
  const auto& tiers = std::get<sample::Tiers>(first.payout);
  EXPECT_EQ(tiers.over, (Reference{"attainment", "quota-2026"}));
  EXPECT_EQ(tiers.bands.at(0).to, Rate(*Decimal::Parse("0.8")));
  EXPECT_EQ(tiers.bands.at(2).from, Rate(1));
  EXPECT_EQ(first.cap, (Amount{40000, *Currency::Parse("EUR")}));
  EXPECT_EQ(first.where->text, "outcome == \"won\"");
  const auto& renewal = plan.components[1];
  EXPECT_EQ(std::get<sample::Flat>(renewal.At(*Date::Parse("2026-06-30"))->payout).rate,
            *Rate::Parse("1%"));
  EXPECT_EQ(std::get<sample::Flat>(renewal.At(*Date::Parse("2026-07-01"))->payout).rate,
            *Rate::Parse("2%"));
  EXPECT_EQ(renewal.versions[1].value.id, "renewal");
  EXPECT_EQ(renewal.versions[1].value.cap, Amount(*Money::Parse("100.50 USD")));
  EXPECT_EQ(plan.window, Duration{14});
  EXPECT_EQ(plan.cuts.at(2).ToString(), "12345678901234567890");
  EXPECT_EQ(plan.columns.at(0), (std::pair<std::string, std::string>("z", "y")));
  EXPECT_EQ(plan.specials.size(), 1U);
  EXPECT_EQ(plan.bonus.At(*Date::Parse("2027-01-01")), nullptr);
  EXPECT_EQ(plan.extra.versions.size(), 2U);
}

TEST(DocumentTest, WhatIsWrittenReadsBackEqualAndIsTheSameTextAgain) {
  const auto first = Load<Plan>(sample::kFullPlan);
  const std::string text = Write(first.value);
  const auto second = Load<Plan>(text);
  EXPECT_TRUE(second.findings.empty()) << All(second.findings);
  EXPECT_TRUE(second.value == first.value);
  EXPECT_EQ(Write(second.value), text);
}

TEST(DocumentTest, BothSpellingsWriteBackTheSame) {
  const auto one = Load<Plan>(
      PlanWith(R"("currency":"EUR","budgets":{"a":40000},"bonus":{"kind":"flat","rate":"12.5%"})"));
  const auto two = Load<Plan>(PlanWith(
      R"("budgets":{"a":"40000.00 EUR"},"currency":"EUR","bonus":{"kind":"flat","rate":0.125})"));
  EXPECT_TRUE(one.findings.empty() && two.findings.empty());
  EXPECT_EQ(Write(one.value), Write(two.value));
  EXPECT_EQ(
      Write(one.value),
      R"({"attain":"plan/1","id":"p","currency":"EUR","budgets":{"a":"40000"},"bonus":{"kind":"flat","rate":"12.5%"}})");
}

TEST(DocumentTest, DefaultsAreLeftOut) {
  EXPECT_EQ(Write(Plan{.id = "p", .period = "2026"}),
            R"({"attain":"plan/1","id":"p","period":"2026"})");
}

TEST(DocumentTest, PlainAmountsTakeTheCurrencyAroundThem) {
  const Currency eur = *Currency::Parse("EUR");
  const auto from_options = Load<Plan>(PlanWith(R"("budgets":{"a":5})"), {.currency = eur});
  EXPECT_EQ(from_options.value.budgets.at("a"), Amount(5, eur));
  EXPECT_EQ(Write(from_options.value, eur), PlanWith(R"("budgets":{"a":"5"})"));
  EXPECT_EQ(Write(from_options.value), PlanWith(R"("budgets":{"a":"5 EUR"})"));
  const auto none = Load<Plan>(PlanWith(R"("budgets":{"a":5})"));
  EXPECT_EQ(none.value.budgets.at("a"), Amount(5));
  // A document whose own currency is no currency leaves plain amounts in none.
  EXPECT_EQ(Load<Plan>(PlanWith(R"("currency":"euro","budgets":{"a":5})")).value.budgets.at("a"),
            Amount(5));
}

TEST(DocumentTest, CurrencyWithItsOwnScaleIsKeptForStatedAmounts) {
  const Currency fine = *Currency::Of("EUR", 4);
  const auto loaded = Load<Plan>(PlanWith(R"("budgets":{"a":"5 EUR"})"), {.currency = fine});
  EXPECT_EQ(loaded.value.budgets.at("a").currency, fine);
}

struct BadMember {
  const char* member;  // of a plan, as JSON
  Reason reason;
  const char* path;
  const char* text;  // part of the finding
};

class BadMemberTest : public testing::TestWithParam<BadMember> {};

TEST_P(BadMemberTest, GivesOneFindingWithItsPlace) {
  const BadMember& bad = GetParam();
  const std::string text = PlanWith(bad.member);
  const auto loaded = Load<Plan>(text, {.document = "plan.json"});
  ASSERT_EQ(loaded.findings.size(), 1) << bad.member << "\n" << All(loaded.findings);
  const Finding& finding = loaded.findings.items()[0];
  EXPECT_EQ(finding.reason, bad.reason) << finding.ToString();
  EXPECT_EQ(finding.where.path, bad.path);
  EXPECT_EQ(finding.where.document, "plan.json");
  EXPECT_EQ(finding.where.line, 1);
  EXPECT_EQ(finding.where.column, finding.where.offset + 1);
  EXPECT_NE(finding.ToString().find(bad.text), std::string::npos) << finding.ToString();
  EXPECT_FALSE(Read<Plan>(text).ok());
}

INSTANTIATE_TEST_SUITE_P(
    Members, BadMemberTest,
    testing::Values(
        // Wrong types.
        BadMember{R"("active":"yes")", Reason::kWrongType, "active",
                  "true or false was expected, not \"yes\""},
        BadMember{R"("rank":"7")", Reason::kWrongType, "rank", "without quotes"},
        BadMember{R"("rank":true)", Reason::kWrongType, "rank", "not true"},
        BadMember{R"("weight":[1])", Reason::kWrongType, "weight", "not a list"},
        BadMember{R"("weight":null)", Reason::kWrongType, "weight", "leave the key out"},
        BadMember{R"("start":20260101)", Reason::kWrongType, "start", "in quotes"},
        BadMember{R"("period":2026)", Reason::kWrongType, "period", "write it in quotes"},
        BadMember{R"("title":5)", Reason::kWrongType, "title", "a text was expected"},
        BadMember{R"("note":5)", Reason::kWrongType, "note", "a text was expected"},
        BadMember{R"("tags":"one")", Reason::kWrongType, "tags", "a list was expected"},
        BadMember{R"("budgets":[1])", Reason::kWrongType, "budgets", "an object was expected"},
        BadMember{R"("budgets":{"a":false})", Reason::kWrongType, "budgets.a",
                  "an amount was expected"},
        BadMember{R"("tree":"root")", Reason::kWrongType, "tree", "an object was expected"},
        BadMember{R"("valid":"2026")", Reason::kWrongType, "valid", "first day"},
        BadMember{R"("valid":[5,null])", Reason::kWrongType, "valid", "a day was expected"},
        BadMember{R"("bonus":{"kind":"flat","rate":{}})", Reason::kWrongType, "bonus.rate",
                  "a rate was expected"},
        BadMember{R"("bonus":{"versions":{}})", Reason::kWrongType, "bonus.versions",
                  "a list was expected"},
        BadMember{R"("bonus":{"versions":[7]})", Reason::kWrongType, "bonus.versions[0]",
                  "an object was expected"},
        BadMember{R"("extra":{"kind":7})", Reason::kWrongType, "extra.kind", "a kind was expected"},
        // Numbers.
        BadMember{R"("weight":"1,5")", Reason::kInvalidNumber, "weight",
                  "write a point before decimals"},
        BadMember{R"("weight":"half")", Reason::kInvalidNumber, "weight", "0.125"},
        BadMember{R"("weight":1e99)", Reason::kOverflow, "weight", "1e99"},
        BadMember{R"("weight":1e400)", Reason::kOverflow, "weight", "1e400"},
        BadMember{R"("weight":-0.5E+0999)", Reason::kOverflow, "weight", "38 digits"},
        BadMember{R"("rank":1.5)", Reason::kInvalidNumber, "rank", "not a whole number"},
        BadMember{R"("rank":9223372036854775808)", Reason::kOverflow, "rank", "64 bits"},
        BadMember{R"("rank":1e30)", Reason::kOverflow, "rank", "1e30"},
        BadMember{R"("bonus":{"kind":"flat","rate":"12 percent"})", Reason::kInvalidNumber,
                  "bonus.rate", "12.5%"},
        BadMember{R"("budgets":{"a":"40,000 EUR"})", Reason::kInvalidNumber, "budgets.a",
                  "nothing between thousands: 40000"},
        BadMember{R"("budgets":{"a":"40000 Euro"})", Reason::kUnknownCurrency, "budgets.a",
                  "40000 Euro"},
        BadMember{R"("pay_in":"XQQ")", Reason::kUnknownCurrency, "pay_in", "XQQ"},
        // Time.
        BadMember{R"("start":"2026-02-30")", Reason::kInvalidDate, "start", "2026-02-30"},
        BadMember{R"("known":"yesterday")", Reason::kInvalidDate, "known", "yesterday"},
        BadMember{R"("season":"2026-Q5")", Reason::kInvalidPeriod, "season", "2026-Q5"},
        BadMember{R"("season":["2026-04-01","2026-01-01"])", Reason::kInvalidPeriod, "season",
                  "does not lie after"},
        BadMember{R"("period":"first quarter")", Reason::kInvalidPeriod, "period", "first quarter"},
        BadMember{R"("window":"30 days")", Reason::kInvalidValue, "window", "30 days"},
        BadMember{R"("window":"99999999d")", Reason::kOverflow, "window", "99999999d"},
        BadMember{R"("valid":["2026-01-01"])", Reason::kInvalidPeriod, "valid", "first day"},
        BadMember{R"("valid":["2026-01-01","2026-01-01"])", Reason::kInvalidPeriod, "valid",
                  "does not lie after"},
        BadMember{R"("valid":["2026-13-01",null])", Reason::kInvalidDate, "valid", "2026-13-01"},
        BadMember{R"("bonus":{"valid":[null],"kind":"flat","rate":1})", Reason::kInvalidPeriod,
                  "bonus.valid", "first day"},
        // Bounds.
        BadMember{R"("rank":-1)", Reason::kOutOfBounds, "rank", "-1 must be at least 0"},
        BadMember{R"("rank":101)", Reason::kOutOfBounds, "rank", "must be at most 100"},
        BadMember{R"("weight":0)", Reason::kOutOfBounds, "weight", "must be more than 0"},
        BadMember{R"("window":"53w")", Reason::kOutOfBounds, "window", "at most 365d"},
        BadMember{R"("cuts":[1,-2])", Reason::kOutOfBounds, "cuts[1]", "-2 must be at least 0"},
        BadMember{R"("budgets":{"a":-5})", Reason::kOutOfBounds, "budgets.a", "at least 0"},
        BadMember{R"("title":"")", Reason::kOutOfBounds, "title", "must not be empty"},
        BadMember{R"("tags":["one"])", Reason::kOutOfBounds, "tags",
                  "at least 2 elements are needed, there is 1"},
        BadMember{R"("columns":{})", Reason::kOutOfBounds, "columns",
                  "at least 1 element is needed, there are 0"},
        BadMember{R"("bonus":{"versions":[]})", Reason::kOutOfBounds, "bonus.versions",
                  "at least one version"},
        BadMember{
            R"("extra":{"kind":"tiers","method":"whole","over":{"score":"s"},"bands":[{"from":0,"pays":10}]})",
            Reason::kOutOfBounds, "extra.bands[0].pays", "less than 1000%"},
        // Keys, kinds, words, ids.
        BadMember{R"("titel":"x")", Reason::kUnknownKey, "titel", "did you mean \"title\"?"},
        BadMember{R"("quorum":"x")", Reason::kUnknownKey, "quorum", "a plan has no key \"quorum\""},
        BadMember{R"("kind":"x")", Reason::kUnknownKey, "kind", "no key \"kind\""},
        BadMember{R"("rank":1,"rank":2)", Reason::kDuplicateKey, "rank", "the first is in line 1"},
        BadMember{R"("budgets":{"a":1,"a":2})", Reason::kDuplicateKey, "budgets.a", "stands twice"},
        BadMember{R"("budgets":{"":1})", Reason::kInvalidValue, "budgets[]", "must not be empty"},
        BadMember{R"("tree":{"children":[]})", Reason::kMissingKey, "tree.id",
                  "the key \"id\" is missing"},
        BadMember{R"("bonus":{"rate":1})", Reason::kMissingKey, "bonus.kind", "write \"flat\""},
        BadMember{R"("bonus":{"kind":"tiers","rate":1})", Reason::kUnknownKind, "bonus.kind",
                  "must be \"flat\""},
        BadMember{R"("extra":{"rate":1})", Reason::kMissingKey, "extra.kind",
                  "write \"flat\" or \"tiers\""},
        BadMember{R"("extra":{"kind":"tier","rate":1})", Reason::kUnknownKind, "extra.kind",
                  "did you mean \"tiers\"?"},
        BadMember{
            R"("extra":{"kind":"tiers","method":"marginl","over":{"score":"s"},"bands":[{"from":0,"pays":0}]})",
            Reason::kUnknownWord, "extra.method", "did you mean \"marginal\"?"},
        BadMember{
            R"("extra":{"kind":"tiers","method":"x","over":{"score":"s"},"bands":[{"from":0,"pays":0}]})",
            Reason::kUnknownWord, "extra.method", "write \"marginal\" or \"whole\""},
        BadMember{
            R"("extra":{"kind":"tiers","method":1,"over":{"score":"s"},"bands":[{"from":0,"pays":0}]})",
            Reason::kWrongType, "extra.method", "a word was expected"},
        BadMember{
            R"("extra":{"kind":"tiers","method":"whole","over":"s","bands":[{"from":0,"pays":0}]})",
            Reason::kWrongType, "extra.over", "{\"attainment\": \"its-id\"}"},
        BadMember{
            R"("extra":{"kind":"tiers","method":"whole","over":{},"bands":[{"from":0,"pays":0}]})",
            Reason::kInvalidValue, "extra.over", "one key, not 0"},
        BadMember{
            R"("extra":{"kind":"tiers","method":"whole","over":{"scores":"s"},"bands":[{"from":0,"pays":0}]})",
            Reason::kUnknownKind, "extra.over", "did you mean \"score\"?"},
        BadMember{
            R"("extra":{"kind":"tiers","method":"whole","over":{"score":1},"bands":[{"from":0,"pays":0}]})",
            Reason::kWrongType, "extra.over", "an id was expected"},
        BadMember{
            R"("extra":{"kind":"tiers","method":"whole","over":{"score":" "},"bands":[{"from":0,"pays":0}]})",
            Reason::kInvalidValue, "extra.over", "not an id"},
        BadMember{R"("extra":{"kind":"tiers","method":"whole","over":{"score":"s"},"bands":[]})",
                  Reason::kOutOfBounds, "extra.bands", "at least 1 element is needed"},
        BadMember{R"("tags":["a","b]"])", Reason::kInvalidValue, "tags[1]", "not an id"},
        BadMember{R"("tree":{"id":"r","children":[{"id":"a"},{"id":"a"}]})", Reason::kDuplicateId,
                  "tree.children[a].id", "stands twice"},
        BadMember{R"("components":[{"id":"c","payout":{"kind":"flat","rate":0},"where":5}])",
                  Reason::kWrongType, "component[c].where", "an expression was expected"},
        BadMember{R"("components":[{"id":"c","payout":{"kind":"flat","rate":0},"where":""}])",
                  Reason::kOutOfBounds, "component[c].where", "must not be empty"},
        BadMember{R"("components":[{"file":"x.json"}])", Reason::kUnsupportedOption, "component[0]",
                  "cannot be fetched"}));

TEST(DocumentTest, AllFindingsComeAtOnceInOrderWithLineAndColumn) {
  const auto loaded = Load<Plan>(
      "{ \"attain\": \"plan/1\",\n"
      "  \"rank\": -1,\n"
      "  \"titel\": \"é\", \"weigth\": 1,\n"
      "  \"components\": [\n"
      "    { \"id\": \"a\", \"payout\": { \"kind\": \"tiers\", \"method\": \"whole\", \"over\": { "
      "\"score\": \"s\" },\n"
      "      \"bands\": [ { \"from\": \"0%\", \"pays\": \"1%\" }, { \"from\": \"-1%\" } ] } } ] }",
      {.document = "p.json"});
  EXPECT_EQ(
      All(loaded.findings),
      "p.json:2:11 rank: OUT_OF_BOUNDS: -1 must be at least 0\n"
      "p.json:3:3 titel: UNKNOWN_KEY: a plan has no key \"titel\"; did you mean \"title\"?\n"
      "p.json:3:18 weigth: UNKNOWN_KEY: a plan has no key \"weigth\"; did you mean \"weight\"?\n"
      "p.json:6:60 component[a].payout.bands[1].from: OUT_OF_BOUNDS: \"-1%\" must be at least 0%\n"
      "p.json:6:50 component[a].payout.bands[1].pays: MISSING_KEY: the key \"pays\" is missing\n"
      "p.json:1:1 id: MISSING_KEY: the key \"id\" is missing\n");
  EXPECT_EQ(FindingsOf(loaded.findings.ToStatus()).size(), 6);
}

TEST(DocumentTest, ElementsWithErrorsKeepTheirPlaceInTheList) {
  const auto loaded = Load<Plan>(PlanWith(R"("cuts":[1,"x",3])"));
  ASSERT_EQ(loaded.value.cuts.size(), 3U);
  EXPECT_EQ(loaded.value.cuts[2], Decimal(3));
}

TEST(DocumentTest, HeadersAreChecked) {
  const auto reason = [](const char* text) {
    const auto loaded = Load<Plan>(text);
    return loaded.findings.size() == 1 ? loaded.findings.items()[0].reason : Reason::kNone;
  };
  EXPECT_EQ(reason(R"({"id":"p"})"), Reason::kMissingKey);
  EXPECT_EQ(reason(R"({"attain":1,"id":"p"})"), Reason::kWrongType);
  EXPECT_EQ(reason(R"({"attain":"plan","id":"p"})"), Reason::kInvalidValue);
  EXPECT_EQ(reason(R"({"attain":"plan/x","id":"p"})"), Reason::kInvalidValue);
  EXPECT_EQ(reason(R"({"attain":"/1","id":"p"})"), Reason::kInvalidValue);
  EXPECT_EQ(reason(R"({"attain":"plan/99999999999","id":"p"})"), Reason::kInvalidValue);
  EXPECT_EQ(reason(R"({"attain":"kpi/1","id":"p"})"), Reason::kUnknownKind);
  EXPECT_EQ(reason(R"({"attain":"plan/2","id":"p"})"), Reason::kUnknownVersion);
}

TEST(DocumentTest, HeaderOfADocumentNamesKindVersionAndId) {
  const auto header = HeaderOf(*Document::Parse(R"({"attain":"incentive/12","id":"ae"})"));
  ASSERT_TRUE(header.ok());
  EXPECT_EQ(header->kind, "incentive");
  EXPECT_EQ(header->version, 12);
  EXPECT_EQ(header->id, "ae");
  EXPECT_EQ(ReasonOf(HeaderOf(*Document::Parse("[]")).status()), Reason::kMissingKey);
}

TEST(DocumentTest, RootOfAnotherTypeIsAFinding) {
  EXPECT_EQ(Load<Plan>("[]").findings.items().at(0).reason, Reason::kWrongType);
  EXPECT_EQ(Load<Plan>("").findings.items().at(0).reason, Reason::kJsonSyntax);
  EXPECT_EQ(Load<std::vector<Decimal>>("[1, 2]").value.size(), 2U);
}

TEST(DocumentTest, LocateFindsElementsByIdAndByIndex) {
  const auto document = *Document::Parse(
      "{\"attain\": \"incentive/1\", \"id\": \"ae\",\n"
      " \"components\": [{\"id\": \"a\"},\n"
      "  {\"id\": \"b\", \"bands\": [1,\n"
      "   2]}], \"odd.key\": {\"x\": 5}}",
      "ae.json");
  const auto at = [&](std::string_view path) {
    const Where where = document.Locate(path);
    return std::to_string(where.line) + ":" + std::to_string(where.column);
  };
  EXPECT_EQ(at("components[b].bands[1]"), "4:4");
  EXPECT_EQ(at("components[1].bands[0]"), "3:25");
  EXPECT_EQ(at("component[b]"), "3:3");
  EXPECT_EQ(at("incentive[ae].components[a]"), "2:17");
  EXPECT_EQ(at("[odd.key].x"), "4:27");
  EXPECT_EQ(at("components[b].missing.deeper"), "3:3");
  EXPECT_EQ(at("nowhere"), "1:1");
  EXPECT_EQ(at("]["), "1:1");
  EXPECT_EQ(document.Locate("nowhere").path, "nowhere");
  EXPECT_EQ(document.Locate("components[b]").document, "ae.json");
  EXPECT_EQ(document.Find("components[b].bands[1]")->text, "2");
  EXPECT_EQ(document.Find("components[c]"), nullptr);
  EXPECT_EQ(document.Find("components[7]"), nullptr);
  EXPECT_EQ(document.Find("a..b"), nullptr);
  EXPECT_EQ(document.Find(".a"), nullptr);
  EXPECT_EQ(document.Find("a[b"), nullptr);
  EXPECT_EQ(document.Find("a[b]c"), nullptr);
  EXPECT_EQ(Document().Locate("x").line, -1);
}

TEST(DocumentTest, LocateLooksBesideVersionsForWhatTheyDoNotSay) {
  const auto document = *Document::Parse(R"({"bonus": {"rate": "1%",
    "versions": [{"valid": [null, "2026-01-01"]}]}})");
  EXPECT_EQ(document.Locate("bonus.versions[0].rate").column, 20);
  EXPECT_EQ(document.Locate("bonus.versions[0].valid").line, 2);
}

TEST(DocumentTest, ExpressionsRememberWhereTheyStand) {
  const auto loaded = Load<Plan>(sample::kFullPlan, {.document = "plan.json"});
  const ExpressionText& where = *loaded.value.components[0].versions[0].value.where;
  const std::string_view text = sample::kFullPlan;
  const size_t start = text.find("outcome ==");
  EXPECT_EQ(where.where.offset, static_cast<int64_t>(start));
  EXPECT_EQ(where.where.document, "plan.json");
  EXPECT_EQ(where.where.path, "component[new-business].where");
  // outcome == \"won\": the w is byte 12 of the expression and byte 13 of the document's text.
  EXPECT_EQ(text[static_cast<size_t>(where.At(12).offset)], 'w');
}

TEST(DocumentTest, FilesStandInThePlaceOfElements) {
  const ReadOptions options{
      .document = "plan.json",
      .loader =
          From({{"sub/c.json", "{\"id\":\"c\",\"payout\":{\"file\":\"flat.json\"},\n\"cap\":5}"},
                {"sub/flat.json", R"({"kind":"flat","rate":"3%"})"}})};
  const std::string text =
      PlanWith(R"("currency":"EUR","components":[{"file":"sub/c.json","note":"see there"}])");
  const auto loaded = Load<Plan>(text, options);
  EXPECT_TRUE(loaded.findings.empty()) << All(loaded.findings);
  const Component& component = loaded.value.components.at(0).versions.at(0).value;
  EXPECT_EQ(std::get<sample::Flat>(component.payout).rate, *Rate::Parse("3%"));
  EXPECT_EQ(component.cap, Amount(*Money::Parse("5 EUR")));
  const Where cap = loaded.document.Locate("component[c].cap");
  EXPECT_EQ(cap.document, "sub/c.json");
  EXPECT_EQ(cap.line, 2);
  EXPECT_EQ(loaded.document.Locate("component[c].payout.rate").document, "sub/flat.json");
  EXPECT_EQ(loaded.document.Find("component[c].payout.rate")->text, "3%");
}

TEST(DocumentTest, FindingsInFilesNameTheFile) {
  const auto loaded = Load<Plan>(
      PlanWith(R"("components":[{"file":"a.json"},{"file":"b.json"},{"file":"c.json"}])"),
      {.document = "plan.json",
       .loader = From(
           {{"a.json", R"({"id":"a","payout":{"kind":"flat","rate":"x"}})"}, {"b.json", "{\n]"}})});
  ASSERT_EQ(loaded.findings.size(), 3) << All(loaded.findings);
  EXPECT_EQ(loaded.findings.items()[0].where.ToString(), "a.json:1:42 component[a].payout.rate");
  EXPECT_EQ(loaded.findings.items()[1].reason, Reason::kJsonSyntax);
  EXPECT_EQ(loaded.findings.items()[1].where.ToString(), "b.json:2:1 component[1]");
  EXPECT_EQ(loaded.findings.items()[2].reason, Reason::kIoError);
  EXPECT_EQ(loaded.value.components.size(), 3U);
}

TEST(DocumentTest, FileThatIncludesItselfIsACircle) {
  const auto loaded = Load<Plan>(
      PlanWith(R"("tree":{"file":"a.json"})"),
      {.document = "plan.json",
       .loader = From(
           {{"a.json", R"({"id":"a","children":[{"file":"b.json"}]})"},
            {"b.json", R"({"id":"b","children":[{"file":"a.json"},{"file":"plan.json"}]})"}})});
  ASSERT_EQ(loaded.findings.size(), 2) << All(loaded.findings);
  EXPECT_EQ(loaded.findings.items()[0].reason, Reason::kCyclicReference);
  EXPECT_NE(loaded.findings.items()[0].text.find("plan.json → a.json → b.json → a.json"),
            std::string::npos);
}

TEST(DocumentTest, FloodOfFilesIsStopped) {
  // Every file names two others: without a limit two to the power of sixty.
  int fetched = 0;
  const ReadOptions options{.loader = [&](std::string_view name) -> absl::StatusOr<std::string> {
    ++fetched;
    const std::string next = std::to_string(fetched);
    return R"({"id":")" + std::string(name) + R"(","children":[{"file":"l)" + next +
           R"("},{"file":"r)" + next + R"("}]})";
  }};
  const auto loaded = Load<Plan>(PlanWith(R"("tree":{"file":"x"})"), options);
  EXPECT_TRUE(loaded.findings.has_errors());
  EXPECT_LE(fetched, 1000);
  EXPECT_EQ(loaded.findings.items()[0].reason, Reason::kDocumentTooLarge);
}

TEST(DocumentTest, FilesTogetherCannotNestTooDeep) {
  std::string deep = R"({"file":"next"})";
  for (int i = 0; i < 25; ++i) deep = R"({"id":"n","children":[)" + deep + "]}";
  int count = 0;
  const ReadOptions options{.loader = [&](std::string_view) -> absl::StatusOr<std::string> {
    std::string text = deep;
    text.replace(text.find("next"), 4, "next" + std::to_string(++count));
    return text;
  }};
  const auto loaded = Load<Plan>(PlanWith(R"("tree":{"file":"x"})"), options);
  ASSERT_TRUE(loaded.findings.has_errors());
  EXPECT_EQ(loaded.findings.items()[0].reason, Reason::kNestingTooDeep);
}

TEST(DocumentTest, ReplaceChangesOneElementAndNothingElse) {
  const std::string text =
      "{ \"id\" : \"p\",  \"bands\": [ {\"from\":  \"0%\"}, {\"from\": \"80%\"} ], \"o\": {}, "
      "\"l\": [{\"id\": \"x\"}] }";
  EXPECT_EQ(*Replace(text, "bands[1].from", "70%"),
            "{ \"id\" : \"p\",  \"bands\": [ {\"from\":  \"0%\"}, {\"from\": \"70%\"} ], \"o\": "
            "{}, \"l\": [{\"id\": \"x\"}] }");
  EXPECT_EQ(*Replace(text, "bands[0].from", "0.5"),
            "{ \"id\" : \"p\",  \"bands\": [ {\"from\":  0.5}, {\"from\": \"80%\"} ], \"o\": {}, "
            "\"l\": [{\"id\": \"x\"}] }");
  EXPECT_EQ(*Replace("{\"l\": [{\"id\": \"x\"}]}", "l[x]", "{\"id\": \"y\"}"),
            "{\"l\": [{\"id\": \"y\"}]}");
}

TEST(DocumentTest, ReplaceAddsAMissingLastKey) {
  EXPECT_EQ(*Replace(R"({"l": [{"id": "x"}], "o": {}})", "l[x].cap", "40000 EUR"),
            R"({"l": [{"id": "x", "cap": "40000 EUR"}], "o": {}})");
  EXPECT_EQ(*Replace(R"({"o": {}})", "o.cap", "5"), R"({"o": {"cap": 5}})");
}

TEST(DocumentTest, ReplaceRefusesPathsThatLeadNowhere) {
  const auto message = [](std::string_view text, std::string_view path) {
    const auto result = Replace(text, path, "1");
    EXPECT_EQ(ReasonOf(result.status()), Reason::kUnknownPath);
    return MessageOf(result.status());
  };
  EXPECT_NE(
      message(R"({"list":[{"id":"north"}]})", "list[norht].cap").find("did you mean \"north\"?"),
      std::string::npos);
  EXPECT_NE(message(R"({"bands":[1]})", "bonds[0]").find("did you mean \"bands\"?"),
            std::string::npos);
  EXPECT_NE(message(R"({"a":{"file":"x.json"}})", "a.cap").find("x.json"), std::string::npos);
  EXPECT_NE(message("{}", "a[").find("not a path"), std::string::npos);
  EXPECT_NE(message("[1]", "[5]").find("there is no \"5\""), std::string::npos);
  EXPECT_EQ(ReasonOf(Replace("{", "a", "1").status()), Reason::kJsonSyntax);
}

TEST(DocumentTest, InlinedDocumentStandsAlone) {
  const ReadOptions options{.document = "m.json",
                            .loader = From({{"d/a.json", "\n{\"x\": {\"file\": \"b.json\"}}\n"},
                                            {"d/b.json", "[1, 2]"}})};
  EXPECT_EQ(*Inline("{\"a\": [{\"file\": \"d/a.json\"}, 5], \"b\": 6}\n", options),
            "{\"a\": [{\"x\": [1, 2]}, 5], \"b\": 6}\n");
  EXPECT_EQ(*Inline("{\"a\": {\"file\": 5}}", options), "{\"a\": {\"file\": 5}}");
  EXPECT_EQ(*Inline("{\"a\": {\"file\": \"x\", \"from\": 1}}", options),
            "{\"a\": {\"file\": \"x\", \"from\": 1}}");
  EXPECT_EQ(ReasonOf(Inline(R"([{"file": "none.json"}])", options).status()), Reason::kIoError);
  EXPECT_EQ(ReasonOf(Inline(R"([{"file": "m.json"}])", options).status()),
            Reason::kCyclicReference);
  EXPECT_EQ(ReasonOf(Inline("[", options).status()), Reason::kJsonSyntax);
}

TEST(DocumentTest, AbsoluteNamesOfFilesStayAsTheyAre) {
  const ReadOptions options{
      .loader = From({{"d/a.json", R"({"x": {"file": "/b.json"}})"}, {"/b.json", "1"}})};
  EXPECT_EQ(*Inline(R"({"file": "d/a.json"})", options), R"({"x": 1})");
}

TEST(DocumentTest, LoaderThatFailsWithAForeignErrorIsAnIoError) {
  const ReadOptions options{.loader = [](std::string_view) -> absl::StatusOr<std::string> {
    return absl::UnknownError("odd");
  }};
  EXPECT_EQ(ReasonOf(Inline(R"([{"file": "x"}])", options).status()), Reason::kIoError);
}

}  // namespace
}  // namespace attain::definition
