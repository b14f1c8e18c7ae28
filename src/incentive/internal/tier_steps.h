// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Marginal tiers in 64-bit whole numbers for payees whose transactions come mixed: where each payee
// stands, and the step a transaction makes. Nearly every step stays inside its segment: one
// comparison, one product.
//
// A table is made for amounts whose sum is known to stay below a bound; with it nothing here can
// overflow.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_TIER_STEPS_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_TIER_STEPS_H_

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

#include "attain/incentive/replay.h"
#include "incentive/internal/integers.h"
#include "incentive/internal/segments.h"

namespace attain::incentive {

/// A rate table in 64 bits, for quotas that are whole units of amount.
struct StepTable {
  std::vector<int64_t> upper;  // end of each segment but the last, as a multiple of the quota
  std::vector<int64_t> rate;   // one per segment
  std::vector<int32_t> band;   // the band of a segment, -1 for none
  int64_t amount_factor = 1;   // amounts are multiplied by it
  int64_t divisor = 1;         // width × rate / divisor is what is paid, in 10^-scale
  int64_t steepest = 1;        // largest rate
  int64_t farthest = 1;        // largest bound
  size_t at_zero = 0;          // the segment a payee starts in

  static constexpr int64_t kFar = int64_t{1} << 61;
  static constexpr int64_t kNear = int64_t{1} << 54;  // what leaves a byte free beside it

  size_t segments() const { return rate.size(); }
  int64_t Lower(size_t segment, int64_t quota) const {
    return segment == 0 ? -kFar : upper[segment - 1] * quota;
  }
  int64_t Upper(size_t segment, int64_t quota) const {
    return segment + 1 == rate.size() ? kFar : upper[segment] * quota;
  }

