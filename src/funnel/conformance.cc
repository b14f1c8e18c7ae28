// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/conformance.h"

#include <algorithm>
#include <map>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::funnel {

namespace {

using internal::StrCat;

constexpr int32_t kNowhere = INT32_MAX / 2;

// The model with numbers for names. Place 0 is the start; place v > 0 is step v - 1.
struct Net {
  std::vector<int32_t> activity;             // per place; -1 for one the log does not have
  std::vector<int32_t> skip;                 // what leaving it out costs
  std::vector<std::vector<int32_t>> before;  // places it may directly follow
  std::vector<uint8_t> may_end;
  int32_t base = 0;
};

absl::StatusOr<Net> MakeNet(const ProcessModel& model, std::span<const std::string> names) {
  Findings findings;
  const auto at = [](size_t step, const char* field) {
    return Where{.path = StrCat("steps[", step, "].", field)};
  };
  if (model.steps.empty())
    findings.AddError(Reason::kMissingKey, {.path = "steps"}, "a process has at least one step");
  std::map<std::string_view, int32_t> numbers;
  for (size_t i = 0; i < names.size(); ++i) numbers.emplace(names[i], static_cast<int32_t>(i));
  Net net{.activity = {-1}, .skip = {0}, .before = {{}}, .may_end = {0}};
  std::map<std::string_view, int32_t> places;
  std::vector<uint8_t> followed(model.steps.size() + 1, 0);
  for (size_t i = 0; i < model.steps.size(); ++i) {
    const ProcessStep& step = model.steps[i];
    if (step.activity.empty())
      findings.AddError(Reason::kMissingKey, at(i, "activity"), "a step names its activity");
    const auto known = numbers.find(step.activity);
    net.activity.push_back(known == numbers.end() ? -1 : known->second);
    net.skip.push_back(step.optional ? 0 : 1);
    net.may_end.push_back(step.may_end ? 1 : 0);
    std::vector<int32_t> before;
    if (i == 0 || step.may_start) before.push_back(0);
    if (step.after.empty() && i > 0) before.push_back(static_cast<int32_t>(i));
    for (const std::string& id : step.after) {
      const auto place = places.find(id);
      if (place == places.end()) {
        findings.AddError(Reason::kUnknownReference, at(i, "after"),
                          StrCat("\"", id, "\" is no step listed before"),
                          "list a step after those it follows");
        continue;
      }
      before.push_back(place->second);
    }
    for (const int32_t place : before) followed[static_cast<size_t>(place)] = 1;
    net.before.push_back(std::move(before));
    const std::string& id = step.id.empty() ? step.activity : step.id;
    if (!places.emplace(id, static_cast<int32_t>(i) + 1).second) {
      findings.AddError(Reason::kDuplicateId, at(i, "id"),
                        StrCat("there is a step \"", id, "\" already"),
                        "give the step an id of its own");
    }
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  for (size_t place = 1; place < net.may_end.size(); ++place)
    if (followed[place] == 0) net.may_end[place] = 1;
  // The shortest way through.
  std::vector<int32_t> way(net.activity.size(), kNowhere);
  way[0] = 0;
  net.base = kNowhere;
  for (size_t place = 1; place < way.size(); ++place) {
    for (const int32_t from : net.before[place])
      way[place] = std::min(way[place], way[static_cast<size_t>(from)] + net.skip[place]);
    if (net.may_end[place] != 0) net.base = std::min(net.base, way[place]);
  }
  return net;
}

// Aligns paths with a net; keeps its table for the next.
class Aligner {
 public:
  explicit Aligner(const Net& net) : net_(net), places_(net.activity.size()) {}

  Alignment Align(std::span<const int32_t> path) {
    Fill(path);
    const size_t last = path.size() * places_;
    size_t end = 0;
    int32_t cost = kNowhere;
    for (size_t place = 1; place < places_; ++place) {
      if (net_.may_end[place] == 0 || cost_[last + place] >= cost) continue;
      cost = cost_[last + place];
      end = place;
    }
    Alignment alignment{.cost = cost, .weight = static_cast<int64_t>(path.size()) + net_.base};
    if (alignment.weight > 0) {
      alignment.fitness =
          1 - static_cast<double>(alignment.cost) / static_cast<double>(alignment.weight);
    }
    Trace(path, end, alignment.moves);
    return alignment;
  }

 private:
  // cost_[i × places + v]: the cheapest way to account for i events and be at place v.
  void Fill(std::span<const int32_t> path) {
    cost_.assign((path.size() + 1) * places_, kNowhere);
    cost_[0] = 0;
    for (size_t i = 0; i <= path.size(); ++i) {
      int32_t* const here = cost_.data() + i * places_;
      const int32_t* const back = i == 0 ? nullptr : here - places_;
      for (size_t place = 0; place < places_; ++place) {
        int32_t best = i == 0 && place == 0 ? 0 : kNowhere;
        if (back != nullptr) best = std::min(best, back[place] + 1);
        const bool match = back != nullptr && net_.activity[place] == path[i - 1];
        for (const int32_t from : net_.before[place]) {
          const auto place_before = static_cast<size_t>(from);
          best = std::min(best, here[place_before] + net_.skip[place]);
          if (match) best = std::min(best, back[place_before]);
        }
        here[place] = best;
      }
    }
  }

  // Walks back. Extra events are preferred to pairs, so that events pair up as early as they can.
  void Trace(std::span<const int32_t> path, size_t place, std::vector<Move>& moves) const {
    size_t i = path.size();
    while (i > 0 || place > 0) {
      const int32_t cost = cost_[i * places_ + place];
      const auto step = static_cast<int32_t>(place) - 1;
      if (i > 0 && cost_[(i - 1) * places_ + place] + 1 == cost) {
        --i;
        moves.push_back({.kind = MoveKind::kExtra, .event = static_cast<int32_t>(i)});
        continue;
      }
      const bool match = i > 0 && net_.activity[place] == path[i - 1];
      for (const int32_t from : net_.before[place]) {
        const auto before = static_cast<size_t>(from);
        if (match && cost_[(i - 1) * places_ + before] == cost) {
          --i;
          moves.push_back({MoveKind::kMatch, step, static_cast<int32_t>(i)});
          place = before;
          break;
        }
        if (cost_[i * places_ + before] + net_.skip[place] == cost) {
          moves.push_back(
              {.kind = net_.skip[place] == 0 ? MoveKind::kSkippedFree : MoveKind::kSkipped,
               .step = step});
          place = before;
          break;
        }
      }
    }
    std::reverse(moves.begin(), moves.end());
  }

  const Net& net_;
  const size_t places_;
  std::vector<int32_t> cost_;
};

// Cases of one group, added up in whole numbers so that no order of cases changes a figure.
struct Tally {
  int64_t cases = 0;
  int64_t fit = 0;
  int64_t cost = 0;
  int64_t weight = 0;
  std::map<int64_t, int64_t> cost_of_weight;

  void Add(const Alignment& alignment, int64_t count) {
    cases += count;
    if (alignment.cost == 0) fit += count;
    cost += alignment.cost * count;
    weight += alignment.weight * count;
    if (alignment.cost > 0) cost_of_weight[alignment.weight] += alignment.cost * count;
  }

  absl::StatusOr<Compliance> Finish(double confidence) const {
    Compliance compliance{.cases = cases, .fit = fit, .interval = {0, 1}};
    if (cases == 0) return compliance;
    const auto n = static_cast<double>(cases);
    compliance.fit_share = static_cast<double>(fit) / n;
    ATTAIN_ASSIGN_OR_RETURN(compliance.interval,
                            stats::Wilson(static_cast<double>(fit), n, confidence));
    double lost = 0;
    for (const auto& [of_weight, of_cost] : cost_of_weight)
      lost += static_cast<double>(of_cost) / static_cast<double>(of_weight);
    compliance.mean_fitness = 1 - lost / n;
    compliance.log_fitness =
        weight == 0 ? 1 : 1 - static_cast<double>(cost) / static_cast<double>(weight);
    return compliance;
  }
};

}  // namespace

struct ConformanceKernel {
  static Conformance Check(const Net& net, const ProcessLog& log) {
    Conformance result;
    result.base_ = net.base;
    result.steps_.resize(net.activity.size() - 1);
    result.extra_.assign(static_cast<size_t>(log.activities()), 0);
    result.variant_.reserve(static_cast<size_t>(log.cases()));
    for (int32_t number = 0; number < log.cases(); ++number)
      result.variant_.push_back(log.variant_of(number));
    Aligner aligner(net);
    result.alignments_.reserve(log.variants().size());
    for (const ProcessVariant& variant : log.variants()) {
      result.alignments_.push_back(aligner.Align(variant.path));
      for (const Move& move : result.alignments_.back().moves) {
        if (move.kind == MoveKind::kExtra) {
          result.extra_[static_cast<size_t>(variant.path[static_cast<size_t>(move.event)])] +=
              variant.cases;
          continue;
        }
        StepCompliance& step = result.steps_[static_cast<size_t>(move.step)];
        int64_t& count = move.kind == MoveKind::kMatch     ? step.done
                         : move.kind == MoveKind::kSkipped ? step.skipped
                                                           : step.skipped_free;
        count += variant.cases;
      }
    }
    return result;
  }
};

absl::StatusOr<Compliance> Conformance::All(double confidence) const {
  if (variant_.empty()) return MakeError(Reason::kInsufficientData, "no case, no compliance");
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<Compliance> all,
                          ByGroup(std::vector<int32_t>(variant_.size(), 0), 1, confidence));
  return all.front();
}

