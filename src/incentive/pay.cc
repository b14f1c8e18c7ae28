// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/pay.h"

#include <algorithm>
#include <map>

#include "attain/base/status.h"
#include "attain/incentive/earning.h"
#include "attain/measure/attainment.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/group_table.h"
#include "incentive/internal/pay_kinds.h"
#include "incentive/internal/walk.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;

size_t CountOf(const PayInput& input) {
  return input.exact.empty() ? input.amounts.size() : input.exact.size();
}

// What lies in no band is an error unless the plan says otherwise; what lies below zero has its own
// rule.
absl::Status CheckOutside(const std::vector<Emitted>& segments, const Tiers& tiers) {
  if (tiers.outside == Outside::kZero) return absl::OkStatus();
  for (const Emitted& segment : segments) {
    if (segment.band >= 0 || segment.base.is_zero() || segment.below_zero) continue;
    return MakeError(Reason::kValueInNoBand,
                     StrCat(segment.base.ToString(), " of the credit lies in no band"));
  }
  return absl::OkStatus();
}

// The band of a value of whole tiers; -1 for one that pays nothing.
absl::StatusOr<int32_t> WholeBand(const Tiers& tiers, const TierRates& rates,
                                  const Fraction& value) {
  if (value.sign() < 0 && tiers.negative == NegativeBase::kCarry) return -1;
  std::optional<int32_t> band = Lookup(rates.bands(), value, tiers.boundary);
  if (band.has_value()) return *band;
  if (value.sign() < 0) {
    if (tiers.negative == NegativeBase::kZero) return -1;
    band = Lookup(rates.bands(), Fraction(0), tiers.boundary);
    if (band.has_value()) return *band;
  }
  if (tiers.outside == Outside::kZero) return -1;
  return MakeError(Reason::kValueInNoBand, StrCat("no band holds ", value.ToString()));
}

// Interpolated bands as rates: the sum of a band over its width.
absl::StatusOr<TierRates> SumsAsRates(const TierRates& sums, const Fraction& unit) {
  std::vector<RateBand> bands(sums.bands().begin(), sums.bands().end());
  for (RateBand& band : bands) {
    const Exact width = (Exact(band.to.value_or(band.from)) - Exact(band.from)) * Exact(unit);
    ATTAIN_RETURN_IF_ERROR(width.status());
    if (width.value().is_zero())
      return MakeError(Reason::kInvalidArgument, "an interpolated band needs an end");
    const Exact rate = Exact(band.pays) / width;
    ATTAIN_RETURN_IF_ERROR(rate.status());
    band.pays = rate.value();
  }
  return TierRates::Of(std::move(bands));
}

absl::StatusOr<TierRates> OneRate(const Fraction& rate, const Fraction& from = 0) {
  return TierRates::Of({{.from = from, .to = {}, .pays = rate}});
}

// Everything one selection pays, added to `pay`; lines are marked with version and member.
class Payer {
 public:
  Payer(const ComponentTerms& terms, const PayInput& input, Detail detail)
      : terms_(terms), input_(input), detail_(detail) {}

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
  absl::Status Modify();
  void Scale(const Fraction& factor);
  // The part of a flat rate's credits that a gate leaves unpaid: up to it.
  absl::StatusOr<std::optional<Fraction>> ExcessStart();
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
  Detail detail_;
  bool by_credit_ = true;
  ComponentPay pay_;
  Exact total_;
};

void Payer::AddLine(Rule rule, const Fraction& amount) {
  total_ += Exact(amount);
  if (detail_ == Detail::kTotal) return;
  PayLine line;
  line.rule = rule;
  line.amount = amount;
  pay_.lines.push_back(std::move(line));
}

