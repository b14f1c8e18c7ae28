// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Sales put into the order in which they are paid, without a sort: rows are scattered into one
// bucket per day, in file order, so that going through the buckets one after the other meets every
// payee's transactions as they are paid, while what is known of the payees stays in the cache. What
// was found is pulled back into file order by the same cursors.
//
//   day     1   2   1   3   1          bucket 1: rows 0 2 4     bucket 2: row 1     bucket 3: row 3
//
// A cell is 8 bytes: amount, partner, day inside the bucket and payee, packed, and later the line
// of the row. Where amounts are too large for their bits cells are 24 bytes. With many payees a
// bucket is one day of a block of payees; with very many days a bucket is several days of one
// period, put in order when it is read.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_BUCKETS_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_BUCKETS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "attain/incentive/tier_lines.h"
#include "incentive/internal/big_array.h"
#include "incentive/internal/integers.h"
#include "incentive/internal/parallel.h"
#include "incentive/internal/sales_rows.h"

namespace attain::incentive {

/// How rows go into buckets.
struct BucketPlan {
  int32_t first_day = 0;
  std::vector<int32_t> bucket_of_day;        // from first_day on; -1 for a day in no period
  std::vector<int32_t> first_day_of_bucket;  // in days from first_day
  std::vector<std::pair<int32_t, int32_t>> of_period;  // first bucket and end, per period
  int32_t day_buckets = 0;
  int payee_shift = 31;  // payee >> payee_shift is the block
  int32_t blocks = 1;
  int payee_bits = 0;  // of the payee inside its block
  int day_bits = 0;    // of the day inside its bucket; 0 when buckets are days
  int partner_bits = 0;
  bool plain() const { return blocks == 1 && day_bits == 0; }  // the bucket is the day
  int amount_shift() const { return payee_bits + day_bits + partner_bits; }
  int32_t buckets() const { return blocks * day_buckets; }
  int32_t block_size(int32_t payees) const {
    return std::min(payees, blocks == 1 ? payees : int32_t{1} << payee_shift);
  }
};

/// A plan for `payees` payees; nothing when there are too many periods for buckets. `whole`: all
/// payees in one block.
std::optional<BucketPlan> PlanBuckets(const measure::DayIndex& periods, int32_t payees,
                                      bool partners, bool whole);

/// A row that stands for itself.
struct WideCell {
  int64_t amount;
  int32_t payee;
  int32_t day;
  int32_t partner;
};

inline constexpr int kBlockRows = 256;

/// Some rows of one bucket, column by column: payees inside their block.
struct BlockRows {
  int size = 0;
  std::array<int32_t, kBlockRows> payee;
  std::array<int32_t, kBlockRows> partner;
  std::array<int64_t, kBlockRows> amount;
  std::array<int64_t, kBlockRows> line;  // what was found, if it is to be kept
};

/// Why rows cannot be put into buckets, if they cannot.
enum class ScatterFault { kNone, kBadRow, kTooLarge };

/// The rows in their buckets. Cell is uint64_t or WideCell.
template <typename Cell>
class SalesBuckets {
 public:
  /// Scatters; `fault()` says whether it could be done.
  SalesBuckets(const BucketPlan& plan, const SalesRows& rows, int32_t payees, int threads);

  ScatterFault fault() const { return fault_; }
  /// No amount is larger than this (at most twice as large as the largest).
  int64_t largest() const {
    return static_cast<int64_t>(std::min<uint64_t>(magnitude_, INT64_MAX));
  }
  /// Cells of the buckets [first, end).
  int64_t size(int32_t first, int32_t end) const {
    return starts_[static_cast<size_t>(end)] - starts_[static_cast<size_t>(first)];
  }

  /// Room a thread needs to go through buckets.
  struct Scratch {
    BlockRows rows;
    std::vector<uint32_t> order;
    std::vector<uint32_t> counts;
  };

  /// Calls f(rows) for all rows of a period of a block of payees in the order in which they are
  /// paid. `keep`: what f leaves in rows.line is kept for Pull.
  template <typename F>
  void Walk(int32_t period, int32_t block, bool keep, Scratch& scratch, F&& f);

  /// Calls f(row, kept) for every row in file order, the rows [cuts[t], cuts[t + 1]) in thread t,
  /// once.
  template <typename F>
  void Pull(F&& f);

 private:
  int32_t BucketOf(size_t row) const {
    const int32_t day =
        plan_.bucket_of_day[static_cast<size_t>(int64_t{rows_.day[row]} - plan_.first_day)];
    return plan_.blocks == 1 ? day
                             : (rows_.payee[row] >> plan_.payee_shift) * plan_.day_buckets + day;
  }
  bool Count(int thread);
  template <bool kPlain, bool kPartners>
  void Place(int thread, uint64_t& magnitude, uint64_t& lost, bool& bad);
  std::span<const uint32_t> OrderOf(int32_t bucket, Scratch& scratch) const;

