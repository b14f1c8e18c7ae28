// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Components made ready for use, and the names of rules.
#include <algorithm>

#include "attain/base/status.h"
#include "attain/incentive/pay.h"
#include "incentive/internal/pay_kinds.h"

namespace attain::incentive {
namespace {

// The bands of a payout; a rate is one open band, and so is what has neither.
absl::StatusOr<TierRates> RatesOf(const Payout& payout) {
  if (const auto* tiers = std::get_if<Tiers>(&payout))
    return TierRates::Of(ResolveBands(tiers->bands));
  if (const auto* multiplier = std::get_if<Multiplier>(&payout))
    return TierRates::Of(ResolveBands(multiplier->bands));
  Rate rate;
  if (const auto* flat = std::get_if<Flat>(&payout)) rate = flat->rate;
  if (const auto* override_ = std::get_if<Override>(&payout)) rate = override_->rate;
  return TierRates::Of({{.from = 0, .to = {}, .pays = Fraction(rate.factor())}});
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
    case Rule::kSpiff:
      return "spiff";
    case Rule::kContest:
      return "contest";
    case Rule::kPool:
      return "pool";
    case Rule::kCarry:
      return "carry";
    case Rule::kBudget:
      return "budget";
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
  if (component.cap.has_value()) {
    ATTAIN_ASSIGN_OR_RETURN(terms.cap_, Limit(component.cap->amount, currency));
  }
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

bool ComponentTerms::pays_among_all() const {
  return !versions_.empty() && PaysAmongAll(versions_.front().payout);
}

bool ComponentTerms::carries() const {
  if (component_.cap.has_value() && component_.cap->carry) return true;
  return std::any_of(versions_.begin(), versions_.end(), [](const Terms& version) {
    const Tiers* tiers = std::get_if<Tiers>(&version.payout);
    return tiers != nullptr && tiers->negative == NegativeBase::kCarry;
  });
}

bool ComponentTerms::prorates() const {
  if (component_.cap.has_value() && component_.cap->prorate) return true;
  return std::any_of(versions_.begin(), versions_.end(),
                     [](const Terms& version) { return Prorates(version.payout); });
}

bool ComponentTerms::pays_on_team() const {
  if (component_.team.has_value()) return true;
  return std::any_of(versions_.begin(), versions_.end(), [](const Terms& version) {
    return std::holds_alternative<Override>(version.payout);
  });
}

}  // namespace attain::incentive
