// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/payment_plan.h"

#include <algorithm>
#include <utility>

#include "attain/base/status.h"
#include "attain/definition/reference.h"
#include "base/internal/text.h"
#include "incentive/internal/check_amount.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;
using definition::ElementPath;
using definition::JoinPath;
using definition::Optional;
using definition::Required;

// What the parts of a payment plan are checked with.
class Checker {
 public:
  Checker(Currency currency, const std::vector<PaidComponent>& components, std::string_view path,
          Findings& findings)
      : currency_(currency), components_(components), path_(path), findings_(findings) {}

  void Draw(const PaymentDraw& draw, const std::optional<Money>& most);
  void Guarantee(const PaymentGuarantee& guarantee, const std::optional<Money>& most);
  std::optional<Money> Maximum(const PaymentLimit& maximum);
  void Hold(const PaymentHold& hold);
  void Clawback(const PaymentClawback& clawback);

 private:
  std::string At(std::string_view element, std::string_view key) const {
    return JoinPath(JoinPath(path_, element), key);
  }
  void Add(Reason reason, std::string path, std::string text, std::string hint = {}) {
    findings_.AddError(reason, {.path = std::move(path)}, std::move(text), std::move(hint));
  }
  // An amount of at least 0 and, where there is a maximum, at most that.
  void Positive(const definition::Amount& amount, std::string path,
                const std::optional<Money>& most);
  void Part(const Rate& share, std::string path);
  void Range(const Validity& valid, std::string path);
  // A key that belongs to one word of another key: there with it, and only with it.
  void Belongs(bool given, bool wanted, std::string_view element, std::string_view key,
               std::string_view other, std::string_view word);
  void Components(const std::vector<std::string>& of, std::string_view element);

  Currency currency_;
  const std::vector<PaidComponent>& components_;
  std::string_view path_;
  Findings& findings_;
};

void Checker::Positive(const definition::Amount& amount, std::string path,
                       const std::optional<Money>& most) {
  const std::optional<Money> money = AmountIn(amount, currency_, path, findings_);
  if (!money.has_value()) return;
  if (money->units() < 0) {
    Add(Reason::kOutOfBounds, std::move(path),
        StrCat("an amount paid must be at least 0, not ", amount.value.ToString()));
  } else if (most.has_value() && money->units() > most->units()) {
    Add(Reason::kOutOfBounds, std::move(path),
        StrCat(amount.value.ToString(), " lies above the maximum of a payment, ",
               most->ToDecimal().ToString()));
  }
}

void Checker::Part(const Rate& share, std::string path) {
  if (share < Rate() || share > Rate(Decimal(1)))
    Add(Reason::kOutOfBounds, std::move(path),
        StrCat("a share must be from 0% to 100%, not ", share.ToString()));
}

void Checker::Range(const Validity& valid, std::string path) {
  if (valid.from >= valid.to)
    Add(Reason::kIntervalInverted, std::move(path), "it must end after it starts");
}

void Checker::Belongs(bool given, bool wanted, std::string_view element, std::string_view key,
                      std::string_view other, std::string_view word) {
  if (given == wanted) return;
  if (wanted) {
    Add(Reason::kMissingKey, At(element, key), StrCat("\"", other, "\": \"", word, "\" needs it"));
  } else {
    Add(Reason::kUnsupportedOption, At(element, key),
        StrCat("it belongs to \"", other, "\": \"", word, "\""));
  }
}

