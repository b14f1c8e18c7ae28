// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Pay: one component of a plan applied to the credits of one payee in one period. The kernel below
// statements.
//
//   terms: marginal bands 0 % at 6 %, 80 % at 8 %, 100 % at 12.5 %, cap 40,000; credits 60,000 and
//   58,000; quota 100,000 Pay(terms, input, Detail::kTotal).total      // 8,650 Pay(terms, input,
//   Detail::kLines).credits    // 60,000 × 6 % = 3,600.00;  20,000 × 6 % + 20,000 × 8 % + 18,000
//   × 12.5 % = 5,050.00 Pay(terms, input, Detail::kTrace).lines      // 80,000 × 6 %, 20,000 × 8 %,
//   18,000 × 12.5 %: by band, each with its credits
//
// There is one walk along the credits; `Detail` says how much of what it emits is kept. The total
// is the sum of what it emits, so all three agree. In: resolved terms and exact credits. Out: exact
// amounts, and rounded ones where the terms round.
#ifndef ATTAIN_INCENTIVE_PAY_H_
#define ATTAIN_INCENTIVE_PAY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"
#include "attain/base/rounding.h"
#include "attain/incentive/plan.h"
#include "attain/incentive/replay.h"

namespace attain::incentive {

/// Which rule made a line.
enum class Rule : int32_t {
  kRate = 1,      ///< A flat rate on credited amounts.
  kBand = 2,      ///< A band of tiers.
  kOverride = 3,  ///< A rate on the credits of a team, or of one member of it.
  kFloor = 4,     ///< What raises a component to its floor.
  kCap = 5,       ///< What a cap takes away; negative.
  kRounding = 6,  ///< What rounding adds or takes away.
  kCurve = 7,     ///< Target incentive × the factor of a curve.
  kMatrix = 8,    ///< Target incentive × the factor of a matrix.
  kWeight = 9,    ///< Target incentive × weight × the attainment of one measure.
  kLumpSum = 10,  ///< A sum of money for a band reached.
  kGate = 11,     ///< What a closed gate takes away; negative.
  kModifier = 12, ///< What a modifier adds or takes away: base × (rate - 1).
  kTrueUp = 13,   ///< What was earned in earlier periods of the span; the other way round.
  kFormula = 14,  ///< What a formula gives.
  kSpiff = 15,    ///< A sum for each transaction that qualifies: shares × sum.
  kContest = 16,  ///< The prizes of a place.
  kPool = 17,     ///< A part of a pool, to the unit.
  kCarry = 18,    ///< What a cap kept back in earlier periods.
  kBudget = 19,   ///< What the budget of the plan takes away; negative.
};

/// "rate", "band", "override", "floor", "cap", "rounding", "curve", "matrix", "weight", "lump_sum",
/// "gate", "modifier", "true_up", "formula", "spiff", "contest", "pool", "carry", "budget".
std::string_view Name(Rule rule);

/// How much is kept.
enum class Detail : int32_t {
  kTotal = 1,  ///< The amount.
  kLines = 2,  ///< What each credit earns.
  kTrace = 3,  ///< A line per rule applied, with the credits behind it.
};

/// One version of a component's payout, ready for use.
struct Terms {
  Payout payout;        ///< As defined.
  Validity valid = {};  ///< When it holds.
  TierRates rates;      ///< Its bands; a flat rate is one open band.
};

/// A component, ready for use: immutable.
class ComponentTerms {
 public:
  /// Prepares a component that pays in `currency`. What Validate finds; kOverflow.
  static absl::StatusOr<ComponentTerms> Of(const Component& component, Currency currency);

  const Component& definition() const { return component_; }  ///< What it was made from.
  Currency currency() const { return currency_; }             ///< The currency of its pay.
  const std::vector<Terms>& versions() const {
    return versions_;
  }                                                            ///< Its payouts, in document order.
  const std::optional<Fraction>& cap() const { return cap_; }  ///< The cap as defined, if any.
  const std::optional<Fraction>& floor() const { return floor_; }  ///< The floor, if there is one.
  /// Place of the version that holds on a day; -1 when there is none.
  int32_t VersionAt(Date day) const;
  /// Ids of the targets whose attainment some version, gate or modifier needs, each once.
  std::vector<std::string> targets() const;
  /// True when it is paid on the credits of a team: an override, or a component with `team`.
  bool pays_on_team() const;
  /// True when it pays sums for what is reached and not by credit (versions are of one kind).
  bool pays_for_reaching() const;
  /// True when it looks at everyone the plan pays at once.
  bool pays_among_all() const;
  /// True when something is kept for later periods of the fiscal year: above a cap, below zero.
  bool carries() const;
  /// True when something is in proportion to the days assigned.
  bool prorates() const;

