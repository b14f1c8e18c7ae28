// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/stage_times.h"

#include <algorithm>
#include <utility>

#include "attain/base/status.h"

namespace attain::funnel {
namespace {

using stats::IncidenceCurves;
using stats::SurvivalCurve;

// Durations with how they ended, and since when they were watched.
struct Stays {
  std::vector<double> durations;
  std::vector<int32_t> cause;
  std::vector<double> entry;

  // False when the stay ends before it begins; one over before `since` is not there at all.
  bool Add(int64_t entered, int64_t left, int32_t how, const StageTimesOptions& options) {
    if (entered == kNever || left < entered) return false;
    if (options.since.has_value()) {
      if (left <= *options.since) return true;
      // What begins after `since` is watched from its first moment on, an end in it included.
      entry.push_back(entered > *options.since
                          ? -1
                          : static_cast<double>(*options.since - entered) / options.unit);
    }
    durations.push_back(static_cast<double>(left - entered) / options.unit);
    cause.push_back(how);
    return true;
  }
  absl::StatusOr<SurvivalCurve> Curve(double confidence) const {
    std::vector<uint8_t> observed(cause.size());
    for (size_t i = 0; i < cause.size(); ++i) observed[i] = cause[i] != 0;
    return stats::KaplanMeier({.durations = durations, .observed = observed, .entry = entry},
                              confidence);
  }
  absl::StatusOr<IncidenceCurves> Incidence(double confidence) const {
    return stats::AalenJohansen(durations, cause, entry, confidence);
  }
};

// How a stay ended; 0 when it has not, or nobody knows where the deal went.
int32_t ExitOf(const StageVisit& visit, StageCodes codes) {
  if (visit.next == kStillThere) return 0;
  if (visit.next == codes.lost()) return static_cast<int32_t>(StageExit::kLost);
  if (visit.next == codes.voided()) return static_cast<int32_t>(StageExit::kVoided);
  return static_cast<int32_t>(visit.next > visit.stage ? StageExit::kOnward : StageExit::kBack);
}

int32_t EndOf(const StageVisit& last, StageCodes codes) {
  if (last.stage == codes.won()) return static_cast<int32_t>(DealExit::kWon);
  if (last.stage == codes.lost()) return static_cast<int32_t>(DealExit::kLost);
  return last.stage == codes.voided() ? static_cast<int32_t>(DealExit::kVoided) : 0;
}

}  // namespace

absl::StatusOr<StageTimes> TimeStages(const StageHistory& history,
                                      const StageTimesOptions& options) {
  if (history.depth() == HistoryDepth::kSnapshot)
    return MakeError(Reason::kInsufficientHistory,
                     "a snapshot does not say how long deals took; give the change log, or when "
                     "stages were entered");
  if (!(options.unit > 0) || !(options.confidence > 0 && options.confidence < 1))
    return MakeError(Reason::kInvalidArgument,
                     "a unit is above 0 and a confidence lies between 0 and 1");
  const auto deals = static_cast<size_t>(history.deals());
  if (!options.chosen.empty() && options.chosen.size() != deals)
    return MakeError(Reason::kLengthMismatch, "there is not one mark per deal");

  const StageCodes codes = history.codes();
  std::vector<Stays> stays(static_cast<size_t>(codes.stages));
  Stays whole;
  StageTimes times;
  for (size_t deal = 0; deal < deals; ++deal) {
    if (!options.chosen.empty() && options.chosen[deal] == 0) continue;
    const std::span<const StageVisit> visits = history.of(static_cast<int32_t>(deal));
    if (visits.empty()) continue;
    for (const StageVisit& visit : visits) {
      if (codes.closes(visit.stage)) continue;
      if (!stays[static_cast<size_t>(visit.stage)].Add(visit.entered, visit.left,
                                                       ExitOf(visit, codes), options))
        ++times.set_aside;
    }
    // A deal lives from its first stage until it is closed for good.
    const StageVisit& last = visits.back();
    if (codes.closes(visits.front().stage)) continue;
    const bool closed = codes.closes(last.stage);
    whole.Add(visits.front().entered, closed ? last.entered : last.left, EndOf(last, codes),
              options);
  }

  for (const Stays& of : stays) {
    StageTime time;
    ATTAIN_ASSIGN_OR_RETURN(time.staying, of.Curve(options.confidence));
    ATTAIN_ASSIGN_OR_RETURN(time.exits, of.Incidence(options.confidence));
    time.onward = time.exits.ShareOf(static_cast<int32_t>(StageExit::kOnward));
    time.back = time.exits.ShareOf(static_cast<int32_t>(StageExit::kBack));
    time.lost = time.exits.ShareOf(static_cast<int32_t>(StageExit::kLost));
    times.stages.push_back(std::move(time));
  }
  ATTAIN_ASSIGN_OR_RETURN(times.open, whole.Curve(options.confidence));
  ATTAIN_ASSIGN_OR_RETURN(times.outcome, whole.Incidence(options.confidence));
  times.win = times.outcome.ShareOf(static_cast<int32_t>(DealExit::kWon));
  return times;
}

absl::StatusOr<std::vector<OpenDeal>> OpenDeals(const StageHistory& history,
                                                const StageTimes* times,
                                                const OpenDealOptions& options) {
  const StageCodes codes = history.codes();
  if (times != nullptr && times->stages.size() != static_cast<size_t>(codes.stages))
    return MakeError(Reason::kInvalidArgument, "the times are those of another pipeline");
  if (!(options.unit > 0) || !(options.stalled_below >= 0 && options.stalled_below <= 1))
    return MakeError(Reason::kInvalidArgument, "a unit is above 0 and a share lies in 0 to 1");
  std::vector<OpenDeal> open;
  for (int32_t deal = 0; deal < history.deals(); ++deal) {
    const std::span<const StageVisit> visits = history.of(deal);
    if (visits.empty() || codes.closes(visits.back().stage)) continue;
    const StageVisit& last = visits.back();
    if (last.entered == kNever || last.left < history.as_of()) continue;
    OpenDeal one{.deal = deal, .stage = last.stage, .since = last.entered};
    one.age = static_cast<double>(history.as_of() - last.entered) / options.unit;
    if (times != nullptr) {
      const SurvivalCurve& staying = times->stages[static_cast<size_t>(last.stage)].staying;
      if (staying.events() >= options.least) {
        one.outlasted_by = staying.SurvivalAt(one.age);
        one.stalled = *one.outlasted_by < options.stalled_below;
      }
    }
    open.push_back(one);
  }
  const auto share = [](const OpenDeal& one) { return one.outlasted_by.value_or(2); };
  std::stable_sort(open.begin(), open.end(), [&](const OpenDeal& one, const OpenDeal& other) {
    return share(one) != share(other) ? share(one) < share(other) : one.age > other.age;
  });
  return open;
}

}  // namespace attain::funnel
