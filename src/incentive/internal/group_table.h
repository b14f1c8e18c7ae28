// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A rate table in whole numbers for one payee and period: bounds times quota, rates over one
// denominator, in 64 or 128 bits.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_GROUP_TABLE_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_GROUP_TABLE_H_

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

#include "absl/numeric/int128.h"
#include "attain/base/fraction.h"
#include "attain/incentive/replay.h"
#include "incentive/internal/integers.h"
#include "incentive/internal/segments.h"

namespace attain::incentive {

constexpr Wide kSmallLimit = Wide{1} << 62;

inline Wide FromAbsl(absl::int128 value) {
  return static_cast<Wide>((static_cast<UnsignedWide>(absl::Int128High64(value)) << 64) |
                           absl::Int128Low64(value));
}
inline absl::int128 ToAbsl(Wide value) {
  return absl::MakeInt128(static_cast<int64_t>(value >> 64), static_cast<uint64_t>(value));
}
inline Wide Magnitude(Wide value) { return value < 0 ? -value : value; }

// The table in whole numbers for one group: amounts are multiplied by `amount_factor`, and what
// width × rate adds up to is divided by `divisor`.
template <typename Num>
struct GroupTable {
  Segments<Num> segments;
  Num amount_factor;
  Num divisor;
  Wide steepest;  // largest rate
};

/// The table for bounds multiplied by `unit`, amounts in 1 / amount_denominator, results in 1 /
/// scale_factor; nothing when it does not fit 126 bits.
inline std::optional<GroupTable<Wide>> MakeWide(const TierRates& rates, const Fraction& unit,
                                                int64_t amount_denominator, int64_t scale_factor,
                                                bool first_band_below) {
  if (!rates.is_integer()) return std::nullopt;
  // The unit in units of amount; quotas have few decimals, so their denominator mostly divides that
  // of the amounts.
  Wide unit_num = FromAbsl(unit.numerator());
  Wide unit_den = FromAbsl(unit.denominator());
  if (amount_denominator % unit_den == 0) {
    if (!MultiplyFits(unit_num, amount_denominator / unit_den, unit_num)) return std::nullopt;
    unit_den = 1;
  } else {
    const absl::StatusOr<Fraction> in_units = Multiply(unit, Fraction(amount_denominator));
    if (!in_units.ok()) return std::nullopt;
    unit_num = FromAbsl(in_units->numerator());
    unit_den = FromAbsl(in_units->denominator());
  }
  GroupTable<Wide> table;
  table.steepest = 0;
  // value = Σ width × rate / (amount_factor × rate_denominator × amount_denominator), wanted in 1 /
  // scale_factor.
  const int64_t common = std::gcd(scale_factor, amount_denominator);
  const Wide rate_factor = scale_factor / common;
  bool fits = MultiplyFits(rates.bound_denominator(), unit_den, table.amount_factor) &&
              MultiplyFits(table.amount_factor, rates.rate_denominator(), table.divisor) &&
              MultiplyFits(table.divisor, amount_denominator / common, table.divisor);
  std::vector<Stretch<Wide>> stretches;
  stretches.reserve(rates.bands().size());
  const auto bound = [&](const Fraction& value) {
    Wide result = 0;
    fits = fits && MultiplyFits(FromAbsl(value.numerator()) *
                                    (rates.bound_denominator() / FromAbsl(value.denominator())),
                                unit_num, result);
    return result;
  };
  for (size_t i = 0; i < rates.bands().size(); ++i) {
    const RateBand& band = rates.bands()[i];
    Stretch<Wide> stretch{.from = bound(band.from),
                          .to = 0,
                          .open = !band.to.has_value(),
                          .rate = 0,
                          .band = static_cast<int32_t>(i)};
    if (band.to.has_value()) stretch.to = bound(*band.to);
    fits = fits && MultiplyFits(FromAbsl(band.pays.numerator()) *
                                    (rates.rate_denominator() / FromAbsl(band.pays.denominator())),
                                rate_factor, stretch.rate);
    table.steepest = std::max(table.steepest, Magnitude(stretch.rate));
    stretches.push_back(stretch);
  }
  if (!fits) return std::nullopt;
  table.segments = MakeSegments(stretches, first_band_below);
  return table;
}

/// The same in 64 bits, if sums of magnitude `reach` (Σ |amount| of the group) stay inside them.
inline bool MakeSmall(const GroupTable<Wide>& wide, Wide reach, GroupTable<int64_t>& small) {
  Wide widest = 0;
  Wide dearest = 0;
  if (!MultiplyFits(reach, wide.amount_factor, widest) ||
      !MultiplyFits(widest, std::max<Wide>(wide.steepest, 1), dearest))
    return false;
  if (widest >= kSmallLimit || dearest >= kSmallLimit || wide.divisor >= kSmallLimit) return false;
  // A bound beyond everything the walk reaches may be moved nearer without a change.
  const Wide beyond = widest + 1;
  small.amount_factor = static_cast<int64_t>(wide.amount_factor);
  small.divisor = static_cast<int64_t>(wide.divisor);
  small.segments.upper.clear();
  small.segments.rate.clear();
  for (const Wide upper : wide.segments.upper)
    small.segments.upper.push_back(static_cast<int64_t>(std::clamp(upper, -beyond, beyond)));
  for (const Wide rate : wide.segments.rate)
    small.segments.rate.push_back(static_cast<int64_t>(rate));
  small.segments.band = wide.segments.band;
  return true;
}

/// True when sums of magnitude `reach` stay inside 126 bits.
inline bool MayUseWide(const GroupTable<Wide>& wide, Wide reach) {
  Wide widest = 0;
  Wide dearest = 0;
  return MultiplyFits(reach, wide.amount_factor, widest) &&
         MultiplyFits(widest, std::max<Wide>(wide.steepest, 1), dearest);
}

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_GROUP_TABLE_H_
