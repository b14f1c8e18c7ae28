// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The plan of attack: rows are scattered into chunks of neighbouring groups small enough for the
// second-level cache, put in order inside a chunk by two counting sorts, walked along the rate
// table, and the lines are pulled back in file order. Three passes over memory, no comparison sort.

#include "attain/incentive/replay.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/group_table.h"
#include "incentive/internal/integers.h"
#include "incentive/internal/parallel.h"
#include "incentive/internal/segments.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;

constexpr int64_t kChunkRows =
    24'576;  // 24 bytes each with their order: about half of a megabyte of cache

// A transaction inside its chunk; the line takes the place of the amount.
struct Cell {
  int32_t group;
  int32_t day;
  int64_t amount;
};

// What is the same for all groups.
struct Setup {
  const TierRates* rates;
  const ReplayOptions* options;
  int64_t scale_factor;  // 10^scale
  bool cumulative;
};

// Walks the amounts of one group in order. `amount(i)` reads, `line(i, value)` takes the line,
// `piece` every slice.
template <typename Num, typename Amount, typename Line, typename PieceSink>
void WalkGroup(const GroupTable<Num>& table, RoundingMode mode, bool cumulative, size_t count,
               Amount&& amount, Line&& line, PieceSink&& piece) {
  const Divider<Num> divide(table.divisor, mode);
  Position<Num> at{Num{0}, SegmentOf(table.segments, Num{0})};
  Num running = 0;
  Num before = 0;
  for (size_t i = 0; i < count; ++i) {
    Num earned = 0;
    at = Walk(table.segments, at, static_cast<Num>(amount(i)) * table.amount_factor,
              [&](size_t segment, Num width, Num rate) {
                const Num pay = width * rate;
                piece(i, table.segments.band[segment], width / table.amount_factor,
                      cumulative ? running + earned : earned, pay, divide);
                earned += pay;
              });
    if (cumulative) {
      running += earned;
      const Num after = divide(running);
      line(i, after - before);
      before = after;
    } else {
      line(i, divide(earned));
    }
  }
}

struct NoPieces {
  template <typename Num>
  void operator()(size_t, int32_t, Num, Num, Num, const Divider<Num>&) const {}
};

// The group in exact fractions: for units, rates and amounts that fit no integers.
template <typename Amount, typename Line, typename PieceSink>
absl::Status WalkExactly(const Setup& setup, const Fraction& unit, size_t count, Amount&& amount,
                         Line&& line, PieceSink&& piece) {
  std::vector<Stretch<Exact>> stretches;
  for (size_t i = 0; i < setup.rates->bands().size(); ++i) {
    const RateBand& band = setup.rates->bands()[i];
    stretches.push_back({Exact(band.from) * Exact(unit),
                         band.to.has_value() ? Exact(*band.to) * Exact(unit) : Exact(),
                         !band.to.has_value(), Exact(band.pays), static_cast<int32_t>(i)});
  }
  const Segments<Exact> segments =
      MakeSegments(stretches, setup.options->negative == NegativeBase::kFirstBand);
  Position<Exact> at{Exact(), SegmentOf(segments, Exact())};
  const Exact denominator(setup.options->amount_denominator);
  const Exact scale(setup.scale_factor);
  absl::Status status;
  const auto whole = [&](const Exact& value, RoundingMode mode) -> Wide {
    const absl::StatusOr<Decimal> cut = Round(value.value(), 0, mode);
    if (status.ok()) status = cut.status();
    return cut.ok() ? FromAbsl(cut->coefficient()) : Wide{0};
  };
  const auto rounded = [&](const Exact& value) {
    return whole(value, setup.options->rounding.mode);
  };
  Exact running;
  Wide before = 0;
  for (size_t i = 0; i < count; ++i) {
    Exact earned;
    at = Walk(segments, at, Exact(static_cast<int64_t>(amount(i))) / denominator,
              [&](size_t segment, const Exact& width, const Exact& rate) {
                const Exact base = setup.cumulative ? running + earned : earned;
                const Exact pay = width * rate * scale;
                if (status.ok()) status = pay.status();
                piece(i, segments.band[segment], whole(width * denominator, RoundingMode::kDown),
                      rounded(base + pay) - rounded(base));
                earned += pay;
              });
    running += earned;
    ATTAIN_RETURN_IF_ERROR(status);
    ATTAIN_RETURN_IF_ERROR(at.x.status());
    ATTAIN_RETURN_IF_ERROR(running.status());
    if (setup.cumulative) {
      const Wide after = rounded(running);
      line(i, after - before);
      before = after;
    } else {
      line(i, rounded(earned));
    }
  }
  return absl::OkStatus();
}

