// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "funnel/internal/groups.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <limits>
#include <optional>
#include <string_view>

#include "attain/base/status.h"
#include "base/internal/big_array.h"
#include "base/internal/parallel.h"
#include "base/internal/text.h"

namespace attain::funnel {
namespace {

using attain::internal::BigArray;
using attain::internal::MakeBigArray;
using attain::internal::RunParallel;
using attain::internal::StrCat;

constexpr size_t kBlockRows = 2048;  // rows that are checked and then used, while in the cache
constexpr size_t kRowsPerPart = 16 << 10;  // rows of a block of subjects, about
constexpr size_t kMostParts = 2048;
constexpr int32_t kBatchSubjects = 8192;  // of a log that is sorted

// What a pass over the log finds.
struct Seen {
  int64_t low = std::numeric_limits<int64_t>::max();
  int64_t high = std::numeric_limits<int64_t>::min();
  bool bad = false;

  void Merge(const Seen& other) {
    low = std::min(low, other.low);
    high = std::max(high, other.high);
    bad |= other.bad;
  }
};

template <typename Code>
void Look(const EventLog& log, std::span<const Code> code, size_t first, size_t end, Seen& seen) {
  uint32_t most_subject = 0;
  uint32_t most_code = 0;
  int64_t low = seen.low;
  int64_t high = seen.high;
  for (size_t i = first; i < end; ++i)
    most_subject = std::max(most_subject, static_cast<uint32_t>(log.subject[i]));
  for (size_t i = first; i < end; ++i)
    most_code = std::max(most_code, static_cast<uint32_t>(code[i]));
  for (size_t i = first; i < end; ++i) {
    low = std::min(low, log.time[i]);
    high = std::max(high, log.time[i]);
  }
  seen.low = low;
  seen.high = high;
  seen.bad |= most_subject >= static_cast<uint32_t>(log.subjects) || most_code >= log.steps.size();
}

// Puts one subject's events in order.
void Order(Event* first, Event* last) {
  if (std::is_sorted(first, last, [](const Event& a, const Event& b) { return a.time < b.time; }))
    return;
  std::sort(first, last, [](const Event& a, const Event& b) {
    return a.time != b.time ? a.time < b.time : a.row < b.row;
  });
}

template <typename Code>
class Grouping {
 public:
  Grouping(const EventLog& log, std::span<const Code> code, const RunOptions& run,
           const GroupOptions& options, BatchVisitor& visitor)
      : log_(log), code_(code), options_(options), visitor_(visitor), as_of_(run.as_of) {
    const size_t most = std::max<size_t>(1, log.rows() / (kBlockRows * 8));
    threads_ = static_cast<int>(std::min<size_t>(static_cast<size_t>(run.threads), most));
    means_.assign(log.steps.size(), 1);
    if (!options.strangers) {
      for (size_t c = 0; c < means_.size(); ++c)
        means_[c] = (log.steps[c] | (c < log.excludes.size() ? log.excludes[c] : 0)) != 0 ? 1 : 0;
    }
  }

  absl::Status Run() {
    cuts_.resize(static_cast<size_t>(threads_) + 1);
    for (size_t t = 0; t < cuts_.size(); ++t)
      cuts_[t] = log_.rows() / static_cast<size_t>(threads_) * t;
    cuts_.back() = log_.rows();
    return std::is_sorted(log_.subject.begin(), log_.subject.end()) ? Sorted() : Scattered();
  }

 private:
  absl::Status Bad() const {
    for (size_t i = 0; i < log_.rows(); ++i) {
      if (static_cast<uint32_t>(log_.subject[i]) >= static_cast<uint32_t>(log_.subjects))
        return MakeError(Reason::kRowOutOfRange,
                         StrCat("row ", static_cast<int64_t>(i), ": subject ", log_.subject[i],
                                " is outside 0 to ", log_.subjects - 1));
      if (static_cast<uint32_t>(code_[i]) >= log_.steps.size())
        return MakeError(
            Reason::kRowOutOfRange,
            StrCat("row ", static_cast<int64_t>(i), ": code ", static_cast<int64_t>(code_[i]),
                   " is outside 0 to ", static_cast<int64_t>(log_.steps.size()) - 1));
    }
    return absl::OkStatus();
  }

