// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Field tables of the kinds of payout that pay a target incentive or a sum of money.

#include "attain/incentive/payout.h"

namespace attain::incentive {
namespace {

using definition::Optional;
using definition::Required;

constexpr std::string_view kTargetIncentive = "What a factor of 100 % pays in a period.";
constexpr std::string_view kProrate =
    "In proportion to the days assigned to the plan. Default: as it stands.";
constexpr std::string_view kOver =
    "What is compared: {\"attainment\": target} or {\"measure\": the component's own}.";

}  // namespace

const definition::WordTable& Describe(definition::Type<CurveBelow>) {
  static const auto& table = *new auto(definition::Words<CurveBelow>(
      "curve_below", "What a value below the first point of a curve pays.",
      {{"zero", CurveBelow::kZero, "Nothing."},
       {"hold", CurveBelow::kHold, "What the first point pays."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<CurveAbove>) {
  static const auto& table = *new auto(definition::Words<CurveAbove>(
      "curve_above", "What a value above the last point of a curve pays.",
      {{"hold", CurveAbove::kHold, "What the last point pays."},
       {"extrapolate", CurveAbove::kExtrapolate,
        "The line through the last two points goes on."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<MatrixMethod>) {
  static const auto& table = *new auto(definition::Words<MatrixMethod>(
      "matrix_method", "How a matrix is read.",
      {{"lookup", MatrixMethod::kLookup, "The cell of the last point reached on every axis."},
       {"linear", MatrixMethod::kLinear,
        "Along straight lines between grid points: bilinear for two axes."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<GateBase>) {
  static const auto& table = *new auto(definition::Words<GateBase>(
      "gate_base", "What is paid on once a threshold is reached.",
      {{"first_dollar", GateBase::kFirstDollar, "Everything from zero on."},
       {"excess", GateBase::kExcess, "Only what lies above the threshold."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<Span>) {
  static const auto& table = *new auto(definition::Words<Span>(
      "span", "From when on something counts credits and quota.",
      {{"period", Span::kPeriod, "Each period on its own."},
       {"quarter_to_date", Span::kQuarterToDate, "From the start of the quarter."},
       {"year_to_date", Span::kYearToDate, "From the start of the fiscal year."}}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Point>) {
  static const auto& table = *new auto(definition::Table<Point>(
      "point", "One point of a payout curve.",
      {Required("at", &Point::at, "The value: an attainment (\"60%\") or an amount."),
       Required("pays", &Point::pays, "The factor of the target incentive there.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Curve>) {
  static const auto& table = *new auto(
      definition::Table<Curve>(
          "curve", "Target incentive times a factor along a line through points.",
          {Required("target_incentive", &Curve::target_incentive, kTargetIncentive),
           Required("over", &Curve::over, kOver).RefersTo({"attainment", "measure"}),
           Required("points", &Curve::points, "The points, ascending; two at one place are a jump.")
               .NonEmpty(),
           Optional("below", &Curve::below, "Below the first point. Default: zero."),
           Optional("above", &Curve::above, "Above the last point. Default: hold."),
           Optional("prorate", &Curve::prorate, kProrate)})
          .Kind("curve"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Multiplier>) {
  static const auto& table = *new auto(
      definition::Table<Multiplier>(
          "multiplier", "Target incentive times attainment times the factor of its band.",
          {Required("target_incentive", &Multiplier::target_incentive,
                    "What an attainment of 100 % at factor 1 pays in a period."),
           Required("over", &Multiplier::over, "The attainment.").RefersTo({"attainment"}),
           Required("method", &Multiplier::method,
                    "Whole or marginal; systems differ, so it must be said."),
           Optional("boundary", &Multiplier::boundary,
                    "Whole: the band of a value on a bound. Default: lower_inclusive."),
           Optional("outside", &Multiplier::outside, "An attainment in no band. Default: error."),
           Required("bands", &Multiplier::bands, "The bands, ascending; pays is the factor.")
               .NonEmpty(),
           Optional("prorate", &Multiplier::prorate, kProrate)})
          .Kind("multiplier"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Axis>) {
  static const auto& table = *new auto(definition::Table<Axis>(
      "axis", "One axis of a matrix.",
      {Required("over", &Axis::over, kOver).RefersTo({"attainment", "measure"}),
       Required("points", &Axis::points, "Its points, ascending.").NonEmpty()}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Matrix>) {
  static const auto& table = *new auto(
      definition::Table<Matrix>(
          "matrix", "Target incentive times a factor found by several values at once.",
          {Required("target_incentive", &Matrix::target_incentive, kTargetIncentive),
           Required("method", &Matrix::method, "Lookup of a cell, or linear between grid points."),
           Optional("below", &Matrix::below, "A value below the first point. Default: error."),
           Required("axes", &Matrix::axes, "One to eight axes.").NonEmpty(),
           Required("cells", &Matrix::cells,
                    "Rows of factors along the last axis, one for every combination of points of "
                    "the axes before it.")
               .NonEmpty(),
           Optional("prorate", &Matrix::prorate, kProrate)})
          .Kind("matrix"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Weight>) {
  static const auto& table = *new auto(definition::Table<Weight>(
      "weight", "One measure of a weighted payout.",
      {Required("over", &Weight::over, "Its attainment.").RefersTo({"attainment"}),
       Required("weight", &Weight::weight, "Its part of the factor."),
       Optional("cap", &Weight::cap, "Attainments above are cut to it. Default: no cap.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Weighted>) {
  static const auto& table = *new auto(
      definition::Table<Weighted>(
          "weighted", "Target incentive times the weighted sum of attainments.",
          {Required("target_incentive", &Weighted::target_incentive,
                    "What 100 % of everything pays in a period."),
           Required("measures", &Weighted::measures, "The measures and their weights.").NonEmpty(),
           Optional("prorate", &Weighted::prorate, kProrate)})
          .Kind("weighted"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<LumpBand>) {
  static const auto& table = *new auto(definition::Table<LumpBand>(
      "lump_band", "One band of lump sums.",
      {Required("from", &LumpBand::from, "Where it is reached, the bound included."),
       Required("pays", &LumpBand::pays, "The sum of money.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<LumpSums>) {
  static const auto& table =
      *new auto(definition::Table<LumpSums>(
                    "lump_sum", "Sums of money for what is reached.",
                    {Required("over", &LumpSums::over, kOver).RefersTo({"attainment", "measure"}),
                     Required("bands", &LumpSums::bands, "The bands, ascending.").NonEmpty(),
                     Optional("each", &LumpSums::each,
                              "Every band reached pays. Default: the highest alone."),
                     Optional("prorate", &LumpSums::prorate, kProrate)})
                    .Kind("lump_sum"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Formula>) {
  static const auto& table = *new auto(
      definition::Table<Formula>(
          "formula", "A CEL expression in exact decimals, where no other kind fits.",
          {Required("value", &Formula::value,
                    "What is paid, from credited and, of each input, name.actual, name.quota and "
                    "name.attainment."),
           Optional("inputs", &Formula::inputs, "Attainments, by name. Default: none.")
               .RefersTo({"attainment"})})
          .Kind("formula"));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Gate>) {
  static const auto& table = *new auto(definition::Table<Gate>(
      "gate", "What must be reached before a component pays.",
      {Required("over", &Gate::over, kOver).RefersTo({"attainment", "measure"}),
       Required("at_least", &Gate::at_least, "The least that opens the gate."),
       Optional("pays", &Gate::pays,
                "Open: everything, or only what lies above the gate. Default: first_dollar."),
       Optional("span", &Gate::span,
                "From when on the gate counts. Default: what the component counts.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Modifier>) {
  static const auto& table = *new auto(definition::Table<Modifier>(
      "modifier", "A factor of what a component pays.",
      {Required("over", &Modifier::over, kOver).RefersTo({"attainment", "measure"}),
       Optional("boundary", &Modifier::boundary,
                "The band of a value on a bound. Default: lower_inclusive."),
       Optional("outside", &Modifier::outside, "A value in no band. Default: error."),
       Required("bands", &Modifier::bands, "The bands, ascending; pays is the factor.")
           .NonEmpty()}));
  return table;
}

}  // namespace attain::incentive
