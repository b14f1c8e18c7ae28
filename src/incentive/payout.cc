// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/payout.h"

#include <algorithm>

#include "attain/definition/reference.h"
#include "base/internal/text.h"
#include "incentive/internal/pay_kinds.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;
using definition::ElementPath;
using definition::JoinPath;
using definition::Optional;
using definition::Required;

// The name of a bound as people write it: attainments in percent, amounts in digits.
std::string BoundText(const Tiers& tiers, Rate bound) {
  return tiers.over.kind == "attainment" ? bound.ToString() : bound.factor().ToString();
}

bool IsAbove(const std::optional<Rate>& end, Rate bound) {
  return !end.has_value() || *end > bound;
}

// Neighbouring bands of whole tiers pay differently on everything, so pay jumps at the bound
// between them.
void CheckCliffs(const Tiers& tiers, std::string_view path, Findings& findings) {
  if (tiers.method == TierMethod::kMarginal || tiers.method == TierMethod::kInterpolated) return;
  for (size_t i = 1; i < tiers.bands.size(); ++i) {
    const Band& before = tiers.bands[i - 1];
    const Band& band = tiers.bands[i];
    if (before.pays == band.pays) continue;
    findings.AddWarning(
        Reason::kTierCliff,
        {.path =
             JoinPath(ElementPath(JoinPath(path, "bands"), "", static_cast<int64_t>(i)), "pays")},
        StrCat("at ", BoundText(tiers, band.from), " the rate on the whole amount ",
               before.pays < band.pays ? "jumps" : "falls", " from ", before.pays.ToString(),
               " to ", band.pays.ToString()));
  }
}

void CheckReach(const Tiers& tiers, std::string_view path, Findings& findings) {
  const std::vector<RateBand> bands = ResolveBands(tiers.bands);
  for (size_t i = 0; i < bands.size(); ++i) {
    const std::string where = ElementPath(JoinPath(path, "bands"), "", static_cast<int64_t>(i));
    if (bands[i].to.has_value() && bands[i].to->sign() <= 0 &&
        tiers.negative != NegativeBase::kFirstBand) {
      findings.AddWarning(Reason::kTierUnreachable, {.path = where},
                          "the band lies below zero, where nothing is paid");
    }
    for (size_t j = 0; j < i; ++j) {
      const bool covered =
          bands[j].from <= bands[i].from &&
          (!bands[j].to.has_value() || (bands[i].to.has_value() && *bands[i].to <= *bands[j].to));
      if (!covered) continue;
      findings.AddWarning(Reason::kTierUnreachable, {.path = where},
                          StrCat("the band lies inside bands[", static_cast<int64_t>(j),
                                 "], which is asked first"));
      break;
    }
  }
}

}  // namespace

std::string_view KindOf(const Payout& payout) {
  struct Visitor {
    std::string_view operator()(const Flat&) const { return "flat"; }
    std::string_view operator()(const Tiers&) const { return "tiers"; }
    std::string_view operator()(const Override&) const { return "override"; }
    std::string_view operator()(const Curve&) const { return "curve"; }
    std::string_view operator()(const Multiplier&) const { return "multiplier"; }
    std::string_view operator()(const Matrix&) const { return "matrix"; }
    std::string_view operator()(const Weighted&) const { return "weighted"; }
    std::string_view operator()(const LumpSums&) const { return "lump_sum"; }
    std::string_view operator()(const Formula&) const { return "formula"; }
    std::string_view operator()(const Spiff&) const { return "spiff"; }
    std::string_view operator()(const Rates&) const { return "rates"; }
    std::string_view operator()(const Prizes&) const { return "contest"; }
    std::string_view operator()(const Pool&) const { return "pool"; }
  };
  return std::visit(Visitor{}, payout);
}

std::vector<definition::Reference> ReferencesOf(const Payout& payout) {
  using References = std::vector<definition::Reference>;
  struct Visitor {
    References operator()(const Flat&) const { return {}; }
    References operator()(const Tiers& tiers) const { return {tiers.over}; }
    References operator()(const Override&) const { return {}; }
    References operator()(const Curve& curve) const { return {curve.over}; }
    References operator()(const Multiplier& multiplier) const { return {multiplier.over}; }
    References operator()(const Matrix& matrix) const {
      References references;
      for (const Axis& axis : matrix.axes) references.push_back(axis.over);
      return references;
    }
    References operator()(const Weighted& weighted) const {
      References references;
      for (const Weight& weight : weighted.measures) references.push_back(weight.over);
      return references;
    }
    References operator()(const LumpSums& sums) const { return {sums.over}; }
    References operator()(const Formula& formula) const {
      References references;
      for (const auto& input : formula.inputs) references.push_back(input.second);
      return references;
    }
    References operator()(const Spiff&) const { return {}; }
    References operator()(const Rates&) const { return {}; }
    References operator()(const Prizes& prizes) const { return {prizes.over}; }
    References operator()(const Pool& pool) const {
      return pool.over.kind.empty() ? References{} : References{pool.over};
    }
  };
  return std::visit(Visitor{}, payout);
}

