// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/stages.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/internal/text.h"

namespace attain::funnel {

using attain::internal::StrCat;

namespace {

constexpr int32_t kMostStages = 1000;

absl::Status CheckCodes(StageCodes codes) {
  if (codes.stages >= 1 && codes.stages <= kMostStages) return absl::OkStatus();
  return MakeError(Reason::kInvalidArgument, "a pipeline has 1 to 1000 stages");
}

absl::Status CheckLength(size_t length, size_t wanted, std::string_view what) {
  if (length == wanted) return absl::OkStatus();
  return MakeError(Reason::kLengthMismatch,
                   StrCat(what, " has ", length, " values where ", wanted, " are needed"));
}

}  // namespace

// Puts deal after deal together.
class StageHistoryBuilder {
 public:
  StageHistoryBuilder(StageCodes codes, HistoryDepth depth, int64_t as_of) {
    history_.codes_ = codes;
    history_.depth_ = depth;
    history_.as_of_ = as_of;
    history_.first_.push_back(0);
  }

  void Reserve(size_t deals, size_t visits) {
    history_.first_.reserve(deals + 1);
    history_.visits_.reserve(visits);
  }
  Findings& findings() { return history_.findings_; }
  // The next entry of the deal at hand, in order of time. `left` is known where a source says it.
  void Add(int32_t stage, int64_t entered, int64_t left = kNever) {
    std::vector<StageVisit>& visits = history_.visits_;
    if (static_cast<int64_t>(visits.size()) > history_.first_.back()) {
      StageVisit& before = visits.back();
      if (before.stage == stage) {
        left_ = left;
        return;
      }
      before.next = stage;
      before.left = left_ == kNever ? entered : left_;
    }
    visits.push_back({.stage = stage, .entered = entered});
    left_ = left;
  }
  void EndDeal() {
    std::vector<StageVisit>& visits = history_.visits_;
    const auto size = static_cast<int64_t>(visits.size());
    if (size > history_.first_.back())
      visits.back().left = left_ == kNever ? history_.as_of_ : left_;
    history_.first_.push_back(size);
  }
  StageHistory Take() { return std::move(history_); }