  // As_of: given or the last time. An empty log has none.
  absl::Status Known(const Seen& seen) {
    if (seen.bad) return Bad();
    if (as_of_.has_value() && *as_of_ < seen.high)
      return MakeError(Reason::kInvalidArgument,
                       StrCat("as_of (", *as_of_, ") lies before the last event (", seen.high,
                              "): leave out what came later"));
    if (!as_of_.has_value()) as_of_ = log_.rows() == 0 ? 0 : seen.high;
    return absl::OkStatus();
  }

  absl::Status Sorted() {
    std::vector<Seen> seen(static_cast<size_t>(threads_));
    RunParallel(threads_, [&](int t) {
      const auto thread = static_cast<size_t>(t);
      Seen mine;
      // Of subjects the first and the last say all.
      uint32_t most_code = 0;
      int64_t high = mine.high;
      for (size_t i = cuts_[thread]; i < cuts_[thread + 1]; ++i)
        most_code = std::max(most_code, static_cast<uint32_t>(code_[i]));
      for (size_t i = cuts_[thread]; i < cuts_[thread + 1]; ++i)
        high = std::max(high, log_.time[i]);
      mine.high = high;
      mine.bad = most_code >= log_.steps.size() || log_.subject.front() < 0 ||
                 log_.subject.back() >= log_.subjects;
      seen[thread] = mine;
    });
    for (size_t t = 1; t < seen.size(); ++t) seen[0].Merge(seen[t]);
    ATTAIN_RETURN_IF_ERROR(Known(seen[0]));
    // A thread begins with the first subject that begins in its part.
    for (size_t t = 1; t + 1 < cuts_.size(); ++t) {
      size_t& cut = cuts_[t];
      cut = std::max(cut, cuts_[t - 1]);
      while (cut > 0 && cut < log_.rows() && log_.subject[cut] == log_.subject[cut - 1]) ++cut;
    }
    RunParallel(threads_, [&](int t) {
      Walk(t, cuts_[static_cast<size_t>(t)], cuts_[static_cast<size_t>(t) + 1]);
    });
    return absl::OkStatus();
  }

  // Hands on the rows [i, end) of a sorted log.
  void Walk(int thread, size_t i, size_t end) {
    std::vector<uint32_t> starts;
    std::vector<uint8_t> seen;
    std::vector<Event> events;
    while (i < end) {
      const int32_t first = log_.subject[i];
      starts.clear();
      seen.clear();
      size_t size = 0;
      while (i < end && log_.subject[i] - first < kBatchSubjects && size < kRowsPerPart) {
        const int32_t subject = log_.subject[i];
        starts.resize(static_cast<size_t>(subject - first) + 1, static_cast<uint32_t>(size));
        seen.resize(starts.size(), 0);
        seen.back() = 1;
        const size_t begin = size;
        size_t next = i + 1;
        while (next < end && log_.subject[next] == subject) ++next;
        if (events.size() <= size + (next - i))
          events.resize(std::max(2 * kRowsPerPart, 2 * (size + (next - i))));
        bool ordered = true;
        int64_t before = std::numeric_limits<int64_t>::min();
        for (; i < next; ++i) {
          const auto code = static_cast<uint32_t>(code_[i]);
          events[size] = {log_.time[i], static_cast<uint32_t>(i), code};
          ordered &= log_.time[i] >= before;
          before = log_.time[i];
          size += means_[code];
        }
        if (!ordered) Order(events.data() + begin, events.data() + size);
      }
      starts.push_back(static_cast<uint32_t>(size));
      visitor_.Visit(thread, {first, starts, events.data(), seen.data(), *as_of_});
    }
  }