std::vector<std::string> AttainmentsNeeded(const Payout& payout) {
  std::vector<std::string> ids;
  for (const definition::Reference& reference : ReferencesOf(payout)) {
    if (reference.kind != "attainment") continue;
    if (std::find(ids.begin(), ids.end(), reference.id) == ids.end()) ids.push_back(reference.id);
  }
  return ids;
}

bool PaysByCredit(const Payout& payout) {
  return std::holds_alternative<Flat>(payout) || std::holds_alternative<Tiers>(payout) ||
         std::holds_alternative<Override>(payout) || std::holds_alternative<Spiff>(payout) ||
         std::holds_alternative<Rates>(payout);
}

bool PaysAmongAll(const Payout& payout) {
  return std::holds_alternative<Prizes>(payout) || std::holds_alternative<Pool>(payout);
}

std::vector<RateBand> ResolveBands(const std::vector<Band>& bands) {
  std::vector<RateBand> resolved;
  resolved.reserve(bands.size());
  for (size_t i = 0; i < bands.size(); ++i) {
    RateBand band{.from = Fraction(bands[i].from.factor()),
                  .to = std::nullopt,
                  .pays = Fraction(bands[i].pays.factor())};
    if (bands[i].to.has_value()) {
      band.to = Fraction(bands[i].to->factor());
    } else if (i + 1 < bands.size()) {
      band.to = Fraction(bands[i + 1].from.factor());
    }
    resolved.push_back(band);
  }
  return resolved;
}

Findings CheckBands(const Tiers& tiers, std::string_view path) {
  Findings findings;
  const std::string list = JoinPath(path, "bands");
  if (tiers.bands.empty()) {
    findings.AddError(Reason::kMissingKey, {.path = list}, "tiers need at least one band");
    return findings;
  }
  const Rate zero;
  const bool needs_cover = tiers.outside == Outside::kError;
  if (needs_cover && tiers.bands.front().from > zero) {
    findings.AddError(
        Reason::kTierGap, {.path = JoinPath(ElementPath(list, "", 0), "from")},
        StrCat("what lies below ", BoundText(tiers, tiers.bands.front().from), " is in no band"),
        "start the first band at 0 or say \"outside\": \"zero\"");
  }
  for (size_t i = 0; i < tiers.bands.size(); ++i) {
    const Band& band = tiers.bands[i];
    const std::string where = ElementPath(list, "", static_cast<int64_t>(i));
    if (!IsAbove(band.to, band.from)) {
      findings.AddError(
          Reason::kTierOverlap, {.path = JoinPath(where, "to")},
          StrCat(BoundText(tiers, *band.to), " must lie above the start of the band (",
                 BoundText(tiers, band.from), ")"));
    }
    if (i == 0) continue;
    const Band& before = tiers.bands[i - 1];
    if (band.from <= before.from) {
      findings.AddError(Reason::kTierOverlap, {.path = JoinPath(where, "from")},
                        StrCat(BoundText(tiers, band.from), " must lie above the band before it (",
                               BoundText(tiers, before.from), ")"));
    } else if (before.to.has_value() && *before.to > band.from) {
      findings.AddError(
          Reason::kTierOverlap, {.path = JoinPath(where, "from")},
          StrCat(BoundText(tiers, band.from), " lies inside the band before it, which ends at ",
                 BoundText(tiers, *before.to)));
    } else if (before.to.has_value() && *before.to < band.from && needs_cover) {
      findings.AddError(Reason::kTierGap, {.path = JoinPath(where, "from")},
                        StrCat("what lies between ", BoundText(tiers, *before.to), " and ",
                               BoundText(tiers, band.from), " is in no band"),
                        "let the bands touch or say \"outside\": \"zero\"");
    }
  }
  if (needs_cover && tiers.bands.back().to.has_value()) {
    const int64_t last = static_cast<int64_t>(tiers.bands.size()) - 1;
    findings.AddWarning(
        Reason::kTierGap, {.path = JoinPath(ElementPath(list, "", last), "to")},
        StrCat("what lies above ", BoundText(tiers, *tiers.bands.back().to), " is in no band"),
        "leave the end out or say \"outside\": \"zero\"");
  }
  CheckReach(tiers, path, findings);
  CheckCliffs(tiers, path, findings);
  return findings;
}

