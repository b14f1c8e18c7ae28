// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include <algorithm>
#include <set>
#include <utility>

#include "attain/base/status.h"
#include "attain/crm/rows.h"
#include "attain/definition/reference.h"
#include "attain/target/plan.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "target/internal/state.h"

namespace attain::target {
namespace {

using attain::internal::StrCat;
using crm::Entity;
using definition::ElementPath;
using definition::JoinPath;
using measure::EntityKind;

std::vector<std::string> NamesOf(const crm::Ids& ids) {
  std::vector<std::string> names;
  for (int32_t id = 0; id < ids.size(); ++id) names.push_back(ids.name(id));
  return names;
}

// Binds one target to a dataset; collects findings as it goes.
class Resolver {
 public:
  Resolver(const Target& target, const crm::Dataset& data, const ResolveOptions& options,
           Plan::State& state)
      : target_(target),
        data_(data),
        options_(options),
        state_(state),
        root_(StrCat("targets[", target.id, "]")) {}

  absl::Status Run() {
    Findings& findings = state_.findings;
    findings = Validate(target_);
    if (findings.has_errors()) return findings.ToStatus();
    state_.definition = target_;
    state_.data = data_;
    state_.unit_names = NamesOf(data_.ids(Entity::kUnit));
    state_.rep_names = NamesOf(data_.ids(Entity::kRep));
    state_.unit_ranks = data_.ids(Entity::kUnit).Ranks();
    state_.rep_ranks = data_.ids(Entity::kRep).Ranks();
    ReadTotal();
    const absl::StatusOr<Period> period = options_.calendar.Named(target_.period.name);
    if (!period.ok()) {
      findings.AddError(ReasonOf(period.status()), {.path = JoinPath(root_, "period")},
                        MessageOf(period.status()));
      return findings.ToStatus();
    }
    state_.period = *period;
    state_.day = period->start;
    ReadMembers();
    ReadUnits();
    ReadPeriods();
    for (size_t i = 0; i < target_.split.size(); ++i) {
      step_path_ = ElementPath(JoinPath(root_, "split"), "", static_cast<int64_t>(i));
      ATTAIN_ASSIGN_OR_RETURN(StepWeights weights, WeightsOf(target_.split[i], state_.grains[i]));
      state_.weights.push_back(std::move(weights));
    }
    const bool needs_people = std::any_of(target_.split.begin(), target_.split.end(),
                                          [](const SplitStep& step) { return !IsTime(step.over); });
    if (needs_people && state_.members.empty()) {
      findings.AddError(Reason::kNoTarget, {.path = JoinPath(root_, "split")},
                        "no quota-carrying rep is employed in the period");
    }
    return findings.ToStatus();
  }

 private:
  const measure::Measure* FindMeasure(const std::string& id) const {
    for (const measure::Measure& measure : options_.measures) {
      if (measure.id == id) return &measure;
    }
    return nullptr;
  }

  void UnknownMeasure(const std::string& id, std::string path) {
    std::vector<std::string> known;
    for (const measure::Measure& measure : options_.measures) known.push_back(measure.id);
    const std::string nearest = NearestWord(id, known);
    state_.findings.AddError(
        Reason::kUnknownReference, {.path = std::move(path)},
        StrCat("there is no measure \"", id, "\""),
        nearest.empty() ? std::string() : StrCat("did you mean \"", nearest, "\"?"));
  }

  // The total in rounding units, and its currency. Counts and ratios have none.
  void ReadTotal() {
    const measure::Measure* measure = FindMeasure(target_.measure);
    if (measure == nullptr && !options_.measures.empty())
      UnknownMeasure(target_.measure, JoinPath(root_, "measure"));
    const bool money = measure == nullptr || measure->kind == measure::MeasureKind::kSum ||
                       measure->kind == measure::MeasureKind::kLast;
    if (target_.total.currency.has_value()) {
      state_.currency = *target_.total.currency;
    } else if (money) {
      state_.currency = options_.currency.value_or(data_.currency());
    }
    // Validate has seen that it divides and fits.
    const absl::StatusOr<Fraction> units = Divide(target_.total.value, target_.rounding.unit);
    if (units.ok()) state_.units = static_cast<int64_t>(units->numerator());
  }

