// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// One component being paid: what each kind of payout adds, and what gates, modifiers, floor, cap
// and rounding make of it.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_PAYER_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_PAYER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/incentive/pay.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/walk.h"

namespace attain::incentive {

/// Number of credits.
inline size_t CountOf(const PayInput& input) {
  return input.exact.empty() ? input.amounts.size() : input.exact.size();
}

// Everything one selection pays, added to `pay`; lines are marked with version and member.
class Payer {
 public:
  Payer(const ComponentTerms& terms, const PayInput& input, Detail detail)
      : terms_(terms), input_(input), paid_on_(&input), detail_(detail) {}

  absl::StatusOr<ComponentPay> Run();
  absl::StatusOr<Standing> Stand();

 private:
  absl::Status Begin();
  absl::Status PayBands(int32_t version);
  absl::Status PayTiers(const Tiers& tiers, Selection selection, const Fraction& start,
                        const Fraction& sum);
  absl::Status PaySpiffs();
  void PayAward(int32_t version);
  absl::Status PayReached(int32_t version);
  absl::StatusOr<Attained> Attain(const std::string& target);
  absl::StatusOr<Fraction> ValueOf(const definition::Reference& over);
  absl::Status PayRates();
  absl::Status Take(const Walked& walked, const Selection& selection, Rule rule);
  absl::Status Adjust();
  absl::Status CapCredits();
  absl::Status CapPeriod();
  absl::Status RoundComponent();
  absl::StatusOr<Fraction> Most() const;
  // The version that pays a credit, or everything of a period.
  int32_t VersionOf(size_t credit) const;
  int32_t VersionOfPeriod() const;
  absl::Status NoVersion(Date day) const;
  Fraction ShareOf(size_t credit) const {
    return input_.shares.empty() ? Fraction(1) : input_.shares[credit];
  }
  // The rule of `rates`, or 0 where the condition of a SPIFF holds; -1 for none.
  int32_t RuleOf(int32_t version, size_t credit) const {
    return input_.rules.empty() ? 0 : input_.rules[static_cast<size_t>(version)][credit];
  }
  absl::Status PassGates();
  absl::StatusOr<Fraction> ValueOfGate(size_t gate);
  absl::Status Modify();
  void Scale(const Fraction& factor);
  // Leaves of the credits what lies above the gates that pay nothing below.
  absl::Status KeepExcess();
  // Rounds what each credit earns in the currency of its transaction.
  absl::Status RoundOwn();
  void AddLine(Rule rule, const Fraction& amount);
  bool lines_wanted() const { return detail_ != Detail::kTotal || NeedsLines(); }
  bool NeedsLines() const { return RoundsLines() || CapsCredits(); }
  bool CapsCredits() const {
    const std::optional<Cap>& cap = terms_.definition().cap;
    return cap.has_value() && cap->per == CapPer::kTransaction;
  }
  bool RoundsLines() const {
    if (!by_credit_) return false;
    const RoundingPoint point = terms_.definition().rounding.point;
    return point == RoundingPoint::kTransaction || point == RoundingPoint::kCumulative;
  }
  // The kernel's detail: rounding of lines needs the lines.
  Detail walk_detail() const {
    return detail_ == Detail::kTotal && NeedsLines() ? Detail::kLines : detail_;
  }

  const ComponentTerms& terms_;
  const PayInput& input_;
  const PayInput* paid_on_;                // the input, or what of it lies above a gate
  std::optional<Fraction> excess_;         // where that begins, as the payout compares
  std::optional<Fraction> excess_amount_;  // the same as an amount
  std::vector<Fraction> above_;
  PayInput above_input_;
  Detail detail_;
  bool by_credit_ = true;
  bool closed_ = false;  // a gate is
  ComponentPay pay_;
  Exact total_;
};

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_PAYER_H_
