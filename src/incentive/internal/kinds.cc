// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Field tables of the kinds of payout that pay a target incentive or a sum of money.

#include "attain/incentive/payout.h"

namespace attain::incentive {

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

}  // namespace attain::incentive