 private:
  StageHistory history_;
  int64_t left_ = kNever;
};

absl::StatusOr<StageHistory> StageHistory::Read(const StageLog& log, StageCodes codes,
                                                int64_t as_of) {
  ATTAIN_RETURN_IF_ERROR(CheckCodes(codes));
  ATTAIN_RETURN_IF_ERROR(CheckLength(log.time.size(), log.deal.size(), "time"));
  ATTAIN_RETURN_IF_ERROR(CheckLength(log.stage.size(), log.deal.size(), "stage"));
  if (log.deals < 0) return MakeError(Reason::kInvalidArgument, "a number of deals is negative");
  StageHistoryBuilder builder(codes, HistoryDepth::kFull, as_of);

  // Rows by deal: counted, then put in their places.
  const size_t rows = log.deal.size();
  const auto deals = static_cast<size_t>(log.deals);
  std::vector<size_t> first(deals + 1, 0);
  const auto used = [&](size_t row) {
    return log.deal[row] >= 0 && log.deal[row] < log.deals && log.stage[row] >= 0 &&
           log.stage[row] <= codes.voided() && log.time[row] <= as_of;
  };
  for (size_t row = 0; row < rows; ++row) {
    const Where where{.table = "changes", .row = static_cast<int64_t>(row)};
    if (log.deal[row] < 0 || log.deal[row] >= log.deals) {
      builder.findings().AddError(Reason::kRowOutOfRange, where,
                                  StrCat("there is no deal ", log.deal[row]));
    } else if (log.stage[row] < 0 || log.stage[row] > codes.voided()) {
      builder.findings().AddError(Reason::kStageUnknown, where,
                                  "the stage is not one of the pipeline");
    } else if (log.time[row] <= as_of) {
      ++first[static_cast<size_t>(log.deal[row]) + 1];
    }
  }
  for (size_t deal = 0; deal < deals; ++deal) first[deal + 1] += first[deal];
  struct Entry {
    int64_t time;
    int32_t stage;
  };
  std::vector<Entry> entries(first[deals]);
  std::vector<size_t> next(first.begin(), first.end() - 1);
  for (size_t row = 0; row < rows; ++row) {
    if (used(row))
      entries[next[static_cast<size_t>(log.deal[row])]++] = {log.time[row], log.stage[row]};
  }

  builder.Reserve(deals, entries.size());
  const auto earlier = [](const Entry& one, const Entry& other) { return one.time < other.time; };
  for (size_t deal = 0; deal < deals; ++deal) {
    const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(first[deal]);
    const auto end = entries.begin() + static_cast<std::ptrdiff_t>(first[deal + 1]);
    if (!std::is_sorted(begin, end, earlier)) std::stable_sort(begin, end, earlier);
    for (auto entry = begin; entry != end; ++entry) builder.Add(entry->stage, entry->time);
    builder.EndDeal();
  }
  return builder.Take();
}

namespace {

struct Stay {
  int64_t entered;
  int32_t stage;
  int64_t left;
};

// What is wrong with one deal's entry times; nothing when it can be used.
std::optional<std::pair<Reason, std::string>> FaultOf(const std::vector<Stay>& stays, bool closes,
                                                      int64_t closed) {
  for (const Stay& stay : stays) {
    if (stay.left != kNever && stay.left < stay.entered)
      return std::pair(Reason::kClosedBeforeCreated,
                       std::string("a stage is left before it is entered"));
  }
  if (!closes) return std::nullopt;
  if (closed == kNever)
    return std::pair(Reason::kNullValue, std::string("the deal is closed and does not say when"));
  if (!stays.empty() && closed < stays.back().entered)
    return std::pair(Reason::kClosedBeforeCreated,
                     std::string("the deal closes before it enters its last stage"));
  return std::nullopt;
}

}  // namespace

absl::StatusOr<StageHistory> StageHistory::Read(const StageEntries& entries, StageCodes codes,
                                                int64_t as_of) {
  ATTAIN_RETURN_IF_ERROR(CheckCodes(codes));
  const auto stages = static_cast<size_t>(codes.stages);
  const auto deals = static_cast<size_t>(std::max(entries.deals, 0));
  ATTAIN_RETURN_IF_ERROR(CheckLength(entries.entered.size(), stages, "entered"));
  if (!entries.exited.empty())
    ATTAIN_RETURN_IF_ERROR(CheckLength(entries.exited.size(), stages, "exited"));
  for (size_t k = 0; k < stages; ++k) {
    ATTAIN_RETURN_IF_ERROR(CheckLength(entries.entered[k].size(), deals, "entered"));
    if (!entries.exited.empty())
      ATTAIN_RETURN_IF_ERROR(CheckLength(entries.exited[k].size(), deals, "exited"));
  }
  if (!entries.outcome.empty() || !entries.closed.empty()) {
    ATTAIN_RETURN_IF_ERROR(CheckLength(entries.outcome.size(), deals, "outcome"));
    ATTAIN_RETURN_IF_ERROR(CheckLength(entries.closed.size(), deals, "closed"));
  }
  StageHistoryBuilder builder(codes, HistoryDepth::kEntries, as_of);
  builder.Reserve(deals, deals * 3);
  std::vector<Stay> stays;
  for (size_t deal = 0; deal < deals; ++deal) {
    const Where where{.table = "deals", .row = static_cast<int64_t>(deal)};
    stays.clear();
    for (size_t k = 0; k < stages; ++k) {
      const int64_t entered = entries.entered[k][deal];
      if (entered == kNever || entered > as_of) continue;
      int64_t left = entries.exited.empty() ? kNever : entries.exited[k][deal];
      if (left > as_of) left = kNever;
      stays.push_back({.entered = entered, .stage = static_cast<int32_t>(k), .left = left});
    }
    std::stable_sort(stays.begin(), stays.end(), [](const Stay& one, const Stay& other) {
      return one.entered < other.entered;
    });
    const int32_t outcome = entries.outcome.empty() ? kStillThere : entries.outcome[deal];
    const bool closes = codes.closes(outcome);
    const int64_t closed = closes ? entries.closed[deal] : kNever;
    std::optional<std::pair<Reason, std::string>> fault = FaultOf(stays, closes, closed);
    if (outcome > codes.voided() || (!closes && outcome != kStillThere))
      fault = {Reason::kStageUnknown, "the outcome is neither open nor won, lost or taken out"};
    if (fault.has_value()) {
      builder.findings().AddError(fault->first, where, fault->second);
    } else {
      for (const Stay& stay : stays) builder.Add(stay.stage, stay.entered, stay.left);
      if (closes && closed <= as_of) builder.Add(outcome, closed);
    }
    builder.EndDeal();
  }
  return builder.Take();
}

absl::StatusOr<StageHistory> StageHistory::Read(const StageSnapshot& snapshot, StageCodes codes,
                                                int64_t as_of) {
  ATTAIN_RETURN_IF_ERROR(CheckCodes(codes));
  const size_t deals = snapshot.stage.size();
  if (!snapshot.since.empty())
    ATTAIN_RETURN_IF_ERROR(CheckLength(snapshot.since.size(), deals, "since"));
  StageHistoryBuilder builder(codes, HistoryDepth::kSnapshot, as_of);
  builder.Reserve(deals, deals);
  for (size_t deal = 0; deal < deals; ++deal) {
    const int32_t stage = snapshot.stage[deal];
    const int64_t since = snapshot.since.empty() ? kNever : snapshot.since[deal];
    const Where where{.table = "deals", .row = static_cast<int64_t>(deal)};
    if (stage < 0 || stage > codes.voided()) {
      builder.findings().AddError(Reason::kStageUnknown, where,
                                  "the stage is not one of the pipeline");
    } else if (since > as_of) {
      builder.findings().AddError(Reason::kClosedBeforeCreated, where,
                                  "the deal enters its stage after the as-of time");
    } else {
      builder.Add(stage, since);
    }
    builder.EndDeal();
  }
  return builder.Take();
}

namespace {

// Counts of one group, with sums of values as whole units.
class GroupCount {
 public:
  explicit GroupCount(StageCodes codes)
      : codes_(codes),
        stages_(static_cast<size_t>(codes.stages)),
        values_(stages_.size()),
        visited_(stages_.size()) {}

