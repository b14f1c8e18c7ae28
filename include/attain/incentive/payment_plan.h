// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The payment plan: how what a payee earned becomes what a payee is paid.
//
//   "payment": {"hold":      {"share": "30%", "until": "collected"},
//               "guarantee": {"kind": "top_up", "amount": "1500", "valid": [null, "2026-04-01"]},
//               "maximum":   {"amount": "8000", "excess": "carry"},
//               "draw":      {"kind": "recoverable", "amount": "2000", "share": "50%"}}
//
// Every element may be left out; the order in which they work is fixed: what was earned, corrected
// (clawback, guarantee), less what is held, plus what is released, rounded, at most the maximum,
// then the draw. `Settle` (settle.h) does it for one statement, with figures. What waits or is owed
// is a balance that the next statement takes up.
//
//   draw of 2,000 in January and February, half of the excess taken back
//                  earned   drawn   recovered   paid    owed
//     January       1,500     500               2,000    500
//     February      2,600              -300     2,300    200
//     March         1,000              -200       800      0
//
// In: nothing but the definition. `CheckPayment` says what is wrong with it.
#ifndef ATTAIN_INCENTIVE_PAYMENT_PLAN_H_
#define ATTAIN_INCENTIVE_PAYMENT_PLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/base/period.h"
#include "attain/base/rate.h"
#include "attain/definition/fields.h"
#include "attain/definition/value.h"
#include "attain/incentive/payment.h"

