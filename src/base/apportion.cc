// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/apportion.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/int128.h"
#include "base/internal/text.h"

namespace attain {
namespace {

using internal::FitsInt64;
using internal::GreatestCommonDivisor;
using internal::int128;
using internal::Magnitude;
using internal::MultiplyOverflows;
using internal::Raw;
using internal::RawPowerOfTen;
using internal::StrCat;
using internal::uint128;

// A key of 128 bits holds a rank of 88 bits above an index of 40.
constexpr int kIndexBits = 40;
constexpr uint64_t kIndexMask = (uint64_t{1} << kIndexBits) - 1;
constexpr uint128 kRankLimit = uint128{1} << (127 - kIndexBits);
// Below these limits a quotient estimated in double is wrong by at most one, and remainders fit 64
// signed bits.
constexpr uint64_t kEstimateTotalLimit = uint64_t{1} << 49;
constexpr uint64_t kEstimateSumLimit = uint64_t{1} << 61;

absl::Status InvalidWeights(std::string_view what) {
  return MakeError(Reason::kInvalidWeights, what);
}

absl::Status TooLarge(int64_t total) {
  return MakeError(
      Reason::kOverflow,
      StrCat("the total ", total, " times the sum of the weights does not fit 127 bits"));
}

uint64_t MagnitudeOf(int64_t total) {
  return total < 0 ? uint64_t{0} - static_cast<uint64_t>(total) : static_cast<uint64_t>(total);
}

int64_t WithSign(uint64_t units, bool negative) {
  return static_cast<int64_t>(negative ? uint64_t{0} - units : units);
}

// The sum of the weights, checked. `count` > 0 weights of type W (int64_t or absl::int128).
template <typename W>
absl::StatusOr<uint128> SumOf(int64_t total, std::span<const W> weights) {
  uint128 sum = 0;
  bool negative = false;
  bool wrapped = false;
  for (const W& weight : weights) {
    negative |= weight < 0;
    const uint128 before = sum;
    sum += static_cast<uint128>(static_cast<int128>(weight));
    wrapped |= sum < before;
  }
  if (negative) {
    const auto first = std::find_if(weights.begin(), weights.end(), [](W w) { return w < 0; });
    return InvalidWeights(StrCat("weight ", first - weights.begin(), " is negative: ", *first));
  }
  if (sum == 0 && total != 0) {
    return InvalidWeights(StrCat("all weights are zero and there is ", total, " to split"));
  }
  uint128 product = 0;
  if (wrapped || MultiplyOverflows(uint128{MagnitudeOf(total)}, sum, &product) ||
      (product >> 127) != 0) {
    return TooLarge(total);
  }
  return sum;
}

// Gives `left` units one each to the largest ranks, `ranks[i]` for index i, which may be reordered.
class LeftoverGiver {
 public:
  LeftoverGiver(TieRule ties, bool negative, std::span<int64_t> parts)
      : ties_(ties), unit_(negative ? -1 : 1), parts_(parts) {}

  // Ranks below kRankLimit share one key with their index.
  static absl::int128 Key(uint128 rank, size_t index, TieRule ties) {
    const uint64_t place = ties == TieRule::kLowestIndex ? kIndexMask - index : index;
    return static_cast<int128>(rank << kIndexBits | place);
  }
  void GiveByKey(uint64_t left, std::span<absl::int128> keys) const {
    const auto middle = keys.begin() + static_cast<ptrdiff_t>(left);
    if (left < keys.size()) {
      std::nth_element(keys.begin(), middle, keys.end(),
                       [](absl::int128 a, absl::int128 b) { return Raw(a) > Raw(b); });
    }
    for (auto key = keys.begin(); key != middle; ++key) {
      const uint64_t place = absl::Int128Low64(*key) & kIndexMask;
      Give(ties_ == TieRule::kLowestIndex ? kIndexMask - place : place);
    }
  }
  // Ranks of full width: `order` holds the indices and is sorted beside them.
  void GiveByOrder(uint64_t left, std::span<const absl::int128> ranks,
                   std::span<absl::int128> order) const {
    for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int64_t>(i);
    const auto middle = order.begin() + static_cast<ptrdiff_t>(left);
    const bool lowest = ties_ == TieRule::kLowestIndex;
    if (left < order.size()) {
      std::nth_element(order.begin(), middle, order.end(), [&](absl::int128 a, absl::int128 b) {
        const absl::int128 left_rank = ranks[static_cast<size_t>(a)];
        const absl::int128 right_rank = ranks[static_cast<size_t>(b)];
        if (left_rank != right_rank) return left_rank > right_rank;
        return lowest ? a < b : a > b;
      });
    }
    for (auto index = order.begin(); index != middle; ++index) Give(static_cast<size_t>(*index));
  }

