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
//   { "kind": "curve", "target_incentive": "7000", "over": {"attainment": "quota-2026"},
//     "points": [ {"at": "60%", "pays": "20%"}, {"at": "100%", "pays": "100%"} ] }
//       attainment 80 %: half-way between the points, 60 % of 7,000 = 4,200.00
//   { "kind": "multiplier", "target_incentive": "9000", "method": "whole", … bands of factors }
//   { "kind": "matrix", "target_incentive": "9000", "method": "lookup", "axes": […], "cells": [[…]] }
//   { "kind": "weighted", "target_incentive": "7000", "measures": [ {over, weight, cap} … ] }
//   { "kind": "lump_sum", "over": …, "bands": [ {"from": "100%", "pays": "2500"} ] }
//   { "kind": "spiff" … }  { "kind": "rates" … }  { "kind": "contest" … }  { "kind": "pool" … }
//   (reward.h)
//
// The alternatives are a `std::variant`; a document tells them apart by "kind". A new one is a
// struct with its field table here, a kernel, and a line in each `std::visit` that the compiler
// then asks for.
#ifndef ATTAIN_INCENTIVE_PAYOUT_H_
#define ATTAIN_INCENTIVE_PAYOUT_H_

#include <map>
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
#include "attain/incentive/reward.h"

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
  Rate pays;         ///< Rate paid on what the method says; interpolated: a sum of money in the
                     ///< currency of the plan, in proportion to the part of the band filled.
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
      TierMethod::kMarginal;  ///< Required in documents, because systems differ.
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
  bool dedupe = true;  ///< An order counts for at most its amount, however many of the team have
                       ///< credit of it: quota credit and overlays may add up to more. What is too
                       ///< much is taken from all of them in proportion. Default: yes.
  bool operator==(const Override&) const = default;
};

/// One point of a payout curve.
struct Point {
  Rate at;    ///< The value: an attainment ("60%") or an amount.
  Rate pays;  ///< The factor of the target incentive there.
  bool operator==(const Point&) const = default;
};

/// Target incentive × a factor along a line through points (curve.h).
struct Curve {
  definition::Amount target_incentive;  ///< What a factor of 100 % pays in a period; not prorated.
  definition::Reference over = {};      ///< What the points are compared with: an attainment, or the
                                        ///< component's own measure. Required.
  std::vector<Point> points;            ///< At least one, ascending; two at one place are a jump.
  CurveBelow below = CurveBelow::kZero;  ///< Below the first point. Default: nothing.
  CurveAbove above = CurveAbove::kHold;  ///< Above the last point. Default: its factor.
  bool prorate = false;  ///< The target incentive in proportion to the days assigned. Default: no.
  bool operator==(const Curve&) const = default;
};

/// Target incentive × attainment × the factor of its band (multiplier.h).
struct Multiplier {
  definition::Amount target_incentive;  ///< What an attainment of 100 % at factor 1 pays in a
                                        ///< period; not prorated.
  definition::Reference over = {};      ///< The attainment. Required.
  TierMethod method = TierMethod::kMarginal;      ///< Whole or marginal; required in documents.
  Boundary boundary = Boundary::kLowerInclusive;  ///< Whole: the band of a value on a bound.
  Outside outside = Outside::kError;  ///< An attainment in no band. Default: not paid (error).
  std::vector<Band> bands;            ///< At least one, ascending; `pays` is the factor.
  bool prorate = false;  ///< The target incentive in proportion to the days assigned. Default: no.
  bool operator==(const Multiplier&) const = default;
};

/// One axis of a matrix.
struct Axis {
  definition::Reference over;  ///< The value along it: an attainment, or the component's own measure.
  std::vector<Rate> points;    ///< Ascending.
  bool operator==(const Axis&) const = default;
};

