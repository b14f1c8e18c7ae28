// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/rollup.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <thread>
#include <type_traits>
#include <utility>

#include "attain/base/status.h"
#include "attain/crm/rows.h"
#include "base/internal/int128.h"
#include "base/internal/text.h"

namespace attain::measure {
namespace {

using internal::int128;
using internal::StrCat;
using internal::uint128;

constexpr int64_t kMaxDays = 4'000'000;
constexpr int kMaxThreads = 256;

// Amounts of 128 bits as they lie in memory, without asking for the alignment of absl::int128.
struct Words128 {
  const char* bytes;
  int64_t low(int64_t i) const { return Read(i * 16); }
  int64_t high(int64_t i) const { return Read(i * 16 + 8); }

 private:
  int64_t Read(int64_t at) const {
    int64_t word;
    std::memcpy(&word, bytes + at, sizeof(word));
    return word;
  }
};

// The columns, each where it lies. A is `const int64_t*` or `Words128`.
template <typename A>
struct Input {
  const int32_t* entity;
  const int32_t* day;
  A amounts;
  const uint8_t* selected;  // may be null
  const uint8_t* validity;  // bitmap of the amounts; may be null
  int64_t validity_offset;
};

// Where cells are added up. Narrow: 16 bytes a cell, so that 60,000 cells stay in the cache; a
// carry out of 64 bits is noticed and the pass is done again, wide.
struct Narrow {
  int64_t sum = 0;
  int64_t n = 0;
};
// High and low halves apart: neither can overflow with fewer than 2^63 rows, so that no order of
// rows matters.
struct Wide {
  int128 high = 0;
  uint128 low = 0;
  int64_t n = 0;
};

struct Pass {
  int32_t entities;
  int32_t periods;
  int32_t first_day;
  std::span<const int32_t> days;  // period by day
};

enum class Outcome { kDone, kTooWide, kBadEntity };

template <typename A, typename Cell>
Outcome AddRows(const Input<A>& in, const Pass& pass, int64_t begin, int64_t end, Cell* cells,
                int64_t* bad_row) {
  const int32_t* const days = pass.days.data();
  const auto day_count = static_cast<uint32_t>(pass.days.size());
  const auto first_day = static_cast<uint32_t>(pass.first_day);
  const auto entities = static_cast<uint32_t>(pass.entities);
  const auto periods = static_cast<size_t>(pass.periods);
  bool overflow = false;
  for (int64_t i = begin; i < end; ++i) {
    if (in.selected != nullptr && in.selected[i] == 0) continue;
    const auto day = static_cast<uint32_t>(in.day[i]) - first_day;
    const auto entity = static_cast<uint32_t>(in.entity[i]);
    if (entity >= entities) [[unlikely]] {
      if (in.entity[i] == -1) continue;
      *bad_row = i;
      return Outcome::kBadEntity;
    }
    if (day >= day_count) continue;
    const int32_t period = days[day];
    if (period < 0) continue;
    if (in.validity != nullptr) {
      const int64_t bit = in.validity_offset + i;
      if (((in.validity[bit >> 3] >> (bit & 7)) & 1) == 0) continue;
    }
    Cell& cell = cells[entity * periods + static_cast<size_t>(period)];
    ++cell.n;
    if constexpr (std::is_same_v<Cell, Narrow>) {
      if constexpr (std::is_same_v<A, Words128>) {
        const int64_t low = in.amounts.low(i);
        overflow |= in.amounts.high(i) != (low >> 63);
        overflow |= __builtin_add_overflow(cell.sum, low, &cell.sum);
      } else {
        overflow |= __builtin_add_overflow(cell.sum, in.amounts[i], &cell.sum);
      }
    } else if constexpr (std::is_same_v<A, Words128>) {
      cell.high += in.amounts.high(i);
      cell.low += static_cast<uint64_t>(in.amounts.low(i));
    } else {
      cell.high += in.amounts[i] >> 63;
      cell.low += static_cast<uint64_t>(in.amounts[i]);
    }
  }
  return overflow ? Outcome::kTooWide : Outcome::kDone;
}

absl::Status BadEntity(int64_t row, int32_t entity, int32_t entities) {
  return MakeError(Reason::kRowOutOfRange, StrCat("row ", row, ": entity ", entity,
                                                  " is not among the ", entities, " there are"));
}

// One pass over all rows with `threads` partial tables; the tables are added in order.
template <typename A, typename Cell>
absl::StatusOr<Outcome> RunPass(const Input<A>& in, const Pass& pass, int64_t rows, int threads,
                                std::vector<Cell>& cells) {
  const size_t count = static_cast<size_t>(pass.entities) * static_cast<size_t>(pass.periods);
  std::vector<std::vector<Cell>> partial(static_cast<size_t>(threads));
  std::vector<Outcome> outcomes(partial.size(), Outcome::kDone);
  std::vector<int64_t> bad(partial.size(), -1);
  const auto work = [&](size_t t) {
    const auto part = static_cast<int64_t>(t);
    partial[t].resize(count);
    outcomes[t] = AddRows(in, pass, rows * part / threads, rows * (part + 1) / threads,
                          partial[t].data(), &bad[t]);
  };
  std::vector<std::thread> others;
  for (size_t t = 1; t < partial.size(); ++t) others.emplace_back(work, t);
  work(0);
  for (std::thread& other : others) other.join();
  for (const int64_t row : bad) {
    if (row >= 0) return BadEntity(row, in.entity[row], pass.entities);
  }
  cells = std::move(partial[0]);
  bool overflow = outcomes[0] == Outcome::kTooWide;
  for (size_t t = 1; t < partial.size(); ++t) {
    overflow |= outcomes[t] == Outcome::kTooWide;
    for (size_t i = 0; i < count; ++i) {
      const Cell& from = partial[t][i];
      cells[i].n += from.n;
      if constexpr (std::is_same_v<Cell, Narrow>) {
        overflow |= __builtin_add_overflow(cells[i].sum, from.sum, &cells[i].sum);
      } else {
        cells[i].high += from.high;
        cells[i].low += from.low;
      }
    }
  }
  return overflow ? Outcome::kTooWide : Outcome::kDone;
}

// high × 2^64 + low, if it fits.
bool Join(const Wide& cell, int128* sum) {
  const int128 high = cell.high + static_cast<int128>(cell.low >> 64);
  if (high != static_cast<int64_t>(high)) return false;
  *sum = static_cast<int128>(static_cast<uint128>(high) << 64 | static_cast<uint64_t>(cell.low));
  return true;
}

absl::Status TooLarge(int64_t cell, int32_t periods) {
  return MakeError(Reason::kOverflow, StrCat("the sum of entity ", cell / periods, " in period ",
                                             cell % periods, " does not fit 127 bits"));
}

absl::Status CheckShape(size_t entity, size_t day, size_t amounts, size_t selected,
                        int32_t entities, const RollupOptions& options) {
  if (entity != day || entity != amounts || (selected != 0 && selected != entity)) {
    return MakeError(Reason::kLengthMismatch,
                     StrCat(entity, " entities, ", day, " days, ", amounts, " amounts, ", selected,
                            " bytes of selection"));
  }
  if (entities < 0)
    return MakeError(Reason::kInvalidArgument, StrCat("a negative number of entities: ", entities));
  if (options.threads < 1 || options.threads > kMaxThreads) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat("threads must be 1..256, not ", options.threads));
  }
  return absl::OkStatus();
}