 private:
  void Give(size_t index) const { parts_[index] += unit_; }

  TieRule ties_;
  int64_t unit_;
  std::span<int64_t> parts_;
};

// total × weight / sum for totals and sums of everyday size, without dividing: a reciprocal in
// double gives the quotient to within one, and the exact remainder, taken modulo 2^64, mends it.
void ShareFast(uint64_t total, uint64_t sum, bool negative, std::span<const int64_t> weights,
               ApportionOptions options, std::span<int64_t> parts,
               std::vector<absl::int128>& keys) {
  const double factor = static_cast<double>(total) / static_cast<double>(sum);
  const bool by_remainder = options.method == ApportionMethod::kLargestRemainder;
  uint64_t left = total;
  keys.resize(weights.size());
  for (size_t i = 0; i < weights.size(); ++i) {
    const auto weight = static_cast<uint64_t>(weights[i]);
    auto quotient = static_cast<uint64_t>(static_cast<double>(weights[i]) * factor);
    auto remainder = static_cast<int64_t>(total * weight - quotient * sum);
    if (remainder < 0) {
      remainder += static_cast<int64_t>(sum);
      --quotient;
    } else if (remainder >= static_cast<int64_t>(sum)) {
      remainder -= static_cast<int64_t>(sum);
      ++quotient;
    }
    parts[i] = WithSign(quotient, negative);
    left -= quotient;
    keys[i] = LeftoverGiver::Key(by_remainder ? static_cast<uint64_t>(remainder) : weight, i,
                                 options.ties);
  }
  if (left != 0) LeftoverGiver(options.ties, negative, parts).GiveByKey(left, keys);
}

// The same for numbers of any size.
template <typename W>
void ShareWide(uint64_t total, uint128 sum, bool negative, std::span<const W> weights,
               ApportionOptions options, std::span<int64_t> parts,
               std::vector<absl::int128>& scratch) {
  const size_t count = weights.size();
  const bool by_remainder = options.method == ApportionMethod::kLargestRemainder;
  uint64_t left = total;
  scratch.resize(2 * count);
  for (size_t i = 0; i < count; ++i) {
    const auto weight = static_cast<uint128>(static_cast<int128>(weights[i]));
    const uint128 product = weight * total;
    const uint128 quotient = product / sum;
    parts[i] = WithSign(static_cast<uint64_t>(quotient), negative);
    left -= static_cast<uint64_t>(quotient);
    scratch[i] = static_cast<int128>(by_remainder ? product - quotient * sum : weight);
  }
  if (left == 0) return;
  const std::span<absl::int128> ranks(scratch.data(), count);
  const LeftoverGiver giver(options.ties, negative, parts);
  if (sum < kRankLimit && count <= kIndexMask) {
    for (size_t i = 0; i < count; ++i) {
      ranks[i] = LeftoverGiver::Key(static_cast<uint128>(Raw(ranks[i])), i, options.ties);
    }
    giver.GiveByKey(left, ranks);
  } else {
    giver.GiveByOrder(left, ranks, std::span<absl::int128>(scratch.data() + count, count));
  }
}

template <typename W>
absl::Status Share(int64_t total, std::span<const W> weights, ApportionOptions options,
                   std::span<int64_t> parts, std::vector<absl::int128>& scratch) {
  if (parts.size() != weights.size()) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat(weights.size(), " weights and room for ", parts.size(), " parts"));
  }
  ATTAIN_ASSIGN_OR_RETURN(const uint128 sum, SumOf(total, weights));
  const uint64_t magnitude = MagnitudeOf(total);
  if (magnitude == 0) {
    std::fill(parts.begin(), parts.end(), 0);
    return absl::OkStatus();
  }
  if constexpr (sizeof(W) == sizeof(int64_t)) {
    if (magnitude < kEstimateTotalLimit && sum < kEstimateSumLimit &&
        weights.size() <= kIndexMask) {
      ShareFast(magnitude, static_cast<uint64_t>(sum), total < 0, weights, options, parts, scratch);
      return absl::OkStatus();
    }
  }
  ShareWide(magnitude, sum, total < 0, weights, options, parts, scratch);
  return absl::OkStatus();
}

