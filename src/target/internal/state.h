// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a resolved target knows, and the tree a calculation makes of it.
#ifndef ATTAIN_SRC_TARGET_INTERNAL_STATE_H_
#define ATTAIN_SRC_TARGET_INTERNAL_STATE_H_

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "attain/target/plan.h"

namespace attain::target {

/// A place where a rep takes part: the direct unit (-1 without units) and the share there.
struct Member {
  int32_t rep = -1;
  int32_t unit = -1;
  Fraction share = 1;
};

/// Weights of one step. Of a blend both halves, otherwise `first` alone.
struct StepWeights {
  std::vector<Fraction> first;   // by unit, rep or period of the grain
  std::vector<Fraction> second;  // by the same
};

struct Plan::State {
  Target definition;
  crm::Dataset data;
  Period period;
  Currency currency;
  int64_t units = 0;            // the total in rounding units
  Date day;                     // the day of the hierarchy
  std::vector<Member> members;  // in name order of the reps, then of the units
  std::vector<std::vector<int32_t>>
      above;                        // of each unit: itself and every unit above, over all trees
  std::vector<int32_t> unit_ranks;  // place of each unit in name order
  std::vector<int32_t> rep_ranks;
  std::vector<std::vector<int32_t>>
      below;                  // of each unit: units directly below that have members, in name order
  std::vector<int32_t> tops;  // units a first unit step splits over, in name order
  std::vector<StepWeights> weights;  // one per step
  std::vector<std::vector<Period>>
      grains;                   // one per step: of a time step all its periods in the whole one
  std::vector<Period> periods;  // periods of the result, the whole one first
  std::vector<std::vector<int32_t>>
      inside;  // of each finest period: positions in `periods` that contain it
  std::vector<std::string> unit_names;
  std::vector<std::string> rep_names;
  Findings findings;
};

/// One part of the split tree.
struct Node {
  measure::EntityKind kind = measure::EntityKind::kCompany;
  int32_t entity = 0;
  int32_t unit = -1;   // the unit it lies in; -1 at the top
  int32_t period = 0;  // position in Plan::State::periods
  int64_t units = 0;
  Fraction driver = 0;
  Fraction drivers = 0;  // sum over its siblings
  Fraction share = 1;
  int64_t given = 0;
  int32_t step = -1;
  int32_t parent = -1;
  bool leaf = true;
};

using ValueKey = std::tuple<int32_t, measure::EntityKind, int32_t>;  // period, kind, entity

struct Targets::State {
  Plan plan;
  std::vector<Node> nodes;                             // parents before children
  std::map<ValueKey, std::vector<int32_t>> nodes_of;   // nodes with that key
  std::map<ValueKey, std::vector<int32_t>> leaves_of;  // leaves that add up to that key
  std::vector<TargetValue> values;
  std::map<ValueKey, int32_t> place;  // position in `values`
  measure::Series series;
};

/// Reaches into plans and targets.
class Access {
 public:
  static const Plan::State& Of(const Plan& plan) { return *plan.state_; }
  static const Targets::State& Of(const Targets& targets) { return *targets.state_; }
};

/// The grain a step of time splits over.
Grain GrainOf(Over over);
/// True for a step over time.
bool IsTime(Over over);

}  // namespace attain::target

#endif  // ATTAIN_SRC_TARGET_INTERNAL_STATE_H_
