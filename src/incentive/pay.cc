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

// Everything one selection pays, added to `pay`; lines are marked with version and member.
class Payer {
 public:
  Payer(const ComponentTerms& terms, const PayInput& input, Detail detail)
      : terms_(terms), input_(input), detail_(detail) {}

  absl::StatusOr<ComponentPay> Run();

 private:
  absl::Status PayTiers(const Tiers& tiers, int32_t version);
  absl::Status PayReached(int32_t version);
  absl::StatusOr<Attained> Attain(const std::string& target);
  absl::StatusOr<Fraction> ValueOf(const definition::Reference& over);
  absl::Status PayRates();
  absl::Status Take(const Walked& walked, const Selection& selection, Rule rule);
  absl::Status Adjust();
  absl::Status PassGates();
  absl::Status Modify();
  void Scale(const Fraction& factor);
  // The part of a flat rate's credits that a gate leaves unpaid: up to it.
  absl::StatusOr<std::optional<Fraction>> ExcessStart();
  void AddLine(Rule rule, const Fraction& amount);
  bool lines_wanted() const { return detail_ != Detail::kTotal || RoundsLines(); }
  bool RoundsLines() const {
    if (!by_credit_) return false;
    const RoundingPoint point = terms_.definition().rounding.point;
    return point == RoundingPoint::kTransaction || point == RoundingPoint::kCumulative;
  }
  // The kernel's detail: rounding of lines needs the lines.
  Detail walk_detail() const {
    return detail_ == Detail::kTotal && RoundsLines() ? Detail::kLines : detail_;
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
    line.band = rule == Rule::kBand ? emitted.band : -1;
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

absl::Status Payer::PayTiers(const Tiers& tiers, int32_t version) {
  const TierRates& rates = terms_.versions()[static_cast<size_t>(version)].rates;
  Fraction unit = 1;
  Fraction value = pay_.credited;
  if (tiers.over.kind == "attainment") {
    ATTAIN_ASSIGN_OR_RETURN(const Attained attained, Attain(tiers.over.id));
    unit = attained.quota;
    value = attained.attainment;
    pay_.quota = attained.quota;
    pay_.attainment = attained.attainment;
  }
  Selection selection{.version = version, .member = -1, .credits = {}};
  for (size_t i = 0; i < CountOf(input_); ++i) selection.credits.push_back(static_cast<int32_t>(i));
  if (tiers.method != TierMethod::kMarginal) {  // whole, or over a span retroactive
    if (selection.credits.empty()) return absl::OkStatus();
    ATTAIN_ASSIGN_OR_RETURN(const int32_t band, WholeBand(tiers, rates, value));
    if (band < 0) return absl::OkStatus();
    ATTAIN_ASSIGN_OR_RETURN(
        const TierRates one,
        TierRates::Of(
            {{.from = 0, .to = {}, .pays = rates.bands()[static_cast<size_t>(band)].pays}}));
    ATTAIN_ASSIGN_OR_RETURN(Walked walked,
                            WalkBands(one, 1, true, input_, selection, walk_detail()));
    for (Emitted& emitted : walked.segments) emitted.band = band;
    return Take(walked, selection, Rule::kBand);
  }
  ATTAIN_ASSIGN_OR_RETURN(const Walked walked,
                          WalkBands(rates, unit, tiers.negative == NegativeBase::kFirstBand, input_,
                                    selection, walk_detail()));
  ATTAIN_RETURN_IF_ERROR(CheckOutside(walked.segments, tiers));
  return Take(walked, selection, Rule::kBand);
}

// Flat rates and overrides: every credit at the rate of its own day's version.
absl::Status Payer::PayRates() {
  ATTAIN_ASSIGN_OR_RETURN(const std::optional<Fraction> excess, ExcessStart());
  std::map<std::pair<int32_t, int32_t>, Selection> selections;  // by version and member
  for (size_t i = 0; i < CountOf(input_); ++i) {
    const Date day = Date::FromDays(input_.days[i]);
    const int32_t version = terms_.VersionAt(day);
    if (version < 0)
      return MakeError(Reason::kNoPlanVersion, StrCat("no version of ", terms_.definition().id,
                                                      " is in force on ", day.ToString()));
    const auto* override_ =
        std::get_if<Override>(&terms_.versions()[static_cast<size_t>(version)].payout);
    const bool individual = override_ != nullptr && override_->mode == OverrideMode::kIndividual &&
                            !input_.members.empty();
    const int32_t member = individual ? input_.members[i] : -1;
    Selection& selection = selections[{version, member}];
    selection.version = version;
    selection.member = member;
    selection.credits.push_back(static_cast<int32_t>(i));
  }
  for (const auto& entry : selections) {
    const Selection& selection = entry.second;
    const Terms& terms = terms_.versions()[static_cast<size_t>(selection.version)];
    TierRates rates = terms.rates;
    if (excess.has_value()) {
      const Fraction rate = terms.rates.bands().front().pays;
      ATTAIN_ASSIGN_OR_RETURN(rates, TierRates::Of({{.from = *excess, .to = {}, .pays = rate}}));
    }
    ATTAIN_ASSIGN_OR_RETURN(
        const Walked walked,
        WalkBands(rates, 1, !excess.has_value(), input_, selection, walk_detail()));
    const Rule rule =
        std::holds_alternative<Override>(terms.payout) ? Rule::kOverride : Rule::kRate;
    ATTAIN_RETURN_IF_ERROR(Take(walked, selection, rule));
  }
  return absl::OkStatus();
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

// Rounding of lines, floor, cap, rounding of the component; in that order.
absl::Status Payer::Adjust() {
  const Rounding& rounding = terms_.definition().rounding;
  const int scale = terms_.currency().scale();
  if (RoundsLines()) {
    ATTAIN_ASSIGN_OR_RETURN(const RoundedLines rounded, RoundLines(pay_.credits, rounding, scale));
    const Exact difference = Exact(Fraction(rounded.total)) - total_;
    ATTAIN_RETURN_IF_ERROR(difference.status());
    if (!difference.value().is_zero()) AddLine(Rule::kRounding, difference.value());
    for (size_t i = 0; i < rounded.lines.size(); ++i) pay_.credits[i] = Fraction(rounded.lines[i]);
  }
  if (terms_.floor().has_value() && total_ < Exact(*terms_.floor())) {
    AddLine(Rule::kFloor, (Exact(*terms_.floor()) - total_).value());
  }
  if (terms_.cap().has_value() && total_ > Exact(*terms_.cap())) {
    pay_.capped = true;
    AddLine(Rule::kCap, (Exact(*terms_.cap()) - total_).value());
  }
  ATTAIN_RETURN_IF_ERROR(total_.status());
  if (rounding.point == RoundingPoint::kComponent) {
    const int64_t digits = rounding.scale.value_or(scale);
    ATTAIN_ASSIGN_OR_RETURN(const Decimal rounded,
                            Round(total_.value(), static_cast<int>(digits), rounding.mode));
    const Exact difference = Exact(Fraction(rounded)) - total_;
    ATTAIN_RETURN_IF_ERROR(difference.status());
    if (!difference.value().is_zero()) AddLine(Rule::kRounding, difference.value());
  }
  return total_.status();
}

absl::StatusOr<ComponentPay> Payer::Run() {
  const size_t count = CountOf(input_);
  if (input_.days.size() != count || (!input_.members.empty() && input_.members.size() != count)) {
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
  const int32_t last = terms_.VersionAt(input_.last_day);
  const Tiers* tiers =
      last < 0 ? nullptr : std::get_if<Tiers>(&terms_.versions()[static_cast<size_t>(last)].payout);
  if (tiers != nullptr) {
    ATTAIN_RETURN_IF_ERROR(PayTiers(*tiers, last));
  } else if (terms_.pays_for_reaching()) {
    if (last < 0)
      return MakeError(Reason::kNoPlanVersion, StrCat("no version of ", terms_.definition().id,
                                                      " is in force on ",
                                                      input_.last_day.ToString()));
    ATTAIN_RETURN_IF_ERROR(PayReached(last));
  } else {
    ATTAIN_RETURN_IF_ERROR(PayRates());
  }
  ATTAIN_RETURN_IF_ERROR(PassGates());
  ATTAIN_RETURN_IF_ERROR(Modify());
  if (!input_.earned_before.is_zero()) AddLine(Rule::kTrueUp, -input_.earned_before);
  ATTAIN_RETURN_IF_ERROR(Adjust());
  if (detail_ == Detail::kTotal) pay_.credits.clear();
  pay_.total = total_.value();
  return std::move(pay_);
}

absl::StatusOr<TierRates> RatesOf(const Payout& payout) {
  struct Visitor {
    absl::StatusOr<TierRates> operator()(const Flat& flat) const { return One(flat.rate); }
    absl::StatusOr<TierRates> operator()(const Override& override_) const {
      return One(override_.rate);
    }
    absl::StatusOr<TierRates> operator()(const Tiers& tiers) const {
      return TierRates::Of(ResolveBands(tiers.bands));
    }
    absl::StatusOr<TierRates> operator()(const Curve&) const { return One(Rate()); }
    absl::StatusOr<TierRates> operator()(const Multiplier& multiplier) const {
      return TierRates::Of(ResolveBands(multiplier.bands));
    }
    absl::StatusOr<TierRates> operator()(const Matrix&) const { return One(Rate()); }
    absl::StatusOr<TierRates> operator()(const Weighted&) const { return One(Rate()); }
    absl::StatusOr<TierRates> operator()(const LumpSums&) const { return One(Rate()); }
    absl::StatusOr<TierRates> operator()(const Formula&) const { return One(Rate()); }
    static absl::StatusOr<TierRates> One(Rate rate) {
      return TierRates::Of({{.from = 0, .to = {}, .pays = Fraction(rate.factor())}});
    }
  };
  return std::visit(Visitor{}, payout);
}

absl::StatusOr<std::optional<Fraction>> Limit(const std::optional<definition::Amount>& amount,
                                              Currency currency) {
  if (!amount.has_value()) return std::optional<Fraction>();
  ATTAIN_ASSIGN_OR_RETURN(const Money money, amount->ToMoney(currency));
  return std::optional<Fraction>(Fraction(money.ToDecimal()));
}

}  // namespace

std::string_view Name(Rule rule) {
  switch (rule) {
    case Rule::kRate:
      return "rate";
    case Rule::kBand:
      return "band";
    case Rule::kOverride:
      return "override";
    case Rule::kFloor:
      return "floor";
    case Rule::kCap:
      return "cap";
    case Rule::kRounding:
      return "rounding";
    case Rule::kCurve:
      return "curve";
    case Rule::kMatrix:
      return "matrix";
    case Rule::kWeight:
      return "weight";
    case Rule::kLumpSum:
      return "lump_sum";
    case Rule::kGate:
      return "gate";
    case Rule::kModifier:
      return "modifier";
    case Rule::kTrueUp:
      return "true_up";
    case Rule::kFormula:
      return "formula";
  }
  return "";
}

absl::StatusOr<ComponentTerms> ComponentTerms::Of(const Component& component, Currency currency) {
  ComponentTerms terms;
  terms.component_ = component;
  terms.currency_ = currency;
  for (const auto& version : component.payout.versions) {
    ATTAIN_ASSIGN_OR_RETURN(TierRates rates, RatesOf(version.value));
    terms.versions_.push_back(
        {.payout = version.value, .valid = version.valid, .rates = std::move(rates)});
  }
  ATTAIN_ASSIGN_OR_RETURN(terms.cap_, Limit(component.cap, currency));
  ATTAIN_ASSIGN_OR_RETURN(terms.floor_, Limit(component.floor, currency));
  return terms;
}

int32_t ComponentTerms::VersionAt(Date day) const {
  for (size_t i = 0; i < versions_.size(); ++i) {
    if (versions_[i].valid.Contains(day)) return static_cast<int32_t>(i);
  }
  return -1;
}

std::vector<std::string> ComponentTerms::targets() const {
  std::vector<definition::Reference> references;
  for (const Terms& version : versions_) {
    for (const definition::Reference& over : ReferencesOf(version.payout))
      references.push_back(over);
  }
  for (const Gate& gate : component_.gates) references.push_back(gate.over);
  for (const Modifier& modifier : component_.modifiers) references.push_back(modifier.over);
  std::vector<std::string> ids;
  for (const definition::Reference& over : references) {
    if (over.kind == "attainment" && std::find(ids.begin(), ids.end(), over.id) == ids.end())
      ids.push_back(over.id);
  }
  return ids;
}

bool ComponentTerms::pays_for_reaching() const {
  return !versions_.empty() && !PaysByCredit(versions_.front().payout);
}

bool ComponentTerms::pays_on_team() const {
  return std::any_of(versions_.begin(), versions_.end(), [](const Terms& version) {
    return std::holds_alternative<Override>(version.payout);
  });
}

absl::StatusOr<ComponentPay> Pay(const ComponentTerms& terms, const PayInput& input,
                                 Detail detail) {
  return Payer(terms, input, detail).Run();
}

}  // namespace attain::incentive