void Checker::Components(const std::vector<std::string>& of, std::string_view element) {
  for (size_t i = 0; i < of.size(); ++i) {
    std::string path = ElementPath(At(element, "of"), "", static_cast<int64_t>(i));
    const auto found =
        std::find_if(components_.begin(), components_.end(),
                     [&](const PaidComponent& component) { return component.id == of[i]; });
    if (found == components_.end()) {
      std::vector<std::string> known;
      for (const PaidComponent& component : components_) known.push_back(component.id);
      const std::string nearest = NearestWord(of[i], known);
      Add(Reason::kUnknownReference, std::move(path),
          StrCat("the plan has no component \"", of[i], "\""),
          nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
    } else if (!found->by_transaction) {
      Add(Reason::kUnsupportedOption, std::move(path),
          StrCat("\"", of[i], "\" does not pay each transaction in its own period"));
    }
  }
}

void Checker::Draw(const PaymentDraw& draw, const std::optional<Money>& most) {
  constexpr std::string_view kDraw = "draw";
  Positive(draw.amount, At(kDraw, "amount"), most);
  Range(draw.valid, At(kDraw, "valid"));
  Part(draw.share, At(kDraw, "share"));
  if (draw.minimum.has_value()) Positive(*draw.minimum, At(kDraw, "minimum"), most);
  if (draw.kind == DrawKind::kRecoverableForgiven && draw.valid.to == Validity().to)
    Add(Reason::kMissingKey, At(kDraw, "valid"),
        "what is owed is forgiven when the draw ends, so it needs an end");
  if (draw.kind != DrawKind::kNonRecoverableGuarantee &&
      draw.kind != DrawKind::kNonRecoverableAdditive)
    return;
  const auto unused = [&](bool given, std::string_view key) {
    if (given)
      Add(Reason::kUnsupportedOption, At(kDraw, key),
          StrCat("nothing is taken back of a draw of the kind \"", definition::TextOf(draw.kind),
                 "\""));
  };
  unused(draw.recovery_from.has_value(), "recovery_from");
  unused(draw.share != Rate(Decimal(1)), "share");
  unused(draw.minimum.has_value(), "minimum");
}

void Checker::Guarantee(const PaymentGuarantee& guarantee, const std::optional<Money>& most) {
  Positive(guarantee.amount, At("guarantee", "amount"), most);
  Range(guarantee.valid, At("guarantee", "valid"));
}

std::optional<Money> Checker::Maximum(const PaymentLimit& maximum) {
  std::string path = At("maximum", "amount");
  const std::optional<Money> money = AmountIn(maximum.amount, currency_, path, findings_);
  if (!money.has_value() || money->units() >= 0) return money;
  Add(Reason::kCapNegative, std::move(path),
      StrCat("a maximum must be at least 0, not ", maximum.amount.value.ToString()));
  return std::nullopt;
}

void Checker::Hold(const PaymentHold& hold) {
  constexpr std::string_view kHold = "hold";
  Part(hold.share, At(kHold, "share"));
  Components(hold.of, kHold);
  Belongs(hold.after.has_value(), hold.until == HoldUntil::kDays, kHold, "after", "until", "days");
  Belongs(hold.on.has_value(), hold.until == HoldUntil::kDate, kHold, "on", "until", "date");
  if (hold.release != HoldRelease::kInProportion)
    Belongs(true, hold.until == HoldUntil::kCollected, kHold, "release", "until", "collected");
}

void Checker::Clawback(const PaymentClawback& clawback) {
  constexpr std::string_view kClawback = "clawback";
  Components(clawback.of, kClawback);
  Belongs(clawback.percent.has_value(), clawback.kind == ClawbackKind::kPercent, kClawback,
          "percent", "kind", "percent");
  Belongs(clawback.term.has_value(), clawback.kind == ClawbackKind::kProrated, kClawback, "term",
          "kind", "prorated");
  if (clawback.percent.has_value()) Part(*clawback.percent, At(kClawback, "percent"));
  if (clawback.term.has_value() && *clawback.term < 1)
    Add(Reason::kOutOfBounds, At(kClawback, "term"),
        StrCat("a term must be at least one month, not ", *clawback.term));
}

}  // namespace

std::optional<Money> AmountIn(const definition::Amount& amount, Currency currency, std::string path,
                              Findings& findings) {
  const absl::StatusOr<Money> money = amount.ToMoney(currency);
  if (!money.ok()) {
    findings.AddError(ReasonOf(money.status()), {.path = std::move(path)},
                      MessageOf(money.status()));
    return std::nullopt;
  }
  if (money->currency().code() != currency.code()) {
    findings.AddError(
        Reason::kCurrencyMismatch, {.path = std::move(path)},
        StrCat(amount.ToString(), " is not in the currency of the plan, ", currency.code()));
    return std::nullopt;
  }
  return *money;
}

Findings CheckPayment(const Payment& payment, Currency currency,
                      const std::vector<PaidComponent>& components, std::string_view path) {
  Findings findings;
  Checker check(currency, components, path, findings);
  std::optional<Money> most;
  if (payment.maximum.has_value()) most = check.Maximum(*payment.maximum);
  if (payment.draw.has_value()) check.Draw(*payment.draw, most);
  if (payment.guarantee.has_value()) check.Guarantee(*payment.guarantee, most);
  if (payment.hold.has_value()) check.Hold(*payment.hold);
  if (payment.clawback.has_value()) check.Clawback(*payment.clawback);
  return findings;
}

