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
#include "attain/incentive/amortisation.h"
#include "attain/incentive/cap.h"
#include "attain/incentive/exchange.h"
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

/// The credits and the quota are those of the team: of everyone in the units that the payee leads
/// and the units below them, on the day of each (original) transaction. Credit is weighted by the
/// member's share in the unit; the quota is the sum of the members' quotas, each by the days in the
/// unit. Who leads nobody has neither.
///
///   quotas of Ann 90,000 and Ben 60,000, Ben in the team from 16 February (44 of 90 days)
///     quota of the team  90,000 + 60,000 × 44/90 = 119,333.33
///   credits 80,000 and 30,000: 110,000, attainment 92.18 %
struct Team {
  /// Collective: the payout on the team's sums. Individual: the payout for each member alone, on
  /// the member's credits and quota, added up. Default: collective.
  OverrideMode mode = OverrideMode::kCollective;
  bool include_self = true;  ///< The payee's own credits and quota count too. Default: yes.
  bool dedupe = true;        ///< As of an override: an order counts for at most its amount.
  bool operator==(const Team&) const = default;
};

/// When a component with a longer period than the plan's is paid.
enum class PaidIn : int32_t {
  kLast = 1,  ///< In the last of the plan's periods inside it. Default.
  kNext = 2,  ///< In the first of the plan's periods after it.
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
  std::optional<Team> team =
      std::nullopt;  ///< Paid on what the payee's team was credited. Default: on the payee's own
                     ///< credits. Not for an override, which is always the team's.
  std::optional<Grain> period =
      std::nullopt;  ///< What it is measured over, longer than the plan's period: the bonus of a
                     ///< year in a plan paid by month. It pays once, with all credits and the whole
                     ///< quota of that stretch. Default: the plan's period.
  PaidIn paid_in = PaidIn::kLast;  ///< With which of the plan's periods a longer one is paid.
                                   ///< Default: the last inside it.
  bool operator==(const Component&) const = default;
};

/// How the quota of someone assigned to the plan for a part of the period is taken.
enum class Proration : int32_t {
  kDays = 1,  ///< In proportion to the days assigned (plan_assignments), unrounded. Default.
  kNone = 2,  ///< As it stands.
};

/// The day whose rate converts an amount.
enum class FxAt : int32_t {
  kCredit = 1,       ///< That of the transaction; of a refund see `Refund`. Default.
  kCalculation = 2,  ///< The last day of the plan's period in which the transaction counts.
  kPayment = 3,      ///< The day after that period, the first on which it can be paid.
};

/// How amounts of other currencies are converted.
///
///   1,000.00 USD sold on 5 January at 5 %; USD in EUR: 5 January 0.91, 31 January 0.93, 1 February
///   0.92: credit 45.50, calculation 46.50, payment 46.00
///   2.3456 USD earned at 31.7: converted, then rounded 74.36; rounded, then converted 74.50
struct Conversion {
  std::string rate_type = "spot";  ///< Which rates of fx_rates: "spot", "month_avg" or "plan".
                                   ///< Default: spot.
  FxAt at = FxAt::kCredit;  ///< Whose day's rate. Default: that of the transaction.
  /// Whether what a transaction earns is rounded in its own currency before it is converted; then
  /// every component pays by transaction and is rounded by transaction. Default: converted exactly,
  /// rounded only at the component's point.
  FxOrder order = FxOrder::kConvertThenRound;
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
  std::optional<AmortisationRule> amortisation =
      std::nullopt;  ///< How commissions are spread over the time they serve: the result table
                     ///< `amortisation`. Changes no pay. Default: none.
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
    definition::Type<Team>);  ///< {mode, include_self, dedupe}
const definition::FieldTable& Describe(
    definition::Type<Component>);  ///< {id, measure, payout, cap, floor, rounding, gates, modifiers,
                                   ///< span, version_at, refund, team, period, paid_in}
const definition::WordTable& Describe(definition::Type<PaidIn>);  ///< last, next
const definition::WordTable& Describe(definition::Type<FxAt>);    ///< credit, calculation, payment
const definition::FieldTable& Describe(
    definition::Type<Conversion>);  ///< {rate_type, at, order}
const definition::FieldTable& Describe(definition::Type<Plan>);        ///< the document incentive/1
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_PLAN_H_
