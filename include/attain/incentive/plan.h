// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A plan: who is paid, in which currency, for which period, by which components.
//
//   const incentive::Plan plan{
//       .id = "ae-2026",
//       .currency = "EUR",
//       .components = {{.id = "new-business",
//                       .measure = "won_amount",
//                       .payout = incentive::Tiers{.method = incentive::TierMethod::kMarginal,
//                                                  .over = incentive::AttainmentOf{"quota-2026"},
//                                                  .bands = {{.from = 0_pct, .pays = 6_pct},
//                                                            {.from = 80_pct, .pays = 8_pct},
//                                                            {.from = 100_pct, .pays = 12.5_pct}}},
//                       .cap = 40'000_eur}}};
//
// The same plan as a document has the same words. `Read<Plan>` (definition/document.h) makes one of
// the other. In: nothing but the definition; measures and targets are named by their ids.
#ifndef ATTAIN_INCENTIVE_PLAN_H_
#define ATTAIN_INCENTIVE_PLAN_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/base/period.h"
#include "attain/base/rounding.h"
#include "attain/definition/document.h"
#include "attain/definition/fields.h"
#include "attain/definition/value.h"
#include "attain/incentive/cap.h"
#include "attain/incentive/payment_plan.h"
#include "attain/incentive/payout.h"

namespace attain::incentive {

/// The day that chooses the version of a payout.
enum class VersionAt : int32_t {
  kTransaction = 1,  ///< The day of the transaction; of a refund see `Refund`.
  kPeriodStart = 2,  ///< The first day of the period.
  kPeriodEnd = 3,    ///< The last day of the period.
};

/// Whose day decides over a refund: plan version, currency rate and unit. Its shares are always
/// those of what it reverses.
enum class Refund : int32_t {
  kAsOriginal = 1,  ///< That of what it reverses. Default.
  kOwn = 2,         ///< Its own.
};

/// One part of a plan's pay.
struct Component {
  std::string id;       ///< Its id within the plan, as findings and explanations name it.
  std::string measure;  ///< Id of the measure whose credits are paid on.
  definition::Versions<Payout>
      payout;  ///< How they are paid. With versions: rates of transactions take the version of the
               ///< (original) transaction's day, bands of a period the version of its last day.
  std::optional<Cap> cap = std::nullopt;  ///< Most the component pays: an amount in a period,
                                          ///< before rounding, or more (cap.h). Default: no cap.
  std::optional<definition::Amount> floor =
      std::nullopt;  ///< Least the component pays in a period. Default: no floor. Not prorated.
  Rounding rounding = {};  ///< When and how it is rounded. Default: once per payment, half to even,
                           ///< to the currency's unit.
  std::vector<Gate> gates = {};  ///< What must be reached for anything to be paid: every one of
                                 ///< them. Default: nothing.
  std::vector<Modifier> modifiers = {};  ///< Factors of what the component pays, one after the
                                         ///< other, after the gates and before floor and cap.
                                         ///< Default: none.
  /// From when on credits and quota count. Longer than the period, the component is trued up: it
  /// pays what the payee is entitled to for the span so far, less what it earned exactly in earlier
  /// periods of the span; that may be negative unless there is a floor. Default: the period.
  Span span = Span::kPeriod;
  std::optional<VersionAt> version_at =
      std::nullopt;  ///< Which day chooses the version of the payout. Default: rates of
                     ///< transactions that of the transaction, the others the last of the period.
  Refund refund = Refund::kAsOriginal;  ///< Default: as what it reverses.
  bool operator==(const Component&) const = default;
};

/// How the quota of someone assigned to the plan for a part of the period is taken.
enum class Proration : int32_t {
  kDays = 1,  ///< In proportion to the days assigned (plan_assignments), unrounded. Default.
  kNone = 2,  ///< As it stands.
};

/// How amounts of other currencies are converted.
struct Conversion {
  std::string rate_type = "spot";  ///< Which rates of fx_rates: "spot", "month_avg" or "plan".
                                   ///< Default: spot of the transaction's day.
  bool operator==(const Conversion&) const = default;
};

/// An incentive plan.
struct Plan {
  std::string id;        ///< Its id, as assignments and results name it.
  std::string currency;  ///< ISO code of the currency everything is paid in.
  definition::ExpressionText for_ =
      {};  ///< Key "for": a condition over the table `reps` that says who is paid. Default: those
           ///< whom plan_assignments names for this plan; without such a table, every rep employed
           ///< in the period.
  std::optional<Grain> period =
      std::nullopt;  ///< Length of its periods. Default: whatever period is asked for. Asked for a
                     ///< longer one, it makes a statement for each of its own.
  std::vector<Component> components;       ///< At least one.
  Payment payment = {};                    ///< Default: negative statements are carried.
  Proration proration = Proration::kDays;  ///< Default: by days assigned.
  Conversion fx = {};                      ///< Default: spot rates.
  std::optional<Cap> cap = std::nullopt;   ///< Most all components together pay someone in a
                                           ///< period. Default: no cap.
  std::optional<definition::Amount> budget =
      std::nullopt;  ///< Most the plan pays everyone together in a period: earnings above zero are
                     ///< cut in proportion when their sum is above it. Default: no budget.
  bool operator==(const Plan&) const = default;
};

/// What the caller knows of the ids a plan may name; empty: nothing is checked against it.
struct Known {
  std::vector<std::string> measures = {};  ///< Ids of measures.
  std::vector<std::string> targets = {};   ///< Ids of targets.
};

/// Everything wrong with a plan by itself: what Validate of the payouts and CheckPayment find, kUnknownCurrency,
/// kCurrencyMismatch of a cap or budget, kCapNegative, kUnsupportedOption for switches that do not
/// go together, kOutOfBounds (floor above cap), kDuplicateId,
/// kMissingKey, kIntervalOverlap between versions, kUnknownReference for a measure or target that
/// `known` does not hold, kInvalidArgument where two components round the payment differently.
/// Paths begin with `path`, `incentive[ae-2026]` when it is empty.
Findings Validate(const Plan& plan, const Known& known = {}, std::string_view path = {});

/// Reads a document of its own, `"attain": "incentive/1"`, and validates it: a status with all
/// findings and their lines and columns, or the plan with its warnings.
absl::StatusOr<definition::Loaded<Plan>> Parse(std::string_view text,
                                               const definition::ReadOptions& options = {},
                                               const Known& known = {});

/// \name Field tables.
/// \{
const definition::WordTable& Describe(definition::Type<Proration>);        ///< days, none
const definition::WordTable& Describe(
    definition::Type<VersionAt>);  ///< transaction, period_start, period_end
const definition::WordTable& Describe(definition::Type<Refund>);  ///< as_original, own
const definition::FieldTable& Describe(
    definition::Type<Component>);  ///< {id, measure, payout, cap, floor, rounding, gates, modifiers,
                                   ///< span, version_at, refund}
const definition::FieldTable& Describe(definition::Type<Conversion>);  ///< {rate_type}
const definition::FieldTable& Describe(definition::Type<Plan>);        ///< the document incentive/1
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_PLAN_H_