Findings Validate(const Payout& payout, std::string_view measure, std::string_view path) {
  Findings findings = CheckKind(payout, measure, path);
  const Tiers* tiers = std::get_if<Tiers>(&payout);
  if (tiers == nullptr) return findings;
  findings.Append(CheckBands(*tiers, path));
  if (tiers->method == TierMethod::kInterpolated && !tiers->bands.empty() &&
      !tiers->bands.back().to.has_value()) {
    const auto last = static_cast<int64_t>(tiers->bands.size()) - 1;
    findings.AddError(Reason::kMissingKey,
                      {.path = JoinPath(ElementPath(JoinPath(path, "bands"), "", last), "to")},
                      "an interpolated band pays by the part of it that is filled and needs an end",
                      "say \"to\"");
  }
  return findings;
}

const definition::WordTable& Describe(definition::Type<TierMethod>) {
  static const auto& table = *new auto(definition::Words<TierMethod>(
      "tier_method", "How bands pay.",
      {{"whole", TierMethod::kWhole, "The band reached sets one rate for the whole amount."},
       {"marginal", TierMethod::kMarginal, "Each band's rate pays only the slice inside it."},
       {"retroactive", TierMethod::kRetroactive,
        "As whole over the amount accumulated, less what was paid for it before."},
       {"interpolated", TierMethod::kInterpolated,
        "A band pays money in proportion to the part of it that is filled."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<Boundary>) {
  static const auto& table = *new auto(definition::Words<Boundary>(
      "boundary", "Which band holds a value on the bound between two.",
      {{"lower_inclusive", Boundary::kLowerInclusive, "The upper band: from ≤ value < to."},
       {"upper_inclusive", Boundary::kUpperInclusive, "The lower band: from < value ≤ to."},
       {"closed", Boundary::kClosed, "The band listed first: from ≤ value ≤ to."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<Outside>) {
  static const auto& table = *new auto(definition::Words<Outside>(
      "outside", "What a value in no band pays.",
      {{"error", Outside::kError, "The statement is not paid and says why."},
       {"zero", Outside::kZero, "Nothing."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<NegativeBase>) {
  static const auto& table = *new auto(definition::Words<NegativeBase>(
      "negative_base", "What an amount below zero pays.",
      {{"first_band", NegativeBase::kFirstBand, "The rate of the band that starts at zero."},
       {"zero", NegativeBase::kZero, "Nothing."},
       {"carry", NegativeBase::kCarry,
        "Nothing, and it is taken from what comes later in the fiscal year."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<OverrideMode>) {
  static const auto& table = *new auto(definition::Words<OverrideMode>(
      "override_mode", "On whose sums an override is calculated.",
      {{"collective", OverrideMode::kCollective, "On the team's sum."},
       {"individual", OverrideMode::kIndividual, "On each member's sum, one line per member."}}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Band>) {
  static const auto& table = *new auto(definition::Table<Band>(
      "band", "One band of tiers.",
      {Required("from", &Band::from,
                "Where the band starts: an attainment (\"80%\") or an amount (\"10000\")."),
       Optional("to", &Band::to,
                "Where it ends. Default: where the next band starts; the last band is open."),
       Required("pays", &Band::pays,
                "Rate paid on what the method says; interpolated: a sum of money for the whole "
                "band.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Flat>) {
  static const auto& table = *new auto(
      definition::Table<Flat>("flat", "The same rate on everything credited.",
                              {Required("rate", &Flat::rate, "Paid on each credited amount.")})
          .Kind("flat"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Tiers>) {
  static const auto& table = *new auto(
      definition::Table<Tiers>(
          "tiers", "Rates by bands.",
          {Required("method", &Tiers::method, "How bands pay; systems differ, so it must be said."),
           Required("over", &Tiers::over,
                    "What bands are compared with: {\"attainment\": target} or {\"measure\": the "
                    "component's own}.")
               .RefersTo({"attainment", "measure"}),
           Optional("boundary", &Tiers::boundary,
                    "Whole tiers: the band of a value on a bound. Default: lower_inclusive."),
           Optional("outside", &Tiers::outside, "What lies in no band. Default: error."),
           Optional("negative", &Tiers::negative, "More refunds than sales. Default: first_band."),
           Required("bands", &Tiers::bands, "The bands, ascending.").NonEmpty()})
          .Kind("tiers"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Override>) {
  static const auto& table =
      *new auto(definition::Table<Override>(
                    "override",
                    "A manager's share of what the team sold; only reps who lead a unit are paid.",
                    {Required("rate", &Override::rate, "Paid on the team's credits."),
                     Optional("mode", &Override::mode, "On whose sums. Default: collective."),
                     Optional("include_self", &Override::include_self,
                              "The manager's own credits count. Default: true."),
                     Optional("dedupe", &Override::dedupe,
                              "An order counts for at most its amount, however many of the team "
                              "have credit of it. Default: true.")})
                    .Kind("override"));
  return table;
}

}  // namespace attain::incentive
