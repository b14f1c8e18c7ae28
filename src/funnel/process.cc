// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/process.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "absl/numeric/int128.h"
#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::funnel {

namespace {

using internal::StrCat;

constexpr int64_t kShownRows = 100;  // findings of single rows; beyond they are only counted

// Half took no longer. `values` may be reordered.
double MedianOf(std::span<int64_t> values) {
  const size_t half = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(half), values.end());
  const auto upper = static_cast<double>(values[half]);
  if (values.size() % 2 == 1) return upper;
  const auto lower = static_cast<double>(
      *std::max_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(half)));
  return lower + (upper - lower) / 2;
}

absl::Status TimesOverflow() {
  return MakeError(Reason::kOverflow, "times between events do not fit 64 bits");
}

// Where the durations of each pair of activities are gathered.
class EdgeTable {
 public:
  explicit EdgeTable(int32_t activities) : activities_(activities) {
    constexpr int32_t kDense = 1024;
    if (activities <= kDense)
      dense_.assign(static_cast<size_t>(activities) * static_cast<size_t>(activities), -1);
  }

  void Add(int32_t from, int32_t to, int64_t time) {
    const int64_t key = int64_t{from} * activities_ + to;
    int32_t& place = dense_.empty() ? sparse_.try_emplace(key, -1).first->second
                                    : dense_[static_cast<size_t>(key)];
    if (place < 0) {
      place = static_cast<int32_t>(edges_.size());
      edges_.push_back({.from = from, .to = to});
    }
    ++edges_[static_cast<size_t>(place)].n;
    places_.push_back(place);
    times_.push_back(time);
  }

  absl::StatusOr<std::vector<ProcessEdge>> Finish() {
    // Durations side by side, edge by edge.
    std::vector<int64_t> starts(edges_.size() + 1, 0);
    for (size_t i = 0; i < edges_.size(); ++i) starts[i + 1] = starts[i] + edges_[i].n;
    std::vector<int64_t> next(starts.begin(), starts.end() - 1);
    std::vector<int64_t> sorted(times_.size());
    for (size_t i = 0; i < times_.size(); ++i)
      sorted[static_cast<size_t>(next[static_cast<size_t>(places_[i])]++)] = times_[i];
    for (size_t i = 0; i < edges_.size(); ++i) {
      ProcessEdge& edge = edges_[i];
      const std::span<int64_t> own =
          std::span(sorted).subspan(static_cast<size_t>(starts[i]), static_cast<size_t>(edge.n));
      absl::int128 total = 0;
      for (const int64_t time : own) total += time;
      if (total > INT64_MAX || total < INT64_MIN) return TimesOverflow();
      edge.total = static_cast<int64_t>(total);
      edge.least = *std::min_element(own.begin(), own.end());
      edge.most = *std::max_element(own.begin(), own.end());
      edge.mean = static_cast<double>(edge.total) / static_cast<double>(edge.n);
      edge.median = MedianOf(own);
    }
    return std::move(edges_);
  }

 private:
  int64_t activities_;
  std::vector<int32_t> dense_;
  std::unordered_map<int64_t, int32_t> sparse_;
  std::vector<ProcessEdge> edges_;
  std::vector<int32_t> places_;
  std::vector<int64_t> times_;
};

// The first place of the largest value.
template <typename F>
std::optional<int32_t> Largest(const std::vector<ProcessEdge>& edges, F value) {
  if (edges.empty()) return std::nullopt;
  const auto largest =
      std::max_element(edges.begin(), edges.end(),
                       [&](const auto& a, const auto& b) { return value(a) < value(b); });
  return static_cast<int32_t>(largest - edges.begin());
}

}  // namespace

