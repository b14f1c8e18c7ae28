// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/incentive/tier_lines.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "attain/base/status.h"
#include "incentive/internal/big_array.h"
#include "incentive/internal/integers.h"
#include "incentive/internal/sales_buckets.h"
#include "incentive/internal/sales_rows.h"
#include "incentive/internal/tier_steps.h"

namespace attain::incentive {
namespace {

absl::Status Check(const SalesRows& rows, const QuotaGrid& quotas, const ReplayOptions& options,
                   int64_t& largest_quota) {
  ATTAIN_RETURN_IF_ERROR(CheckSales(rows, quotas, options.amount_denominator,
                                    options.rounding.scale.value_or(2), options.threads));
  if (options.rounding.point != RoundingPoint::kTransaction &&
      options.rounding.point != RoundingPoint::kCumulative)
    return MakeError(Reason::kInvalidArgument, "lines are rounded per transaction or cumulatively");
  return CheckQuotas(rows, quotas, largest_quota);
}

std::optional<StepTable> TableFor(const TierRates& rates, const ReplayOptions& options) {
  return MakeStepTable(rates, options.amount_denominator,
                       ScaleFactor(options.rounding.scale.value_or(2)),
                       options.negative == NegativeBase::kFirstBand);
}

// What a thread knows of the payees of its block.
template <typename Cell>
struct WalkScratch {
  typename SalesBuckets<Cell>::Scratch buckets;
  StepPayees payees;
  std::vector<int64_t> sums;
  std::array<uint8_t, kBlockRows> segment;
  std::array<int64_t, kBlockRows> before;
};

// Lines in the cells; for a trace with the segment in the lowest byte, or what was accumulated
// before a row that lies in several. False when 64 bits do not suffice.
template <typename Cell>
bool LinesInBuckets(const StepTable& table, SalesBuckets<Cell>& buckets, const BucketPlan& plan,
                    const QuotaGrid& quotas, int64_t largest_quota, const ReplayOptions& options,
                    bool trace) {
  if (!table.Fits(largest_quota, ReachOf(buckets, plan),
                  trace ? StepTable::kNear : StepTable::kFar))
    return false;
  const int32_t periods = quotas.periods.periods();
  const auto stride = static_cast<size_t>(periods);
  const bool cumulative = options.rounding.point == RoundingPoint::kCumulative;
  RunTasks<WalkScratch<Cell>>(
      options.threads, periods * plan.blocks, [&](WalkScratch<Cell>& scratch, int32_t task) {
        const int32_t period = task % periods;
        const int32_t block = task / periods;
        const int32_t first_payee = plan.blocks == 1 ? 0 : block << plan.payee_shift;
        const auto payees = static_cast<size_t>(
            std::min(quotas.payees - first_payee, plan.block_size(quotas.payees)));
        scratch.payees.Start(table, payees,
                             quotas.amounts.data() + static_cast<size_t>(first_payee) * stride +
                                 static_cast<size_t>(period),
                             stride);
        if (cumulative) scratch.sums.assign(payees, 0);
        const Divider<int64_t> divide(table.divisor, options.rounding.mode);
        buckets.Walk(period, block, true, scratch.buckets, [&](BlockRows& rows) {
          int64_t* const lines = rows.line.data();
          if (trace) {
            scratch.payees.Earn(rows.size, rows.payee.data(), rows.amount.data(), lines,
                                scratch.segment.data(), scratch.before.data());
          } else {
            scratch.payees.Earn(rows.size, rows.payee.data(), rows.amount.data(), lines);
          }
          if (cumulative) {
            for (int i = 0; i < rows.size; ++i) {
              int64_t& sum = scratch.sums[static_cast<size_t>(rows.payee[static_cast<size_t>(i)])];
              const int64_t before = sum;
              sum += lines[i];
              lines[i] = divide(sum) - divide(before);
            }
          } else {
            for (int i = 0; i < rows.size; ++i) lines[i] = divide(lines[i]);
          }
          if (!trace) return;
          for (int i = 0; i < rows.size; ++i) {
            const uint8_t segment = scratch.segment[static_cast<size_t>(i)];
            const int64_t kept =
                segment == StepPayees::kSeveral ? scratch.before[static_cast<size_t>(i)] : lines[i];
            lines[i] = kept * 256 + segment;
          }
        });
      });
  return true;
}

// Columns of a stretch of the trace that grow.
struct Growing {
  BigArray<int32_t> row;
  BigArray<int32_t> band;
  BigArray<int64_t> base;
  BigArray<int64_t> amount;
  int64_t size = 0;
  int64_t capacity = 0;

