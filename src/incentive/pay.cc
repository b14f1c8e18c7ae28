// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/pay.h"

#include <algorithm>

#include "attain/base/status.h"
#include "attain/incentive/earning.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/group_table.h"
#include "incentive/internal/pay_kinds.h"
#include "incentive/internal/payer.h"

namespace attain::incentive {

using attain::internal::StrCat;

void Payer::AddLine(Rule rule, const Fraction& amount) {
  total_ += Exact(amount);
  if (detail_ == Detail::kTotal) return;
  PayLine line;
  line.rule = rule;
  line.amount = amount;
  pay_.lines.push_back(std::move(line));
}

// What the payee reached of a target; the amount is the component's own where the target is one of
// its measure.
absl::StatusOr<Attained> Payer::Attain(const std::string& target) {
  for (const Attained& known : pay_.attained) {
    if (known.target == target) return known;
  }
  const auto of = [&](const std::vector<std::pair<std::string, Fraction>>& values) {
    return std::find_if(values.begin(), values.end(),
                        [&](const auto& entry) { return entry.first == target; });
  };
  const auto quota = of(input_.quotas);
  if (quota == input_.quotas.end())
    return MakeError(Reason::kNoQuota, StrCat("there is no quota of ", target));
  const auto actual = of(input_.actuals);
  Attained attained{.target = target,
                    .actual = actual == input_.actuals.end() ? pay_.credited : actual->second,
                    .quota = quota->second,
                    .attainment = {}};
  if (attained.quota.sign() <= 0)
    return MakeError(Reason::kTargetZero,
                     StrCat("the quota of ", target, " is ", attained.quota.ToString()));
  ATTAIN_ASSIGN_OR_RETURN(attained.attainment, ExactQuotient(attained.actual, attained.quota));
  pay_.attained.push_back(attained);
  return attained;
}

absl::StatusOr<Fraction> Payer::ValueOf(const definition::Reference& over) {
  if (over.kind != "attainment") return pay_.credited;
  ATTAIN_ASSIGN_OR_RETURN(const Attained attained, Attain(over.id));
  return attained.attainment;
}

// Sums for what is reached; all credits stand behind each of them.
absl::Status Payer::PayReached(int32_t version) {
  by_credit_ = false;
  ATTAIN_ASSIGN_OR_RETURN(
      std::vector<PayLine> lines,
      PayKind(
          terms_.versions()[static_cast<size_t>(version)].payout, terms_.currency(), pay_.credited,
          input_.part, excess_, [&](const definition::Reference& over) { return ValueOf(over); },
          [&](const std::string& target) { return Attain(target); }));
  std::vector<int32_t> credits;
  for (size_t i = 0; i < CountOf(input_); ++i) credits.push_back(static_cast<int32_t>(i));
  for (PayLine& line : lines) {
    total_ += Exact(line.amount);
    if (detail_ != Detail::kTrace) continue;
    line.version = version;
    line.credits = credits;
    pay_.lines.push_back(std::move(line));
  }
  return total_.status();
}

int32_t Payer::VersionOfPeriod() const {
  const bool start = terms_.definition().version_at == VersionAt::kPeriodStart;
  return terms_.VersionAt(start ? input_.first_day : input_.last_day);
}

int32_t Payer::VersionOf(size_t credit) const {
  const VersionAt at = terms_.definition().version_at.value_or(VersionAt::kTransaction);
  if (at != VersionAt::kTransaction) return VersionOfPeriod();
  return terms_.VersionAt(Date::FromDays(input_.days[credit]));
}

absl::Status Payer::NoVersion(Date day) const {
  return MakeError(Reason::kNoPlanVersion, StrCat("no version of ", terms_.definition().id,
                                                  " is in force on ", day.ToString()));
}

// What a contest or pool gives, found by looking at everyone.
void Payer::PayAward(int32_t version) {
  by_credit_ = false;
  if (!input_.award.has_value() || input_.award->others == 0) return;
  const Award& award = *input_.award;
  total_ += Exact(award.amount);
  if (detail_ != Detail::kTrace) return;
  const bool contest =
      std::holds_alternative<Prizes>(terms_.versions()[static_cast<size_t>(version)].payout);
  PayLine line;
  line.rule = contest ? Rule::kContest : Rule::kPool;
  line.version = version;
  line.band = contest ? award.place - 1 : -1;
  line.base = contest ? award.value : award.whole;
  line.rate = contest ? Fraction() : award.value;
  line.amount = award.amount;
  for (size_t i = 0; i < CountOf(input_); ++i) line.credits.push_back(static_cast<int32_t>(i));
  pay_.lines.push_back(std::move(line));
}

// What each credit earns follows the component.
void Payer::Scale(const Fraction& factor) {
  for (Fraction& credit : pay_.credits) {
    const Exact scaled = Exact(credit) * Exact(factor);
    if (scaled.failed()) total_ += scaled;  // remembered there
    credit = scaled.value();
  }
}

absl::StatusOr<Fraction> Payer::ValueOfGate(size_t gate) {
  if (gate < input_.gates.size() && input_.gates[gate].has_value()) return *input_.gates[gate];
  return ValueOf(terms_.definition().gates[gate].over);
}

absl::Status Payer::PassGates() {
  const std::vector<Gate>& gates = terms_.definition().gates;
  for (size_t i = 0; i < gates.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction value, ValueOfGate(i));
    if (value >= Fraction(gates[i].at_least.factor())) continue;
    ATTAIN_RETURN_IF_ERROR(total_.status());
    closed_ = true;
    const Exact taken = Exact() - total_;
    Scale(Fraction(0));
    AddLine(Rule::kGate, taken.value());
    if (detail_ != Detail::kTotal) {
      pay_.lines.back().band = static_cast<int32_t>(i);
      pay_.lines.back().base = value;
    }
    return absl::OkStatus();  // one closed gate is enough
  }
  return absl::OkStatus();
}