  // Quota-carrying reps who are employed in the period, in the units of their first day in it.
  void ReadMembers() {
    const crm::Reps reps = data_.reps();
    crm::Days hired(reps.hire_date());
    crm::Days ended(reps.end_date());
    crm::Flags carries(reps.is_quota_carrying(), true);
    const std::span<const int32_t> ids = reps.rep();
    std::set<int32_t> taken;
    for (int64_t row = 0; row < reps.rows(); ++row) {
      if (!reps.kept()[row] || (!carries.empty() && !carries[row])) continue;
      const int32_t rep = ids[static_cast<size_t>(row)];
      Date first = state_.period.start;
      if (hired.has(row)) first = std::max(first, Date::FromDays(hired[row]));
      Date end = state_.period.end;
      if (ended.has(row)) end = std::min(end, Date::FromDays(ended[row]));
      if (first >= end || !taken.insert(rep).second) continue;
      AddPlaces(rep, first, end);
    }
    attain::internal::Sort(state_.members, [this](const Member& a, const Member& b) {
      if (a.rep != b.rep)
        return state_.rep_ranks[static_cast<size_t>(a.rep)] <
               state_.rep_ranks[static_cast<size_t>(b.rep)];
      if (a.unit < 0 || b.unit < 0) return a.unit < b.unit;
      return state_.unit_ranks[static_cast<size_t>(a.unit)] <
             state_.unit_ranks[static_cast<size_t>(b.unit)];
    });
  }

  void AddPlaces(int32_t rep, Date first, Date end) {
    const crm::Hierarchy& hierarchy = data_.hierarchy();
    std::vector<crm::UnitShare> units = hierarchy.UnitsOf(RepId(rep), first);
    if (units.empty()) {
      // Placed later: the first day with a unit counts.
      std::optional<Date> later;
      for (const crm::Membership& place : hierarchy.PlacesOf(RepId(rep))) {
        if (place.valid.from > first && place.valid.from < end &&
            (!later.has_value() || place.valid.from < *later))
          later = place.valid.from;
      }
      if (later.has_value()) units = hierarchy.UnitsOf(RepId(rep), *later);
    }
    const bool member = std::any_of(units.begin(), units.end(),
                                    [](const crm::UnitShare& u) { return !u.is_manager; });
    if (member) std::erase_if(units, [](const crm::UnitShare& u) { return u.is_manager; });
    for (const crm::UnitShare& unit : units) {
      if (unit.share.sign() > 0) state_.members.push_back({rep, unit.unit.index(), unit.share});
    }
    if (!units.empty()) return;
    state_.members.push_back({rep, -1, 1});
    const bool by_unit = std::any_of(target_.split.begin(), target_.split.end(),
                                     [](const SplitStep& s) { return s.over == Over::kUnit; });
    if (by_unit) {
      state_.findings.AddWarning(Reason::kRepNotAssigned, {.path = JoinPath(root_, "split")},
                                 StrCat("rep ", state_.rep_names[static_cast<size_t>(rep)],
                                        " is in no unit in the period and gets no target"));
    }
  }