  template <typename T>
  void Move(BigArray<T>& array) const {
    BigArray<T> larger = MakeBigArray<T>(capacity);
    std::copy_n(array.get(), size, larger.get());
    array = std::move(larger);
  }
  void Reserve(int64_t wanted) {
    if (wanted <= capacity) return;
    capacity = wanted + wanted / 8;
    Move(row);
    Move(band);
    Move(base);
    Move(amount);
  }
  void Add(int32_t of_row, int32_t in_band, int64_t part, int64_t pays) {
    const auto place = static_cast<size_t>(size++);
    row[place] = of_row;
    band[place] = in_band;
    base[place] = part;
    amount[place] = pays;
  }
  template <typename T>
  static std::shared_ptr<const T[]> Share(BigArray<T> array) {
    return std::shared_ptr<const T[]>(array.release(), FreeMemory());
  }
  TierTraceRows::Part Take() {
    return {size, Share(std::move(row)), Share(std::move(band)), Share(std::move(base)),
            Share(std::move(amount))};
  }
};

// The slices of one transaction, given what was accumulated before it.
void Cut(const StepTable& table, const Divider<int64_t>& divide, bool cumulative, int64_t quota,
         int64_t before, int64_t amount, int32_t row, Growing& out) {
  int64_t at = before * table.amount_factor;
  const int64_t to = at + amount * table.amount_factor;
  size_t segment = 0;
  while (segment + 1 < table.segments() &&
         (amount > 0 ? at >= table.Upper(segment, quota) : at > table.Upper(segment, quota)))
    ++segment;
  int64_t earned = cumulative ? EarnedBy(table, quota, before) : 0;
  int64_t paid = divide(earned);
  while (at != to) {
    const int64_t next = amount > 0 ? std::min(to, table.Upper(segment, quota))
                                    : std::max(to, table.Lower(segment, quota));
    if (next != at && table.band[segment] >= 0) {
      earned += (next - at) * table.rate[segment];
      const int64_t now = divide(earned);
      out.Add(row, table.band[segment], (next - at) / table.amount_factor, now - paid);
      paid = now;
    }
    at = next;
    segment = amount > 0 ? segment + 1 : segment - 1;
  }
}

template <typename Cell>
std::vector<TierTraceRows::Part> PullTrace(const StepTable& table, SalesBuckets<Cell>& buckets,
                                           const SalesRows& rows, const QuotaGrid& quotas,
                                           const ReplayOptions& options) {
  std::vector<TierTraceRows::Part> parts(static_cast<size_t>(options.threads));
  const bool cumulative = options.rounding.point == RoundingPoint::kCumulative;
  const auto periods = static_cast<size_t>(quotas.periods.periods());
  const auto most = static_cast<int64_t>(table.segments());
  const int32_t* const period_of_day = quotas.periods.table().data();
  buckets.Pull([&](int t, size_t begin, size_t end, auto&& kept) {
    Growing out;
    const auto length = static_cast<int64_t>(end - begin);
    out.Reserve(length + length / 16 + 64 * most);
    const Divider<int64_t> divide(table.divisor, options.rounding.mode);
    for (size_t i = begin; i < end; ++i) {
      if (out.size + most > out.capacity) out.Reserve(out.size + most + length / 16);
      const int64_t found = kept(i);
      const auto segment = static_cast<uint8_t>(found & 255);
      if (segment != StepPayees::kSeveral) [[likely]] {
        out.Add(static_cast<int32_t>(i), table.band[segment], rows.amount[i], found >> 8);
        continue;
      }
      const auto period = static_cast<size_t>(period_of_day[rows.day[i] - quotas.periods.first()]);
      const int64_t quota = quotas.amounts[static_cast<size_t>(rows.payee[i]) * periods + period];
      Cut(table, divide, cumulative, quota, found >> 8, rows.amount[i], static_cast<int32_t>(i),
          out);
    }
    parts[static_cast<size_t>(t)] = out.Take();
  });
  return parts;
}

}  // namespace

absl::Status TierTotals(const TierRates& rates, const SalesRows& rows, const QuotaGrid& quotas,
                        const ReplayOptions& options, std::span<int64_t> totals) {
  int64_t largest_quota = 0;
  ATTAIN_RETURN_IF_ERROR(Check(rows, quotas, options, largest_quota));
  if (totals.size() != quotas.amounts.size())
    return MakeError(Reason::kLengthMismatch, "one total per payee and period is needed");
  UnsignedWide largest = 0;
  ATTAIN_RETURN_IF_ERROR(SumSales(rows, quotas, options.threads, totals, largest));
  const std::optional<StepTable> table = TableFor(rates, options);
  if (table.has_value() && table->Fits(largest_quota, largest)) {
    const Divider<int64_t> divide(table->divisor, options.rounding.mode);
    for (size_t k = 0; k < totals.size(); ++k) {
      totals[k] = divide(EarnedBy(*table, quotas.amounts[k], totals[k]));
    }
    return absl::OkStatus();
  }
  std::vector<Fraction> units;
  ATTAIN_RETURN_IF_ERROR(UnitsOf(quotas, options.amount_denominator, units));
  std::vector<int32_t> group(totals.size());
  for (size_t k = 0; k < group.size(); ++k) group[k] = static_cast<int32_t>(k);
  const std::vector<int64_t> sums(totals.begin(), totals.end());
  return ReplayTotals(rates, units, {.group = group, .day = {}, .amount = sums}, options, totals);
}

absl::Status TierLines(const TierRates& rates, const SalesRows& rows, const QuotaGrid& quotas,
                       const ReplayOptions& options, std::span<int64_t> lines) {
  int64_t largest_quota = 0;
  ATTAIN_RETURN_IF_ERROR(Check(rows, quotas, options, largest_quota));
  if (lines.size() != rows.payee.size())
    return MakeError(Reason::kLengthMismatch, "one line per transaction is needed");
  const std::optional<StepTable> table = TableFor(rates, options);
  const std::optional<BucketPlan> plan = PlanBuckets(quotas.periods, quotas.payees, false, false);
  if (table.has_value() && plan.has_value()) {
    absl::Status status;
    if (WithBuckets(*plan, rows, quotas, options.threads, status, [&](auto& buckets) {
          if (!LinesInBuckets(*table, buckets, *plan, quotas, largest_quota, options, false))
            return false;
          buckets.Pull([&](int, size_t begin, size_t end, auto&& kept) {
            for (size_t i = begin; i < end; ++i) lines[i] = kept(i);
          });
          return true;
        })) {
      return status;
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(const GroupedSales grouped,
                          GroupSales(rows, quotas, options.amount_denominator));
  return ReplayLines(rates, grouped.units,
                     {.group = grouped.group, .day = rows.day, .amount = rows.amount}, options,
                     lines);
}

absl::StatusOr<TierTraceRows> TierTrace(const TierRates& rates, const SalesRows& rows,
                                        const QuotaGrid& quotas, const ReplayOptions& options) {
  int64_t largest_quota = 0;
  ATTAIN_RETURN_IF_ERROR(Check(rows, quotas, options, largest_quota));
  const std::optional<StepTable> table = TableFor(rates, options);
  const std::optional<BucketPlan> plan = PlanBuckets(quotas.periods, quotas.payees, false, false);
  if (table.has_value() && plan.has_value()) {
    absl::Status status;
    std::vector<TierTraceRows::Part> parts;
    if (WithBuckets(*plan, rows, quotas, options.threads, status, [&](auto& buckets) {
          if (!LinesInBuckets(*table, buckets, *plan, quotas, largest_quota, options, true))
            return false;
          parts = PullTrace(*table, buckets, rows, quotas, options);
          return true;
        })) {
      ATTAIN_RETURN_IF_ERROR(status);
      return TierTraceRows(std::move(parts));
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(const GroupedSales grouped,
                          GroupSales(rows, quotas, options.amount_denominator));
  ATTAIN_ASSIGN_OR_RETURN(
      std::vector<ReplayPiece> pieces,
      ReplayTrace(rates, grouped.units,
                  {.group = grouped.group, .day = rows.day, .amount = rows.amount}, options));
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const ReplayPiece& a, const ReplayPiece& b) { return a.row < b.row; });
  Growing out;
  out.Reserve(static_cast<int64_t>(pieces.size()));
  for (const ReplayPiece& piece : pieces) {
    out.Add(static_cast<int32_t>(piece.row), piece.band, piece.base, piece.amount);
  }
  std::vector<TierTraceRows::Part> parts;
  parts.push_back(out.Take());
  return TierTraceRows(std::move(parts));
}

}  // namespace attain::incentive