absl::Status LineOverflow() {
  return MakeError(Reason::kOverflow, "a commission line does not fit 64 bits of its unit");
}

// Takes one group by the narrowest arithmetic that is exact. Line and piece sinks take 128-bit
// values and are told `fits` false when one is too large.
template <typename Amount, typename Store, typename Keep>
absl::Status ReplayGroup(const Setup& setup, const Fraction& unit, size_t count, Amount&& amount,
                         Store&& store, Keep&& keep, std::optional<GroupTable<Wide>>& wide,
                         const Fraction*& wide_unit, GroupTable<int64_t>& small) {
  constexpr bool kPieces = !std::is_same_v<std::remove_cvref_t<Keep>, NoPieces>;
  Wide reach = 0;
  for (size_t i = 0; i < count; ++i) reach += Magnitude(amount(i));
  if (wide_unit == nullptr || !(*wide_unit == unit)) {  // groups with one quota share a table
    wide = MakeWide(*setup.rates, unit, setup.options->amount_denominator, setup.scale_factor,
                    setup.options->negative == NegativeBase::kFirstBand);
    wide_unit = &unit;
  }
  bool fits = true;
  const auto line = [&](size_t i, Wide value) {
    if (value > INT64_MAX || value < INT64_MIN) fits = false;
    store(i, static_cast<int64_t>(value));
  };
  const auto pieces = [&](size_t i, int32_t band, auto width, auto base, auto pay,
                          const auto& divide) {
    if constexpr (kPieces) {
      if (band >= 0)
        keep(i, band, static_cast<int64_t>(width),
             static_cast<int64_t>(divide(base + pay) - divide(base)));
    }
  };
  const RoundingMode mode = setup.options->rounding.mode;
  if (wide.has_value() && MakeSmall(*wide, reach, small)) {
    WalkGroup(
        small, mode, setup.cumulative, count, amount,
        [&](size_t i, int64_t value) { store(i, value); }, pieces);
  } else if (wide.has_value() && MayUseWide(*wide, reach)) {
    WalkGroup(*wide, mode, setup.cumulative, count, amount, line, pieces);
  } else {
    ATTAIN_RETURN_IF_ERROR(WalkExactly(
        setup, unit, count, amount, line, [&](size_t i, int32_t band, Wide width, Wide pay) {
          if constexpr (kPieces) {
            if (band >= 0) keep(i, band, static_cast<int64_t>(width), static_cast<int64_t>(pay));
          }
        }));
  }
  return fits ? absl::OkStatus() : LineOverflow();
}

absl::Status Check(std::span<const Fraction> units, const ReplayRows& rows,
                   const ReplayOptions& options, bool days) {
  if (rows.amount.size() != rows.group.size() || (days && rows.day.size() != rows.group.size())) {
    return MakeError(Reason::kLengthMismatch, "columns of transactions differ in length");
  }
  if (rows.group.size() > static_cast<size_t>(INT32_MAX))
    return MakeError(Reason::kOverflow, "more than 2^31 - 1 rows");
  if (options.amount_denominator <= 0)
    return MakeError(Reason::kInvalidArgument, "amount_denominator must be above 0");
  if (options.threads < 1 || options.threads > 256)
    return MakeError(Reason::kInvalidArgument, "threads must be from 1 to 256");
  const int64_t scale = options.rounding.scale.value_or(2);
  if (scale < 0 || scale > 18)
    return MakeError(Reason::kInvalidArgument, "a scale must be from 0 to 18");
  if (options.rounding.point != RoundingPoint::kTransaction &&
      options.rounding.point != RoundingPoint::kCumulative) {
    return MakeError(Reason::kInvalidArgument, "lines are rounded per transaction or cumulatively");
  }
  for (size_t g = 0; g < units.size(); ++g) {
    if (units[g].sign() <= 0)
      return MakeError(Reason::kTargetZero,
                       StrCat("the unit of group ", static_cast<int64_t>(g), " is not above 0"));
  }
  return absl::OkStatus();
}

Setup MakeSetup(const TierRates& rates, const ReplayOptions& options) {
  int64_t factor = 1;
  for (int64_t i = 0; i < options.rounding.scale.value_or(2); ++i) factor *= 10;
  return {.rates = &rates,
          .options = &options,
          .scale_factor = factor,
          .cumulative = options.rounding.point == RoundingPoint::kCumulative};
}

absl::Status BadGroup() {
  return MakeError(Reason::kRowOutOfRange, "a transaction's group has no unit");
}

