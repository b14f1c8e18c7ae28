// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/payment_plan.h"

#include <string>
#include <vector>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "attain/definition/document.h"
#include "attain/incentive/plan.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Currency kEur = Currency::Unchecked("EUR", 2);

// "reason path" of every finding.
std::vector<std::string> Faults(const Payment& payment) {
  const std::vector<PaidComponent> components = {{.id = "new"},
                                                 {.id = "bonus", .by_transaction = false}};
  std::vector<std::string> faults;
  for (const Finding& finding : CheckPayment(payment, kEur, components, "p"))
    faults.push_back(std::string(Name(finding.reason)) + " " + finding.where.path);
  return faults;
}

TEST(PaymentPlanTest, AWholePaymentPlanIsReadAndWrittenBack) {
  constexpr std::string_view kText = R"({
    "negative": "pay",
    "draw": {"kind": "recoverable_forgiven", "amount": "2000 EUR", "valid": ["2026-01-01", "2026-07-01"],
             "recovery_from": "2026-03-01", "share": "50%", "minimum": "500", "prorate": true},
    "guarantee": {"kind": "additive", "amount": "300", "valid": [null, "2026-04-01"], "prorate": true},
    "maximum": {"amount": "8000", "excess": "lose"},
    "hold": {"share": "30%", "of": ["new"], "until": "days", "after": "90d"},
    "clawback": {"kind": "prorated", "of": ["new"], "term": 12, "window": "26w"}})";
  const auto read = definition::Read<Payment>(kText);
  ASSERT_TRUE(read.ok()) << read.status();
  const Payment* loaded = &read->value;
  EXPECT_EQ(loaded->draw->kind, DrawKind::kRecoverableForgiven);
  EXPECT_EQ(loaded->draw->share, 50_pct);
  EXPECT_EQ(*loaded->draw->recovery_from, *Date::Parse("2026-03-01"));
  EXPECT_EQ(loaded->guarantee->kind, GuaranteeKind::kAdditive);
  EXPECT_EQ(loaded->maximum->excess, Excess::kLose);
  EXPECT_EQ(loaded->hold->after->days, 90);
  EXPECT_EQ(loaded->clawback->window->days, 182);
  EXPECT_THAT(Faults(*loaded), IsEmpty());
  const auto again = definition::Read<Payment>(definition::Write(*loaded));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->value, *loaded);
}

TEST(PaymentPlanTest, WhatIsLeftOutHasItsDefault) {
  const auto read =
      definition::Read<Payment>(R"({"draw": {"kind": "recoverable", "amount": 100}, "hold": {}})");
  ASSERT_TRUE(read.ok()) << read.status();
  const Payment* payment = &read->value;
  EXPECT_EQ(payment->negative, NegativePayment::kCarry);
  EXPECT_EQ(payment->draw->share, 100_pct);
  EXPECT_EQ(payment->draw->valid, Validity());
  EXPECT_EQ(payment->hold->share, 100_pct);
  EXPECT_EQ(payment->hold->until, HoldUntil::kCollected);
  EXPECT_EQ(payment->hold->release, HoldRelease::kInProportion);
  EXPECT_FALSE(payment->clawback.has_value());
}

TEST(PaymentPlanTest, FaultsOfADrawAreFoundWhereTheyStand) {
  PaymentDraw draw{.amount = -1,
                   .valid = {*Date::Parse("2026-02-01"), *Date::Parse("2026-02-01")},
                   .share = Rate(Decimal(2)),
                   .minimum = definition::Amount(5, Currency::Unchecked("USD", 2))};
  EXPECT_THAT(Faults({.draw = draw}),
              ElementsAre("OUT_OF_BOUNDS p.draw.amount", "INTERVAL_INVERTED p.draw.valid",
                          "OUT_OF_BOUNDS p.draw.share", "CURRENCY_MISMATCH p.draw.minimum"));
  draw = {.kind = DrawKind::kRecoverableForgiven, .amount = 100};
  EXPECT_THAT(Faults({.draw = draw}), ElementsAre("MISSING_KEY p.draw.valid"));
  draw = {.kind = DrawKind::kNonRecoverableAdditive,
          .amount = 100,
          .recovery_from = Date(),
          .share = 50_pct,
          .minimum = 5};
  EXPECT_THAT(Faults({.draw = draw}),
              ElementsAre("UNSUPPORTED_OPTION p.draw.recovery_from",
                          "UNSUPPORTED_OPTION p.draw.share", "UNSUPPORTED_OPTION p.draw.minimum"));
  draw = {.amount = *Decimal::Parse("0.001")};
  EXPECT_THAT(Faults({.draw = draw}), ElementsAre("INEXACT p.draw.amount"));
}