struct ProcessKernel {
  static absl::StatusOr<ProcessLog> Group(const ProcessEvents& events) {
    ProcessLog log;
    log.activities_ = events.activities;
    std::vector<uint32_t> used;  // rows that count
    used.reserve(events.subject.size());
    int64_t bad = 0;
    for (size_t row = 0; row < events.subject.size(); ++row) {
      const int32_t subject = events.subject[row];
      const int32_t activity = events.activity[row];
      const bool timed = events.timed.empty() || events.timed[row] != 0;
      if (subject >= 0 && subject < events.cases && activity >= 0 && activity < events.activities &&
          timed) {
        used.push_back(static_cast<uint32_t>(row));
        continue;
      }
      if (++bad > kShownRows) continue;
      const bool of_case = subject < 0 || subject >= events.cases;
      const bool of_activity = activity < 0 || activity >= events.activities;
      const int32_t number = of_case ? subject : of_activity ? activity : -1;
      log.findings_.AddError(number < 0 ? Reason::kNullValue : Reason::kRowOutOfRange,
                             {.table = "events",
                              .row = static_cast<int64_t>(row),
                              .field = of_case       ? "case"
                                       : of_activity ? "activity"
                                                     : "time"},
                             number < 0 ? "missing" : StrCat("there is no number ", number));
    }
    if (bad > kShownRows) {
      log.findings_.AddError(
          Reason::kNullValue, {.table = "events"},
          StrCat(bad, " rows without case, time or activity; ", kShownRows, " of them are listed"));
    }
    Place(events, used, log);
    FindVariants(log);
    return log;
  }

  // Puts the rows of a case side by side, by time unless they stay as given.
  static void Place(const ProcessEvents& events, const std::vector<uint32_t>& used,
                    ProcessLog& log) {
    log.starts_.assign(static_cast<size_t>(events.cases) + 1, 0);
    for (const uint32_t row : used) ++log.starts_[static_cast<size_t>(events.subject[row]) + 1];
    std::partial_sum(log.starts_.begin(), log.starts_.end(), log.starts_.begin());
    std::vector<int64_t> next(log.starts_.begin(), log.starts_.end() - 1);
    std::vector<uint32_t> rows(used.size());
    for (const uint32_t row : used)
      rows[static_cast<size_t>(next[static_cast<size_t>(events.subject[row])]++)] = row;
    if (events.by_time) {
      for (size_t number = 0; number + 1 < log.starts_.size(); ++number) {
        const auto begin = rows.begin() + log.starts_[number];
        const auto end = rows.begin() + log.starts_[number + 1];
        const auto earlier = [&](uint32_t a, uint32_t b) {
          return events.time[a] < events.time[b];
        };
        if (!std::is_sorted(begin, end, earlier)) std::stable_sort(begin, end, earlier);
      }
    }
    log.activity_.resize(rows.size());
    log.time_.resize(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      log.activity_[i] = events.activity[rows[i]];
      log.time_[i] = events.time[rows[i]];
    }
  }

  // Sorts cases by path; equal paths then stand side by side, the first case in front.
  static void FindVariants(ProcessLog& log) {
    std::vector<int32_t> order(static_cast<size_t>(log.cases()));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
      const auto pa = log.path(a);
      const auto pb = log.path(b);
      return std::lexicographical_compare(pa.begin(), pa.end(), pb.begin(), pb.end());
    });
    struct Run {
      size_t begin;
      size_t end;
    };
    std::vector<Run> runs;
    for (size_t i = 0; i < order.size(); ++i) {
      const auto path = log.path(order[i]);
      if (!runs.empty()) {
        const auto before = log.path(order[runs.back().begin]);
        if (std::equal(path.begin(), path.end(), before.begin(), before.end())) {
          runs.back().end = i + 1;
          continue;
        }
      }
      runs.push_back({i, i + 1});
    }
    std::sort(runs.begin(), runs.end(), [&](const Run& a, const Run& b) {
      const size_t many_a = a.end - a.begin;
      const size_t many_b = b.end - b.begin;
      return many_a != many_b ? many_a > many_b : order[a.begin] < order[b.begin];
    });
    log.variant_.resize(order.size());
    log.variants_.reserve(runs.size());
    for (const Run& run : runs) {
      for (size_t i = run.begin; i < run.end; ++i)
        log.variant_[static_cast<size_t>(order[i])] = static_cast<int32_t>(log.variants_.size());
      const auto path = log.path(order[run.begin]);
      log.variants_.push_back(
          {.path = {path.begin(), path.end()}, .cases = static_cast<int64_t>(run.end - run.begin)});
    }
  }
};