absl::Status Payer::Modify() {
  const std::vector<Modifier>& modifiers = terms_.definition().modifiers;
  for (size_t i = 0; i < modifiers.size(); ++i) {
    const Modifier& modifier = modifiers[i];
    ATTAIN_ASSIGN_OR_RETURN(const Fraction value, ValueOf(modifier.over));
    int32_t band = -1;
    ATTAIN_ASSIGN_OR_RETURN(
        const Fraction factor,
        FactorOfBand(modifier.bands, value, modifier.boundary, modifier.outside, band));
    const Exact before = total_;
    const Exact change = before * Exact(factor) - before;
    ATTAIN_RETURN_IF_ERROR(change.status());
    Scale(factor);
    AddLine(Rule::kModifier, change.value());
    if (detail_ == Detail::kTotal) continue;
    PayLine& line = pay_.lines.back();
    line.band = static_cast<int32_t>(i);
    line.base = before.value();
    line.rate = factor;
  }
  return total_.status();
}

// Where several gates pay only what lies above them, the highest counts.
absl::Status Payer::KeepExcess() {
  for (const Gate& gate : terms_.definition().gates) {
    if (gate.pays != GateBase::kExcess) continue;
    const Fraction least(gate.at_least.factor());
    Fraction amount = least;
    if (gate.over.kind == "attainment") {
      ATTAIN_ASSIGN_OR_RETURN(const Attained attained, Attain(gate.over.id));
      const auto other =
          std::find_if(input_.actuals.begin(), input_.actuals.end(),
                       [&](const auto& entry) { return entry.first == gate.over.id; });
      if (other != input_.actuals.end() && !terms_.pays_for_reaching())
        return MakeError(Reason::kUnsupportedOption,
                         StrCat("nothing of what is paid on lies above ", gate.over.id,
                                ", which is of another measure"));
      ATTAIN_ASSIGN_OR_RETURN(amount, ExactProduct(least, attained.quota));
    }
    if (!excess_amount_.has_value() || amount > *excess_amount_) {
      excess_amount_ = amount;
      excess_ = least;
    }
  }
  if (!excess_.has_value() || terms_.pays_for_reaching()) return absl::OkStatus();
  Exact at = terms_.carries() ? input_.base_before : Fraction();
  Exact paid = std::max(at.value(), *excess_amount_);
  for (size_t i = 0; i < CountOf(input_); ++i) {
    at += Exact(AmountAt(input_, i));
    ATTAIN_RETURN_IF_ERROR(at.status());
    const Exact next = std::max(at.value(), *excess_amount_);
    above_.push_back((next - paid).value());
    paid = next;
  }
  above_input_ = input_;
  above_input_.amounts = {};
  above_input_.exact = above_;
  paid_on_ = &above_input_;
  return absl::OkStatus();
}

absl::Status Payer::RoundOwn() {
  for (size_t i = 0; i < input_.exchange.size(); ++i) {
    const Exact rate(input_.exchange[i]);
    if (rate.value().is_zero()) continue;
    const Exact own = Exact(pay_.credits[i]) / rate;
    ATTAIN_RETURN_IF_ERROR(own.status());
    ATTAIN_ASSIGN_OR_RETURN(const Decimal rounded, Round(own.value(), input_.own_scales[i],
                                                         terms_.definition().rounding.mode));
    const Exact converted = Exact(Fraction(rounded)) * rate;
    ATTAIN_RETURN_IF_ERROR(converted.status());
    pay_.credits[i] = converted.value();
  }
  return absl::OkStatus();
}