/// Target incentive × a factor found by several values at once (matrix.h).
struct Matrix {
  definition::Amount target_incentive;  ///< What a factor of 100 % pays in a period; not prorated.
  MatrixMethod method = MatrixMethod::kLookup;  ///< Lookup or linear; required in documents.
  Outside below = Outside::kError;  ///< A value below the first point. Default: not paid (error).
  std::vector<Axis> axes;           ///< One to eight.
  std::vector<std::vector<Rate>> cells;  ///< Rows of factors along the last axis: one row for every
                                         ///< combination of points of the axes before it, in order.
  bool prorate = false;  ///< The target incentive in proportion to the days assigned. Default: no.
  bool operator==(const Matrix&) const = default;
};

/// One measure of a weighted payout.
struct Weight {
  definition::Reference over;  ///< Its attainment.
  Rate weight;                 ///< Its part of the factor.
  std::optional<Rate> cap = std::nullopt;  ///< Attainments above are cut to it. Default: no cap.
  bool operator==(const Weight&) const = default;
};

/// Target incentive × the weighted sum of attainments (weighted.h).
struct Weighted {
  definition::Amount target_incentive;  ///< What 100 % of everything pays in a period; not prorated.
  std::vector<Weight> measures;         ///< At least one.
  bool prorate = false;  ///< The target incentive in proportion to the days assigned. Default: no.
  bool operator==(const Weighted&) const = default;
};

/// One band of lump sums.
struct LumpBand {
  Rate from;                ///< Where it is reached, the bound included.
  definition::Amount pays;  ///< The sum of money.
  bool operator==(const LumpBand&) const = default;
};

/// Sums of money for what is reached: the highest band once, or every band reached.
struct LumpSums {
  definition::Reference over = {};  ///< An attainment, or the component's own measure. Required.
  std::vector<LumpBand> bands;      ///< At least one, ascending.
  bool each = false;                ///< Every band reached pays. Default: the highest alone.
  bool prorate = false;             ///< In proportion to the days assigned. Default: no.
  bool operator==(const LumpSums&) const = default;
};

/// What no other kind says: a CEL expression in exact decimals. It may ask for `credited` (what the
/// component was credited) and, of each input, `name.actual`, `name.quota` and `name.attainment`.
struct Formula {
  definition::ExpressionText value;  ///< What is paid, a number in the currency of the plan.
  std::map<std::string, definition::Reference> inputs = {};  ///< Attainments, by the name the
                                                             ///< expression gives them.
  bool operator==(const Formula&) const = default;
};

/// From when on something counts credits and quota.
enum class Span : int32_t {
  kPeriod = 1,         ///< Each period on its own. Default.
  kQuarterToDate = 2,  ///< From the start of the quarter.
  kYearToDate = 3,     ///< From the start of the (fiscal) year.
};

/// What must be reached before a component pays.
struct Gate {
  definition::Reference over;  ///< An attainment, or the component's own measure.
  Rate at_least;               ///< The least that opens the gate, compared exactly.
  GateBase pays = GateBase::kFirstDollar;  ///< Open: everything, or only what lies above the gate
                                           ///< (rates, bands, overrides and multipliers gated by
                                           ///< what they pay on). Default: everything.
  /// From when on the gate counts: a year's quota may open what a month pays. Default: what the
  /// component counts.
  Span span = Span::kPeriod;
  bool operator==(const Gate&) const = default;
};

/// A factor of what a component pays.
struct Modifier {
  definition::Reference over;  ///< What chooses the band: an attainment, or the component's own
                               ///< measure.
  Boundary boundary = Boundary::kLowerInclusive;  ///< The band of a value on a bound.
  Outside outside = Outside::kError;  ///< A value in no band. Default: not paid (error).
  std::vector<Band> bands;            ///< At least one, ascending; `pays` is the factor.
  bool operator==(const Modifier&) const = default;
};

/// One way of paying.
using Payout = std::variant<Flat, Tiers, Override, Curve, Multiplier, Matrix, Weighted, LumpSums,
                            Formula, Spiff, Rates, Prizes, Pool>;

