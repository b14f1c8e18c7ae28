// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The rules of sales_pay.h in whole numbers, and what one transaction pays by them.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_RULES_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_RULES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/incentive/sales_pay.h"
#include "incentive/internal/integers.h"

namespace attain::incentive {

/// A factor in whole numbers; amount × numerator / denominator is wanted.
struct Factor {
  int64_t numerator = 0;
  int64_t denominator = 1;
};

/// A rule made ready.
struct RuleForm {
  enum class Kind { kRate, kTiers, kSpiff, kShare, kBonus } kind = Kind::kRate;
  Factor rate;  // from units of amount to 10^-scale
  Factor own;   // the payee's share
  int64_t pays = 0;
  int64_t at_least = 0;
  std::optional<TierRates> tiers;
  RoundingPoint point = RoundingPoint::kTransaction;
  NegativeBase negative = NegativeBase::kFirstBand;
  SalesBonus bonus;
  std::vector<Factor> bonus_rates;  // one per band
};

struct RuleSet {
  std::vector<RuleForm> rules;
  bool quotas = false;    // some rule asks for quotas
  bool partners = false;  // some rule pays partners
  bool bonus = false;
};

/// The rules made ready. kInvalidArgument, kTierOverlap, kOverflow.
absl::StatusOr<RuleSet> MakeRules(std::span<const SalesRule> rules, const SalesPayOptions& options);

/// The way into the private parts of a result.
struct SalesKernel {
  static SalesPay Make(const QuotaGrid& quotas, size_t rules) {
    SalesPay pay;
    pay.payees_ = quotas.payees;
    pay.periods_ = quotas.periods.periods();
    const auto cells = static_cast<size_t>(pay.payees_) * static_cast<size_t>(pay.periods_);
    pay.columns_.assign(rules, std::vector<int64_t>(cells, 0));
    pay.sold_.assign(cells, 0);
    return pay;
  }
  static std::vector<int64_t>& Column(SalesPay& pay, size_t rule) { return pay.columns_[rule]; }
  static std::vector<int64_t>& Sold(SalesPay& pay) { return pay.sold_; }
};

/// amount × factor, rounded. False when it does not fit.
inline bool Times(Wide amount, const Factor& factor, RoundingMode mode, Wide& product) {
  if (!MultiplyFits(amount, factor.numerator, product)) return false;
  product = Divider<Wide>(factor.denominator, mode)(product);
  return true;
}

/// What one transaction pays to the payee and to the partner by a rule that looks at transactions
/// one by one. False when it does not fit.
bool PayRow(const RuleForm& rule, RoundingMode mode, int64_t amount, Wide& payee, Wide& partner);

/// The bonus of one payee, period by period. kOverflow.
absl::Status PayBonus(const RuleForm& rule, RoundingMode mode, std::span<const int64_t> sold,
                      std::span<const int64_t> quotas, std::span<int64_t> paid);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_RULES_H_