  void AddSnapshot(std::span<const StageVisit> visits, int64_t value) {
    ++total_.deals;
    AddPresent(visits.back(), value);
  }

  void Add(std::span<const StageVisit> visits, int64_t value) {
    ++total_.deals;
    std::fill(visited_.begin(), visited_.end(), 0);
    int32_t in_a_row = 0;
    int32_t deepest = -1;
    bool was_won = false;
    int32_t before = kNothing;
    for (const StageVisit& visit : visits) {
      if (codes_.closes(visit.stage)) {
        if (visit.stage == codes_.won()) {
          was_won = true;
          ++total_.won;
          if (before >= 0) Skip(before + 1, codes_.stages);
        } else if (visit.stage == codes_.lost()) {
          ++total_.lost;
          if (before >= 0) {
            ++stages_[static_cast<size_t>(before)].lost_from;
            values_[static_cast<size_t>(before)].lost += value;
          }
        }
        before = kClosed;
        continue;
      }
      const auto k = static_cast<size_t>(visit.stage);
      StageCount& stage = stages_[k];
      ++stage.visits;
      stage.time_total += absl::int128(visit.left) - visit.entered;
      if (before == kNothing) Skip(0, visit.stage);
      if (before >= 0 && visit.stage > before) Skip(before + 1, visit.stage);
      if (before >= 0 && visit.stage < before) ++stages_[static_cast<size_t>(before)].backward_from;
      if (visited_[k] != 0) {
        ++stage.reentries;
      } else {
        visited_[k] = 1;
        ++stage.entered;
        values_[k].entered += value;
      }
      if (visit.stage == in_a_row) ++in_a_row;
      deepest = std::max(deepest, visit.stage);
      before = visit.stage;
    }
    const int32_t reached = was_won ? codes_.stages : deepest + 1;
    for (int32_t k = 0; k < reached; ++k) {
      ++stages_[static_cast<size_t>(k)].reached;
      values_[static_cast<size_t>(k)].reached += value;
    }
    for (int32_t k = 0; k < in_a_row; ++k) ++stages_[static_cast<size_t>(k)].all_stages;
    AddPresent(visits.back(), value);
  }

  void CountWithoutValue() { ++total_.without_value; }