std::span<const int32_t> ProcessLog::path(int32_t number) const {
  const auto at = static_cast<size_t>(number);
  return std::span(activity_).subspan(static_cast<size_t>(starts_[at]),
                                      static_cast<size_t>(starts_[at + 1] - starts_[at]));
}

std::span<const int64_t> ProcessLog::times(int32_t number) const {
  const auto at = static_cast<size_t>(number);
  return std::span(time_).subspan(static_cast<size_t>(starts_[at]),
                                  static_cast<size_t>(starts_[at + 1] - starts_[at]));
}

absl::StatusOr<ProcessLog> GroupEvents(const ProcessEvents& events) {
  if (events.subject.size() != events.time.size() ||
      events.subject.size() != events.activity.size())
    return MakeError(Reason::kLengthMismatch, "every event needs one case, time and activity");
  if (!events.timed.empty() && events.timed.size() != events.time.size())
    return MakeError(Reason::kLengthMismatch, "every event needs to say whether its time is there");
  if (events.cases < 0 || events.activities < 0)
    return MakeError(Reason::kInvalidArgument, "cases and activities are not negative");
  if (events.subject.size() > UINT32_MAX)
    return MakeError(Reason::kOverflow, "more than 4,294,967,295 events");
  return ProcessKernel::Group(events);
}

absl::StatusOr<ProcessFigures> MeasureProcess(const ProcessLog& log) {
  ProcessFigures figures{.activities =
                             std::vector<ProcessActivity>(static_cast<size_t>(log.activities()))};
  EdgeTable edges(log.activities());
  std::vector<int64_t> durations;
  std::vector<int32_t> last_case(figures.activities.size(), -1);
  std::vector<int32_t> in_case(figures.activities.size(), 0);
  for (int32_t number = 0; number < log.cases(); ++number) {
    const std::span<const int32_t> path = log.path(number);
    const std::span<const int64_t> times = log.times(number);
    if (path.empty()) continue;
    for (size_t i = 0; i < path.size(); ++i) {
      const auto activity = static_cast<size_t>(path[i]);
      ProcessActivity& figure = figures.activities[activity];
      ++figure.events;
      if (last_case[activity] != number) {
        last_case[activity] = number;
        in_case[activity] = 0;
        ++figure.cases;
      }
      if (++in_case[activity] == 2) ++figure.rework_cases;
      if (i == 0) continue;
      int64_t time = 0;
      if (__builtin_sub_overflow(times[i], times[i - 1], &time)) return TimesOverflow();
      edges.Add(path[i - 1], path[i], time);
    }
    ++figures.activities[static_cast<size_t>(path.front())].starts;
    ++figures.activities[static_cast<size_t>(path.back())].ends;
    int64_t duration = 0;
    if (__builtin_sub_overflow(times.back(), times.front(), &duration)) return TimesOverflow();
    durations.push_back(duration);
  }
  ATTAIN_ASSIGN_OR_RETURN(figures.edges, edges.Finish());
  if (!durations.empty()) {
    absl::int128 total = 0;
    for (const int64_t duration : durations) total += duration;
    const auto [least, most] = std::minmax_element(durations.begin(), durations.end());
    ProcessDurations sums{.least = *least, .most = *most};
    sums.mean = static_cast<double>(total) / static_cast<double>(durations.size());
    sums.median = MedianOf(durations);
    figures.durations = sums;
  }
  figures.slowest_by_total =
      Largest(figures.edges, [](const ProcessEdge& edge) { return edge.total; });
  figures.slowest_by_mean =
      Largest(figures.edges, [](const ProcessEdge& edge) { return edge.mean; });
  return figures;
}

}  // namespace attain::funnel