absl::Status Payer::Take(const Walked& walked, const Selection& selection, Rule rule) {
  for (const Emitted& emitted : walked.segments) {
    total_ += Exact(emitted.amount);
    if (detail_ != Detail::kTrace || emitted.band < 0 || emitted.credits.empty()) continue;
    PayLine line;
    line.rule = rule;
    line.version = selection.version;
    line.band = rule == Rule::kBand ? emitted.band : selection.rule;
    line.member = selection.member;
    line.base = emitted.base;
    line.rate = emitted.rate;
    line.amount = emitted.amount;
    line.credits = emitted.credits;
    pay_.lines.push_back(std::move(line));
  }
  for (size_t i = 0; i < walked.earned.size(); ++i)
    pay_.credits[static_cast<size_t>(selection.credits[i])] = walked.earned[i];
  return total_.status();
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
  ATTAIN_ASSIGN_OR_RETURN(const measure::Attainment value,
                          measure::Attain(attained.actual, attained.quota));
  attained.attainment = *value.attainment;
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
          input_.part,
          [&](const definition::Reference& over) { return ValueOf(over); },
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

// Bands: everything by the version of the period, or runs of credits each by its own.
absl::Status Payer::PayBands(int32_t version) {
  const size_t count = CountOf(input_);
  const bool by_day = terms_.definition().version_at == VersionAt::kTransaction;
  if (version < 0 && !by_day) return count == 0 ? absl::OkStatus() : NoVersion(input_.last_day);
  const auto tiers_of = [&](int32_t v) -> const Tiers& {
    return std::get<Tiers>(terms_.versions()[static_cast<size_t>(v)].payout);
  };
  const bool carries = terms_.carries();
  const Fraction before = carries ? input_.base_before : Fraction();
  const Exact sum = Exact(before) + Exact(pay_.credited);
  ATTAIN_RETURN_IF_ERROR(sum.status());
  if (carries && sum.value().sign() < 0) pay_.base_after = sum.value();
  if (!by_day) {
    Selection all{.version = version, .member = -1, .rule = -1, .credits = {}};
    for (size_t i = 0; i < count; ++i) all.credits.push_back(static_cast<int32_t>(i));
    return PayTiers(tiers_of(version), std::move(all), before, sum.value());
  }
  Exact start = before;
  for (size_t i = 0; i < count;) {
    Selection run{.version = VersionOf(i), .member = -1, .rule = -1, .credits = {}};
    if (run.version < 0) return NoVersion(Date::FromDays(input_.days[i]));
    Exact end = start;
    for (; i < count && VersionOf(i) == run.version; ++i) {
      run.credits.push_back(static_cast<int32_t>(i));
      end += Exact(AmountAt(input_, i));
    }
    ATTAIN_RETURN_IF_ERROR(end.status());
    ATTAIN_RETURN_IF_ERROR(
        PayTiers(tiers_of(run.version), std::move(run), start.value(), sum.value()));
    start = end;
  }
  return absl::OkStatus();
}

// A selection along the bands of its version, from `start`; `sum` is where all of it ends.
absl::Status Payer::PayTiers(const Tiers& tiers, Selection selection, const Fraction& start,
                             const Fraction& sum) {
  const TierRates* rates = &terms_.versions()[static_cast<size_t>(selection.version)].rates;
  Fraction unit = 1;
  Fraction value = sum;
  if (tiers.over.kind == "attainment") {
    ATTAIN_ASSIGN_OR_RETURN(const Attained attained, Attain(tiers.over.id));
    unit = attained.quota;
    value = attained.attainment;
    pay_.quota = attained.quota;
    pay_.attainment = attained.attainment;
    if (!start.is_zero() && sum != pay_.credited) {  // something was carried
      ATTAIN_ASSIGN_OR_RETURN(value, Divide(sum, unit));
    }
  }
  const bool below = tiers.negative == NegativeBase::kFirstBand;
  TierRates own;
  if (tiers.method == TierMethod::kMarginal || tiers.method == TierMethod::kInterpolated) {
    if (tiers.method == TierMethod::kInterpolated) {
      ATTAIN_ASSIGN_OR_RETURN(own, SumsAsRates(*rates, unit));
      rates = &own;
    }
    ATTAIN_ASSIGN_OR_RETURN(
        const Walked walked,
        WalkBands(*rates, unit, below, input_, selection, walk_detail(), start));
    ATTAIN_RETURN_IF_ERROR(CheckOutside(walked.segments, tiers));
    return Take(walked, selection, Rule::kBand);
  }
  if (selection.credits.empty()) return absl::OkStatus();  // whole, or over a span retroactive
  ATTAIN_ASSIGN_OR_RETURN(const int32_t band, WholeBand(tiers, *rates, value));
  if (band < 0) return absl::OkStatus();
  ATTAIN_ASSIGN_OR_RETURN(own, OneRate(rates->bands()[static_cast<size_t>(band)].pays));
  const bool carry = tiers.negative == NegativeBase::kCarry;
  ATTAIN_ASSIGN_OR_RETURN(
      Walked walked, WalkBands(own, 1, !carry, input_, selection, walk_detail(), start));
  for (Emitted& emitted : walked.segments) {
    if (emitted.band >= 0) emitted.band = band;
  }
  return Take(walked, selection, Rule::kBand);
}

// Rates of single credits: flat, by rule, overrides; each at the rate of its own version.
absl::Status Payer::PayRates() {
  ATTAIN_ASSIGN_OR_RETURN(const std::optional<Fraction> excess, ExcessStart());
  std::map<std::pair<int32_t, int32_t>, Selection> selections;  // by version and member or rule
  for (size_t i = 0; i < CountOf(input_); ++i) {
    const int32_t version = VersionOf(i);
    if (version < 0) return NoVersion(Date::FromDays(input_.days[i]));
    const Payout& payout = terms_.versions()[static_cast<size_t>(version)].payout;
    Selection one{.version = version, .member = -1, .rule = -1, .credits = {}};
    const auto* override_ = std::get_if<Override>(&payout);
    if (override_ != nullptr && override_->mode == OverrideMode::kIndividual &&
        !input_.members.empty())
      one.member = input_.members[i];
    if (const auto* rates = std::get_if<Rates>(&payout); rates != nullptr) {
      one.rule = RuleOf(version, i);
      if (one.rule < 0 && rates->outside == Outside::kError)
        return MakeError(Reason::kValueInNoBand,
                         StrCat("no rule matches a transaction of ",
                                Date::FromDays(input_.days[i]).ToString()));
      if (one.rule < 0) continue;
    }
    Selection& selection =
        selections.try_emplace({version, std::max(one.member, one.rule)}, one).first->second;
    selection.credits.push_back(static_cast<int32_t>(i));
  }
  for (const auto& entry : selections) {
    const Selection& selection = entry.second;
    const Terms& terms = terms_.versions()[static_cast<size_t>(selection.version)];
    TierRates rates = terms.rates;
    if (selection.rule >= 0) {
      const Rate rate =
          std::get<Rates>(terms.payout).rules[static_cast<size_t>(selection.rule)].rate;
      ATTAIN_ASSIGN_OR_RETURN(rates, OneRate(Fraction(rate.factor())));
    } else if (excess.has_value()) {
      ATTAIN_ASSIGN_OR_RETURN(rates, OneRate(terms.rates.bands().front().pays, *excess));
    }
    ATTAIN_ASSIGN_OR_RETURN(
        const Walked walked,
        WalkBands(rates, 1, !excess.has_value(), input_, selection, walk_detail(), Fraction()));
    const Rule rule =
        std::holds_alternative<Override>(terms.payout) ? Rule::kOverride : Rule::kRate;
    ATTAIN_RETURN_IF_ERROR(Take(walked, selection, rule));
  }
  return absl::OkStatus();
}

// A sum for each credit that qualifies, by its share; refunds take it back.
absl::Status Payer::PaySpiffs() {
  std::map<int32_t, PayLine> lines;  // by version
  std::map<int32_t, int64_t> sold;   // once per period: sales less refunds that qualify
  for (size_t i = 0; i < CountOf(input_); ++i) {
    const int32_t version = VersionOf(i);
    if (version < 0) return NoVersion(Date::FromDays(input_.days[i]));
    const auto& spiff = std::get<Spiff>(terms_.versions()[static_cast<size_t>(version)].payout);
    const Fraction share = ShareOf(i);
    if (RuleOf(version, i) < 0 || share.sign() <= 0) continue;
    const Fraction amount = AmountAt(input_, i);
    const int sign = amount.sign() < 0 ? -1 : 1;
    if (spiff.minimum.has_value()) {
      const Exact size = (sign < 0 ? Exact() - Exact(amount) : Exact(amount)) / Exact(share);
      ATTAIN_RETURN_IF_ERROR(size.status());
      if (size.value() < Fraction(*spiff.minimum)) continue;
    }
    PayLine& line = lines[version];
    const bool once = spiff.mode == SpiffMode::kOncePerPeriod;
    if (once) {
      sold[version] += sign;
      if (sign < 0 || !line.credits.empty()) continue;
      line.base = share;
    } else {
      const Exact base = Exact(line.base) + Exact(sign < 0 ? -share : share);
      ATTAIN_RETURN_IF_ERROR(base.status());
      line.base = base.value();
      line.rate = sign;  // of the last credit; the sum of money is put in below
    }
    line.credits.push_back(static_cast<int32_t>(i));
    if (!lines_wanted()) continue;
    pay_.credits[i] = sign < 0 ? -share : share;
  }
  for (auto& [version, line] : lines) {
    const auto& spiff = std::get<Spiff>(terms_.versions()[static_cast<size_t>(version)].payout);
    ATTAIN_ASSIGN_OR_RETURN(const Money money, spiff.amount.ToMoney(terms_.currency()));
    line.rule = Rule::kSpiff;
    line.version = version;
    line.rate = Fraction(money.ToDecimal());
    const bool paid = spiff.mode == SpiffMode::kEveryTime || sold[version] > 0;
    const Fraction rate = paid ? line.rate : Fraction();
    if (lines_wanted()) {
      for (const int32_t credit : line.credits) {
        Fraction& earned = pay_.credits[static_cast<size_t>(credit)];
        ATTAIN_ASSIGN_OR_RETURN(earned, Multiply(earned, rate));
      }
    }
    ATTAIN_ASSIGN_OR_RETURN(line.amount, Multiply(line.base, rate));
    total_ += Exact(line.amount);
    if (detail_ == Detail::kTrace && paid && !line.credits.empty())
      pay_.lines.push_back(std::move(line));
  }
  return total_.status();
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

absl::Status Payer::PassGates() {
  const std::vector<Gate>& gates = terms_.definition().gates;
  for (size_t i = 0; i < gates.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction value, ValueOf(gates[i].over));
    if (value >= Fraction(gates[i].at_least.factor())) continue;
    ATTAIN_RETURN_IF_ERROR(total_.status());
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

absl::StatusOr<std::optional<Fraction>> Payer::ExcessStart() {
  for (const Gate& gate : terms_.definition().gates) {
    if (gate.pays != GateBase::kExcess) continue;
    const Fraction least(gate.at_least.factor());
    if (gate.over.kind != "attainment") return std::optional<Fraction>(least);
    ATTAIN_ASSIGN_OR_RETURN(const Attained attained, Attain(gate.over.id));
    ATTAIN_ASSIGN_OR_RETURN(const Fraction start, Multiply(least, attained.quota));
    return std::optional<Fraction>(start);
  }
  return std::optional<Fraction>();
}

// The cap for this payee and period.
absl::StatusOr<Fraction> Payer::Most() const {
  if (!terms_.definition().cap->prorate) return *terms_.cap();
  return Multiply(*terms_.cap(), input_.part);
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
  ATTAIN_RETURN_IF_ERROR(RoundComponent());
  if (caps_period && after) ATTAIN_RETURN_IF_ERROR(CapPeriod());
  return total_.status();
}

// Checks the columns and adds up the credits.
absl::Status Payer::Begin() {
  const size_t count = CountOf(input_);
  if (input_.days.size() != count || (!input_.members.empty() && input_.members.size() != count) ||
      (!input_.shares.empty() && input_.shares.size() != count)) {
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
  if (!among_all) ATTAIN_RETURN_IF_ERROR(PassGates());  // of a contest they say who takes part
  ATTAIN_RETURN_IF_ERROR(Modify());
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
  for (const Gate& gate : terms_.definition().gates) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction value, ValueOf(gate.over));
    if (value < Fraction(gate.at_least.factor())) return standing;
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

}  // namespace

absl::StatusOr<Standing> Stand(const ComponentTerms& terms, const PayInput& input) {
  return Payer(terms, input, Detail::kTotal).Stand();
}

absl::StatusOr<ComponentPay> Pay(const ComponentTerms& terms, const PayInput& input,
                                 Detail detail) {
  return Payer(terms, input, detail).Run();
}

}  // namespace attain::incentive