TEST(PaymentPlanTest, NothingLiesAboveTheMaximum) {
  EXPECT_THAT(Faults({.draw = PaymentDraw{.amount = 2'000},
                      .guarantee = PaymentGuarantee{.amount = 1'500},
                      .maximum = PaymentLimit{.amount = 1'000}}),
              ElementsAre("OUT_OF_BOUNDS p.draw.amount", "OUT_OF_BOUNDS p.guarantee.amount"));
  EXPECT_THAT(Faults({.maximum = PaymentLimit{.amount = -1}}),
              ElementsAre("CAP_NEGATIVE p.maximum.amount"));
  EXPECT_THAT(Faults({.guarantee = PaymentGuarantee{.amount = 1, .valid = {Date(), Date()}}}),
              ElementsAre("INTERVAL_INVERTED p.guarantee.valid"));
}

TEST(PaymentPlanTest, HoldsNameComponentsThatPayByTransaction) {
  PaymentHold hold{.share = Rate(Decimal(-1)), .of = {"new", "nwe", "bonus"}};
  EXPECT_THAT(Faults({.hold = hold}),
              ElementsAre("OUT_OF_BOUNDS p.hold.share", "UNKNOWN_REFERENCE p.hold.of[1]",
                          "UNSUPPORTED_OPTION p.hold.of[2]"));
  hold = {.until = HoldUntil::kDays};
  EXPECT_THAT(Faults({.hold = hold}), ElementsAre("MISSING_KEY p.hold.after"));
  hold = {.until = HoldUntil::kDate, .after = definition::Duration{3}};
  EXPECT_THAT(Faults({.hold = hold}),
              ElementsAre("UNSUPPORTED_OPTION p.hold.after", "MISSING_KEY p.hold.on"));
  hold = {.until = HoldUntil::kDate, .on = Date(), .release = HoldRelease::kWhenComplete};
  EXPECT_THAT(Faults({.hold = hold}), ElementsAre("UNSUPPORTED_OPTION p.hold.release"));
}

TEST(PaymentPlanTest, EachKindOfClawbackHasItsOwnKeys) {
  EXPECT_THAT(Faults({.clawback = PaymentClawback{.kind = ClawbackKind::kPercent}}),
              ElementsAre("MISSING_KEY p.clawback.percent"));
  EXPECT_THAT(Faults({.clawback = PaymentClawback{.kind = ClawbackKind::kProrated}}),
              ElementsAre("MISSING_KEY p.clawback.term"));
  EXPECT_THAT(
      Faults({.clawback = PaymentClawback{.of = {"none"}, .percent = Rate(Decimal(2)), .term = 0}}),
      ElementsAre("UNKNOWN_REFERENCE p.clawback.of[0]", "UNSUPPORTED_OPTION p.clawback.percent",
                  "UNSUPPORTED_OPTION p.clawback.term", "OUT_OF_BOUNDS p.clawback.percent",
                  "OUT_OF_BOUNDS p.clawback.term"));
}

TEST(PaymentPlanTest, FaultsOfADocumentHaveLineAndPath) {
  const auto plan = Parse(R"({"attain": "incentive/1", "id": "ae", "currency": "EUR",
    "components": [{"id": "new", "measure": "won", "payout": {"kind": "flat", "rate": "10%"}}],
    "payment": {"hold": {"of": ["nwe"]},
                "draw": {"kind": "recoverable", "amount": "10 USD"}}})",
                          {.document = "ae.json"});
  const Findings findings = FindingsOf(plan.status());
  ASSERT_EQ(findings.items().size(), 2u) << plan.status();
  EXPECT_EQ(findings.items()[0].where.path, "incentive[ae].payment.draw.amount");
  EXPECT_EQ(findings.items()[0].where.line, 4);
  EXPECT_EQ(findings.items()[1].where.path, "incentive[ae].payment.hold.of[0]");
  EXPECT_EQ(findings.items()[1].where.line, 3);
  EXPECT_THAT(findings.items()[1].hint, HasSubstr("\"new\""));
}

TEST(PaymentPlanTest, WordsAreThoseOfTheDocuments) {
  EXPECT_EQ(definition::TextOf(GuaranteeKind::kTopUp), "top_up");
  EXPECT_EQ(definition::TextOf(HoldUntil::kDate), "date");
  EXPECT_EQ(definition::TextOf(HoldRelease::kWhenComplete), "when_complete");
  EXPECT_EQ(definition::TextOf(ClawbackKind::kPaidPart), "paid_part");
  EXPECT_EQ(definition::TextOf(NegativePayment::kZero), "zero");
}

}  // namespace
}  // namespace attain::incentive
