// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "incentive/internal/sales_rows.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "attain/base/date.h"
#include "attain/base/status.h"
#include "base/internal/text.h"
#include "incentive/internal/group_table.h"

namespace attain::incentive {

using attain::internal::StrCat;

absl::Status CheckSales(const SalesRows& rows, const QuotaGrid& quotas, int64_t amount_denominator,
                        int64_t scale, int threads) {
  const size_t n = rows.payee.size();
  if (rows.day.size() != n || rows.amount.size() != n ||
      (!rows.partner.empty() && rows.partner.size() != n)) {
    return MakeError(Reason::kLengthMismatch, "columns of transactions differ in length");
  }
  if (n > static_cast<size_t>(INT32_MAX))
    return MakeError(Reason::kOverflow, "more than 2^31 - 1 transactions");
  if (quotas.payees < 0)
    return MakeError(Reason::kInvalidArgument, "the number of payees must not be negative");
  if (amount_denominator <= 0)
    return MakeError(Reason::kInvalidArgument, "amount_denominator must be above 0");
  if (threads < 1 || threads > 256)
    return MakeError(Reason::kInvalidArgument, "threads must be from 1 to 256");
  if (scale < 0 || scale > 18)
    return MakeError(Reason::kInvalidArgument, "a scale must be from 0 to 18");
  return absl::OkStatus();
}

absl::Status CheckQuotas(const SalesRows& rows, const QuotaGrid& quotas, int64_t& largest) {
  const auto periods = static_cast<size_t>(quotas.periods.periods());
  const auto cells = static_cast<size_t>(quotas.payees) * periods;
  if (quotas.amounts.size() != cells) {
    return MakeError(
        Reason::kLengthMismatch,
        StrCat("there are ", static_cast<int64_t>(quotas.amounts.size()), " quotas for ",
               quotas.payees, " payees in ", quotas.periods.periods(), " periods"));
  }
  largest = 0;
  bool gaps = false;
  for (size_t k = 0; k < cells; ++k) {
    if (quotas.amounts[k] < 0) {
      return MakeError(Reason::kTargetZero,
                       StrCat("the quota of payee ", static_cast<int64_t>(k / periods),
                              " in period ", static_cast<int64_t>(k % periods), " is below 0"));
    }
    gaps |= quotas.amounts[k] == 0;
    largest = std::max(largest, quotas.amounts[k]);
  }
  for (size_t i = 0; gaps && i < rows.payee.size(); ++i) {
    const int32_t payee = rows.payee[i];
    const int32_t period = quotas.periods[rows.day[i]];
    if (payee < 0 || payee >= quotas.payees || period < 0) return BadRow(rows, quotas);
    if (quotas.amounts[static_cast<size_t>(payee) * periods + static_cast<size_t>(period)] == 0) {
      return MakeError(Reason::kNoQuota, StrCat("row ", static_cast<int64_t>(i), ": payee ", payee,
                                                " has no quota in period ", period));
    }
  }
  return absl::OkStatus();
}

absl::Status BadRow(const SalesRows& rows, const QuotaGrid& quotas) {
  for (size_t i = 0; i < rows.payee.size(); ++i) {
    const auto row = static_cast<int64_t>(i);
    for (const std::span<const int32_t> column : {rows.payee, rows.partner}) {
      if (!column.empty() && (column[i] < 0 || column[i] >= quotas.payees)) {
        return MakeError(Reason::kRowOutOfRange,
                         StrCat("row ", row, ": payee ", column[i], " is not among the ",
                                quotas.payees, " there are"));
      }
    }
    if (quotas.periods[rows.day[i]] < 0) {
      return MakeError(
          Reason::kRowOutOfRange,
          StrCat("row ", row, ": ", Date::FromDays(rows.day[i]).ToString(), " lies in no period"));
    }
  }
  return MakeError(Reason::kRowOutOfRange, "a row is out of range");
}

namespace {

// Sums of a stretch of rows: what none of them overflows, given that `magnitude` × rows fits. False
// for a row out of range.
bool AddRows(const SalesRows& rows, const QuotaGrid& quotas, size_t begin, size_t end,
             int64_t* sums, uint64_t& magnitude) {
  const std::span<const int32_t> table = quotas.periods.table();
  const int32_t* const period_of_day = table.data();
  const auto days = static_cast<uint32_t>(table.size());
  const auto first_day = static_cast<uint32_t>(quotas.periods.first());
  const auto payees = static_cast<uint32_t>(quotas.payees);
  const auto periods = static_cast<size_t>(quotas.periods.periods());
  uint64_t all = 0;
  for (size_t i = begin; i < end; ++i) {
    const uint32_t day = static_cast<uint32_t>(rows.day[i]) - first_day;
    const auto payee = static_cast<uint32_t>(rows.payee[i]);
    if (day >= days || payee >= payees) [[unlikely]]
      return false;
    const int32_t period = period_of_day[day];
    if (period < 0) [[unlikely]]
      return false;
    const int64_t amount = rows.amount[i];
    all |= static_cast<uint64_t>(amount ^ (amount >> 63));
    int64_t& sum = sums[payee * periods + static_cast<size_t>(period)];
    sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + static_cast<uint64_t>(amount));
  }
  magnitude = all;
  return true;
}

}  // namespace