  absl::Status Scattered() {
    const auto last = static_cast<uint32_t>(log_.subjects - 1);
    const size_t wanted = std::clamp<size_t>(log_.rows() / kRowsPerPart, 1, kMostParts);
    shift_ = std::max(
        0, static_cast<int>(std::bit_width(last)) - static_cast<int>(std::bit_width(wanted)) + 1);
    parts_ = static_cast<size_t>(last >> shift_) + 1;
    const bool dropping = std::find(means_.begin(), means_.end(), 0) != means_.end();
    std::vector<Seen> seen(static_cast<size_t>(threads_));
    std::vector<std::vector<uint32_t>> counts(static_cast<size_t>(threads_));
    std::vector<std::vector<uint8_t>> present(static_cast<size_t>(threads_));
    RunParallel(threads_, [&](int t) {
      const auto thread = static_cast<size_t>(t);
      counts[thread].assign(parts_, 0);
      present[thread].assign(static_cast<size_t>(log_.subjects) + 1, 0);
      seen[thread] = dropping ? Count<true>(thread, counts[thread].data(), present[thread].data())
                              : Count<false>(thread, counts[thread].data(), nullptr);
    });
    for (size_t t = 1; t < seen.size(); ++t) {
      seen[0].Merge(seen[t]);
      if (dropping) {
        for (size_t s = 0; s < present[0].size(); ++s) present[0][s] |= present[t][s];
      }
    }
    ATTAIN_RETURN_IF_ERROR(Known(seen[0]));
    seen_ = std::move(present[0]);
    low_ = seen[0].low;
    // The cells of a block in the order of the log: thread by thread.
    starts_.resize(parts_ + 1);
    uint32_t total = 0;
    for (size_t part = 0; part < parts_; ++part) {
      starts_[part] = total;
      for (auto& mine : counts) {
        const uint32_t size = mine[part];
        mine[part] = total;
        total += size;
      }
    }
    starts_[parts_] = total;
    code_bits_ = static_cast<int>(std::bit_width(log_.steps.size() - 1));
    const int time_bits =
        std::bit_width(static_cast<uint64_t>(seen[0].high) - static_cast<uint64_t>(low_));
    row_bits_ = options_.rows ? static_cast<int>(std::bit_width(log_.rows() - 1)) : 0;
    if (time_bits + code_bits_ + row_bits_ + shift_ <= 64) {
      Scatter<uint64_t>(total, counts);
    } else {
      Scatter<uint32_t>(total, counts);
    }
    return absl::OkStatus();
  }

  template <bool kDropping>
  Seen Count(size_t thread, uint32_t* counts, uint8_t* present) const {
    Seen seen;
    const size_t end = cuts_[thread + 1];
    for (size_t first = cuts_[thread]; first < end; first += kBlockRows) {
      const size_t last = std::min(first + kBlockRows, end);
      Look(log_, code_, first, last, seen);
      if (seen.bad) return seen;
      for (size_t i = first; i < last; ++i) {
        const int32_t subject = log_.subject[i];
        if constexpr (kDropping) {
          const uint8_t means = means_[static_cast<size_t>(code_[i])];
          counts[subject >> shift_] += means;
          present[means != 0 ? log_.subjects : subject] = 1;
        } else {
          ++counts[subject >> shift_];
        }
      }
    }
    return seen;
  }

  uint64_t Pack(size_t i) const {
    const auto low = static_cast<uint64_t>(log_.subject[i]) & ((uint64_t{1} << shift_) - 1);
    uint64_t cell = static_cast<uint64_t>(log_.time[i]) - static_cast<uint64_t>(low_);
    if (row_bits_ > 0) cell = cell << row_bits_ | i;
    return (cell << code_bits_ | static_cast<uint64_t>(code_[i])) << shift_ | low;
  }

  // Cell: uint64_t with everything in it, or the number of the row.
  template <typename Cell>
  void Scatter(uint32_t total, std::vector<std::vector<uint32_t>>& cursors) {
    // Behind the end each thread has a cell of its own, on a cache line of its own.
    constexpr size_t kApart = 64 / sizeof(Cell);
    const BigArray<Cell> cells = MakeBigArray<Cell>(
        static_cast<int64_t>(total + (static_cast<size_t>(threads_) + 1) * kApart));
    RunParallel(threads_, [&](int t) {
      const auto thread = static_cast<size_t>(t);
      uint32_t* const cursor = cursors[thread].data();
      Cell* const to = cells.get();
      const uint8_t* const means = means_.data();
      const size_t unwanted = total + (thread + 1) * kApart;
      for (size_t i = cuts_[thread]; i < cuts_[thread + 1]; ++i) {
        const uint8_t wanted = means[static_cast<size_t>(code_[i])];
        uint32_t& at = cursor[log_.subject[i] >> shift_];
        // What is not wanted goes behind the end, which costs less than a branch.
        Cell* const place = to + (wanted != 0 ? size_t{at} : unwanted);
        if constexpr (sizeof(Cell) == 8) {
          *place = Pack(i);
        } else {
          *place = static_cast<uint32_t>(i);
        }
        at += wanted;
      }
    });
    std::atomic<size_t> next{0};
    RunParallel(threads_, [&](int t) {
      std::vector<Event> events;
      std::vector<uint32_t> starts;
      for (size_t part = next.fetch_add(1); part < parts_; part = next.fetch_add(1))
        Give(t, part, cells.get(), starts, events);
    });
  }

