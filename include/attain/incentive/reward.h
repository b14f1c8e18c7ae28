// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Rewards: payouts for single transactions and for the best of everyone. Definitions, as people
// write them.
//
//   { "kind": "spiff", "amount": "250", "where": "product_id == 'X1'", "minimum": "10000" }
//       250.00 for every deal of X1 of 10,000 or more; half of it for half the credit
//   { "kind": "rates", "choose": "specific", "by": ["customer", "product"], "rules": [
//       { "rate": "3%" },
//       { "rate": "5%", "where": "product_id == 'X1'", "scopes": {"product": "id"} },
//       { "rate": "8%", "where": "customer_id == 'C7'", "scopes": {"customer": "id"} } ] }
//       X1 sold to C7: the rule of the customer is the narrower one, 8 %
//   { "kind": "contest", "over": {"attainment": "quota-2026"}, "prizes": ["1500", "1000", "500"] }
//       118 %, 100 % and 100 %: 1,500.00; the two share 1,000 + 500, 750.00 each
//   { "kind": "pool", "method": "shares", "amount": "10000", "over": {"measure": "won_amount"} }
//       sold 6,000, 3,000 and 1,000: 6,000.00, 3,000.00 and 1,000.00 of the pool
//
// Contests and pools look at everyone the plan pays in the period: those who were credited something
// and pass the component's gates take part. Who does not, holds no place and has no part. The
// kernels are the functions on columns of spiff.h, rate_priority.h, contest.h and pool.h.
#ifndef ATTAIN_INCENTIVE_REWARD_H_
#define ATTAIN_INCENTIVE_REWARD_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attain/base/decimal.h"
#include "attain/base/finding.h"
#include "attain/base/rate.h"
#include "attain/definition/fields.h"
#include "attain/definition/value.h"
#include "attain/incentive/bands.h"
#include "attain/incentive/contest.h"
#include "attain/incentive/rate_priority.h"
#include "attain/incentive/spiff.h"

namespace attain::incentive {

/// A sum for each transaction that qualifies, in proportion to the payee's share of the credit. A
/// refund among the credits that qualifies takes it back.
struct Spiff {
  definition::Amount amount;  ///< What one transaction pays.
  definition::ExpressionText where = {};  ///< Condition over the table of the measure. Default: all.
  /// Least size of the whole transaction, in the unit of the measure. Default: any.
  std::optional<Decimal> minimum = std::nullopt;
  /// Every time, or once in a period: for the first that qualifies, unless as many are refunded.
  SpiffMode mode = SpiffMode::kEveryTime;
  bool operator==(const Spiff&) const = default;
};

/// One rate among several.
struct RateRule {
  Rate rate;                              ///< Paid on the credited amount.
  definition::ExpressionText where = {};  ///< Condition over the table of the measure. Default: all.
  std::map<std::string, RuleScope> scopes =
      {};  ///< How narrowly it names a dimension of `by`: id, group or all. Default: all.
  bool operator==(const RateRule&) const = default;
};

/// A rate for each transaction, chosen among the rules that match it.
struct Rates {
  RateChoice choose = RateChoice::kSpecific;  ///< Which of them. Required in documents.
  std::vector<std::string> by = {};  ///< Dimensions the rules are compared by, the most important
                                     ///< first. Default: none; then the rule listed first.
  std::vector<RateRule> rules;       ///< At least one.
  Outside outside = Outside::kError;  ///< No rule matches. Default: not paid (error).
  bool operator==(const Rates&) const = default;
};

/// A ranked contest of everyone the plan pays in the period. Equal scores share the prizes of the
/// places they hold.
struct Prizes {
  definition::Reference over = {};  ///< The score, higher is better: an attainment, or the
                                    ///< component's own measure. Required.
  std::vector<definition::Amount> prizes;  ///< First place first; at least one.
  PrizeShare share = PrizeShare::kExact;   ///< How equals share. Default: to the unit, odd ones to
                                           ///< the first by id.
  bool operator==(const Prizes&) const = default;
};

/// Who gets which part of a pool.
enum class PoolMethod : int32_t {
  kEqual = 1,     ///< Everyone who takes part the same.
  kShares = 2,    ///< In proportion to a value, such as what was sold; nothing below zero.
  kWeighted = 3,  ///< In proportion to weights the plan lists.
};

/// A sum of money shared by everyone the plan pays in the period, to the unit.
struct Pool {
  PoolMethod method = PoolMethod::kEqual;  ///< Who gets which part. Required in documents.
  std::optional<definition::Amount> amount = std::nullopt;  ///< The pool. Either this or `rate`.
  /// The pool as a part of what everyone who takes part was credited. Either this or `amount`.
  std::optional<Rate> rate = std::nullopt;
  definition::Reference over = {};  ///< Method shares: the value, an attainment or the component's
                                    ///< own measure. Default: the measure.
  std::map<std::string, Decimal> weights =
      {};  ///< Method weighted: weights by id of payee; others take no part.
  bool prorate = false;  ///< Parts in proportion to the days assigned to the plan. Default: no.
  bool operator==(const Pool&) const = default;
};

/// What is wrong with them: kMissingKey, kUnknownName for a scope that is no dimension,
/// kTierUnreachable (warning) for a rule behind one without condition, kTierCliff (warning) for a
/// prize above the one before it, kNegativeShare, kInvalidWeights, kInvalidArgument for a pool with
/// two sums or none, what is wrong with the text of a condition. Paths begin with `path`.
/// \{
Findings Validate(const Spiff& spiff, std::string_view path);
Findings Validate(const Rates& rates, std::string_view path);
Findings Validate(const Prizes& prizes, std::string_view path);
Findings Validate(const Pool& pool, std::string_view path);
/// \}

/// \name Field tables.
/// \{
const definition::WordTable& Describe(definition::Type<Outside>);     ///< error, zero
const definition::WordTable& Describe(definition::Type<PoolMethod>);  ///< equal, shares, weighted
const definition::FieldTable& Describe(definition::Type<Spiff>);      ///< kind "spiff"
const definition::FieldTable& Describe(definition::Type<RateRule>);   ///< {rate, where, scopes}
const definition::FieldTable& Describe(definition::Type<Rates>);      ///< kind "rates"
const definition::FieldTable& Describe(definition::Type<Prizes>);     ///< kind "contest"
const definition::FieldTable& Describe(definition::Type<Pool>);       ///< kind "pool"
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_REWARD_H_
