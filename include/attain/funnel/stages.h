// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Sales stages: how many deals got how far, and where they left.
//
//   D1   Lead day 0 → Qualified day 5 → Proposal day 12 → Won day 27
//   D2   Lead day 0 → Proposal day 4 → Lost day 10                      skipped Qualified
//   D3   Lead day 10 → Qualified day 14                                 still open on day 30
//
//              entered  reached  all stages  skipped  open  lost from
//   Lead          3        3         3          0       0       0
//   Qualified     2        3         2          1       1       0
//   Proposal      2        2         1          0       0       1
//
// `entered` counts deals that were there, `reached` those that were there or beyond (a skip passes), `all_stages` those that went
// through every stage up to there without a gap. Systems differ in which of the three they show; here they stand side by side.
//
// In: a change log (StageLog), or a column of entry times per stage (StageEntries), or only where each deal is today
// (StageSnapshot). Read makes a StageHistory of any of them; CountStages counts it, per group of deals if asked. Less history answers
// less: entry times know nothing of second visits, and a snapshot refuses every rate with kInsufficientHistory. How long things take is
// in stage_times.h. Results do not depend on the order of rows, but for rows of one deal and one instant.
#ifndef ATTAIN_FUNNEL_STAGES_H_
#define ATTAIN_FUNNEL_STAGES_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/interval.h"

namespace attain::funnel {

/// A time that never came.
inline constexpr int64_t kNever = std::numeric_limits<int64_t>::min();
/// What follows on a visit that is not over.
inline constexpr int32_t kStillThere = -1;

/// Numbers of stages and of what closes a deal. Stages are numbered along the pipeline: 0, 1, … stages - 1.
struct StageCodes {
  int32_t stages = 0;                               ///< Number of stages, 1 to 1,000.
  int32_t won() const { return stages; }            ///< The code of winning.
  int32_t lost() const { return stages + 1; }       ///< The code of losing.
  int32_t voided() const { return stages + 2; }     ///< The code of being taken out: a duplicate, a mistake; neither won nor lost.
  bool closes(int32_t code) const { return code >= stages; }  ///< True for the three of them.
};

/// A change log: from when on a deal was where. Columns of one length.
struct StageLog {
  int32_t deals = 0;                ///< Deals are numbered 0 to deals - 1; some may stand in no row.
  std::span<const int32_t> deal;    ///< Which deal, per row.
  std::span<const int64_t> time;    ///< When, per row: whole numbers of any unit, also negative.
  std::span<const int32_t> stage;   ///< Where from then on, per row: a code.
};

/// Entry times kept per stage: one row per deal.
struct StageEntries {
  int32_t deals = 0;                                     ///< Number of deals.
  std::vector<std::span<const int64_t>> entered;         ///< Per stage: when each deal entered it; kNever when it never did.
  /// Per stage: when each deal left it; kNever when it did not or nobody knows. Default: when the next stage was entered.
  std::vector<std::span<const int64_t>> exited = {};
  std::span<const int32_t> outcome = {};                 ///< Per deal: the code that closed it, or kStillThere. Default: all are open.
  std::span<const int64_t> closed = {};                  ///< Per deal: when it closed; read where `outcome` closes it.
};

/// Where deals are today, and no more.
struct StageSnapshot {
  std::span<const int32_t> stage;         ///< Per deal: its present code.
  std::span<const int64_t> since = {};    ///< Per deal: since when it is there; kNever when nobody knows. Default: nobody knows.
};

/// How much is known of the past.
enum class HistoryDepth : int32_t {
  kFull = 1,      ///< Every move.
  kEntries = 2,   ///< One entry per deal and stage: second visits and moves back are not known.
  kSnapshot = 3,  ///< Only where deals are: rates are refused.
};

/// A stay of a deal at a stage, or its being closed.
struct StageVisit {
  int32_t stage = 0;   ///< The code.
  int32_t next = kStillThere;  ///< The code that followed; kStillThere for the last.
  int64_t entered = 0; ///< Since when; kNever in a snapshot that does not say.
  int64_t left = 0;    ///< Until when; the as-of time for the last.
};

/// What deals went through, in order. Immutable.
class StageHistory {
 public:
  /// From a change log, known up to `as_of`; later rows are left out. Rows with a deal that is none (kRowOutOfRange) or an unknown
  /// code (kStageUnknown) are set aside with a finding. Rows of one stage in a row are one stay; rows of one deal and time keep their
  /// order. kLengthMismatch; kInvalidArgument for a number of stages out of range.
  static absl::StatusOr<StageHistory> Read(const StageLog& log, StageCodes codes, int64_t as_of);
  /// From entry times. A deal closed before an entry (kClosedBeforeCreated) is set aside with a finding; one left before it was entered too. As above.
  static absl::StatusOr<StageHistory> Read(const StageEntries& entries, StageCodes codes, int64_t as_of);
  /// From a snapshot. As above.
  static absl::StatusOr<StageHistory> Read(const StageSnapshot& snapshot, StageCodes codes, int64_t as_of);