  /// True when nothing overflows for quotas up to `quota` and payees whose amounts sum up, without
  /// sign, to `reach`.
  bool Fits(int64_t quota, UnsignedWide reach, int64_t most = kFar) const {
    const auto limit = static_cast<UnsignedWide>(most);
    return reach < limit && quota < most && UnsignedWide(farthest) * UnsignedWide(quota) < limit &&
           reach * UnsignedWide(amount_factor) < limit &&
           reach * UnsignedWide(amount_factor) * UnsignedWide(steepest) < limit;
  }
};

/// The table; nothing when bounds and rates do not fit.
inline std::optional<StepTable> MakeStepTable(const TierRates& rates, int64_t amount_denominator,
                                              int64_t scale_factor, bool first_band_below) {
  if (!rates.is_integer()) return std::nullopt;
  StepTable table;
  table.amount_factor = rates.bound_denominator();
  const int64_t common = std::gcd(scale_factor, amount_denominator);
  Wide divisor = 0;
  if (!MultiplyFits(Wide{rates.bound_denominator()} * rates.rate_denominator(),
                    amount_denominator / common, divisor) ||
      divisor >= StepTable::kFar)
    return std::nullopt;
  table.divisor = static_cast<int64_t>(divisor);
  std::vector<Stretch<Wide>> stretches;
  bool fits = true;
  const auto scaled = [&](const Fraction& value, int64_t denominator, Wide factor) {
    Wide result = 0;
    Wide numerator = static_cast<Wide>(static_cast<int64_t>(value.numerator()));
    fits = fits &&
           MultiplyFits(numerator * (denominator / static_cast<int64_t>(value.denominator())),
                        factor, result) &&
           result < StepTable::kFar && result > -StepTable::kFar;
    return result;
  };
  for (size_t i = 0; i < rates.bands().size(); ++i) {
    const RateBand& band = rates.bands()[i];
    stretches.push_back(
        {.from = scaled(band.from, rates.bound_denominator(), 1),
         .to = band.to.has_value() ? scaled(*band.to, rates.bound_denominator(), 1) : Wide{0},
         .open = !band.to.has_value(),
         .rate = scaled(band.pays, rates.rate_denominator(), scale_factor / common),
         .band = static_cast<int32_t>(i)});
  }
  if (!fits || stretches.size() > 30'000) return std::nullopt;
  const Segments<Wide> segments = MakeSegments(stretches, first_band_below);
  for (const Wide upper : segments.upper) {
    table.upper.push_back(static_cast<int64_t>(upper));
    table.farthest = std::max(table.farthest, std::abs(table.upper.back()));
  }
  for (const Wide rate : segments.rate) {
    table.rate.push_back(static_cast<int64_t>(rate));
    table.steepest = std::max(table.steepest, std::abs(table.rate.back()));
  }
  table.band = segments.band;
  table.at_zero = SegmentOf(segments, Wide{0});
  return table;
}

/// Where a payee stands inside a segment.
struct StepState {
  int64_t offset;  // above the segment's lower end
  int64_t width;   // of the segment
};

inline StepState StartOf(const StepTable& table, int64_t quota) {
  const int64_t lower = table.Lower(table.at_zero, quota);
  return {-lower, table.Upper(table.at_zero, quota) - lower};
}

/// A step that may leave its segment: what it earns; state and segment are moved.
[[gnu::noinline]] inline int64_t StepAcross(const StepTable& table, StepState& state,
                                            uint16_t& segment, int64_t quota, int64_t step) {
  size_t k = segment;
  int64_t lower = table.Lower(k, quota);
  int64_t upper = table.Upper(k, quota);
  int64_t at = lower + state.offset;
  const int64_t to = at + step;
  int64_t earned = 0;
  while (to > upper) {
    earned += (upper - at) * table.rate[k];
    at = upper;
    ++k;
    lower = upper;
    upper = table.Upper(k, quota);
  }
  while (to < lower) {
    earned += (lower - at) * table.rate[k];
    at = lower;
    --k;
    upper = lower;
    lower = table.Lower(k, quota);
  }
  earned += (to - at) * table.rate[k];
  state = {to - lower, upper - lower};
  segment = static_cast<uint16_t>(k);
  return earned;
}

/// What an amount accumulated from zero earns, before division.
inline int64_t EarnedBy(const StepTable& table, int64_t quota, int64_t amount) {
  StepState state = StartOf(table, quota);
  auto segment = static_cast<uint16_t>(table.at_zero);
  return StepAcross(table, state, segment, quota, amount * table.amount_factor);
}

/// Where all payees of a block stand in one period.
class StepPayees {
 public:
  /// Everyone at zero. `quotas` has the quota of a payee at payee × stride.
  void Start(const StepTable& table, size_t payees, const int64_t* quotas, size_t stride) {
    table_ = &table;
    quotas_ = quotas;
    stride_ = stride;
    states_.resize(payees);
    for (size_t p = 0; p < payees; ++p) states_[p] = StartOf(table, quotas[p * stride]);
    segments_.assign(payees, static_cast<uint16_t>(table.at_zero));
  }

  /// What each of `size` transactions earns, before division.
  void Earn(int size, const int32_t* payee, const int64_t* amount, int64_t* earned) {
    const int64_t factor = table_->amount_factor;
    const int64_t* const rate = table_->rate.data();
    StepState* const states = states_.data();
    uint16_t* const segments = segments_.data();
    for (int i = 0; i < size; ++i) {
      const auto p = static_cast<uint32_t>(payee[i]);
      const int64_t step = amount[i] * factor;
      StepState& state = states[p];
      const uint64_t offset = static_cast<uint64_t>(state.offset) + static_cast<uint64_t>(step);
      if (offset <= static_cast<uint64_t>(state.width)) [[likely]] {
        state.offset = static_cast<int64_t>(offset);
        earned[i] = step * rate[segments[p]];
      } else {
        earned[i] = StepAcross(*table_, state, segments[p], quotas_[p * stride_], step);
      }
    }
  }

  /// The same; `segment` tells in which segment a transaction lies, or kSeveral, and then `before`
  /// what was accumulated before it.
  static constexpr uint8_t kSeveral = 255;
  void Earn(int size, const int32_t* payee, const int64_t* amount, int64_t* earned,
            uint8_t* segment, int64_t* before) {
    for (int i = 0; i < size; ++i) {
      const auto p = static_cast<uint32_t>(payee[i]);
      const int64_t step = amount[i] * table_->amount_factor;
      StepState& state = states_[p];
      const uint64_t offset = static_cast<uint64_t>(state.offset) + static_cast<uint64_t>(step);
      const uint16_t k = segments_[p];
      if (offset <= static_cast<uint64_t>(state.width) && step != 0 && k < kSeveral &&
          table_->band[k] >= 0) [[likely]] {
        state.offset = static_cast<int64_t>(offset);
        earned[i] = step * table_->rate[k];
        segment[i] = static_cast<uint8_t>(k);
      } else {
        before[i] = (table_->Lower(k, quotas_[p * stride_]) + state.offset) / table_->amount_factor;
        earned[i] = StepAcross(*table_, state, segments_[p], quotas_[p * stride_], step);
        segment[i] = kSeveral;
      }
    }
  }

 private:
  const StepTable* table_ = nullptr;
  const int64_t* quotas_ = nullptr;
  size_t stride_ = 0;
  std::vector<StepState> states_;
  std::vector<uint16_t> segments_;
};

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_TIER_STEPS_H_
