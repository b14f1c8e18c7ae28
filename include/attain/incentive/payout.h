// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Payouts: the rules by which a component of a plan turns credit into pay. A definition, as people
// write it.
//
//   { "kind": "flat", "rate": "5%" }                          5 % of every credited amount
//   { "kind": "tiers", "method": "marginal", "over": {"attainment": "quota-2026"},
//     "bands": [ {"from": "0%", "pays": "6%"}, {"from": "80%", "pays": "8%"}, {"from": "100%",
//     "pays": "12.5%"} ] }
//       quota 100,000, credit 118,000:  80,000 × 6 % + 20,000 × 8 % + 18,000 × 12.5 % = 8,650.00
//     the same bands with "method": "whole":  118,000 × 12.5 % = 14,750.00
//   { "kind": "override", "rate": "1%" }                      1 % of what the manager's team was
//   credited
//
// The alternatives are a `std::variant`; a document tells them apart by "kind". A new one is a
// struct with its field table here, a kernel, and a line in each `std::visit` that the compiler
// then asks for.
#ifndef ATTAIN_INCENTIVE_PAYOUT_H_
#define ATTAIN_INCENTIVE_PAYOUT_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/rate.h"
#include "attain/definition/fields.h"
#include "attain/definition/value.h"
#include "attain/incentive/bands.h"
#include "attain/incentive/curve.h"
#include "attain/incentive/gate.h"
#include "attain/incentive/matrix.h"

namespace attain::incentive {

/// The bands are compared with the attainment of this target: {"attainment": "quota-2026"}.
struct AttainmentOf {
  std::string id;  ///< Id of the target.
  /// As a reference of a document.
  // NOLINTNEXTLINE(google-explicit-constructor): so that `.over = AttainmentOf{"quota-2026"}` reads
  // as written.
  operator definition::Reference() const { return {"attainment", id}; }
};

/// The bands are compared with the amount of this measure, in the currency of the plan: {"measure":
/// "won_amount"}.
struct AmountOf {
  std::string id;  ///< Id of the measure.
  /// As a reference of a document.
  // NOLINTNEXTLINE(google-explicit-constructor): so that `.over = AmountOf{"won_amount"}` reads as
  // written.
  operator definition::Reference() const { return {"measure", id}; }
};

/// One band of tiers.
struct Band {
  Rate from;  ///< Where it starts: an attainment ("80%") or an amount ("10000").
  std::optional<Rate> to =
      std::nullopt;  ///< Where it ends. Default: where the next band starts; the last band is open.
  Rate pays;         ///< Rate paid on what the method says.
  bool operator==(const Band&) const = default;
};

/// The same rate on everything credited.
struct Flat {
  Rate rate;  ///< Paid on each credited amount; may be negative.
  bool operator==(const Flat&) const = default;
};

/// Rates by bands.
struct Tiers {
  TierMethod method =
      TierMethod::kMarginal;  ///< Whole or marginal; required in documents, because systems differ.
  definition::Reference over =
      {};  ///< What the bands are compared with: an attainment, or the measure itself. Required.
  Boundary boundary = Boundary::kLowerInclusive;  ///< Whole: the band of a value on a bound.
                                                  ///< Default: the upper one (lower_inclusive).
  Outside outside =
      Outside::kError;  ///< What lies in no band. Default: the statement is not paid (error).
  NegativeBase negative = NegativeBase::kFirstBand;  ///< More refunds than sales. Default: the
                                                     ///< first band's rate, if it starts at zero.
  std::vector<Band> bands;                           ///< At least one, ascending.
  bool operator==(const Tiers&) const = default;
};

/// On whose sums an override is calculated.
enum class OverrideMode : int32_t {
  kCollective = 1,  ///< On the team's sum. Default.
  kIndividual = 2,  ///< On each member's sum, one line per member.
};

/// A manager's share of what the team sold: everyone in the units the manager leads and the units
/// below them, on the date of each transaction. Only reps who lead a unit are paid. The component's
/// measure is the team's.
struct Override {
  Rate rate;                                      ///< Paid on the team's credits.
  OverrideMode mode = OverrideMode::kCollective;  ///< Default: collective.
  bool include_self = true;  ///< The manager's own credits count as the team's. Default: yes.
  bool operator==(const Override&) const = default;
};

/// One way of paying.
using Payout = std::variant<Flat, Tiers, Override>;

/// The kind of a payout as documents write it: "flat", "tiers", "override".
std::string_view KindOf(const Payout& payout);
/// The id of the target whose attainment the payout needs; nothing when it needs none.
std::optional<std::string> AttainmentNeeded(const Payout& payout);

/// The bands in exact numbers, each ended by the start of the next where it names no end.
std::vector<RateBand> ResolveBands(const std::vector<Band>& bands);

/// What is wrong with bands: kTierGap, kTierOverlap, kTierUnreachable (warning), kTierCliff
/// (warning: pay jumps or falls at a bound), kMissingKey without bands. Paths begin with `path`.
Findings CheckBands(const Tiers& tiers, std::string_view path);
/// What is wrong with a payout of a component that pays on `measure`. Paths begin with `path`.
/// Beside CheckBands: kUnsupportedOption for a method that needs more than one period,
/// kUnknownReference for an `over` that is neither an attainment nor the component's measure.
Findings Validate(const Payout& payout, std::string_view measure, std::string_view path);

/// \name Field tables.
/// \{
const definition::WordTable& Describe(
    definition::Type<TierMethod>);  ///< whole, marginal, retroactive, interpolated
const definition::WordTable& Describe(
    definition::Type<Boundary>);  ///< lower_inclusive, upper_inclusive, closed
const definition::WordTable& Describe(definition::Type<Outside>);       ///< error, zero
const definition::WordTable& Describe(definition::Type<NegativeBase>);  ///< first_band, zero
const definition::WordTable& Describe(definition::Type<OverrideMode>);  ///< collective, individual
const definition::WordTable& Describe(definition::Type<CurveBelow>);    ///< zero, hold
const definition::WordTable& Describe(definition::Type<CurveAbove>);    ///< hold, extrapolate
const definition::WordTable& Describe(definition::Type<MatrixMethod>);  ///< lookup, linear
const definition::WordTable& Describe(definition::Type<GateBase>);      ///< first_dollar, excess
const definition::FieldTable& Describe(definition::Type<Band>);         ///< {from, to, pays}
const definition::FieldTable& Describe(definition::Type<Flat>);         ///< kind "flat"
const definition::FieldTable& Describe(definition::Type<Tiers>);        ///< kind "tiers"
const definition::FieldTable& Describe(definition::Type<Override>);     ///< kind "override"
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_PAYOUT_H_
