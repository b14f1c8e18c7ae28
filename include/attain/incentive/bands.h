// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Bands: the rows of a rate table, and the three questions one can ask it, in exact numbers.
//
//   bands: 0 – 80 % pays 6 %, 80 – 100 % pays 8 %, 100 % and up pays 12.5 %; quota 100,000; credit
//   118,000
//
//   Lookup(bands, 1.18, kLowerInclusive)      // 2: 118 % lies in the third band
//   Slices(bands, 0, 118000, 100000)          // 80,000 in band 0, 20,000 in band 1, 18,000 in band
//   2 Marginal(bands, 0, 118000, 100000)        // 4,800 + 1,600 + 2,250 = 8,650
//
// `Lookup` is what "whole" tiers ask (one rate for everything), `Marginal` what marginal tiers ask
// (each slice its own rate). A bound on the point between two bands belongs to one of them by a
// named rule, because payroll systems differ there: see `Boundary`.
#ifndef ATTAIN_INCENTIVE_BANDS_H_
#define ATTAIN_INCENTIVE_BANDS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/base/fraction.h"

namespace attain::incentive {

/// How a rate table turns an amount into pay.
enum class TierMethod : int32_t {
  kWhole = 1,  ///< The band reached sets one rate for the whole amount ("straight", "not split").
  kMarginal =
      2,  ///< Each band's rate pays only the slice inside it ("step", "split", as income tax).
  kRetroactive =
      3,  ///< As whole over the amount accumulated so far, less what was paid for it before.
  kInterpolated =
      4,  ///< A band pays a sum of money, in proportion to the part of the band that is filled.
};

/// Which band holds a value that lies exactly on the bound between two.
enum class Boundary : int32_t {
  kLowerInclusive =
      1,  ///< from ≤ v < to: the upper band. Default (as Spiff's and Oracle's usual set-up).
  kUpperInclusive = 2,  ///< from < v ≤ to: the lower band; 0 belongs to a band that starts at 0.
  kClosed = 3,          ///< from ≤ v ≤ to: the band listed first (as OCA/commission).
};

/// What a value in no band pays.
enum class Outside : int32_t {
  kError = 1,  ///< Nothing is guessed: `Reason::kValueInNoBand`. Default.
  kZero = 2,   ///< It pays nothing.
};

/// What a base below zero pays (more refunds than sales).
enum class NegativeBase : int32_t {
  kFirstBand = 1,  ///< The band that starts at zero continues downwards with its rate. Default.
  kZero = 2,       ///< Nothing.
  kCarry = 3,      ///< Nothing, and it is taken from what comes later in the fiscal year (plans).
};

/// One row of a rate table in exact numbers.
struct RateBand {
  Fraction from;                    ///< Where the band starts.
  std::optional<Fraction> to = {};  ///< Where it ends; without it the band is open.
  Fraction pays;                    ///< Rate (0.06), or the sum of money of an interpolated band.
  bool operator==(const RateBand&) const = default;
};

/// The part of a stretch that lies in one band.
struct Slice {
  int32_t band = -1;  ///< Which band, from 0.
  Fraction width;     ///< How much of the stretch lies in it; above 0.
  bool operator==(const Slice&) const = default;
};

/// The first band, in list order, that holds `value`; nothing when none does.
std::optional<int32_t> Lookup(std::span<const RateBand> bands, const Fraction& value,
                              Boundary boundary);

/// The stretch from `a` to `b` cut at the bounds of the bands, each multiplied by `unit` (a quota
/// when bounds are attainments; 1 when they are amounts). Parts of the stretch in no band are left
/// out. kOverflow.
absl::StatusOr<std::vector<Slice>> Slices(std::span<const RateBand> bands, const Fraction& a,
                                          const Fraction& b, const Fraction& unit = 1);

/// The sum over the slices of width × rate: what marginal tiers pay for the stretch from `a` to
/// `b`. kOverflow.
absl::StatusOr<Fraction> Marginal(std::span<const RateBand> bands, const Fraction& a,
                                  const Fraction& b, const Fraction& unit = 1);

/// The sum over the slices of (0, value) of pays × width / (to - from): the money of every band in
/// proportion to the part filled. kInvalidArgument when a band is open, kDivisionByZero when one is
/// empty, kOverflow.
absl::StatusOr<Fraction> Interpolate(std::span<const RateBand> bands, const Fraction& value);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_BANDS_H_