  // Which units lie above and below which, as far as members are concerned.
  void ReadUnits() {
    const crm::Hierarchy& hierarchy = data_.hierarchy();
    const size_t count = state_.unit_names.size();
    state_.above.resize(count);
    state_.below.resize(count);
    std::set<int32_t> tops;
    for (const Member& member : state_.members) {
      if (member.unit < 0 || !state_.above[static_cast<size_t>(member.unit)].empty()) continue;
      std::vector<int32_t>& above = state_.above[static_cast<size_t>(member.unit)];
      above.push_back(member.unit);
      int32_t child = member.unit;
      for (const UnitId unit : hierarchy.AncestorsAt(UnitId(member.unit), state_.day)) {
        above.push_back(unit.index());
        Insert(state_.below[static_cast<size_t>(unit.index())], child);
        child = unit.index();
      }
      tops.insert(child);
    }
    state_.tops.assign(tops.begin(), tops.end());
    // One unit over everything is the company itself: the first step splits over what is below it.
    if (state_.tops.size() == 1 && !state_.below[static_cast<size_t>(state_.tops[0])].empty()) {
      state_.tops = state_.below[static_cast<size_t>(state_.tops[0])];
    }
    SortByName(state_.tops);
    for (std::vector<int32_t>& units : state_.below) SortByName(units);
  }

  static void Insert(std::vector<int32_t>& units, int32_t unit) {
    if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
  }

  void SortByName(std::vector<int32_t>& units) const {
    attain::internal::Sort(units, [this](int32_t a, int32_t b) {
      return state_.unit_ranks[static_cast<size_t>(a)] < state_.unit_ranks[static_cast<size_t>(b)];
    });
  }

  // The periods of the result: the whole one, then every grain that tiles it, down to the finest
  // one split over.
  void ReadPeriods() {
    state_.periods = {state_.period};
    std::vector<Grain> grains;
    Grain finest = Grain::kCustom;
    for (const SplitStep& step : target_.split) {
      state_.grains.emplace_back();
      if (!IsTime(step.over)) continue;
      finest = GrainOf(step.over);
      grains.push_back(finest);
      const absl::StatusOr<std::vector<Period>> children =
          options_.calendar.Children(state_.period, finest);
      if (!children.ok()) {
        state_.findings.AddError(ReasonOf(children.status()), {.path = JoinPath(root_, "split")},
                                 MessageOf(children.status()));
        continue;
      }
      state_.grains.back() = *children;
    }
    if (finest == Grain::kMonth) grains.push_back(Grain::kQuarter);
    for (const Grain grain : {Grain::kHalf, Grain::kQuarter, Grain::kMonth, Grain::kWeek}) {
      if (std::find(grains.begin(), grains.end(), grain) == grains.end() ||
          !options_.calendar.Has(grain))
        continue;
      const absl::StatusOr<std::vector<Period>> children =
          options_.calendar.Children(state_.period, grain);
      if (!children.ok() || children->size() < 2) continue;
      state_.periods.insert(state_.periods.end(), children->begin(), children->end());
    }
    for (const Period& period : state_.periods) {
      std::vector<int32_t> inside;
      for (size_t i = 0; i < state_.periods.size(); ++i) {
        if (state_.periods[i].Contains(period)) inside.push_back(static_cast<int32_t>(i));
      }
      state_.inside.push_back(std::move(inside));
    }
  }

  absl::StatusOr<StepWeights> WeightsOf(const SplitStep& step, const std::vector<Period>& periods) {
    StepWeights weights;
    switch (step.by) {
      case By::kEqual:
        weights.first.assign(Size(step.over, periods), Fraction(1));
        return weights;
      case By::kDays:
        for (const Period& period : periods) weights.first.emplace_back(period.days());
        return weights;
      case By::kWeights:
        weights.first = GivenWeights(step, periods);
        return weights;
      case By::kSeason:
        if (step.season.empty() && step.profile.empty()) return History(step, periods);
        weights.first = SeasonWeights(step, periods);
        return weights;
      case By::kHistory:
        return History(step, periods);
      case By::kBlend: {
        ATTAIN_ASSIGN_OR_RETURN(weights, History(step, periods));
        weights.second = GivenWeights(step, periods);
        return weights;
      }
    }
    return weights;
  }

  size_t Size(Over over, const std::vector<Period>& periods) const {
    if (over == Over::kUnit) return state_.unit_names.size();
    return over == Over::kRep ? state_.rep_names.size() : periods.size();
  }