absl::Status SumSales(const SalesRows& rows, const QuotaGrid& quotas, int threads,
                      std::span<int64_t> sums, UnsignedWide& largest) {
  const size_t n = rows.payee.size();
  const auto count = static_cast<size_t>(threads);
  std::vector<std::vector<int64_t>> others(count);
  std::vector<uint64_t> magnitudes(count, 0);
  std::vector<uint8_t> bad(count, 0);
  std::fill(sums.begin(), sums.end(), 0);
  RunParallel(threads, [&](int t) {
    const auto k = static_cast<size_t>(t);
    if (t > 0) others[k].assign(sums.size(), 0);
    uint64_t magnitude = 0;
    bad[k] = AddRows(rows, quotas, n * k / count, n * (k + 1) / count,
                     t == 0 ? sums.data() : others[k].data(), magnitude)
                 ? 0
                 : 1;
    magnitudes[k] = magnitude;
  });
  if (std::find(bad.begin(), bad.end(), 1) != bad.end()) return BadRow(rows, quotas);
  uint64_t magnitude = 0;
  for (const uint64_t part : magnitudes) magnitude |= part;
  if (UnsignedWide{magnitude} * (n + 1) + n < UnsignedWide{INT64_MAX}) {
    for (size_t t = 1; t < count; ++t) {
      for (size_t k = 0; k < sums.size(); ++k) sums[k] += others[t][k];
    }
  } else {
    ATTAIN_ASSIGN_OR_RETURN(const measure::Totals totals,
                            measure::Rollup(rows.payee, rows.day, rows.amount, quotas.payees,
                                            quotas.periods, {}, {.threads = threads}));
    for (size_t k = 0; k < sums.size(); ++k) {
      const absl::int128 sum = totals.cells[k].sum;
      if (sum > INT64_MAX || sum < INT64_MIN)
        return MakeError(Reason::kOverflow, "the amounts of a payee's period do not fit 64 bits");
      sums[k] = static_cast<int64_t>(sum);
    }
  }
  largest = 0;
  for (const int64_t sum : sums)
    largest = std::max(largest, static_cast<UnsignedWide>(Magnitude(sum)));
  return absl::OkStatus();
}

absl::Status UnitsOf(const QuotaGrid& quotas, int64_t amount_denominator,
                     std::vector<Fraction>& units) {
  units.reserve(quotas.amounts.size());
  for (const int64_t amount : quotas.amounts) {
    ATTAIN_ASSIGN_OR_RETURN(
        Fraction unit, Fraction::Of(amount == 0 ? amount_denominator : amount, amount_denominator));
    units.push_back(std::move(unit));
  }
  return absl::OkStatus();
}

absl::StatusOr<GroupedSales> GroupSales(const SalesRows& rows, const QuotaGrid& quotas,
                                        int64_t amount_denominator) {
  GroupedSales grouped;
  ATTAIN_RETURN_IF_ERROR(UnitsOf(quotas, amount_denominator, grouped.units));
  if (grouped.units.size() > static_cast<size_t>(INT32_MAX))
    return MakeError(Reason::kOverflow, "more than 2^31 - 1 payees and periods");
  grouped.group.reserve(rows.payee.size());
  for (size_t i = 0; i < rows.payee.size(); ++i) {
    const int32_t period = quotas.periods[rows.day[i]];
    if (period < 0 || rows.payee[i] < 0 || rows.payee[i] >= quotas.payees)
      return BadRow(rows, quotas);
    grouped.group.push_back(rows.payee[i] * quotas.periods.periods() + period);
  }
  return grouped;
}

}  // namespace attain::incentive