// Rows in chunks, inside a chunk in file order.
struct Scattered {
  int shift = 0;                              // group >> shift is the chunk
  std::vector<Cell> cells;                    // chunk by chunk
  std::vector<int64_t> starts;                // first cell of each chunk, and the end
  std::vector<std::vector<int64_t>> cursors;  // per thread: where its first row of each chunk lies
  std::vector<size_t> cuts;                   // rows [cuts[t], cuts[t + 1]) belong to thread t
  int64_t longest = 0;                        // rows of the longest chunk
};

absl::StatusOr<Scattered> Scatter(const ReplayRows& rows, size_t groups, int threads) {
  Scattered result;
  const size_t n = rows.group.size();
  const int64_t wanted = std::max<int64_t>(1, static_cast<int64_t>(n) / kChunkRows);
  while ((static_cast<int64_t>(groups) >> result.shift) > wanted) ++result.shift;
  const size_t chunks = (groups >> result.shift) + 1;
  const auto count = static_cast<size_t>(threads);
  for (size_t t = 0; t <= count; ++t) result.cuts.push_back(n * t / count);
  result.cursors.assign(count, std::vector<int64_t>(chunks, 0));
  std::vector<uint8_t> bad(count, 0);
  RunParallel(threads, [&](int t) {
    std::vector<int64_t>& counts = result.cursors[static_cast<size_t>(t)];
    for (size_t i = result.cuts[static_cast<size_t>(t)];
         i < result.cuts[static_cast<size_t>(t) + 1]; ++i) {
      const auto group = static_cast<uint32_t>(rows.group[i]);
      if (group >= groups) {
        bad[static_cast<size_t>(t)] = 1;
        return;
      }
      ++counts[group >> result.shift];
    }
  });
  if (std::find(bad.begin(), bad.end(), 1) != bad.end()) return BadGroup();
  int64_t position = 0;
  for (size_t chunk = 0; chunk < chunks; ++chunk) {
    result.starts.push_back(position);
    for (auto& cursor : result.cursors) {
      const int64_t length = cursor[chunk];
      cursor[chunk] = position;
      position += length;
    }
    result.longest = std::max(result.longest, position - result.starts.back());
  }
  result.starts.push_back(position);
  result.cells.resize(n);
  RunParallel(threads, [&](int t) {
    std::vector<int64_t> cursor = result.cursors[static_cast<size_t>(t)];
    for (size_t i = result.cuts[static_cast<size_t>(t)];
         i < result.cuts[static_cast<size_t>(t) + 1]; ++i) {
      int64_t& at = cursor[static_cast<uint32_t>(rows.group[i]) >> result.shift];
      result.cells[static_cast<size_t>(at++)] = {rows.group[i], rows.day[i], rows.amount[i]};
    }
  });
  return result;
}

// Puts the cells of a chunk in order of group, day and file.
class Order {
 public:
  explicit Order(size_t longest) : by_day_(longest), order_(longest) {}

  std::span<const uint32_t> Sort(std::span<const Cell> cells) {
    if (cells.empty()) return {};
    int32_t first_day = cells[0].day;
    int32_t last_day = cells[0].day;
    int32_t first_group = cells[0].group;
    int32_t last_group = cells[0].group;
    for (const Cell& cell : cells) {
      first_day = std::min(first_day, cell.day);
      last_day = std::max(last_day, cell.day);
      first_group = std::min(first_group, cell.group);
      last_group = std::max(last_group, cell.group);
    }
    const int64_t days = int64_t{last_day} - first_day + 1;
    const int64_t groups = int64_t{last_group} - first_group + 1;
    const auto limit = static_cast<int64_t>(cells.size()) * 4 + 4096;
    if (days > limit || groups > limit) {
      for (size_t i = 0; i < cells.size(); ++i) order_[i] = static_cast<uint32_t>(i);
      std::stable_sort(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(cells.size()),
                       [&](uint32_t a, uint32_t b) {
                         return std::pair(cells[a].group, cells[a].day) <
                                std::pair(cells[b].group, cells[b].day);
                       });
      return std::span(order_).first(cells.size());
    }
    Start(static_cast<size_t>(days));
    for (const Cell& cell : cells) ++counts_[static_cast<size_t>(cell.day - first_day) + 1];
    Accumulate();
    for (size_t i = 0; i < cells.size(); ++i)
      by_day_[counts_[static_cast<size_t>(cells[i].day - first_day)]++] = static_cast<uint32_t>(i);
    Start(static_cast<size_t>(groups));
    for (const Cell& cell : cells) ++counts_[static_cast<size_t>(cell.group - first_group) + 1];
    Accumulate();
    for (size_t i = 0; i < cells.size(); ++i) {
      order_[counts_[static_cast<size_t>(cells[by_day_[i]].group - first_group)]++] = by_day_[i];
    }
    return std::span(order_).first(cells.size());
  }