  int32_t Find(Over over, const std::vector<Period>& periods, std::string_view name) const {
    if (over == Over::kUnit) return data_.ids(Entity::kUnit).Find(name);
    if (over == Over::kRep) return data_.ids(Entity::kRep).Find(name);
    for (size_t i = 0; i < periods.size(); ++i) {
      if (periods[i].name == name) return static_cast<int32_t>(i);
    }
    return -1;
  }

  std::vector<Fraction> GivenWeights(const SplitStep& step, const std::vector<Period>& periods) {
    std::vector<Fraction> weights(Size(step.over, periods), Fraction(0));
    if (!step.from.empty()) {
      ReadColumn(step, weights);
      return weights;
    }
    for (const auto& entry : step.weights) {
      const int32_t place = Find(step.over, periods, entry.first);
      if (place < 0) {
        state_.findings.AddWarning(
            Reason::kUnknownReference,
            {.path = ElementPath(JoinPath(step_path_, "weights"), entry.first, 0)},
            StrCat("there is no ", definition::TextOf(step.over), " \"", entry.first, "\""));
      } else {
        weights[static_cast<size_t>(place)] = Fraction(entry.second);
      }
    }
    return weights;
  }

  void ReadColumn(const SplitStep& step, std::vector<Fraction>& weights) {
    const size_t dot = step.from.find('.');
    const std::string name = step.from.substr(0, dot);
    const std::string key_name = step.over == Over::kUnit ? "unit_id" : "rep_id";
    const table::Table* table = data_.table(name);
    const table::Column* column =
        table == nullptr ? nullptr : table->column(std::string_view(step.from).substr(dot + 1));
    const table::Column* key = table == nullptr ? nullptr : table->column(key_name);
    if (column == nullptr || key == nullptr) {
      state_.findings.AddError(table == nullptr ? Reason::kUnknownTable : Reason::kUnknownColumn,
                               {.path = JoinPath(step_path_, "from")},
                               table == nullptr ? StrCat("there is no table \"", name, "\"")
                               : key == nullptr
                                   ? StrCat("table ", name, " has no column \"", key_name, "\"")
                                   : StrCat("there is no column \"", step.from, "\""));
      return;
    }
    const crm::RowMask& kept = data_.kept(name);
    for (int64_t row = 0; row < table->rows(); ++row) {
      if (!kept[row] || key->IsNull(row)) continue;
      const int32_t place = Find(step.over, {}, key->FormatAt(row));
      const std::optional<Decimal> weight = column->DecimalAt(row);
      if (place < 0 || !weight.has_value()) continue;
      if (weight->sign() < 0) {
        state_.findings.AddError(Reason::kInvalidWeights,
                                 {.path = JoinPath(step_path_, "from"),
                                  .table = name,
                                  .row = row,
                                  .field = column->name()},
                                 StrCat("a weight must be at least 0, not ", weight->ToString()));
      } else {
        weights[static_cast<size_t>(place)] = Fraction(*weight);
      }
    }
  }

  std::vector<Fraction> SeasonWeights(const SplitStep& step, const std::vector<Period>& periods) {
    std::vector<Fraction> weights(step.season.begin(), step.season.end());
    std::string path = JoinPath(step_path_, "season");
    if (weights.empty()) {
      path = JoinPath(step_path_, "profile");
      weights = ProfileWeights(step.profile, path, periods.size());
      if (weights.empty()) return std::vector<Fraction>(periods.size(), Fraction(0));
    }
    if (weights.size() != periods.size()) {
      state_.findings.AddError(Reason::kLengthMismatch, {.path = std::move(path)},
                               StrCat(weights.size(), " weights for ", periods.size(), " periods"));
      weights.resize(periods.size(), Fraction(0));
    }
    return weights;
  }