const definition::WordTable& Describe(definition::Type<NegativePayment>) {
  static const auto& table = *new auto(definition::Words<NegativePayment>(
      "negative_payment", "What becomes of a statement that comes out negative.",
      {{"carry", NegativePayment::kCarry,
        "Nothing is paid; the rest is taken from the next statement."},
       {"pay", NegativePayment::kPay, "It is paid out negative."},
       {"zero", NegativePayment::kZero, "Nothing is paid and nothing remains."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<GuaranteeKind>) {
  static const auto& table = *new auto(definition::Words<GuaranteeKind>(
      "guarantee_kind", "How a guarantee works.",
      {{"top_up", GuaranteeKind::kTopUp, "What was earned is raised to the amount."},
       {"additive", GuaranteeKind::kAdditive, "The amount comes on top of what was earned."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<HoldUntil>) {
  static const auto& table = *new auto(definition::Words<HoldUntil>(
      "hold_until", "When pay that is held becomes free.",
      {{"collected", HoldUntil::kCollected, "As the customer pays: receipts that name it."},
       {"days", HoldUntil::kDays, "Some days after the transaction."},
       {"date", HoldUntil::kDate, "On a day."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<HoldRelease>) {
  static const auto& table = *new auto(definition::Words<HoldRelease>(
      "hold_release", "How pay that is held is released as the customer pays.",
      {{"in_proportion", HoldRelease::kInProportion, "Collected / (booked less refunded) of it."},
       {"when_complete", HoldRelease::kWhenComplete, "All of it when everything is collected."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<ClawbackKind>) {
  static const auto& table = *new auto(definition::Words<ClawbackKind>(
      "clawback_kind", "How much a refund takes back of pay of an earlier period.",
      {{"full", ClawbackKind::kFull, "What the transaction earned, for the part refunded."},
       {"percent", ClawbackKind::kPercent, "A percentage of it."},
       {"prorated", ClawbackKind::kProrated, "The part of a term that was not served."},
       {"recalculated", ClawbackKind::kRecalculated,
        "What would not have been earned without the part refunded."},
       {"paid_part", ClawbackKind::kPaidPart,
        "What was paid of it; the part still held is cancelled."}}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<PaymentDraw>) {
  static const auto& table = *new auto(definition::Table<PaymentDraw>(
      "draw", "An advance per period.",
      {Required("kind", &PaymentDraw::kind, "Whether and how it is taken back."),
       Required("amount", &PaymentDraw::amount, "Per period, at least 0."),
       Optional("valid", &PaymentDraw::valid,
                "In force in periods with a day of it. Default: always."),
       Optional("recovery_from", &PaymentDraw::recovery_from,
                "Taken back in periods that begin on this day or later. Default: at once."),
       Optional("share", &PaymentDraw::share,
                "Part of what is above the amount that may be taken back. Default: 100%.")
           .AtLeast(0)
           .AtMost(1),
       Optional("minimum", &PaymentDraw::minimum,
                "Taking back leaves at least this, also after the end. Default: the amount while "
                "in force, then nothing."),
       Optional("prorate", &PaymentDraw::prorate,
                "The amount in proportion to days in force and on the plan. Default: false.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<PaymentGuarantee>) {
  static const auto& table = *new auto(definition::Table<PaymentGuarantee>(
      "guarantee", "Pay that is never taken back.",
      {Required("kind", &PaymentGuarantee::kind, "Raises what was earned, or comes on top."),
       Required("amount", &PaymentGuarantee::amount, "Per period, at least 0."),
       Optional("valid", &PaymentGuarantee::valid,
                "In force in periods with a day of it. Default: always."),
       Optional("prorate", &PaymentGuarantee::prorate,
                "The amount in proportion to days in force and on the plan. Default: false.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<PaymentLimit>) {
  static const auto& table = *new auto(definition::Table<PaymentLimit>(
      "maximum", "Most a statement pays.",
      {Required("amount", &PaymentLimit::amount, "Per period, at least 0."),
       Optional("excess", &PaymentLimit::excess, "What lies above. Default: carry.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<PaymentHold>) {
  static const auto& table = *new auto(definition::Table<PaymentHold>(
      "hold", "A share of the pay for each transaction, kept back until it is free.",
      {Optional("share", &PaymentHold::share, "Part that is held. Default: 100%.")
           .AtLeast(0)
           .AtMost(1),
       Optional("of", &PaymentHold::of,
                "Ids of components. Default: all that pay by transaction and period."),
       Optional("until", &PaymentHold::until, "When it becomes free. Default: collected."),
       Optional("after", &PaymentHold::after, "With days: how many after the transaction."),
       Optional("on", &PaymentHold::on, "With date: which."),
       Optional("release", &PaymentHold::release,
                "With collected: in proportion, or when complete. Default: in_proportion.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<PaymentClawback>) {
  static const auto& table = *new auto(definition::Table<PaymentClawback>(
      "clawback", "What a refund of a transaction of an earlier period takes back.",
      {Required("kind", &PaymentClawback::kind, "How much of what it earned."),
       Optional("of", &PaymentClawback::of,
                "Ids of components. Default: all that pay by transaction and period."),
       Optional("percent", &PaymentClawback::percent, "With percent: the part.")
           .AtLeast(0)
           .AtMost(1),
       Optional("term", &PaymentClawback::term, "With prorated: months to serve.").AtLeast(1),
       Optional("window", &PaymentClawback::window,
                "Later refunds take back nothing; the last day is inside. Default: always.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Payment>) {
  static const auto& table = *new auto(definition::Table<Payment>(
      "payment", "How what was earned is paid.",
      {Optional("negative", &Payment::negative,
                "A statement that comes out negative. Default: carry."),
       Optional("draw", &Payment::draw, "An advance per period. Default: none."),
       Optional("guarantee", &Payment::guarantee, "Pay never taken back. Default: none."),
       Optional("maximum", &Payment::maximum, "Most a statement pays. Default: none."),
       Optional("hold", &Payment::hold, "Pay kept back until it is free. Default: none."),
       Optional("clawback", &Payment::clawback,
                "What refunds take back of pay of earlier periods. Default: they are paid on like "
                "sales, negative.")}));
  return table;
}

}  // namespace attain::incentive
