// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Pay on sales columns: several rules at once over the columns of millions of transactions, and what each pays to every
// payee in every period.
//
//   rules: 1.5 % of every sale; 50.00 for every sale of 15,000.00 or more; 3 % shared 70 : 30 with a partner
//   Ada sells 16,000.00 in January together with Bo
//                 1.5 %     large   shared
//   Ada  2026-01  240.00    50.00   336.00      70 % of 16,000.00 is 11,200.00, of which 3 %
//   Bo   2026-01    0.00     0.00   144.00      the rest, 4,800.00, of which 3 %
//
// In: the columns of tier_lines.h and a list of rules. Out: a column of whole numbers of 10^-scale per rule, a cell per
// payee and period; sales_book.h keeps it up to date when transactions change. Each transaction is rounded on its own
// unless the rule says otherwise. Exact and independent of the order of rows (rows of one day of one payee keep their
// order under tiers), batches and threads; kOverflow, never a wrap.
#ifndef ATTAIN_INCENTIVE_SALES_PAY_H_
#define ATTAIN_INCENTIVE_SALES_PAY_H_

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/incentive/bands.h"
#include "attain/incentive/replay.h"
#include "attain/incentive/tier_lines.h"

namespace attain::incentive {

/// A rate on every transaction.
struct SalesRate {
  Fraction rate;  ///< 0.015 pays 1.5 %.
};

/// Marginal tiers on the attainment of the period's quota: the sum of the lines of TierLines.
struct SalesTiers {
  std::vector<RateBand> bands;                           ///< Bounds as parts of the quota.
  RoundingPoint point = RoundingPoint::kTransaction;     ///< Or cumulative. Default: each transaction on its own.
  NegativeBase negative = NegativeBase::kFirstBand;      ///< What an accumulated amount below zero pays.
};

/// A sum of money for every transaction that is large enough (spiff.h).
struct SalesSpiff {
  int64_t pays = 0;      ///< In 10^-scale.
  int64_t at_least = 0;  ///< Least amount that qualifies, in units of amount.
};

/// A rate on shares: the payee's own share of each transaction, rounded to a whole unit of amount, and the rest, which is
/// the partner's. Each share pays on its own; both count in the period of the transaction.
struct SalesShare {
  Fraction rate;  ///< 0.03 pays 3 % of each share.
  Fraction own;   ///< The payee's share, 0.7 for 70 %.
};

/// A bonus on several periods at once by what is reached to date: at the end of every `every` periods the band that
/// holds sales to date / quota to date pays its rate on the sales of those periods. "To date" counts from the start of
/// the year, a year being `year` periods from the first period on.
///
///   bands 100 – 125 % pays 1 %, 125 % and up 2 %; sales 300,000 in the quarter, 500,000 to date, quota 450,000 to date
///   111 % to date: 300,000 × 1 % = 3,000.00
struct SalesBonus {
  std::vector<RateBand> bands;                        ///< By attainment to date; below and between them nothing is paid.
  int32_t every = 3;                                  ///< Paid in the last of so many periods, 1 or more. Default: 3.
  int32_t year = 12;                                  ///< Periods of a year, a multiple of `every`. Default: 12.
  Boundary boundary = Boundary::kLowerInclusive;      ///< Which band holds a value on a bound.
};

/// One rule.
using SalesRule = std::variant<SalesRate, SalesTiers, SalesSpiff, SalesShare, SalesBonus>;

/// How sales are paid.
struct SalesPayOptions {
  int64_t amount_denominator = 100;             ///< What one unit of amount is a part of: 100 for cents, above 0.
  RoundingMode mode = RoundingMode::kHalfAway;  ///< How amounts are rounded.
  int scale = 2;                                ///< Decimals of what is paid, 0..18.
  int threads = 1;                              ///< Threads at work, 1..256; at most one per period is busy.
};

/// What every rule pays to every payee in every period.
class SalesPay {
 public:
  int32_t payees() const { return payees_; }    ///< How many payees.
  int32_t periods() const { return periods_; }  ///< How many periods.
  /// How many rules.
  size_t rules() const { return columns_.size(); }
  /// The pay of one rule in 10^-scale, payee by payee, period by period.
  std::span<const int64_t> rule(size_t number) const { return columns_[number]; }
  /// What was sold, in units of amount, payee by payee, period by period.
  std::span<const int64_t> sold() const { return sold_; }

 private:
  friend struct SalesKernel;
  int32_t payees_ = 0;
  int32_t periods_ = 0;
  std::vector<std::vector<int64_t>> columns_;
  std::vector<int64_t> sold_;
};

/// Pays all rules in one pass. kLengthMismatch; kRowOutOfRange for a payee or partner beyond the last or a day in no
/// period; kNoQuota and kTargetZero as TierLines where a rule asks for quotas; kTierOverlap; kInvalidArgument for
/// options and rules outside their range, and for a share without partners; kOverflow.
absl::StatusOr<SalesPay> PaySales(std::span<const SalesRule> rules, const SalesRows& rows, const QuotaGrid& quotas,
                                  const SalesPayOptions& options);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_SALES_PAY_H_