// Adds the rows of `in` to `totals`, which already has its cells.
template <typename A>
absl::Status RollupInto(const Input<A>& in, int64_t rows, const DayIndex& periods,
                        RollupOptions options, Totals& totals) {
  const Pass pass{totals.entities, totals.periods, periods.first(), periods.table()};
  // More threads than rows that pay for a table of cells of their own only add tables.
  const auto cells = static_cast<int64_t>(totals.cells.size());
  const int threads = static_cast<int>(
      std::min<int64_t>(options.threads, 1 + rows / std::max<int64_t>(cells, 4096)));
  std::vector<Narrow> narrow;
  ATTAIN_ASSIGN_OR_RETURN(const Outcome outcome,
                          (RunPass<A, Narrow>(in, pass, rows, threads, narrow)));
  std::vector<Wide> wide;
  if (outcome == Outcome::kTooWide) {
    ATTAIN_RETURN_IF_ERROR((RunPass<A, Wide>(in, pass, rows, threads, wide)).status());
  }
  for (size_t i = 0; i < totals.cells.size(); ++i) {
    int128 sum = 0;
    if (wide.empty()) {
      sum = narrow[i].sum;
    } else if (!Join(wide[i], &sum)) {
      return TooLarge(static_cast<int64_t>(i), totals.periods);
    }
    int128 total = 0;
    if (internal::AddOverflows(internal::Raw(totals.cells[i].sum), sum, &total)) {
      return TooLarge(static_cast<int64_t>(i), totals.periods);
    }
    totals.cells[i].sum = total;
    totals.cells[i].n += wide.empty() ? narrow[i].n : wide[i].n;
  }
  return absl::OkStatus();
}

