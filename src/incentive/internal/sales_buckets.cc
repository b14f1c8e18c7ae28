// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "incentive/internal/sales_buckets.h"

#include <bit>

namespace attain::incentive {
namespace {

constexpr int64_t kMostStreams = 2048;  // that many places written to in turn stay in the cache
constexpr int64_t kMostBuckets = 65'536;
constexpr int kBlockBits = 14;  // payees of a block: 16 bytes each in the second-level cache

int BitsFor(int64_t values) {
  return values <= 1 ? 0 : std::bit_width(static_cast<uint64_t>(values - 1));
}

}  // namespace

std::optional<BucketPlan> PlanBuckets(const measure::DayIndex& periods, int32_t payees,
                                      bool partners, bool whole) {
  BucketPlan plan;
  plan.first_day = periods.first();
  const std::span<const int32_t> table = periods.table();
  const int payee_bits = BitsFor(payees);
  int block_bits = whole ? payee_bits : std::min(payee_bits, kBlockBits);
  const auto blocks_of = [&](int bits) { return ((int64_t{payees} - 1) >> bits) + 1; };
  int64_t width = 1;
  for (;;) {
    plan.bucket_of_day.assign(table.size(), -1);
    plan.first_day_of_bucket.clear();
    plan.of_period.assign(static_cast<size_t>(periods.periods()), {0, 0});
    for (size_t day = 0; day < table.size(); ++day) {
      const int32_t period = table[day];
      if (period < 0) {
        if (width == 1)
          plan.first_day_of_bucket.push_back(static_cast<int32_t>(day));  // buckets are days
        continue;
      }
      auto& [first, end] = plan.of_period[static_cast<size_t>(period)];
      const auto next = static_cast<int32_t>(plan.first_day_of_bucket.size());
      if (first == end) {
        first = next;
        end = next;
      }
      if (end == first || static_cast<int64_t>(day) - plan.first_day_of_bucket.back() >= width) {
        plan.first_day_of_bucket.push_back(static_cast<int32_t>(day));
        end = next + 1;
      }
      plan.bucket_of_day[day] = end - 1;
    }
    plan.day_buckets = static_cast<int32_t>(plan.first_day_of_bucket.size());
    if (plan.day_buckets * blocks_of(block_bits) <= kMostStreams) break;
    if (width < static_cast<int64_t>(table.size()) && plan.day_buckets > periods.periods()) {
      width *= 2;
    } else if (block_bits < payee_bits) {
      ++block_bits;
    } else if (plan.day_buckets > kMostBuckets) {
      return std::nullopt;
    } else {
      break;
    }
  }
  plan.blocks = static_cast<int32_t>(blocks_of(block_bits));
  plan.payee_bits = block_bits;
  plan.payee_shift = plan.blocks == 1 ? 31 : block_bits;
  plan.day_bits = BitsFor(width);
  plan.partner_bits = partners ? std::max(1, payee_bits) : 0;
  return plan;
}

}  // namespace attain::incentive
