// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Earning: from columns of transactions to what each of them earns, exactly and rounded.
//
//   marginal bands 0 – 10,000 at 10 %, above at 20 %; transactions 8,000 and 7,000, one on top of
//   the other the first earns  8,000 × 10 %                  =   800.00 the second       2,000 × 10
//   % + 5,000 × 20 %   = 1,200.00
//
// These are the kernels below the plans: plain functions on spans, for callers who bring a frame
// and not a CRM. Plans call the same code. Rows are taken in the order given. Every result keeps
// the exact value beside the rounded one.
#ifndef ATTAIN_INCENTIVE_EARNING_H_
#define ATTAIN_INCENTIVE_EARNING_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/bands.h"

namespace attain::incentive {

/// Exact lines made payable by one rule.
struct RoundedLines {
  std::vector<Decimal>
      lines;  ///< One per row, at the scale of the rule; empty when the rule rounds only the total.
  Decimal total;  ///< What the lines add up to, or the total rounded once.
};

/// Rounds `exact` by `rounding`. Point transaction: each line on its own. Point cumulative: rounded
/// running total after the line minus before it, so that the lines add up to the rounded total.
/// Points component and payment: only the total, once. `default_scale` (0..38) holds when the rule
/// names no scale. kOverflow.
absl::StatusOr<RoundedLines> RoundLines(std::span<const Fraction> exact, const Rounding& rounding,
                                        int default_scale = 2);

/// One rate table row applied to one transaction.
struct Piece {
  int64_t row = -1;   ///< The transaction, from 0.
  int32_t band = -1;  ///< The band, from 0.
  Fraction base;      ///< How much of the transaction lies in the band.
  Fraction rate;      ///< What the band pays for one unit of it.
  Fraction amount;    ///< What it earns, exact.
};

/// What a column of transactions earns.
struct Earnings {
  std::vector<Fraction> exact;  ///< Per transaction, unrounded.
  RoundedLines rounded;         ///< The same, rounded.
  std::vector<int32_t> bands;   ///< Whole tiers: the band that set the rate of each transaction, -1
                                ///< for none. Otherwise empty.
  std::vector<Piece> pieces;  ///< Marginal and interpolated tiers: every slice, by transaction and
                              ///< band. Otherwise empty.
  Fraction exact_total;       ///< The sum of `exact`.
  /// Exact earnings per unit of amount: exact_total / Σ amount; zero when there is no amount.
  Fraction effective_rate;
};

/// How `FlatRate` pays.
struct FlatRateOptions {
  Decimal rate;         ///< Factor: 0.08 pays eight percent.
  bool margin = false;  ///< Pay on amount less cost in place of amount.
  std::optional<Decimal> margin_floor =
      {};  ///< With `margin`: the least margin of a transaction, before its sign. Default: none.
  Rounding rounding = {.point = RoundingPoint::kTransaction,
                       .mode = RoundingMode::kHalfAway,
                       .scale = 2};  ///< Default: each line to 0.01, half away.
};

/// One rate for every transaction. `amounts` are unsigned when `credit_note` says which of them
/// count against the payee; `costs` is needed for a margin. Empty spans stand for "none".
/// kLengthMismatch, kOverflow.
absl::StatusOr<Earnings> FlatRate(std::span<const Decimal> amounts, std::span<const Decimal> costs,
                                  std::span<const uint8_t> credit_note,
                                  const FlatRateOptions& options);

/// What the bands of a rate table are compared with.
enum class TierBasis : int32_t {
  kAmount = 1,   ///< The amount itself.
  kMeasure = 2,  ///< Another column: a discount ratio, days to payment. The amount is still what is
                 ///< paid on.
  kAttainment = 3,  ///< The amount as a fraction of a quota.
  kUnits = 4,  ///< A number of pieces; the money of a transaction is spread evenly over its pieces.
};

/// How `TierTable` pays.
struct TierTableOptions {
  TierMethod method = TierMethod::kMarginal;  ///< Whole, marginal or interpolated.
  TierBasis basis =
      TierBasis::kAmount;   ///< What the bounds mean. Whole takes amount, measure or attainment;
                            ///< marginal amount, attainment or units; interpolated amount.
  bool accumulate = false;  ///< Transactions stand on top of one another in the order given.
                            ///< Default: each starts at 0.
  Decimal initial = 0;      ///< With `accumulate`: what was there before the first transaction.
  bool lookup_on_total = false;  ///< Whole with `accumulate`: one rate for all, found by initial
                                 ///< and all transactions together.
  Boundary boundary = Boundary::kLowerInclusive;  ///< Whole: who holds a value on a bound.
  Outside outside = Outside::kError;  ///< Whole: what a value in no band pays. A slice of marginal
                                      ///< tiers in no band earns nothing.
  Fraction quota = 1;                 ///< With basis attainment: what a bound of 1 means.
  NegativeBase negative =
      NegativeBase::kZero;  ///< Marginal: what the part below zero pays. Default here: nothing.
  Rounding rounding = {.point = RoundingPoint::kTransaction,
                       .mode = RoundingMode::kHalfAway,
                       .scale = 2};  ///< Default: each line to 0.01, half away.
};

/// What a column of transactions earns by a rate table. `measures` holds the column compared (basis
/// measure or units) and is empty otherwise. kLengthMismatch; kValueInNoBand; kTargetZero for a
/// quota that is not positive; kDivisionByZero for a transaction with 0 units; kInvalidArgument for
/// a combination of method and basis that has no meaning; kOverflow.
absl::StatusOr<Earnings> TierTable(std::span<const RateBand> bands,
                                   std::span<const Decimal> amounts,
                                   std::span<const Decimal> measures,
                                   const TierTableOptions& options);

/// What `TierPeriods` gives.
struct PeriodEarnings {
  std::vector<Fraction> exact;     ///< Per period, unrounded.
  std::vector<Fraction> catch_up;  ///< The part of it that re-rates the credit of earlier periods;
                                   ///< 0 for marginal tiers and the first period.
  std::vector<Decimal> lines;      ///< `exact`, each rounded.
  std::vector<Decimal> catch_up_lines;  ///< `catch_up`, each rounded.
  Decimal total;                        ///< The sum of `exact`, rounded once.
};

/// Bands over the attainment accumulated from period to period: marginal, each slice at its own
/// rate, or retroactive, where reaching a band re-rates everything before. Bounds are fractions of
/// `quota`. kTargetZero, kValueInNoBand, kInvalidArgument for another method, kOverflow.
absl::StatusOr<PeriodEarnings> TierPeriods(std::span<const RateBand> bands,
                                           std::span<const Decimal> credits, const Fraction& quota,
                                           TierMethod method, int scale = 2,
                                           RoundingMode mode = RoundingMode::kHalfAway);

/// What `CappedRate` gives, per credit.
struct CappedEarnings {
  std::vector<Decimal> payouts;   ///< min(credit × rate, cap), rounded.
  std::vector<Decimal> withheld;  ///< What the cap kept back, rounded.
};

/// A flat rate with a cap on each credit. kCapNegative, kOverflow.
absl::StatusOr<CappedEarnings> CappedRate(std::span<const Decimal> credits, Decimal rate,
                                          Decimal cap, int scale = 2,
                                          RoundingMode mode = RoundingMode::kHalfAway);

/// A rate that holds from a day on.
struct RateVersion {
  Date valid_from;  ///< First day of validity; it lasts until the next version's.
  Decimal rate;     ///< Factor.
};

/// Each amount at the rate in force on its day. `days` are the days that choose the rate: for a
/// refund the day of what it reverses. Versions in ascending order (kIntervalOverlap otherwise).
/// kNoPlanVersion for a day before the first version; kLengthMismatch, kOverflow.
absl::StatusOr<Earnings> EffectiveRates(
    std::span<const RateVersion> versions, std::span<const Date> days,
    std::span<const Decimal> amounts,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_EARNING_H_