Totals Empty(int32_t entities, const DayIndex& periods) {
  Totals totals{entities, periods.periods(), {}};
  totals.cells.resize(static_cast<size_t>(entities) * static_cast<size_t>(totals.periods));
  return totals;
}

// A whole-number or date column as dense 32-bit values: in place when it is one chunk of that
// layout without missing values, otherwise copied, missing values as `missing`.
absl::StatusOr<std::span<const int32_t>> Dense(const table::Column& column, bool dates,
                                               int32_t missing, std::vector<int32_t>& copy) {
  const table::Layout wanted = dates ? table::Layout::kDate32 : table::Layout::kInt32;
  const std::span<const table::Chunk> chunks = column.chunks();
  if (chunks.size() == 1 && chunks[0].layout == wanted && chunks[0].null_count == 0) {
    return std::span<const int32_t>(chunks[0].As<int32_t>(), static_cast<size_t>(column.length()));
  }
  copy.resize(static_cast<size_t>(column.length()));
  if (dates) {
    crm::Days days(&column);
    for (int64_t row = 0; row < column.length(); ++row) {
      copy[static_cast<size_t>(row)] = days.has(row) ? days[row] : missing;
    }
    return std::span<const int32_t>(copy);
  }
  crm::Integers integers(&column);
  for (int64_t row = 0; row < column.length(); ++row) {
    const int64_t value = integers.has(row) ? integers[row] : missing;
    // What does not fit is no entity there is; it is reported as out of range.
    copy[static_cast<size_t>(row)] =
        value == static_cast<int32_t>(value) ? static_cast<int32_t>(value) : INT32_MIN;
  }
  return std::span<const int32_t>(copy);
}

absl::Status WrongType(const table::Column& column, std::string_view asked) {
  return MakeError(Reason::kWrongColumnType,
                   StrCat("column ", column.name(), " is ", Name(column.type()), ", not ", asked));
}

}  // namespace

absl::StatusOr<DayIndex> DayIndex::Of(std::span<const Period> periods) {
  DayIndex index;
  index.periods_ = static_cast<int32_t>(periods.size());
  if (periods.empty()) return index;
  Date first = periods[0].start;
  Date end = periods[0].end;
  for (const Period& period : periods) {
    if (period.start >= period.end) {
      return MakeError(Reason::kInvalidPeriod, StrCat("period ", period.name, " has no days"));
    }
    first = std::min(first, period.start);
    end = std::max(end, period.end);
  }
  const int64_t days = int64_t{end.days()} - first.days();
  if (days > kMaxDays) {
    return MakeError(Reason::kInvalidPeriod,
                     StrCat("the periods span ", days, " days, more than ", kMaxDays));
  }
  index.first_ = first.days();
  index.index_.assign(static_cast<size_t>(days), -1);
  for (int32_t i = 0; i < index.periods_; ++i) {
    const Period& period = periods[static_cast<size_t>(i)];
    for (int32_t day = period.start - first; day < period.end - first; ++day) {
      int32_t& place = index.index_[static_cast<size_t>(day)];
      if (place >= 0) {
        return MakeError(Reason::kInvalidPeriod,
                         StrCat("periods ", periods[static_cast<size_t>(place)].name, " and ",
                                period.name, " overlap"));
      }
      place = i;
    }
  }
  return index;
}

absl::StatusOr<Totals> Rollup(std::span<const int32_t> entity, std::span<const int32_t> day,
                              std::span<const int64_t> amounts, int32_t entities,
                              const DayIndex& periods, std::span<const uint8_t> selected,
                              RollupOptions options) {
  ATTAIN_RETURN_IF_ERROR(
      CheckShape(entity.size(), day.size(), amounts.size(), selected.size(), entities, options));
  Totals totals = Empty(entities, periods);
  const Input<const int64_t*> in{entity.data(),  day.data(),
                                 amounts.data(), selected.empty() ? nullptr : selected.data(),
                                 nullptr,        0};
  ATTAIN_RETURN_IF_ERROR(
      RollupInto(in, static_cast<int64_t>(entity.size()), periods, options, totals));
  return totals;
}