 private:
  void Start(size_t values) { counts_.assign(values + 1, 0); }
  void Accumulate() {
    for (size_t i = 1; i < counts_.size(); ++i) counts_[i] += counts_[i - 1];
  }

  std::vector<uint32_t> by_day_;
  std::vector<uint32_t> order_;
  std::vector<uint32_t> counts_;
};

}  // namespace

absl::StatusOr<TierRates> TierRates::Of(std::vector<RateBand> bands) {
  TierRates rates;
  absl::int128 bound_denominator = 1;
  absl::int128 rate_denominator = 1;
  bool fits = true;
  const auto common = [&](absl::int128 a, absl::int128 b) {
    absl::int128 x = a;
    absl::int128 y = b;
    while (y != 0) {
      const absl::int128 rest = x % y;
      x = y;
      y = rest;
    }
    const absl::int128 factor = b / x;
    constexpr int64_t kLimit = int64_t{1} << 31;
    if (a > kLimit || factor > kLimit) fits = false;
    return fits ? a * factor : absl::int128(1);
  };
  for (size_t i = 0; i < bands.size(); ++i) {
    const RateBand& band = bands[i];
    const bool empty = band.to.has_value() && *band.to <= band.from;
    const bool overlap = i > 0 && (!bands[i - 1].to.has_value() || *bands[i - 1].to > band.from);
    if (empty || overlap) {
      return MakeError(Reason::kTierOverlap, StrCat("bands[", static_cast<int64_t>(i),
                                                    "] is empty or overlaps the one before it"));
    }
    bound_denominator = common(bound_denominator, band.from.denominator());
    if (band.to.has_value()) bound_denominator = common(bound_denominator, band.to->denominator());
    rate_denominator = common(rate_denominator, band.pays.denominator());
    const absl::int128 limit = absl::int128(1) << 62;
    for (const Fraction& value : {band.from, band.to.value_or(Fraction(0)), band.pays}) {
      if (value.numerator() > limit || value.numerator() < -limit) fits = false;
    }
  }
  if (fits) {
    rates.bound_denominator_ = static_cast<int64_t>(bound_denominator);
    rates.rate_denominator_ = static_cast<int64_t>(rate_denominator);
  }
  rates.bands_ = std::move(bands);
  return rates;
}

absl::Status ReplayLines(const TierRates& rates, std::span<const Fraction> units,
                         const ReplayRows& rows, const ReplayOptions& options,
                         std::span<int64_t> lines) {
  ATTAIN_RETURN_IF_ERROR(Check(units, rows, options, true));
  if (lines.size() != rows.group.size())
    return MakeError(Reason::kLengthMismatch, "one line per transaction is needed");
  const Setup setup = MakeSetup(rates, options);
  ATTAIN_ASSIGN_OR_RETURN(Scattered scattered, Scatter(rows, units.size(), options.threads));
  const size_t chunks = scattered.starts.size() - 1;
  std::vector<absl::Status> statuses(static_cast<size_t>(options.threads));
  std::vector<Order> orders(static_cast<size_t>(options.threads),
                            Order(static_cast<size_t>(scattered.longest)));
  RunParallel(options.threads, [&](int t) {
    Order& order = orders[static_cast<size_t>(t)];
    std::optional<GroupTable<Wide>> wide;
    GroupTable<int64_t> small;
    const Fraction* wide_unit = nullptr;
    for (size_t chunk = static_cast<size_t>(t); chunk < chunks;
         chunk += static_cast<size_t>(options.threads)) {
      const auto first = static_cast<size_t>(scattered.starts[chunk]);
      const auto length = static_cast<size_t>(scattered.starts[chunk + 1]) - first;
      const std::span<Cell> cells = std::span(scattered.cells).subspan(first, length);
      const std::span<const uint32_t> sorted = order.Sort(cells);
      for (size_t begin = 0; begin < length;) {
        const int32_t group = cells[sorted[begin]].group;
        size_t end = begin + 1;
        while (end < length && cells[sorted[end]].group == group) ++end;
        const absl::Status status = ReplayGroup(
            setup, units[static_cast<size_t>(group)], end - begin,
            [&](size_t i) { return cells[sorted[begin + i]].amount; },
            [&](size_t i, int64_t line) { cells[sorted[begin + i]].amount = line; }, NoPieces{},
            wide, wide_unit, small);
        if (!status.ok()) {
          statuses[static_cast<size_t>(t)] = status;
          return;
        }
        begin = end;
      }
    }
  });
  for (const absl::Status& status : statuses) ATTAIN_RETURN_IF_ERROR(status);
  RunParallel(options.threads, [&](int t) {
    std::vector<int64_t>& cursor = scattered.cursors[static_cast<size_t>(t)];
    for (size_t i = scattered.cuts[static_cast<size_t>(t)];
         i < scattered.cuts[static_cast<size_t>(t) + 1]; ++i) {
      int64_t& at = cursor[static_cast<uint32_t>(rows.group[i]) >> scattered.shift];
      lines[i] = scattered.cells[static_cast<size_t>(at++)].amount;
    }
  });
  return absl::OkStatus();
}