  const BucketPlan& plan_;
  const SalesRows& rows_;
  int32_t payees_;
  int threads_;
  ScatterFault fault_ = ScatterFault::kNone;
  uint64_t magnitude_ = 0;
  BigArray<Cell> cells_;
  std::vector<int64_t> starts_;
  std::vector<std::vector<int64_t>> cursors_;
  std::vector<size_t> cuts_;
};

template <typename Cell>
bool SalesBuckets<Cell>::Count(int thread) {
  std::vector<int64_t> counts = std::move(cursors_[static_cast<size_t>(thread)]);
  const auto days = static_cast<uint32_t>(plan_.bucket_of_day.size());
  const auto first_day = static_cast<uint32_t>(plan_.first_day);
  const int32_t* const bucket_of_day = plan_.bucket_of_day.data();
  const int32_t* const day_of = rows_.day.data();
  bool good = true;
  const size_t end = cuts_[static_cast<size_t>(thread) + 1];
  if (plan_.plain()) {
    int64_t* const count = counts.data();
    for (size_t i = cuts_[static_cast<size_t>(thread)]; i < end; ++i) {
      const uint32_t day = static_cast<uint32_t>(day_of[i]) - first_day;
      if (day >= days) [[unlikely]] {
        good = false;
        break;
      }
      ++count[day];
    }
    for (uint32_t day = 0; day < days; ++day) good &= count[day] == 0 || bucket_of_day[day] >= 0;
  } else {
    for (size_t i = cuts_[static_cast<size_t>(thread)]; i < end; ++i) {
      const uint32_t day = static_cast<uint32_t>(day_of[i]) - first_day;
      if (day >= days || bucket_of_day[day] < 0 ||
          static_cast<uint32_t>(rows_.payee[i]) >= static_cast<uint32_t>(payees_)) [[unlikely]] {
        good = false;
        break;
      }
      ++counts[static_cast<size_t>(BucketOf(i))];
    }
  }
  cursors_[static_cast<size_t>(thread)] = std::move(counts);
  return good;
}

// kPlain: one block, buckets are days.
template <typename Cell>
template <bool kPlain, bool kPartners>
void SalesBuckets<Cell>::Place(int thread, uint64_t& magnitude, uint64_t& lost, bool& bad) {
  std::vector<int64_t> cursor = cursors_[static_cast<size_t>(thread)];
  int64_t* const at = cursor.data();
  Cell* const cells = cells_.get();
  const int32_t* const payee_of = rows_.payee.data();
  const int32_t* const day_of = rows_.day.data();
  const int64_t* const amount_of = rows_.amount.data();
  const int32_t* const partner_of = kPartners ? rows_.partner.data() : nullptr;
  const int32_t* const bucket_of_day = plan_.bucket_of_day.data();
  const int32_t* const first_day_of_bucket =
      kPlain || plan_.day_bits == 0 ? nullptr : plan_.first_day_of_bucket.data();
  const auto first_day = static_cast<uint32_t>(plan_.first_day);
  const auto payees = static_cast<uint32_t>(payees_);
  const bool blocks = !kPlain && plan_.blocks > 1;
  const int payee_shift = plan_.payee_shift;
  const int32_t day_buckets = plan_.day_buckets;
  const int payee_bits = plan_.payee_bits;
  const auto in_block = blocks ? (uint32_t{1} << payee_shift) - 1 : UINT32_MAX;
  const int shift = plan_.amount_shift();
  const int partner_shift = payee_bits + plan_.day_bits;
  uint64_t all = 0;
  uint64_t cut = 0;
  bool wrong = false;
  const size_t end = cuts_[static_cast<size_t>(thread) + 1];
  for (size_t i = cuts_[static_cast<size_t>(thread)]; i < end; ++i) {
    const auto payee = static_cast<uint32_t>(payee_of[i]);
    const int64_t amount = amount_of[i];
    const uint32_t day = static_cast<uint32_t>(day_of[i]) - first_day;
    int32_t bucket = kPlain ? static_cast<int32_t>(day) : bucket_of_day[day];
    wrong |= payee >= payees;
    all |= static_cast<uint64_t>(amount ^ (amount >> 63));
    uint32_t partner = 0;
    uint32_t inner = 0;
    if constexpr (kPartners) {
      partner = static_cast<uint32_t>(partner_of[i]);
      wrong |= partner >= payees;
    }
    if constexpr (!kPlain) {
      if (first_day_of_bucket != nullptr)
        inner = day - static_cast<uint32_t>(first_day_of_bucket[bucket]);
      if (blocks) bucket += static_cast<int32_t>(payee >> payee_shift) * day_buckets;
    }
    const int64_t place = at[bucket]++;
    if constexpr (std::is_same_v<Cell, WideCell>) {
      cells[place] = {amount, static_cast<int32_t>(payee & in_block), static_cast<int32_t>(inner),
                      static_cast<int32_t>(partner)};
    } else {
      const uint64_t high = static_cast<uint64_t>(amount) << shift;
      cut |= static_cast<uint64_t>((static_cast<int64_t>(high) >> shift) ^ amount);
      cells[place] = high | (uint64_t{partner} << partner_shift) | (uint64_t{inner} << payee_bits) |
                     (payee & in_block);
    }
  }
  magnitude = all;
  lost = cut;
  bad = wrong;
}

template <typename Cell>
SalesBuckets<Cell>::SalesBuckets(const BucketPlan& plan, const SalesRows& rows, int32_t payees,
                                 int threads)
    : plan_(plan), rows_(rows), payees_(payees), threads_(threads) {
  const size_t n = rows.payee.size();
  const auto count = static_cast<size_t>(threads);
  for (size_t t = 0; t <= count; ++t) cuts_.push_back(n * t / count);
  cursors_.assign(count, std::vector<int64_t>(static_cast<size_t>(plan.buckets()), 0));
  std::vector<uint8_t> bad(count, 0);
  RunParallel(threads, [&](int t) { bad[static_cast<size_t>(t)] = Count(t) ? 0 : 1; });
  if (std::find(bad.begin(), bad.end(), 1) != bad.end()) {
    fault_ = ScatterFault::kBadRow;
    return;
  }
  int64_t position = 0;
  for (int32_t bucket = 0; bucket < plan.buckets(); ++bucket) {
    starts_.push_back(position);
    for (auto& cursor : cursors_) {
      const int64_t length = cursor[static_cast<size_t>(bucket)];
      cursor[static_cast<size_t>(bucket)] = position;
      position += length;
    }
  }
  starts_.push_back(position);
  cells_ = MakeBigArray<Cell>(static_cast<int64_t>(n));
  std::vector<uint64_t> magnitudes(count, 0);
  std::vector<uint64_t> lost(count, 0);
  RunParallel(threads, [&](int t) {
    const auto k = static_cast<size_t>(t);
    bool wrong = false;
    if (plan.partner_bits == 0) {
      plan.plain() ? Place<true, false>(t, magnitudes[k], lost[k], wrong)
                   : Place<false, false>(t, magnitudes[k], lost[k], wrong);
    } else {
      plan.plain() ? Place<true, true>(t, magnitudes[k], lost[k], wrong)
                   : Place<false, true>(t, magnitudes[k], lost[k], wrong);
    }
    bad[k] = wrong ? 1 : 0;
  });
  uint64_t cut = 0;
  for (size_t t = 0; t < count; ++t) {
    magnitude_ |= magnitudes[t];
    cut |= lost[t];
    if (bad[t] != 0) fault_ = ScatterFault::kBadRow;
  }
  ++magnitude_;  // -2^k has the bits of 2^k - 1
  if (fault_ == ScatterFault::kNone && cut != 0) fault_ = ScatterFault::kTooLarge;
}

template <typename Cell>
std::span<const uint32_t> SalesBuckets<Cell>::OrderOf(int32_t bucket, Scratch& scratch) const {
  const auto first = static_cast<size_t>(starts_[static_cast<size_t>(bucket)]);
  const auto length = static_cast<size_t>(size(bucket, bucket + 1));
  const auto day_of = [&](size_t i) -> size_t {
    if constexpr (std::is_same_v<Cell, WideCell>) {
      return static_cast<size_t>(cells_[first + i].day);
    } else {
      return (cells_[first + i] >> plan_.payee_bits) & ((uint64_t{1} << plan_.day_bits) - 1);
    }
  };
  scratch.counts.assign((size_t{1} << plan_.day_bits) + 1, 0);
  scratch.order.resize(length);
  for (size_t i = 0; i < length; ++i) ++scratch.counts[day_of(i) + 1];
  for (size_t i = 1; i < scratch.counts.size(); ++i) scratch.counts[i] += scratch.counts[i - 1];
  for (size_t i = 0; i < length; ++i)
    scratch.order[scratch.counts[day_of(i)]++] = static_cast<uint32_t>(i);
  return scratch.order;
}

template <typename Cell>
template <typename F>
void SalesBuckets<Cell>::Walk(int32_t period, int32_t block, bool keep, Scratch& scratch, F&& f) {
  const auto [first, end] = plan_.of_period[static_cast<size_t>(period)];
  const uint64_t payee_mask = (uint64_t{1} << plan_.payee_bits) - 1;
  const uint64_t partner_mask = (uint64_t{1} << plan_.partner_bits) - 1;
  const int shift = plan_.amount_shift();
  const int partner_shift = plan_.payee_bits + plan_.day_bits;
  const bool partners = plan_.partner_bits > 0;
  BlockRows& rows = scratch.rows;
  for (int32_t bucket = block * plan_.day_buckets + first; bucket < block * plan_.day_buckets + end;
       ++bucket) {
    Cell* const cells = cells_.get() + starts_[static_cast<size_t>(bucket)];
    const int64_t length = size(bucket, bucket + 1);
    std::span<const uint32_t> order;
    if (plan_.day_bits > 0) order = OrderOf(bucket, scratch);
    const auto place = [&](int64_t i) {
      return order.empty() ? i : int64_t{order[static_cast<size_t>(i)]};
    };
    for (int64_t begin = 0; begin < length; begin += kBlockRows) {
      const int count = static_cast<int>(std::min<int64_t>(kBlockRows, length - begin));
      rows.size = count;
      if constexpr (std::is_same_v<Cell, WideCell>) {
        for (int i = 0; i < count; ++i) {
          const WideCell& cell = cells[place(begin + i)];
          const auto k = static_cast<size_t>(i);
          rows.payee[k] = cell.payee;
          rows.partner[k] = cell.partner;
          rows.amount[k] = cell.amount;
        }
      } else {
        const auto take = [&](int i, uint64_t cell) {
          const auto k = static_cast<size_t>(i);
          rows.payee[k] = static_cast<int32_t>(cell & payee_mask);
          rows.amount[k] = static_cast<int64_t>(cell) >> shift;
        };
        if (order.empty()) {
          for (int i = 0; i < count; ++i) take(i, cells[begin + i]);
        } else {
          for (int i = 0; i < count; ++i) take(i, cells[place(begin + i)]);
        }
        if (partners) {
          for (int i = 0; i < count; ++i) {
            rows.partner[static_cast<size_t>(i)] =
                static_cast<int32_t>((cells[place(begin + i)] >> partner_shift) & partner_mask);
          }
        }
      }
      f(rows);
      if (!keep) continue;
      for (int i = 0; i < count; ++i) {
        const int64_t line = rows.line[static_cast<size_t>(i)];
        if constexpr (std::is_same_v<Cell, WideCell>) {
          cells[place(begin + i)].amount = line;
        } else {
          cells[place(begin + i)] = static_cast<uint64_t>(line);
        }
      }
    }
  }
}

template <typename Cell>
template <typename F>
void SalesBuckets<Cell>::Pull(F&& f) {
  RunParallel(threads_, [&](int t) {
    std::vector<int64_t> cursor = std::move(cursors_[static_cast<size_t>(t)]);
    int64_t* const at = cursor.data();
    const Cell* const cells = cells_.get();
    const auto kept = [cells](int64_t place) {
      if constexpr (std::is_same_v<Cell, WideCell>) {
        return cells[place].amount;
      } else {
        return static_cast<int64_t>(cells[place]);
      }
    };
    const size_t begin = cuts_[static_cast<size_t>(t)];
    const size_t end = cuts_[static_cast<size_t>(t) + 1];
    if (plan_.plain()) {
      const int32_t* const day_of = rows_.day.data();
      const auto first_day = static_cast<uint32_t>(plan_.first_day);
      f(t, begin, end,
        [&](size_t row) { return kept(at[static_cast<uint32_t>(day_of[row]) - first_day]++); });
    } else {
      f(t, begin, end, [&](size_t row) { return kept(at[BucketOf(row)]++); });
    }
  });
}

/// How far a payee's amounts can go within one period, without their signs.
template <typename Cell>
UnsignedWide ReachOf(const SalesBuckets<Cell>& buckets, const BucketPlan& plan) {
  int64_t most = 0;
  for (int32_t block = 0; block < plan.blocks; ++block) {
    for (const auto& [first, end] : plan.of_period)
      most = std::max(
          most, buckets.size(block * plan.day_buckets + first, block * plan.day_buckets + end));
  }
  return UnsignedWide{static_cast<uint64_t>(buckets.largest())} * static_cast<uint64_t>(most);
}

/// Calls `use(buckets)` with the rows in buckets, in large cells where small ones do not suffice.
/// What `use` returns; true where rows are bad, and then `status` tells which.
template <typename Use>
bool WithBuckets(const BucketPlan& plan, const SalesRows& rows, const QuotaGrid& quotas,
                 int threads, absl::Status& status, Use&& use) {
  {
    SalesBuckets<uint64_t> buckets(plan, rows, quotas.payees, threads);
    if (buckets.fault() == ScatterFault::kBadRow) status = BadRow(rows, quotas);
    if (buckets.fault() == ScatterFault::kNone) return use(buckets);
    if (!status.ok()) return true;
  }
  SalesBuckets<WideCell> buckets(plan, rows, quotas.payees, threads);
  return use(buckets);
}

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_SALES_BUCKETS_H_