  uint32_t LowOf(uint64_t cell) const {
    return static_cast<uint32_t>(cell & ((uint64_t{1} << shift_) - 1));
  }
  uint32_t LowOf(uint32_t cell) const {
    return static_cast<uint32_t>(log_.subject[cell]) & ((uint32_t{1} << shift_) - 1);
  }
  Event EventOf(uint64_t cell, uint32_t place) const {
    cell >>= shift_;
    const auto code = static_cast<uint32_t>(cell & ((uint64_t{1} << code_bits_) - 1));
    cell >>= code_bits_;
    uint32_t row = place;
    if (row_bits_ > 0) {
      row = static_cast<uint32_t>(cell & ((uint64_t{1} << row_bits_) - 1));
      cell >>= row_bits_;
    }
    return {static_cast<int64_t>(cell + static_cast<uint64_t>(low_)), row, code};
  }
  Event EventOf(uint32_t cell, uint32_t /*place*/) const {
    return {log_.time[cell], cell, static_cast<uint32_t>(code_[cell])};
  }

  // Hands on one block.
  template <typename Cell>
  void Give(int thread, size_t part, const Cell* cells, std::vector<uint32_t>& starts,
            std::vector<Event>& events) const {
    const size_t first = part << shift_;
    const size_t subjects =
        std::min<size_t>(size_t{1} << shift_, static_cast<size_t>(log_.subjects) - first);
    const uint32_t begin = starts_[part];
    const uint32_t end = starts_[part + 1];
    // Two ahead, so that after the counts became places and the places were used up, place s is
    // where subject s begins.
    starts.assign(subjects + 2, 0);
    for (uint32_t k = begin; k < end; ++k) ++starts[LowOf(cells[k]) + 2];
    for (size_t s = 2; s < subjects + 2; ++s) starts[s] += starts[s - 1];
    if (events.size() < end - begin) events.resize(end - begin);
    for (uint32_t k = begin; k < end; ++k)
      events[starts[LowOf(cells[k]) + 1]++] = EventOf(cells[k], k);
    for (size_t s = 0; s < subjects; ++s)
      Order(events.data() + starts[s], events.data() + starts[s + 1]);
    visitor_.Visit(thread, {static_cast<int32_t>(first),
                            {starts.data(), subjects + 1},
                            events.data(),
                            seen_.data() + first,
                            *as_of_});
  }

  const EventLog& log_;
  std::span<const Code> code_;
  GroupOptions options_;
  BatchVisitor& visitor_;
  std::optional<int64_t> as_of_;
  int threads_;
  std::vector<uint8_t> means_;  // by code: 1 when such rows are handed on
  std::vector<size_t> cuts_;
  std::vector<uint8_t> seen_;
  int shift_ = 0;
  size_t parts_ = 0;
  std::vector<uint32_t> starts_;
  int64_t low_ = 0;
  int code_bits_ = 0;
  int row_bits_ = 0;
};

}  // namespace

absl::Status ForEachSubject(const EventLog& log, const RunOptions& run, const GroupOptions& options,
                            BatchVisitor& visitor) {
  if (log.rows() == 0 || log.subjects == 0) {
    if (log.rows() == 0) return absl::OkStatus();
    return MakeError(Reason::kRowOutOfRange, "row 0: there are no subjects");
  }
  return std::visit(
      [&](auto code) {
        using Code = std::remove_const_t<typename decltype(code)::element_type>;
        return Grouping<Code>(log, code, run, options, visitor).Run();
      },
      log.code);
}

}  // namespace attain::funnel
