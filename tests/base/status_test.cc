// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/status.h"

#include <memory>
#include <set>
#include <string>

#include "absl/strings/cord.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

TEST(StatusTest, ErrorCarriesItsReasonItsCodeAndItsMessage) {
  const absl::Status status = MakeError(Reason::kCurrencyMismatch, "EUR met USD");
  EXPECT_EQ(ReasonOf(status), Reason::kCurrencyMismatch);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(MessageOf(status), "EUR met USD");
}

TEST(StatusTest, EveryReasonSurvivesTheWayThroughAStatus) {
  for (const ReasonInfo& info : Reasons()) {
    const absl::Status status = MakeError(info.reason, "x");
    EXPECT_EQ(ReasonOf(status), info.reason) << info.name;
    EXPECT_EQ(status.code(), info.code) << info.name;
    EXPECT_FALSE(status.ok()) << info.name;
  }
}

TEST(StatusTest, OkHasNoReasonAndAForeignStatusIsInternal) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), Reason::kNone);
  EXPECT_EQ(ReasonOf(absl::NotFoundError("not ours")), Reason::kInternal);
}

TEST(StatusTest, ADamagedPayloadIsInternal) {
  absl::Status letters = absl::NotFoundError("x");
  letters.SetPayload("attain/reason", absl::Cord("1x1"));
  EXPECT_EQ(ReasonOf(letters), Reason::kInternal);
  absl::Status long_number = absl::NotFoundError("x");
  long_number.SetPayload("attain/reason", absl::Cord("10110110110"));
  EXPECT_EQ(ReasonOf(long_number), Reason::kInternal);
  absl::Status unknown = absl::NotFoundError("x");
  unknown.SetPayload("attain/reason", absl::Cord("99"));
  EXPECT_EQ(ReasonOf(unknown), Reason::kInternal);
}

TEST(StatusTest, NoReasonIsNotAnErrorOneCanMake) {
  EXPECT_EQ(ReasonOf(MakeError(Reason::kNone, "x")), Reason::kInternal);
}

TEST(StatusTest, TableIsCompleteUniqueAndAscending) {
  std::set<std::string_view> names;
  int32_t before = 0;
  for (const ReasonInfo& info : Reasons()) {
    EXPECT_GT(static_cast<int32_t>(info.reason), before) << info.name;
    before = static_cast<int32_t>(info.reason);
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_FALSE(info.meaning.empty()) << info.name;
    EXPECT_EQ(info.meaning.back(), '.') << info.name;
    EXPECT_FALSE(info.remedy.empty()) << info.name;
    EXPECT_FALSE(info.chinese.empty()) << info.name;
    EXPECT_EQ(&Info(info.reason), &info);
  }
  EXPECT_GT(names.size(), 80U);
}

TEST(StatusTest, NamesLeadToReasonsAndBack) {
  EXPECT_EQ(Name(Reason::kSplitSum), "SPLIT_SUM");
  EXPECT_EQ(ReasonNamed("SPLIT_SUM"), Reason::kSplitSum);
  EXPECT_EQ(Name(Reason::kNone), "NONE");
  EXPECT_EQ(ReasonNamed("NONE"), Reason::kNone);
  EXPECT_EQ(ReasonNamed("split_sum"), std::nullopt);
}

TEST(StatusTest, ANumberOutsideTheTableReadsAsInternal) {
  EXPECT_EQ(Info(static_cast<Reason>(4711)).name, "INTERNAL");
  EXPECT_EQ(Info(static_cast<Reason>(-1)).name, "INTERNAL");
  EXPECT_EQ(Info(static_cast<Reason>(99999)).name, "INTERNAL");
}

absl::Status FailWhenNegative(int value) {
  return value < 0 ? MakeError(Reason::kInvalidArgument, "negative") : absl::OkStatus();
}

absl::StatusOr<int> Doubled(int value) {
  ATTAIN_RETURN_IF_ERROR(FailWhenNegative(value));
  return 2 * value;
}

absl::StatusOr<int> DoubledTwice(int value) {
  ATTAIN_ASSIGN_OR_RETURN(const int once, Doubled(value));
  int twice = 0;
  ATTAIN_ASSIGN_OR_RETURN(twice, Doubled(once));
  return twice;
}

TEST(StatusMacroTest, ValuesPassAndErrorsReturnAtOnce) {
  EXPECT_EQ(*DoubledTwice(3), 12);
  EXPECT_EQ(ReasonOf(DoubledTwice(-1).status()), Reason::kInvalidArgument);
}

absl::StatusOr<std::unique_ptr<int>> Boxed(int value) { return std::make_unique<int>(value); }

absl::StatusOr<int> Unboxed(int value) {
  ATTAIN_ASSIGN_OR_RETURN(const std::unique_ptr<int> box, Boxed(value));
  return *box;
}

TEST(StatusMacroTest, ValuesThatCannotBeCopiedAreMoved) { EXPECT_EQ(*Unboxed(7), 7); }

}  // namespace
}  // namespace attain