  StageFigures Take(int scale, double confidence, bool rates) {
    StageFigures figures = std::move(total_);
    figures.stages = std::move(stages_);
    figures.won_value = Decimal::Unchecked(won_, scale);
    figures.lost_value = Decimal::Unchecked(lost_, scale);
    if (!rates) figures.status = Reason::kInsufficientHistory;
    const auto rate = [&](int64_t successes, int64_t n) {
      StageRate share{.successes = successes, .n = n};
      if (n == 0) return share;
      share.value = static_cast<double>(successes) / static_cast<double>(n);
      const auto interval =
          stats::Wilson(static_cast<double>(successes), static_cast<double>(n), confidence);
      if (interval.ok()) share.interval = *interval;
      return share;
    };
    for (size_t k = 0; k < figures.stages.size(); ++k) {
      StageCount& stage = figures.stages[k];
      stage.entered_value = Decimal::Unchecked(values_[k].entered, scale);
      stage.reached_value = Decimal::Unchecked(values_[k].reached, scale);
      stage.open_value = Decimal::Unchecked(values_[k].open, scale);
      stage.lost_value = Decimal::Unchecked(values_[k].lost, scale);
      if (!rates) continue;
      if (k + 1 < figures.stages.size())
        stage.next_step = rate(figures.stages[k + 1].reached, stage.reached);
      stage.cumulative = rate(stage.reached, figures.stages[0].reached);
    }
    if (rates) {
      figures.win_rate = rate(figures.won_now, figures.won_now + figures.lost_now);
      figures.win_rate_all = rate(figures.won_now, figures.deals);
    }
    return figures;
  }

 private:
  static constexpr int32_t kNothing = -2;
  static constexpr int32_t kClosed = -1;
  struct Values {
    absl::int128 entered = 0, reached = 0, open = 0, lost = 0;
  };

  void Skip(int32_t from, int32_t to) {
    for (int32_t k = from; k < to; ++k) {
      if (visited_[static_cast<size_t>(k)] == 0) ++stages_[static_cast<size_t>(k)].skipped;
    }
  }
  void AddPresent(const StageVisit& last, int64_t value) {
    if (last.stage == codes_.won()) {
      ++total_.won_now;
      won_ += value;
    } else if (last.stage == codes_.lost()) {
      ++total_.lost_now;
      lost_ += value;
    } else if (last.stage == codes_.voided()) {
      ++total_.voided_now;
    } else {
      ++stages_[static_cast<size_t>(last.stage)].open_now;
      values_[static_cast<size_t>(last.stage)].open += value;
    }
  }

  StageCodes codes_;
  StageFigures total_;
  std::vector<StageCount> stages_;
  std::vector<Values> values_;
  absl::int128 won_ = 0;
  absl::int128 lost_ = 0;
  std::vector<uint8_t> visited_;  // of the deal at hand
};

}  // namespace

absl::StatusOr<std::vector<StageFigures>> CountStages(const StageHistory& history,
                                                      const StageCountOptions& options) {
  const auto deals = static_cast<size_t>(history.deals());
  if (options.groups < 1 || options.scale < 0 || options.scale > 18 ||
      !(options.confidence > 0 && options.confidence < 1))
    return MakeError(Reason::kInvalidArgument,
                     "there is at least one group, values have 0 to 18 decimals, and a confidence "
                     "lies between 0 and 1");
  if (!options.group.empty())
    ATTAIN_RETURN_IF_ERROR(CheckLength(options.group.size(), deals, "group"));
  if (!options.value.empty())
    ATTAIN_RETURN_IF_ERROR(CheckLength(options.value.size(), deals, "value"));
  std::vector<GroupCount> groups(static_cast<size_t>(options.groups), GroupCount(history.codes()));
  const bool snapshot = history.depth() == HistoryDepth::kSnapshot;
  for (size_t deal = 0; deal < deals; ++deal) {
    const std::span<const StageVisit> visits = history.of(static_cast<int32_t>(deal));
    const int32_t group = options.group.empty() ? 0 : options.group[deal];
    if (visits.empty() || group < 0) continue;
    if (group >= options.groups)
      return MakeError(Reason::kInvalidArgument, StrCat("there is no group ", group));
    GroupCount& count = groups[static_cast<size_t>(group)];
    int64_t value = options.value.empty() ? 0 : options.value[deal];
    if (value == kNever) {
      count.CountWithoutValue();
      value = 0;
    }
    if (snapshot) {
      count.AddSnapshot(visits, value);
    } else {
      count.Add(visits, value);
    }
  }
  std::vector<StageFigures> figures;
  for (GroupCount& count : groups)
    figures.push_back(count.Take(options.scale, options.confidence, !snapshot));
  return figures;
}

}  // namespace attain::funnel