  StageCodes codes() const { return codes_; }               ///< The codes.
  HistoryDepth depth() const { return depth_; }             ///< How much is known.
  int64_t as_of() const { return as_of_; }                  ///< Until when it is known.
  int32_t deals() const { return static_cast<int32_t>(first_.size()) - 1; }  ///< Number of deals.
  const std::vector<StageVisit>& visits() const { return visits_; }          ///< All stays, by deal, then by time.
  /// The stays of a deal, closings among them, in order of time; empty for a deal nothing is known of.
  std::span<const StageVisit> of(int32_t deal) const {
    const auto at = static_cast<size_t>(deal);
    return {visits_.data() + first_[at], static_cast<size_t>(first_[at + 1] - first_[at])};
  }
  const Findings& findings() const { return findings_; }    ///< What was set aside, by row.

 private:
  friend class StageHistoryBuilder;

  StageCodes codes_;
  HistoryDepth depth_ = HistoryDepth::kFull;
  int64_t as_of_ = 0;
  std::vector<StageVisit> visits_;
  std::vector<int64_t> first_;  // per deal, its first visit; one more at the end
  Findings findings_;
};

/// A share of cases, with how sure it is.
struct StageRate {
  int64_t successes = 0;                                    ///< How many of them.
  int64_t n = 0;                                            ///< Cases.
  std::optional<double> value = std::nullopt;               ///< The share; missing for no cases and where it is refused.
  std::optional<stats::Interval> interval = std::nullopt;   ///< Wilson's, at the confidence asked for; missing with the value.
};

/// What happened at one stage.
struct StageCount {
  int64_t entered = 0;        ///< Deals with at least one visit.
  int64_t reached = 0;        ///< Deals whose deepest visited stage is this or a later one, or that were won.
  int64_t all_stages = 0;     ///< Deals that visited every stage up to this one for the first time in order, without a gap.
  int64_t visits = 0;         ///< Visits.
  int64_t reentries = 0;      ///< Visits to a stage the deal had visited before.
  int64_t backward_from = 0;  ///< Moves from here directly to an earlier stage.
  int64_t skipped = 0;        ///< Moves that passed this stage by, the deal not having visited it: to a later stage, in at one, or to won.
  int64_t open_now = 0;       ///< Deals that are here.
  int64_t lost_from = 0;      ///< Losses that followed directly on this stage.
  absl::int128 time_total = 0;  ///< Time spent here, over all visits, open ones until the as-of time; in units of the log.
  Decimal entered_value = 0;  ///< Values of the deals of `entered`.
  Decimal reached_value = 0;  ///< Of `reached`.
  Decimal open_value = 0;     ///< Of `open_now`.
  Decimal lost_value = 0;     ///< Of `lost_from`, a deal as often as it was lost from here.
  StageRate next_step = {};   ///< Reached the stage after this one, of those that reached this one; missing for the last stage.
  StageRate cumulative = {};  ///< Reached this one, of those that reached the first.
};

/// What happened to a group of deals.
struct StageFigures {
  std::vector<StageCount> stages;  ///< One per stage.
  int64_t deals = 0;               ///< Deals something is known of.
  int64_t won = 0;                 ///< Times a deal was won (a reopened one may be won twice).
  int64_t lost = 0;                ///< Times a deal was lost.
  int64_t won_now = 0;             ///< Deals that are won.
  int64_t lost_now = 0;            ///< Deals that are lost.
  int64_t voided_now = 0;          ///< Deals that were taken out.
  Decimal won_value = 0;           ///< Values of `won_now`.
  Decimal lost_value = 0;          ///< Values of `lost_now`.
  int64_t without_value = 0;       ///< Deals without a value, where values were given.
  StageRate win_rate = {};         ///< won_now of won_now + lost_now: open deals are left out, which flatters where losing takes longer.
  StageRate win_rate_all = {};     ///< won_now of all deals: open ones count as not won.
  /// kNone; kInsufficientHistory for a snapshot, where only what is true today is filled in.
  Reason status = Reason::kNone;
};

/// What to count.
struct StageCountOptions {
  /// Per deal: its group, 0 to groups - 1; negative leaves it out. Default: all are one group.
  std::span<const int32_t> group = {};
  int32_t groups = 1;                       ///< Number of groups, at least 1.
  /// Per deal: its value in units of 10^-scale; kNever for a deal without. Default: no values.
  std::span<const int64_t> value = {};
  int32_t scale = 0;                        ///< Decimals of the values, 0 to 18.
  double confidence = 0.95;                 ///< Of the intervals, between 0 and 1.
};

/// Counts a history, one result per group. kLengthMismatch, kInvalidArgument.
absl::StatusOr<std::vector<StageFigures>> CountStages(const StageHistory& history, const StageCountOptions& options = {});

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_STAGES_H_
