// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Contest: prizes for the best, first place first.
//
//   prizes 1,500, 1,000, 500; scores W 90, X 80, Y 80, Z 10
//   W is first: 1,500.00. X and Y hold places 2 and 3 together: (1,000 + 500) / 2 = 750.00 each.
//   Z is fourth: nothing.
//   Were W not eligible, X and Y would hold places 1 and 2 (1,250.00 each), Z place 3 (500.00).
//
// People with equal scores pool the prizes of the places they hold and share them, so the prizes paid
// out are the same with and without ties. Who is not eligible holds no place and the others move up.
#ifndef ATTAIN_INCENTIVE_CONTEST_H_
#define ATTAIN_INCENTIVE_CONTEST_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/definition/fields.h"

namespace attain::incentive {

/// How equal people share pooled prizes that do not divide evenly.
enum class PrizeShare : int32_t {
  kExact = 1,        ///< Allocated to the unit, the odd ones to the lowest indexes. Default.
  kEachRounded = 2,  ///< Every part rounded alone; the prizes may be missed by some units.
};

/// How `Contest` pays.
struct ContestOptions {
  PrizeShare share = PrizeShare::kExact;         ///< Default: the prizes are conserved.
  int scale = 2;                                 ///< Decimals, 0..38. Default: 2.
  RoundingMode mode = RoundingMode::kHalfAway;   ///< Default: half away from zero.
};

/// What a contest pays.
struct ContestPay {
  std::vector<Decimal> payouts;  ///< Per person; 0 without a prize.
  std::vector<int32_t> places;   ///< Per person: the best place held, equal people the same one; 0
                                 ///< for who is not eligible.
  Decimal total;                 ///< What the payouts add up to.
};

/// Prizes by score, higher is better. `eligible` is empty (everybody) or not 0 for those who take
/// part. kLengthMismatch; kInvalidArgument for a negative prize; kOverflow.
absl::StatusOr<ContestPay> Contest(std::span<const Fraction> prizes,
                                   std::span<const Fraction> scores,
                                   std::span<const uint8_t> eligible,
                                   const ContestOptions& options = {});

/// The words of the enums, as documents and Python write them.
/// \{
const definition::WordTable& Describe(definition::Type<PrizeShare>);  ///< exact, each_rounded
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_CONTEST_H_