// The cap for this payee and period.
absl::StatusOr<Fraction> Payer::Most() const {
  if (!terms_.definition().cap->prorate) return *terms_.cap();
  return ExactProduct(*terms_.cap(), input_.part);
}

// What each credit earns, at most the cap in either direction.
absl::Status Payer::CapCredits() {
  ATTAIN_ASSIGN_OR_RETURN(const Fraction most, Most());
  const Fraction least = -most;
  Exact taken;
  std::vector<int32_t> credits;
  for (size_t i = 0; i < pay_.credits.size(); ++i) {
    Fraction& earned = pay_.credits[i];
    const Fraction within = std::clamp(earned, least, most);
    if (within == earned) continue;
    taken += Exact(within) - Exact(earned);
    earned = within;
    credits.push_back(static_cast<int32_t>(i));
  }
  ATTAIN_RETURN_IF_ERROR(taken.status());
  if (credits.empty()) return absl::OkStatus();
  pay_.capped = true;
  AddLine(Rule::kCap, taken.value());
  if (detail_ == Detail::kTrace) pay_.lines.back().credits = std::move(credits);
  return absl::OkStatus();
}

// What the period pays, at most the cap; what lies above may be kept for later.
absl::Status Payer::CapPeriod() {
  const bool carry = terms_.definition().cap->carry;
  if (carry) pay_.kept_before = input_.kept_before;
  if (carry && !input_.kept_before.is_zero()) AddLine(Rule::kCarry, input_.kept_before);
  ATTAIN_ASSIGN_OR_RETURN(const Fraction most, Most());
  if (!(total_ > Exact(most))) return total_.status();
  const Exact above = total_ - Exact(most);
  ATTAIN_RETURN_IF_ERROR(above.status());
  pay_.capped = true;
  if (carry) pay_.kept_after = above.value();
  AddLine(Rule::kCap, -above.value());
  return total_.status();
}

absl::Status Payer::RoundComponent() {
  const Rounding& rounding = terms_.definition().rounding;
  ATTAIN_RETURN_IF_ERROR(total_.status());
  if (rounding.point != RoundingPoint::kComponent) return absl::OkStatus();
  const int64_t digits = rounding.scale.value_or(terms_.currency().scale());
  ATTAIN_ASSIGN_OR_RETURN(const Decimal rounded,
                          Round(total_.value(), static_cast<int>(digits), rounding.mode));
  const Exact difference = Exact(Fraction(rounded)) - total_;
  ATTAIN_RETURN_IF_ERROR(difference.status());
  if (!difference.value().is_zero()) AddLine(Rule::kRounding, difference.value());
  return absl::OkStatus();
}

// Cap of credits, rounding of lines, what was earned before, floor, cap, rounding of the component;
// in that order, unless the cap comes after rounding.
absl::Status Payer::Adjust() {
  const std::optional<Cap>& cap = terms_.definition().cap;
  const bool after = cap.has_value() && cap->after_rounding;
  if (CapsCredits() && !after) ATTAIN_RETURN_IF_ERROR(CapCredits());
  if (RoundsLines()) {
    ATTAIN_RETURN_IF_ERROR(RoundOwn());
    ATTAIN_ASSIGN_OR_RETURN(
        const RoundedLines rounded,
        RoundLines(pay_.credits, terms_.definition().rounding, terms_.currency().scale()));
    const Exact difference = Exact(Fraction(rounded.total)) - total_;
    ATTAIN_RETURN_IF_ERROR(difference.status());
    if (!difference.value().is_zero()) AddLine(Rule::kRounding, difference.value());
    for (size_t i = 0; i < rounded.lines.size(); ++i) pay_.credits[i] = Fraction(rounded.lines[i]);
  }
  if (CapsCredits() && after) ATTAIN_RETURN_IF_ERROR(CapCredits());
  if (!input_.earned_before.is_zero()) AddLine(Rule::kTrueUp, -input_.earned_before);
  if (terms_.floor().has_value() && total_ < Exact(*terms_.floor())) {
    AddLine(Rule::kFloor, (Exact(*terms_.floor()) - total_).value());
  }
  const bool caps_period = cap.has_value() && !CapsCredits();
  if (caps_period && !after) ATTAIN_RETURN_IF_ERROR(CapPeriod());
  pay_.exact = total_.value();
  ATTAIN_RETURN_IF_ERROR(RoundComponent());
  if (!caps_period || !after) return total_.status();
  ATTAIN_RETURN_IF_ERROR(CapPeriod());
  ATTAIN_ASSIGN_OR_RETURN(const Fraction most, Most());
  pay_.exact = std::min(pay_.exact, most);
  return total_.status();
}