absl::StatusOr<Totals> Rollup(std::span<const int32_t> entity, std::span<const int32_t> day,
                              std::span<const absl::int128> amounts, int32_t entities,
                              const DayIndex& periods, std::span<const uint8_t> selected,
                              RollupOptions options) {
  ATTAIN_RETURN_IF_ERROR(
      CheckShape(entity.size(), day.size(), amounts.size(), selected.size(), entities, options));
  Totals totals = Empty(entities, periods);
  const Input<Words128> in{entity.data(),
                           day.data(),
                           Words128{reinterpret_cast<const char*>(amounts.data())},
                           selected.empty() ? nullptr : selected.data(),
                           nullptr,
                           0};
  ATTAIN_RETURN_IF_ERROR(
      RollupInto(in, static_cast<int64_t>(entity.size()), periods, options, totals));
  return totals;
}

absl::StatusOr<Totals> Rollup(const table::Column& entity, const table::Column& day,
                              const table::Column& amounts, int32_t entities,
                              const DayIndex& periods, std::span<const uint8_t> selected,
                              RollupOptions options) {
  if (entity.type() != table::Type::kInt) return WrongType(entity, "whole numbers");
  if (day.type() != table::Type::kDate && day.type() != table::Type::kTimestamp)
    return WrongType(day, "days");
  if (amounts.type() != table::Type::kInt && amounts.type() != table::Type::kDecimal) {
    return WrongType(amounts, "whole numbers or decimals");
  }
  ATTAIN_RETURN_IF_ERROR(
      CheckShape(static_cast<size_t>(entity.length()), static_cast<size_t>(day.length()),
                 static_cast<size_t>(amounts.length()), selected.size(), entities, options));
  std::vector<int32_t> entity_copy;
  std::vector<int32_t> day_copy;
  ATTAIN_ASSIGN_OR_RETURN(const auto entity_values, Dense(entity, false, -1, entity_copy));
  ATTAIN_ASSIGN_OR_RETURN(const auto day_values, Dense(day, true, INT32_MAX, day_copy));
  Totals totals = Empty(entities, periods);
  int64_t first = 0;
  for (const table::Chunk& chunk : amounts.chunks()) {
    const uint8_t* mask = selected.empty() ? nullptr : selected.data() + first;
    const uint8_t* validity = chunk.null_count == 0 ? nullptr : chunk.validity;
    if (chunk.layout == table::Layout::kDecimal128) {
      const Input<Words128> in{entity_values.data() + first,
                               day_values.data() + first,
                               Words128{static_cast<const char*>(chunk.values) + chunk.offset * 16},
                               mask,
                               validity,
                               chunk.offset};
      ATTAIN_RETURN_IF_ERROR(RollupInto(in, chunk.length, periods, options, totals));
    } else {
      std::vector<int64_t> copy;
      const int64_t* values = nullptr;
      if (chunk.layout == table::Layout::kInt64) {
        values = chunk.As<int64_t>();
      } else {
        crm::Amounts reader(&amounts);
        copy.resize(static_cast<size_t>(chunk.length));
        for (int64_t i = 0; i < chunk.length; ++i) copy[static_cast<size_t>(i)] = reader[first + i];
        values = copy.data();
      }
      const Input<const int64_t*> in{entity_values.data() + first,
                                     day_values.data() + first,
                                     values,
                                     mask,
                                     validity,
                                     chunk.offset};
      ATTAIN_RETURN_IF_ERROR(RollupInto(in, chunk.length, periods, options, totals));
    }
    first += chunk.length;
  }
  return totals;
}

absl::Status AddInto(const Totals& from, std::span<const int32_t> parents, Totals& to) {
  if (parents.size() != static_cast<size_t>(from.entities) || from.periods != to.periods) {
    return MakeError(Reason::kLengthMismatch,
                     StrCat(parents.size(), " parents for ", from.entities, " entities, ",
                            from.periods, " and ", to.periods, " periods"));
  }
  for (int32_t entity = 0; entity < from.entities; ++entity) {
    const int32_t parent = parents[static_cast<size_t>(entity)];
    if (parent == -1) continue;
    if (parent < 0 || parent >= to.entities) return BadEntity(entity, parent, to.entities);
    for (int32_t period = 0; period < from.periods; ++period) {
      const Total& part = from.at(entity, period);
      const size_t cell = static_cast<size_t>(parent) * static_cast<size_t>(to.periods) +
                          static_cast<size_t>(period);
      int128 sum = 0;
      if (internal::AddOverflows(internal::Raw(to.cells[cell].sum), internal::Raw(part.sum),
                                 &sum)) {
        return TooLarge(static_cast<int64_t>(cell), to.periods);
      }
      to.cells[cell].sum = sum;
      to.cells[cell].n += part.n;
    }
  }
  return absl::OkStatus();
}

}  // namespace attain::measure
