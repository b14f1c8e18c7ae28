// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/finding.h"

#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

Findings Sample() {
  Findings findings;
  findings.AddWarning(Reason::kSmallSample, {.table = "deals", .row = 3}, "only 2 deals");
  findings.AddError(Reason::kUnknownKey,
                    {.document = "plan.json",
                     .line = 9,
                     .column = 17,
                     .offset = 120,
                     .path = "components[0].form"},
                    "unknown key \"form\"", "did you mean \"from\"?");
  findings.AddError(Reason::kDupKey,
                    {.table = "deals", .row = 41, .field = "deal_id", .other_row = 7},
                    std::string("text with a zero byte \0 and ü", 30));
  return findings;
}

TEST(WhereTest, DocumentsShowLineColumnAndPath) {
  EXPECT_EQ((Where{.document = "plan.json", .line = 9, .column = 17, .path = "components[0].cap"})
                .ToString(),
            "plan.json:9:17 components[0].cap");
  EXPECT_EQ((Where{.document = "plan.json", .line = 9}).ToString(), "plan.json:9");
  EXPECT_EQ((Where{.document = "plan.json", .column = 4}).ToString(), "plan.json");
}

TEST(WhereTest, TablesShowRowAndColumn) {
  EXPECT_EQ((Where{.table = "deals", .row = 41, .field = "ccy"}).ToString(), "deals row 41 ccy");
  EXPECT_EQ((Where{.table = "deals", .row = 0, .other_row = 7}).ToString(),
            "deals row 0 (and row 7)");
}

TEST(WhereTest, NothingSetIsNoText) { EXPECT_EQ(Where{}.ToString(), ""); }

TEST(FindingTest, OneLineSaysWhereWhatAndWhatWouldBeRight) {
  const Findings findings = Sample();
  EXPECT_EQ(findings.items()[0].ToString(), "deals row 3: warning SMALL_SAMPLE: only 2 deals");
  EXPECT_EQ(findings.items()[1].ToString(),
            "plan.json:9:17 components[0].form: UNKNOWN_KEY: unknown key \"form\"; did you mean "
            "\"from\"?");
  EXPECT_EQ((Finding{.reason = Reason::kOverflow, .text = "too large"}).ToString(),
            "OVERFLOW: too large");
}

TEST(FindingTest, SeveritiesHaveNames) {
  EXPECT_EQ(Name(Severity::kError), "error");
  EXPECT_EQ(Name(Severity::kWarning), "warning");
}

TEST(FindingsTest, AllFindingsSurviveTheWayThroughAStatus) {
  const Findings findings = Sample();
  const absl::Status status = findings.ToStatus();
  EXPECT_EQ(ReasonOf(status), Reason::kUnknownKey);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FindingsOf(status).items(), findings.items());
  const absl::Status copy = status;
  EXPECT_EQ(FindingsOf(copy).items(), findings.items());
}

TEST(FindingsTest, TheMessageHasOneLinePerFinding) {
  Findings findings;
  findings.AddError(Reason::kOverflow, {}, "first");
  findings.AddWarning(Reason::kSmallSample, {}, "second");
  EXPECT_EQ(MessageOf(findings.ToStatus()), "OVERFLOW: first\nwarning SMALL_SAMPLE: second");
}

TEST(FindingsTest, WarningsAloneDoNotFail) {
  Findings findings;
  EXPECT_TRUE(findings.ToStatus().ok());
  findings.AddWarning(Reason::kSmallSample, {}, "few");
  EXPECT_TRUE(findings.ToStatus().ok());
  EXPECT_FALSE(findings.has_errors());
  findings.Add({.reason = Reason::kOverflow});
  EXPECT_TRUE(findings.has_errors());
}

TEST(FindingsTest, AStatusWithoutAListIsOneFinding) {
  const Findings findings = FindingsOf(MakeError(Reason::kOverflow, "too large"));
  ASSERT_EQ(findings.size(), 1);
  EXPECT_EQ(findings.items()[0].reason, Reason::kOverflow);
  EXPECT_EQ(findings.items()[0].text, "too large");
  EXPECT_TRUE(FindingsOf(absl::OkStatus()).empty());
  EXPECT_EQ(FindingsOf(absl::NotFoundError("x")).items()[0].reason, Reason::kInternal);
}

TEST(FindingsTest, ADamagedListIsOneFindingAndNeverReadsTooFar) {
  const absl::Status good = Sample().ToStatus();
  const std::string bytes(*good.GetPayload("attain/findings"));
  for (size_t size = 1; size < bytes.size(); ++size) {
    absl::Status cut = MakeError(Reason::kDupKey, "short");
    cut.SetPayload("attain/findings", absl::Cord(bytes.substr(0, size)));
    const Findings findings = FindingsOf(cut);
    if (findings.size() == 1 && findings.items()[0].text == "short") continue;
    // A cut between two findings leaves whole ones.
    EXPECT_LT(findings.size(), 3) << size;
    EXPECT_EQ(findings.items()[0], Sample().items()[0]) << size;
  }
  std::string negative = bytes;
  negative[16 + 7] = '\x80';  // the length of the first text becomes negative
  absl::Status damaged = MakeError(Reason::kDupKey, "damaged");
  damaged.SetPayload("attain/findings", absl::Cord(negative));
  EXPECT_EQ(FindingsOf(damaged).items()[0].text, "damaged");
}

TEST(FindingsTest, ListsAreAppendedInOrderEvenToThemselves) {
  Findings findings = Sample();
  findings.Append(findings);
  ASSERT_EQ(findings.size(), 6);
  EXPECT_EQ(findings.items()[1], findings.items()[4]);
  findings.mutable_items().clear();
  EXPECT_TRUE(findings.empty());
}

TEST(NearestWordTest, SlipsOfOneOrTwoLettersFindTheirWord) {
  const std::vector<std::string> known = {"bands", "from", "method", "to", "rounding"};
  EXPECT_EQ(NearestWord("form", known), "from");
  EXPECT_EQ(NearestWord("band", known), "bands");
  EXPECT_EQ(NearestWord("metohd", known), "method");
  EXPECT_EQ(NearestWord("ruonding", known), "rounding");
  EXPECT_EQ(NearestWord("rounnddng", known), "rounding");
}

TEST(NearestWordTest, ACommonBeginningIsNearEnough) {
  EXPECT_EQ(NearestWord("quota", {"measure", "quota_credit", "quota_other"}), "quota_credit");
  EXPECT_EQ(NearestWord("measure_of_all", {"measure"}), "measure");
}

TEST(NearestWordTest, FarWordsAndShortAccidentsAreNotOffered) {
  EXPECT_EQ(NearestWord("xyzzy", {"bands", "from"}), "");
  EXPECT_EQ(NearestWord("ab", {"cd", "abcdefgh"}), "");
  EXPECT_EQ(NearestWord("anything", {}), "");
  EXPECT_EQ(NearestWord("", {"to"}), "");
}

TEST(NearestWordTest, TheEarlierOfTwoEquallyNearWordsWins) {
  EXPECT_EQ(NearestWord("rate", {"rates", "crate"}), "rates");
  EXPECT_EQ(NearestWord("rate", {"crate", "rates"}), "crate");
}

}  // namespace
}  // namespace attain