  // Weights of a profile by period_index, counted from 1.
  std::vector<Fraction> ProfileWeights(const std::string& id, const std::string& path,
                                       size_t count) {
    const crm::TargetProfiles profiles = data_.target_profiles();
    const int32_t profile = data_.ids(Entity::kProfile).Find(id);
    crm::Integers index(profiles.period_index());
    crm::Decimals weight(profiles.weight());
    std::vector<Fraction> weights;
    for (int64_t row = 0; row < profiles.rows(); ++row) {
      if (!profiles.kept()[row] || profile < 0 ||
          profiles.profile()[static_cast<size_t>(row)] != profile)
        continue;
      weights.resize(std::max(weights.size(), count), Fraction(0));
      const int64_t place = index[row];
      if (place >= 1 && place <= static_cast<int64_t>(count)) {
        weights[static_cast<size_t>(place - 1)] = Fraction(weight[row]);
      } else {
        state_.findings.AddError(
            Reason::kOutOfBounds,
            {.path = path, .table = "target_profiles", .row = row, .field = "period_index"},
            StrCat("period_index ", place, " lies outside the ", count, " periods"));
      }
    }
    if (weights.empty())
      state_.findings.AddError(Reason::kUnknownReference, {.path = path},
                               StrCat("there is no profile \"", id, "\""));
    return weights;
  }

  // The figures of a measure over the window: of units or reps over the whole window, of time the
  // company's per period.
  absl::StatusOr<StepWeights> History(const SplitStep& step, const std::vector<Period>& periods) {
    StepWeights weights;
    weights.first.assign(Size(step.over, periods), Fraction(0));
    const std::string& id = step.measure.empty() ? target_.measure : step.measure;
    const measure::Measure* measure = FindMeasure(id);
    if (measure == nullptr) {
      if (options_.measures.empty() || id != target_.measure)
        UnknownMeasure(id, JoinPath(step_path_, "measure"));
      return weights;
    }
    measure::CalculateOptions options{.periods = {}, .as_of = options_.as_of};
    if (IsTime(step.over)) {
      ATTAIN_ASSIGN_OR_RETURN(
          options.periods,
          options_.calendar.Periods(step.window->from, step.window->to, GrainOf(step.over)));
      if (options.periods.size() != periods.size()) {
        state_.findings.AddError(Reason::kInvalidPeriod, {.path = JoinPath(step_path_, "window")},
                                 StrCat("the window has ", options.periods.size(),
                                        " periods, the target ", periods.size()));
        return weights;
      }
    } else {
      ATTAIN_ASSIGN_OR_RETURN(const Period window, Period::Of(step.window->from, step.window->to));
      options.periods = {window};
    }
    ATTAIN_ASSIGN_OR_RETURN(const measure::Series series,
                            measure::Calculate(*measure, data_, options));
    for (const Finding& finding : series.findings()) {
      state_.findings.AddWarning(finding.reason, finding.where, finding.text, finding.hint);
    }
    for (size_t i = 0; i < weights.first.size(); ++i) {
      const auto place = static_cast<int32_t>(i);
      const measure::Figure& figure = IsTime(step.over) ? series.at(EntityKind::kCompany, 0, place)
                                      : step.over == Over::kUnit
                                          ? series.at(EntityKind::kUnit, place, 0)
                                          : series.at(EntityKind::kRep, place, 0);
      const std::optional<Fraction> value = figure.value();
      if (value.has_value() && value->sign() > 0) weights.first[i] = *value;
    }
    return weights;
  }

  const Target& target_;
  const crm::Dataset& data_;
  const ResolveOptions& options_;
  Plan::State& state_;
  std::string root_;
  std::string step_path_;
};

}  // namespace

absl::StatusOr<Plan> Resolve(const Target& target, const crm::Dataset& data,
                             const ResolveOptions& options) {
  auto state = std::make_shared<Plan::State>();
  ATTAIN_RETURN_IF_ERROR(Resolver(target, data, options, *state).Run());
  Plan plan;
  plan.state_ = std::move(state);
  return plan;
}

}  // namespace attain::target