absl::Status ReplayTotals(const TierRates& rates, std::span<const Fraction> units,
                          const ReplayRows& rows, const ReplayOptions& options,
                          std::span<int64_t> totals) {
  ATTAIN_RETURN_IF_ERROR(Check(units, rows, options, false));
  if (totals.size() != units.size())
    return MakeError(Reason::kLengthMismatch, "one total per group is needed");
  const Setup setup = MakeSetup(rates, options);
  std::fill(totals.begin(), totals.end(), 0);
  bool fits = true;
  for (size_t i = 0; i < rows.group.size(); ++i) {
    const auto group = static_cast<uint32_t>(rows.group[i]);
    if (group >= units.size()) return BadGroup();
    fits &= !__builtin_add_overflow(totals[group], rows.amount[i], &totals[group]);
  }
  if (!fits) return MakeError(Reason::kOverflow, "the amounts of a group do not fit 64 bits");
  std::optional<GroupTable<Wide>> wide;
  GroupTable<int64_t> small;
  const Fraction* wide_unit = nullptr;
  for (size_t g = 0; g < units.size(); ++g) {
    ATTAIN_RETURN_IF_ERROR(ReplayGroup(
        setup, units[g], 1, [&](size_t) { return totals[g]; },
        [&](size_t, int64_t line) { totals[g] = line; }, NoPieces{}, wide, wide_unit, small));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ReplayPiece>> ReplayTrace(const TierRates& rates,
                                                     std::span<const Fraction> units,
                                                     const ReplayRows& rows,
                                                     const ReplayOptions& options) {
  ATTAIN_RETURN_IF_ERROR(Check(units, rows, options, true));
  const Setup setup = MakeSetup(rates, options);
  ATTAIN_ASSIGN_OR_RETURN(Scattered scattered, Scatter(rows, units.size(), 1));
  // The file row of each cell: the cells of a chunk are in file order.
  std::vector<int32_t> file_row(rows.group.size());
  std::vector<int64_t> cursor = scattered.cursors[0];
  for (size_t i = 0; i < rows.group.size(); ++i) {
    file_row[static_cast<size_t>(
        cursor[static_cast<uint32_t>(rows.group[i]) >> scattered.shift]++)] =
        static_cast<int32_t>(i);
  }
  std::vector<ReplayPiece> pieces;
  pieces.reserve(rows.group.size() + rows.group.size() / 8);
  Order order(static_cast<size_t>(scattered.longest));
  std::optional<GroupTable<Wide>> wide;
  GroupTable<int64_t> small;
  const Fraction* wide_unit = nullptr;
  for (size_t chunk = 0; chunk + 1 < scattered.starts.size(); ++chunk) {
    const auto first = static_cast<size_t>(scattered.starts[chunk]);
    const std::span<const Cell> cells =
        std::span<const Cell>(scattered.cells)
            .subspan(first, static_cast<size_t>(scattered.starts[chunk + 1]) - first);
    const std::span<const uint32_t> sorted = order.Sort(cells);
    for (size_t begin = 0; begin < sorted.size();) {
      const int32_t group = cells[sorted[begin]].group;
      size_t end = begin + 1;
      while (end < sorted.size() && cells[sorted[end]].group == group) ++end;
      ATTAIN_RETURN_IF_ERROR(ReplayGroup(
          setup, units[static_cast<size_t>(group)], end - begin,
          [&](size_t i) { return cells[sorted[begin + i]].amount; }, [](size_t, int64_t) {},
          [&](size_t i, int32_t band, int64_t base, int64_t amount) {
            pieces.push_back({file_row[first + sorted[begin + i]], group, band, base, amount});
          },
          wide, wide_unit, small));
      begin = end;
    }
  }
  return pieces;
}

}  // namespace attain::incentive