/// The kind of a payout as documents write it: "flat", "tiers", "override", "curve", "multiplier",
/// "matrix", "weighted", "lump_sum", "formula", "spiff", "rates", "contest", "pool".
std::string_view KindOf(const Payout& payout);
/// Everything the payout compares something with, in document order.
std::vector<definition::Reference> ReferencesOf(const Payout& payout);
/// Ids of the targets whose attainment the payout needs, in document order.
std::vector<std::string> AttainmentsNeeded(const Payout& payout);
/// True for a payout on credited amounts, of which every credit earns its part; false for one that
/// pays a sum for what is reached.
bool PaysByCredit(const Payout& payout);
/// True for a payout that looks at everyone the plan pays at once: contest, pool.
bool PaysAmongAll(const Payout& payout);

/// The bands in exact numbers, each ended by the start of the next where it names no end.
std::vector<RateBand> ResolveBands(const std::vector<Band>& bands);

/// What is wrong with bands: kTierGap, kTierOverlap, kTierUnreachable (warning), kTierCliff
/// (warning: pay jumps or falls at a bound), kMissingKey without bands. Paths begin with `path`.
Findings CheckBands(const Tiers& tiers, std::string_view path);
/// What is wrong with a payout of a component that pays on `measure`. Paths begin with `path`.
/// Beside CheckBands: kMissingKey for an interpolated band without end, what Validate of rewards
/// finds,
/// kUnknownReference for an `over` that is neither an attainment nor the component's measure;
/// kTierOverlap for points, axes or sums out of order; kTierCliff (warning) for a jump of a curve;
/// kTierUnreachable (warning) for a cell or point that cannot matter; kInvalidArgument for a matrix
/// without a cell for every combination; kOutOfBounds (warning) for weights that do not add up to 1;
/// what is wrong with the text of a formula, kUnknownName for a name it cannot ask for.
Findings Validate(const Payout& payout, std::string_view measure, std::string_view path);

/// \name Field tables.
/// \{
const definition::WordTable& Describe(
    definition::Type<TierMethod>);  ///< whole, marginal, retroactive, interpolated
const definition::WordTable& Describe(
    definition::Type<Boundary>);  ///< lower_inclusive, upper_inclusive, closed
const definition::WordTable& Describe(
    definition::Type<NegativeBase>);  ///< first_band, zero, carry
const definition::WordTable& Describe(definition::Type<OverrideMode>);  ///< collective, individual
const definition::WordTable& Describe(definition::Type<CurveBelow>);    ///< zero, hold
const definition::WordTable& Describe(definition::Type<CurveAbove>);    ///< hold, extrapolate
const definition::WordTable& Describe(definition::Type<MatrixMethod>);  ///< lookup, linear
const definition::WordTable& Describe(definition::Type<GateBase>);      ///< first_dollar, excess
const definition::WordTable& Describe(
    definition::Type<Span>);  ///< period, quarter_to_date, year_to_date
const definition::FieldTable& Describe(definition::Type<Band>);         ///< {from, to, pays}
const definition::FieldTable& Describe(definition::Type<Flat>);         ///< kind "flat"
const definition::FieldTable& Describe(definition::Type<Tiers>);        ///< kind "tiers"
const definition::FieldTable& Describe(definition::Type<Override>);     ///< kind "override"
const definition::FieldTable& Describe(definition::Type<Point>);        ///< {at, pays}
const definition::FieldTable& Describe(definition::Type<Curve>);        ///< kind "curve"
const definition::FieldTable& Describe(definition::Type<Multiplier>);   ///< kind "multiplier"
const definition::FieldTable& Describe(definition::Type<Axis>);         ///< {over, points}
const definition::FieldTable& Describe(definition::Type<Matrix>);       ///< kind "matrix"
const definition::FieldTable& Describe(definition::Type<Weight>);       ///< {over, weight, cap}
const definition::FieldTable& Describe(definition::Type<Weighted>);     ///< kind "weighted"
const definition::FieldTable& Describe(definition::Type<LumpBand>);     ///< {from, pays}
const definition::FieldTable& Describe(definition::Type<LumpSums>);     ///< kind "lump_sum"
const definition::FieldTable& Describe(definition::Type<Formula>);      ///< kind "formula"
const definition::FieldTable& Describe(definition::Type<Gate>);         ///< {over, at_least, pays, span}
const definition::FieldTable& Describe(
    definition::Type<Modifier>);  ///< {over, boundary, outside, bands}
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_PAYOUT_H_