absl::StatusOr<std::vector<Compliance>> Conformance::ByGroup(std::span<const int32_t> group,
                                                             int32_t groups,
                                                             double confidence) const {
  if (group.size() != variant_.size())
    return MakeError(Reason::kLengthMismatch, "every case needs one group");
  ATTAIN_RETURN_IF_ERROR(stats::Wilson(0, 1, confidence).status());
  std::vector<Tally> tallies(static_cast<size_t>(std::max(groups, 0)));
  for (size_t i = 0; i < group.size(); ++i) {
    if (group[i] < 0) continue;
    if (group[i] >= groups) {
      return MakeError(Reason::kRowOutOfRange,
                       StrCat("case ", i, ": there is no group ", group[i]));
    }
    tallies[static_cast<size_t>(group[i])].Add(alignments_[static_cast<size_t>(variant_[i])], 1);
  }
  std::vector<Compliance> result;
  for (const Tally& tally : tallies) {
    ATTAIN_ASSIGN_OR_RETURN(Compliance compliance, tally.Finish(confidence));
    result.push_back(compliance);
  }
  return result;
}

absl::StatusOr<Conformance> CheckConformance(const ProcessModel& model, const ProcessLog& log,
                                             std::span<const std::string> names) {
  if (names.size() < static_cast<size_t>(log.activities()))
    return MakeError(Reason::kLengthMismatch, "every activity of the log needs its name");
  ATTAIN_ASSIGN_OR_RETURN(const Net net, MakeNet(model, names));
  return ConformanceKernel::Check(net, log);
}

}  // namespace attain::funnel