namespace attain::incentive {

/// What becomes of a statement that comes out negative and that no draw covers.
enum class NegativePayment : int32_t {
  kCarry = 1,  ///< Nothing is paid; the rest is a balance taken from the next statement. Default.
  kPay = 2,    ///< It is paid out negative.
  kZero = 3,   ///< Nothing is paid and nothing remains.
};

/// An advance per period. While it is in force the payee gets at least the amount; of recoverable
/// kinds what is paid beyond the earnings is owed (balance `draw`) and taken back from what later
/// statements pay above the amount. A recoverable draw also covers what a statement of any other
/// period lacks to zero. The four kinds are those that compensation suites document (Xactly,
/// Oracle).
struct PaymentDraw {
  DrawKind kind = DrawKind::kRecoverable;  ///< Whether it is taken back. Required in documents.
  definition::Amount amount = {};          ///< Per period, at least 0. Required in documents.
  Validity valid = {};  ///< In force in periods with a day of it. Default: always.
  std::optional<Date> recovery_from =
      std::nullopt;  ///< Taken back in periods that begin on this day or later. Default: at once.
  Rate share = Rate(Decimal(1));  ///< Part of what is above the amount that may be taken back, 0 to
                                  ///< 100 %; rounded half to even to the currency. Default: all.
  std::optional<definition::Amount> minimum =
      std::nullopt;  ///< Taking back leaves at least this, also after the draw has ended. Default:
                     ///< the amount while in force, afterwards nothing.
  bool prorate = false;  ///< The amount in proportion to the days in force on which the payee is on
                         ///< the plan, half to even to the currency. Default: the whole amount.
  bool operator==(const PaymentDraw&) const = default;
};

/// How a guarantee works.
enum class GuaranteeKind : int32_t {
  kTopUp = 1,     ///< What was earned is raised to the amount.
  kAdditive = 2,  ///< The amount comes on top of what was earned.
};

/// Pay that is never taken back: an adjustment of what was earned, before anything is held. Where a
/// draw looks at what a statement pays, a guarantee looks at what it earned.
struct PaymentGuarantee {
  GuaranteeKind kind = GuaranteeKind::kTopUp;  ///< Required in documents.
  definition::Amount amount = {};              ///< Per period, at least 0. Required in documents.
  Validity valid = {};   ///< In force in periods with a day of it. Default: always.
  bool prorate = false;  ///< In proportion to days, as of a draw. Default: the whole amount.
  bool operator==(const PaymentGuarantee&) const = default;
};

/// Most a statement pays, before a draw is given or taken back.
struct PaymentLimit {
  definition::Amount amount = {};   ///< Per period, at least 0. Required in documents.
  Excess excess = Excess::kCarry;   ///< What lies above: paid when a later period has room (balance
                                    ///< `maximum`), or lost. Default: carried.
  bool operator==(const PaymentLimit&) const = default;
};

/// When pay that is held becomes free.
enum class HoldUntil : int32_t {
  kCollected = 1,  ///< As the customer pays: transactions of the kind receipt that name it.
  kDays = 2,       ///< `after` days after the day of the transaction.
  kDate = 3,       ///< On the day `on`.
};

/// How it is released as the customer pays.
enum class HoldRelease : int32_t {
  kInProportion = 1,  ///< In the proportion collected / (booked less refunded).
  kWhenComplete = 2,  ///< At once, when everything is collected.
};

/// A share of the pay for each transaction kept back until the customer has paid. Released of each
/// original transaction: the part that is free of what was held of it to date, less what was
/// released before; everything when nothing is left to collect. A refund takes back its share of
/// what is held. Receipts name what they pay by `orig_txn_id` (a receipt of an invoice of a booking
/// pays both); where deals are paid on, by `deal_id`.
struct PaymentHold {
  Rate share = Rate(Decimal(1));    ///< Part that is held, 0 to 100 %. Default: all of it.
  std::vector<std::string> of = {};  ///< Ids of components. Default: all that pay by transaction
                                     ///< and period.
  HoldUntil until = HoldUntil::kCollected;  ///< Default: until the customer has paid.
  std::optional<definition::Duration> after = std::nullopt;  ///< With `days`: how many. Required then.
  std::optional<Date> on = std::nullopt;                     ///< With `date`: which. Required then.
  HoldRelease release = HoldRelease::kInProportion;  ///< With `collected`. Default: in proportion.
  bool operator==(const PaymentHold&) const = default;
};

/// How much a refund takes back of the pay for a transaction of an earlier period.
enum class ClawbackKind : int32_t {
  kFull = 1,          ///< What the transaction earned, for the part refunded.
  kPercent = 2,       ///< `percent` of it.
  kProrated = 3,      ///< The part of `term` months that was not served: (term - served) / term.
  kRecalculated = 4,  ///< What the payee would not have earned had the refunded part never been sold.
  kPaidPart = 5,      ///< What was paid of it; the part still held is cancelled.
};

/// What a refund of a transaction of an earlier period takes back. Without this element a refund is
/// paid on like a sale, negative, at the rates of its own period. With it the refund leaves the
/// components it concerns and is an adjustment: measured by what the transaction earned in its own
/// period, by the plan, quota and shares of that period.
struct PaymentClawback {
  ClawbackKind kind = ClawbackKind::kFull;     ///< Required in documents.
  std::vector<std::string> of = {};            ///< As of a hold. Default: all that pay by
                                               ///< transaction and period.
  std::optional<Rate> percent = std::nullopt;  ///< With `percent`: the part, 0 to 100 %.
  std::optional<int64_t> term = std::nullopt;  ///< With `prorated`: months, at least 1; served are
                                               ///< the whole months from the sale to the refund.
  std::optional<definition::Duration> window =
      std::nullopt;  ///< Later refunds take back nothing; the last day is inside. Default: always.
  bool operator==(const PaymentClawback&) const = default;
};

/// How what was earned is paid.
struct Payment {
  NegativePayment negative = NegativePayment::kCarry;     ///< Default: carried to the next statement.
  std::optional<PaymentDraw> draw = std::nullopt;            ///< Default: no draw.
  std::optional<PaymentGuarantee> guarantee = std::nullopt;  ///< Default: no guarantee.
  std::optional<PaymentLimit> maximum = std::nullopt;        ///< Default: no maximum.
  std::optional<PaymentHold> hold = std::nullopt;            ///< Default: nothing is held.
  std::optional<PaymentClawback> clawback = std::nullopt;    ///< Default: refunds are paid negative.
  bool operator==(const Payment&) const = default;
};

/// A component as far as holds and clawbacks ask.
struct PaidComponent {
  std::string id;              ///< Its id.
  bool by_transaction = true;  ///< Each transaction earns its own pay, period by period.
};

/// Everything wrong with a payment plan in a currency: kCcyMissing, kCurrencyMismatch, kInexact of
/// an amount; kOutOfBounds (an amount below 0, a share outside 0 to 100 %, a draw or guarantee above
/// the maximum, a term below one month); kCapNegative; kIntervalInverted; kMissingKey (a kind's own
/// key); kUnsupportedOption (a key of another kind; a component that does not pay by transaction);
/// kUnknownReference. Paths begin with `path`.
Findings CheckPayment(const Payment& payment, Currency currency,
                      const std::vector<PaidComponent>& components, std::string_view path);

/// \name Field tables.
/// \{
const definition::WordTable& Describe(definition::Type<NegativePayment>);  ///< carry, pay, zero
const definition::WordTable& Describe(definition::Type<GuaranteeKind>);    ///< top_up, additive
const definition::WordTable& Describe(definition::Type<HoldUntil>);        ///< collected, days, date
const definition::WordTable& Describe(
    definition::Type<HoldRelease>);  ///< in_proportion, when_complete
const definition::WordTable& Describe(
    definition::Type<ClawbackKind>);  ///< full, percent, prorated, recalculated, paid_part
const definition::FieldTable& Describe(
    definition::Type<PaymentDraw>);  ///< {kind, amount, valid, recovery_from, share, minimum, prorate}
const definition::FieldTable& Describe(
    definition::Type<PaymentGuarantee>);  ///< {kind, amount, valid, prorate}
const definition::FieldTable& Describe(definition::Type<PaymentLimit>);  ///< {amount, excess}
const definition::FieldTable& Describe(
    definition::Type<PaymentHold>);  ///< {share, of, until, after, on, release}
const definition::FieldTable& Describe(
    definition::Type<PaymentClawback>);  ///< {kind, of, percent, term, window}
const definition::FieldTable& Describe(
    definition::Type<Payment>);  ///< {negative, draw, guarantee, maximum, hold, clawback}
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_PAYMENT_PLAN_H_