// Checks the columns and adds up the credits.
absl::Status Payer::Begin() {
  const size_t count = CountOf(input_);
  if (input_.days.size() != count || (!input_.members.empty() && input_.members.size() != count) ||
      (!input_.shares.empty() && input_.shares.size() != count) ||
      (!input_.exchange.empty() && input_.exchange.size() != count) ||
      input_.own_scales.size() != input_.exchange.size()) {
    return MakeError(Reason::kLengthMismatch, "columns of credits differ in length");
  }
  if (!input_.rules.empty() && input_.rules.size() != terms_.versions().size())
    return MakeError(Reason::kLengthMismatch, "rules are given for each version");
  for (const std::span<const int32_t> rules : input_.rules) {
    if (rules.size() != count)
      return MakeError(Reason::kLengthMismatch, "columns of credits differ in length");
  }
  if (input_.denominator <= 0)
    return MakeError(Reason::kInvalidArgument, "a denominator must be above 0");
  if (input_.exact.empty()) {
    Wide sum = 0;
    for (const int64_t amount : input_.amounts) sum += amount;
    ATTAIN_ASSIGN_OR_RETURN(pay_.credited,
                            Fraction::Of(ToAbsl(sum), absl::int128(input_.denominator)));
  } else {
    Exact credited;
    for (const Fraction& amount : input_.exact) credited += Exact(amount);
    ATTAIN_RETURN_IF_ERROR(credited.status());
    pay_.credited = credited.value();
  }
  if (lines_wanted()) pay_.credits.assign(count, Fraction());
  return absl::OkStatus();
}

absl::StatusOr<ComponentPay> Payer::Run() {
  ATTAIN_RETURN_IF_ERROR(Begin());
  const Payout& kind = terms_.versions().front().payout;
  const int32_t version = VersionOfPeriod();
  const bool among_all = terms_.pays_among_all();
  ATTAIN_RETURN_IF_ERROR(KeepExcess());
  if (std::holds_alternative<Tiers>(kind)) {
    ATTAIN_RETURN_IF_ERROR(PayBands(version));
  } else if (std::holds_alternative<Spiff>(kind)) {
    ATTAIN_RETURN_IF_ERROR(PaySpiffs());
  } else if (PaysByCredit(kind)) {
    ATTAIN_RETURN_IF_ERROR(PayRates());
  } else if (version < 0) {
    return NoVersion(input_.last_day);
  } else if (among_all) {
    PayAward(version);
  } else {
    ATTAIN_RETURN_IF_ERROR(PayReached(version));
  }
  // Of a contest gates say who takes part: for who does not, the one that is closed is a line.
  if (!among_all || !input_.award.has_value()) ATTAIN_RETURN_IF_ERROR(PassGates());
  // Behind a closed gate nothing is left for modifiers, which may ask for quotas that are missing.
  if (!closed_) ATTAIN_RETURN_IF_ERROR(Modify());
  ATTAIN_RETURN_IF_ERROR(Adjust());
  if (detail_ == Detail::kTotal) pay_.credits.clear();
  pay_.total = total_.value();
  return std::move(pay_);
}

absl::StatusOr<Standing> Payer::Stand() {
  ATTAIN_RETURN_IF_ERROR(Begin());
  Standing standing{.takes_part = false, .value = {}, .credited = pay_.credited};
  const int32_t version = VersionOfPeriod();
  if (version < 0) return NoVersion(input_.last_day);
  if (CountOf(input_) == 0) return standing;
  const std::vector<Gate>& gates = terms_.definition().gates;
  for (size_t i = 0; i < gates.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction value, ValueOfGate(i));
    if (value < Fraction(gates[i].at_least.factor())) return standing;
  }
  standing.takes_part = true;
  const Payout& payout = terms_.versions()[static_cast<size_t>(version)].payout;
  const std::vector<definition::Reference> over = ReferencesOf(payout);
  if (!over.empty()) {
    ATTAIN_ASSIGN_OR_RETURN(standing.value, ValueOf(over.front()));
  } else {
    standing.value = pay_.credited;
  }
  return standing;
}

absl::StatusOr<Standing> Stand(const ComponentTerms& terms, const PayInput& input) {
  return Payer(terms, input, Detail::kTotal).Stand();
}

absl::StatusOr<ComponentPay> Pay(const ComponentTerms& terms, const PayInput& input,
                                 Detail detail) {
  return Payer(terms, input, detail).Run();
}

}  // namespace attain::incentive