// Whole weights in the same ratio as those given. A common divisor is taken out so that only ratios
// decide what fits.
absl::StatusOr<std::vector<int64_t>> ApportionWide(int64_t total, std::vector<absl::int128> weights,
                                                   ApportionOptions options) {
  uint128 common = 0;
  for (const absl::int128 weight : weights) {
    common = GreatestCommonDivisor(common, Magnitude(Raw(weight)));
    if (common == 1) break;
  }
  if (common > 1) {
    for (absl::int128& weight : weights) weight = Raw(weight) / static_cast<int128>(common);
  }
  std::vector<int64_t> parts(weights.size());
  std::vector<absl::int128> scratch;
  ATTAIN_RETURN_IF_ERROR(
      Share(total, std::span<const absl::int128>(weights), options, std::span(parts), scratch));
  return parts;
}

absl::Status NoCommonUnit() {
  return MakeError(Reason::kOverflow, "the weights have no common unit that fits 127 bits");
}

}  // namespace

absl::Status ApportionInto(int64_t total, std::span<const int64_t> weights,
                           ApportionOptions options, std::span<int64_t> parts,
                           std::vector<absl::int128>& scratch) {
  return Share(total, weights, options, parts, scratch);
}

absl::StatusOr<std::vector<int64_t>> Apportion(int64_t total, std::span<const int64_t> weights,
                                               ApportionOptions options) {
  std::vector<int64_t> parts(weights.size());
  std::vector<absl::int128> scratch;
  ATTAIN_RETURN_IF_ERROR(ApportionInto(total, weights, options, parts, scratch));
  return parts;
}

absl::StatusOr<std::vector<int64_t>> Apportion(int64_t total, std::span<const Decimal> weights,
                                               ApportionOptions options) {
  int scale = 0;
  for (const Decimal weight : weights) scale = std::max(scale, weight.Normalized().scale());
  std::vector<absl::int128> whole(weights.size());
  for (size_t i = 0; i < weights.size(); ++i) {
    const Decimal weight = weights[i].Normalized();
    int128 scaled = 0;
    if (MultiplyOverflows(Raw(weight.coefficient()), RawPowerOfTen(scale - weight.scale()),
                          &scaled)) {
      return NoCommonUnit();
    }
    whole[i] = scaled;
  }
  return ApportionWide(total, std::move(whole), options);
}

absl::StatusOr<std::vector<int64_t>> Apportion(int64_t total, std::span<const Fraction> weights,
                                               ApportionOptions options) {
  // Numerators over the least common denominator.
  int128 denominator = 1;
  for (const Fraction& weight : weights) {
    const int128 below = Raw(weight.denominator());
    const auto common = static_cast<int128>(
        GreatestCommonDivisor(static_cast<uint128>(denominator), static_cast<uint128>(below)));
    if (MultiplyOverflows(denominator, below / common, &denominator)) return NoCommonUnit();
  }
  std::vector<absl::int128> whole(weights.size());
  for (size_t i = 0; i < weights.size(); ++i) {
    int128 scaled = 0;
    if (MultiplyOverflows(Raw(weights[i].numerator()), denominator / Raw(weights[i].denominator()),
                          &scaled)) {
      return NoCommonUnit();
    }
    whole[i] = scaled;
  }
  return ApportionWide(total, std::move(whole), options);
}

}  // namespace attain
