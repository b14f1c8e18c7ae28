// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// How long deals stay at a stage, where they go, and how many are won in the end: with open deals counted for as long as they were
// seen.
//
//   100 deals, 50 closed after 20 days on average, 50 open for 60 days so far. "It takes 20 days" is what the closed ones say; half of
//   all deals take longer than 60. And if 40 of the 50 closed ones were won, the win rate is not yet 80 %: losers take longer to die.
//
// For every stage the stays of all deals make one curve of who is still there (Kaplan and Meier) and the shares gone onward, back, lost
// or taken out (Aalen and Johansen). `onward` is the chance to get on, unbiased by what is still open. The same for whole deals gives
// the chance to win. With `since` only what happened after that time counts, stays begun earlier entering late: "the last 90 days" then say
// what the last 90 days were like, not what became of young deals.
//
// In: a StageHistory (stages.h). Out: curves and chances; every open deal with its age and how unusual that is.
#ifndef ATTAIN_FUNNEL_STAGE_TIMES_H_
#define ATTAIN_FUNNEL_STAGE_TIMES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/funnel/stages.h"
#include "attain/stats/survival.h"

namespace attain::funnel {

/// Where a deal goes from a stage: the causes of the incidence curves.
enum class StageExit : int32_t {
  kOnward = 1,   ///< To a later stage, or won.
  kBack = 2,     ///< To an earlier stage.
  kLost = 3,     ///< Lost.
  kVoided = 4,   ///< Taken out.
};

/// How a deal ends: the causes of the incidence curves of whole deals.
enum class DealExit : int32_t {
  kWon = 1,     ///< Won.
  kLost = 2,    ///< Lost.
  kVoided = 3,  ///< Taken out.
};

/// Time at one stage.
struct StageTime {
  stats::SurvivalCurve staying;    ///< Who is still there after how long. Times in units of StageTimesOptions::unit.
  stats::IncidenceCurves exits;    ///< Who has gone which way (StageExit) after how long.
  std::optional<stats::ShareEstimate> onward;  ///< Chance of going on; nothing when nobody has left.
  std::optional<stats::ShareEstimate> back;    ///< Chance of going back.
  std::optional<stats::ShareEstimate> lost;    ///< Chance of being lost from here.
};

/// Time at all stages, and until the end.
struct StageTimes {
  std::vector<StageTime> stages;   ///< One per stage.
  stats::SurvivalCurve open;       ///< Deals still open after how long from their first stage.
  stats::IncidenceCurves outcome;  ///< Deals ended which way (DealExit) after how long.
  std::optional<stats::ShareEstimate> win;  ///< Chance of winning a deal; nothing when none has ended.
  int64_t set_aside = 0;           ///< Stays without a time (snapshots), or that end before they begin.
};

/// How to time.
struct StageTimesOptions {
  double unit = 86'400'000'000;                     ///< Units of the log per unit of the results: microseconds per day.
  std::optional<int64_t> since = std::nullopt;      ///< Only what happened after this time counts. Default: everything.
  std::span<const uint8_t> chosen = {};             ///< Per deal: 1 takes it, 0 leaves it out. Default: all.
  double confidence = 0.95;                         ///< Of the intervals, between 0 and 1.
};

/// Times a history. kInsufficientHistory for a snapshot; kLengthMismatch, kInvalidArgument.
absl::StatusOr<StageTimes> TimeStages(const StageHistory& history, const StageTimesOptions& options = {});

/// An open deal.
struct OpenDeal {
  int32_t deal = 0;                                 ///< Which.
  int32_t stage = 0;                                ///< Where it is.
  int64_t since = 0;                                ///< Since when.
  double age = 0;                                   ///< How long, in units of OpenDealOptions::unit.
  /// Of all stays at this stage, the share that lasts longer than this; nothing when too few have ended.
  std::optional<double> outlasted_by = std::nullopt;
  bool stalled = false;                             ///< True when that share is below the one asked for.
};

/// What to call stalled.
struct OpenDealOptions {
  double unit = 86'400'000'000;                     ///< As in StageTimesOptions; must be the same.
  double stalled_below = 0.2;                       ///< A deal is stalled when fewer than this share stay longer, 0..1.
  int64_t least = 20;                               ///< Stages with fewer ended stays call nothing stalled.
};

/// All open deals, the oldest at its stage first by share, then by number. `times` may come from the same history or an earlier one;
/// null: ages alone. Deals whose entry is not known are left out. kInvalidArgument when the numbers of stages differ.
absl::StatusOr<std::vector<OpenDeal>> OpenDeals(const StageHistory& history, const StageTimes* times, const OpenDealOptions& options = {});

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_STAGE_TIMES_H_