 private:
  Component component_;
  Currency currency_;
  std::vector<Terms> versions_;
  std::optional<Fraction> cap_;
  std::optional<Fraction> floor_;
};

/// What a payee gets of a contest or pool.
struct Award {
  Fraction amount;     ///< The prize or part, in whole currency units.
  int32_t place = 0;   ///< Contest: the best place held; 0 for who takes no part.
  Fraction value;      ///< Contest: the score. Pool: the part, of all parts together 1.
  Fraction whole;      ///< Pool: the pool, rounded.
  int32_t others = 0;  ///< How many hold the same place (contest) or have a part (pool).
  bool operator==(const Award&) const = default;
};

/// The credits of one payee in one period, in the order in which they are paid: by day, then by id.
struct PayInput {
  std::span<const int64_t> amounts =
      {};  ///< In the plan's currency, in units of 1 / `denominator`; negative for refunds.
  int64_t denominator = 100;  ///< 100 for cents; above 0.
  std::span<const Fraction> exact =
      {};  ///< The amounts where no common denominator fits 64 bits; then `amounts` is empty.
  std::span<const int32_t> days = {};  ///< Day (since 1970-01-01) of each transaction, of a refund
                                       ///< that of its original; chooses versions of flat rates.
  std::span<const int32_t> members = {};  ///< Override: whose credit each is. Otherwise empty.
  Date first_day = {};                    ///< First day of the period; may choose versions.
  Date last_day = {};                     ///< Last day of the period; chooses versions of bands.
  std::span<const Fraction> shares = {};  ///< Share of each credit, for SPIFFs. Default: 1 each.
  /// Where pay is rounded in the currency of the transaction before it is converted: the rate at
  /// which each credit was converted, and the decimals of that currency. Default: nothing is.
  std::span<const Fraction> exchange = {};
  std::span<const int32_t> own_scales = {};
  /// By version: for each credit which rule of `rates` pays it, of a SPIFF 0 where its condition
  /// holds; -1 where none does. Default: the first rule.
  std::span<const std::span<const int32_t>> rules = {};
  /// By gate: the value of one with a span of its own. Default: what the component counts.
  std::span<const std::optional<Fraction>> gates = {};
  Fraction part = 1;  ///< Part of the period for which the payee is assigned; for what is prorated.
  Fraction base_before = {};  ///< Credits below zero of earlier periods, for bands that carry them;
                              ///< at most 0.
  Fraction kept_before = {};  ///< What the cap kept back in earlier periods; at least 0.
  std::optional<Award> award = std::nullopt;  ///< What the payee gets of a contest or pool.
  /// Quota by id of target, in whole currency units; only those the payee has.
  std::vector<std::pair<std::string, Fraction>> quotas = {};
  /// What the payee has of the measure behind a target, by id of target, where that is another
  /// measure than the component's. Without an entry: what the component was credited.
  std::vector<std::pair<std::string, Fraction>> actuals = {};
  Fraction earned_before = {};  ///< What the component earned exactly (`ComponentPay::exact`) in
                                ///< earlier periods of its span, whose credits are among these;
                                ///< taken off. Default: nothing.
};

/// One rule applied.
struct PayLine {
  Rule rule = Rule::kRate;            ///< Which rule.
  int32_t version = 0;                ///< Which version of the payout.
  int32_t band = -1;                  ///< Which band of tiers, point of a curve, cell of a matrix,
                                      ///< measure of a weighted payout, gate or modifier.
  int32_t member = -1;                ///< Individual override: whose credits.
  Fraction base;                      ///< What it was applied to; of a gate the value compared.
  Fraction rate;                      ///< The rate; 0 where there is none.
  Fraction amount;                    ///< What it yields, exact.
  std::vector<int32_t> credits = {};  ///< Places of the credits behind it in the input, ascending.
  bool operator==(const PayLine&) const = default;
};

/// One attainment a component was compared with.
struct Attained {
  std::string target;   ///< Id of the target.
  Fraction actual;      ///< What was reached.
  Fraction quota;       ///< What was to be reached.
  Fraction attainment;  ///< actual / quota, exact and unclipped.
  bool operator==(const Attained&) const = default;
};

/// What a component pays.
struct ComponentPay {
  Fraction total;                           ///< The sum of everything emitted.
  Fraction exact;                           ///< The same before the component is rounded.
  Fraction credited;                        ///< The sum of the credits.
  std::optional<Fraction> quota = {};       ///< The quota used, of tiers over an attainment.
  std::optional<Fraction> attainment = {};  ///< credited / quota, exact and unclipped.
  std::vector<Attained> attained = {};      ///< Every attainment used, each once.
  bool capped = false;                      ///< The cap took something away.
  Fraction base_before = {};                ///< Credits below zero of earlier periods; at most 0.
  Fraction base_after = {};                 ///< Credits below zero left for later periods.
  Fraction kept_before = {};                ///< What the cap kept back in earlier periods.
  Fraction kept_after = {};                 ///< What the cap keeps back for later periods.
  std::vector<Fraction> credits =
      {};  ///< Detail lines: what each credit earns, rounded where the terms round transactions.
  std::vector<PayLine> lines = {};  ///< Detail lines: only floor, cap and rounding of the
                                    ///< component. Detail trace: everything.
};

/// What someone brings to a contest or pool.
struct Standing {
  bool takes_part = false;  ///< Credited something, and through every gate.
  Fraction value;           ///< What is compared; otherwise what was credited.
  Fraction credited;        ///< The sum of the credits.
};

/// What a payee brings to the contest or pool of a component. As Pay.
absl::StatusOr<Standing> Stand(const ComponentTerms& terms, const PayInput& input);

/// Pays one component. kNoQuota, kTargetZero, kValueInNoBand, kNoPlanVersion; kLengthMismatch for
/// columns that differ; kOverflow.
absl::StatusOr<ComponentPay> Pay(const ComponentTerms& terms, const PayInput& input, Detail detail);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_PAY_H_
