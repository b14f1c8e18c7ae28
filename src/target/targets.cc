// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include <algorithm>
#include <set>
#include <utility>

#include "attain/base/rounding.h"
#include "attain/base/status.h"
#include "attain/target/allocate.h"
#include "attain/target/plan.h"
#include "base/internal/text.h"
#include "target/internal/state.h"

namespace attain::target {
namespace {

using attain::internal::StrCat;
using measure::EntityKind;

constexpr int kShareScale = 12;

ApportionOptions OptionsOf(const TargetRounding& rounding) {
  return {rounding.method == Method::kRatioOrder ? ApportionMethod::kRatioOrder
                                                 : ApportionMethod::kLargestRemainder,
          rounding.ties == Ties::kHighestId ? TieRule::kHighestIndex : TieRule::kLowestIndex};
}

// Grows the tree of parts, step by step.
class Splitter {
 public:
  explicit Splitter(const Plan::State& plan) : plan_(plan) {}

  absl::StatusOr<std::vector<Node>> Run() {
    nodes_.push_back({.units = plan_.units});
    for (size_t step = 0; step < plan_.definition.split.size(); ++step) {
      const size_t count = nodes_.size();
      for (size_t i = 0; i < count; ++i) {
        if (nodes_[i].leaf)
          ATTAIN_RETURN_IF_ERROR(SplitNode(static_cast<int32_t>(i), static_cast<int32_t>(step)));
      }
    }
    return std::move(nodes_);
  }

 private:
  absl::Status SplitNode(int32_t index, int32_t step) {
    const Node parent = nodes_[static_cast<size_t>(index)];
    const SplitStep& definition = plan_.definition.split[static_cast<size_t>(step)];
    std::vector<Node> children;
    std::vector<size_t> places;   // of each child in the weights of the step
    std::vector<Fraction> parts;  // of each child a factor of its weight
    if (definition.over == Over::kUnit) {
      for (const int32_t unit :
           parent.unit < 0 ? plan_.tops : plan_.below[static_cast<size_t>(parent.unit)]) {
        children.push_back(
            {.kind = EntityKind::kUnit, .entity = unit, .unit = unit, .period = parent.period});
        places.push_back(static_cast<size_t>(unit));
        parts.emplace_back(1);
      }
      // A unit without units below it stays as it is.
      if (children.empty()) return absl::OkStatus();
    } else if (definition.over == Over::kRep) {
      for (const Member& member : plan_.members) {
        if (!LiesIn(member.unit, parent.unit)) continue;
        children.push_back({.kind = EntityKind::kRep,
                            .entity = member.rep,
                            .unit = member.unit,
                            .period = parent.period});
        places.push_back(static_cast<size_t>(member.rep));
        parts.push_back(member.share);
      }
    } else {
      const std::vector<Period>& grain = plan_.grains[static_cast<size_t>(step)];
      for (size_t i = 0; i < grain.size(); ++i) {
        const auto period = std::find(plan_.periods.begin(), plan_.periods.end(), grain[i]);
        if (period == plan_.periods.end() ||
            !plan_.periods[static_cast<size_t>(parent.period)].Contains(grain[i]))
          continue;
        Node child = parent;
        child.period = static_cast<int32_t>(period - plan_.periods.begin());
        children.push_back(child);
        places.push_back(i);
        parts.emplace_back(1);
      }
      // The whole period is of this grain already.
      if (children.empty()) return absl::OkStatus();
    }
    ATTAIN_ASSIGN_OR_RETURN(const std::vector<Fraction> weights,
                            WeightsOf(definition, step, places, parts));
    return Give(index, step, std::move(children), weights);
  }

  bool LiesIn(int32_t unit, int32_t parent) const {
    if (parent < 0) return true;
    if (unit < 0) return false;
    const std::vector<int32_t>& above = plan_.above[static_cast<size_t>(unit)];
    return std::find(above.begin(), above.end(), parent) != above.end();
  }

  static absl::StatusOr<Fraction> SumOf(const std::vector<Fraction>& all,
                                        const std::vector<size_t>& places) {
    Fraction sum = 0;
    for (const size_t place : places) {
      ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, all[place]));
    }
    return sum;
  }

  absl::StatusOr<std::vector<Fraction>> WeightsOf(const SplitStep& definition, int32_t step,
                                                  const std::vector<size_t>& places,
                                                  const std::vector<Fraction>& parts) const {
    const StepWeights& given = plan_.weights[static_cast<size_t>(step)];
    std::vector<Fraction> weights;
    Fraction first_sum = 1;
    Fraction second_sum = 1;
    Fraction alpha = 1;
    if (definition.by == By::kBlend) {
      ATTAIN_ASSIGN_OR_RETURN(first_sum, SumOf(given.first, places));
      ATTAIN_ASSIGN_OR_RETURN(second_sum, SumOf(given.second, places));
      // Where one half has nothing to say, the other speaks alone.
      alpha = first_sum.is_zero()    ? Fraction(0)
              : second_sum.is_zero() ? Fraction(1)
                                     : Fraction(*definition.alpha);
      if (first_sum.is_zero()) first_sum = 1;
      if (second_sum.is_zero()) second_sum = 1;
    }
    for (size_t i = 0; i < places.size(); ++i) {
      Fraction weight = given.first[places[i]];
      if (definition.by == By::kBlend) {
        ATTAIN_ASSIGN_OR_RETURN(const Fraction history, Divide(weight, first_sum));
        ATTAIN_ASSIGN_OR_RETURN(const Fraction left, Multiply(alpha, history));
        ATTAIN_ASSIGN_OR_RETURN(const Fraction potential,
                                Divide(given.second[places[i]], second_sum));
        ATTAIN_ASSIGN_OR_RETURN(const Fraction rest, Subtract(Fraction(1), alpha));
        ATTAIN_ASSIGN_OR_RETURN(const Fraction right, Multiply(rest, potential));
        ATTAIN_ASSIGN_OR_RETURN(weight, Add(left, right));
      }
      ATTAIN_ASSIGN_OR_RETURN(weight, Multiply(weight, parts[i]));
      weights.push_back(weight);
    }
    return weights;
  }

  absl::Status Give(int32_t index, int32_t step, std::vector<Node> children,
                    const std::vector<Fraction>& weights) {
    const int64_t units = nodes_[static_cast<size_t>(index)].units;
    Fraction sum = 0;
    for (const Fraction& weight : weights) {
      ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, weight));
    }
    if (sum.is_zero() && units != 0) {
      return MakeError(
          Reason::kNoDriver,
          StrCat("targets[", plan_.definition.id, "].split[", step, "]: there is nothing to split ",
                 NameOf(nodes_[static_cast<size_t>(index)]), " by: all weights are zero"));
    }
    ATTAIN_ASSIGN_OR_RETURN(const std::vector<Part> parts,
                            SplitTraced(units, weights, OptionsOf(plan_.definition.rounding)));
    nodes_[static_cast<size_t>(index)].leaf = false;
    for (size_t i = 0; i < children.size(); ++i) {
      Node& child = children[i];
      child.units = parts[i].value;
      child.share = parts[i].share;
      child.given = parts[i].given;
      child.driver = weights[i];
      child.drivers = sum;
      child.step = step;
      child.parent = index;
      child.leaf = true;
      nodes_.push_back(child);
    }
    return absl::OkStatus();
  }

  std::string NameOf(const Node& node) const {
    if (node.kind == EntityKind::kUnit)
      return StrCat("unit ", plan_.unit_names[static_cast<size_t>(node.entity)]);
    if (node.kind == EntityKind::kRep)
      return StrCat("rep ", plan_.rep_names[static_cast<size_t>(node.entity)]);
    return "the company";
  }

  const Plan::State& plan_;
  std::vector<Node> nodes_;
};

absl::StatusOr<Decimal> ValueOf(const Plan::State& plan, int64_t units) {
  return Multiply(Decimal(units), plan.definition.rounding.unit);
}

// Entities a leaf counts for: the company, its rep, and every unit above it.
std::vector<std::pair<EntityKind, int32_t>> EntitiesOf(const Plan::State& plan, const Node& node) {
  std::vector<std::pair<EntityKind, int32_t>> entities = {{EntityKind::kCompany, 0}};
  if (node.unit >= 0) {
    std::vector<int32_t> units = plan.above[static_cast<size_t>(node.unit)];
    if (units.empty()) {
      // A unit split over that has members only below: what lies above any of them from here on
      // lies above it too.
      for (const std::vector<int32_t>& chain : plan.above) {
        const auto place = std::find(chain.begin(), chain.end(), node.unit);
        if (place == chain.end()) continue;
        units.assign(place, chain.end());
        break;
      }
    }
    for (const int32_t unit : units) entities.emplace_back(EntityKind::kUnit, unit);
  }
  if (node.kind == EntityKind::kRep) entities.emplace_back(EntityKind::kRep, node.entity);
  return entities;
}

// Values of all entities and periods: sums over leaves; what one part of the split made keeps its
// driver.
absl::Status FillValues(const Plan::State& plan, Targets::State& state) {
  for (size_t i = 0; i < state.nodes.size(); ++i) {
    const Node& node = state.nodes[i];
    state.nodes_of[{node.period, node.kind, node.entity}].push_back(static_cast<int32_t>(i));
    if (!node.leaf) continue;
    for (const auto& entity : EntitiesOf(plan, node)) {
      for (const int32_t period : plan.inside[static_cast<size_t>(node.period)]) {
        state.leaves_of[{period, entity.first, entity.second}].push_back(static_cast<int32_t>(i));
      }
    }
  }
  for (const auto& entry : state.leaves_of) {
    int64_t units = 0;
    for (const int32_t leaf : entry.second) units += state.nodes[static_cast<size_t>(leaf)].units;
    TargetValue value{.kind = std::get<1>(entry.first),
                      .entity = std::get<2>(entry.first),
                      .period = std::get<0>(entry.first)};
    ATTAIN_ASSIGN_OR_RETURN(value.value, ValueOf(plan, units));
    const auto made = state.nodes_of.find(entry.first);
    if (made != state.nodes_of.end() && made->second.size() == 1) {
      const Node& node = state.nodes[static_cast<size_t>(made->second[0])];
      value.step = node.step;
      if (node.step >= 0) {
        value.driver = node.driver;
        value.share = node.share;
        ATTAIN_ASSIGN_OR_RETURN(value.given, ValueOf(plan, node.given));
      }
    }
    state.values.push_back(value);
  }
  const auto rank = [&](const TargetValue& value) {
    if (value.kind == EntityKind::kUnit) return plan.unit_ranks[static_cast<size_t>(value.entity)];
    return value.kind == EntityKind::kRep ? plan.rep_ranks[static_cast<size_t>(value.entity)] : 0;
  };
  std::sort(state.values.begin(), state.values.end(),
            [&](const TargetValue& a, const TargetValue& b) {
              return std::tuple(a.period, a.kind, rank(a)) < std::tuple(b.period, b.kind, rank(b));
            });
  for (size_t i = 0; i < state.values.size(); ++i) {
    const TargetValue& value = state.values[i];
    state.place[{value.period, value.kind, value.entity}] = static_cast<int32_t>(i);
  }
  return absl::OkStatus();
}

// The target as a series. Its periods overlap (a year and its months), so each is read by name.
absl::StatusOr<measure::Series> SeriesOf(const Plan::State& plan, const Targets::State& state) {
  measure::SeriesParts parts;
  parts.id = plan.definition.id;
  parts.currency = plan.currency;
  parts.unit = std::string(plan.currency.code());
  parts.periods = plan.periods;
  parts.units = plan.unit_names;
  parts.reps = plan.rep_names;
  const size_t periods = parts.periods.size();
  parts.figures.assign(
      (1 + parts.units.size() + parts.reps.size()) * periods,
      measure::Figure{.status = measure::ValueStatus::kExcluded, .reason = Reason::kNoTarget});
  for (const TargetValue& value : state.values) {
    size_t row = static_cast<size_t>(value.entity);
    if (value.kind != EntityKind::kCompany) row += 1;
    if (value.kind == EntityKind::kRep) row += parts.units.size();
    parts.figures[row * periods + static_cast<size_t>(value.period)] = {
        .numerator = Fraction(value.value), .n = 1};
  }
  return measure::Series::Of(std::move(parts));
}

std::string_view NameIn(const Plan::State& plan, EntityKind kind, int32_t entity) {
  if (kind == EntityKind::kUnit) return plan.unit_names[static_cast<size_t>(entity)];
  return kind == EntityKind::kRep ? std::string_view(plan.rep_names[static_cast<size_t>(entity)])
                                  : std::string_view("company");
}

// One step on the way down: told, not counted.
absl::StatusOr<explain::Node> StepNode(const Plan::State& plan, const Node& node) {
  explain::Node line;
  ATTAIN_ASSIGN_OR_RETURN(const Decimal value, ValueOf(plan, node.units));
  line.amount = explain::ExplainedAmount(Fraction(value), plan.currency);
  line.counts = false;
  line.path = StrCat("targets[", plan.definition.id, "].",
                     node.step < 0 ? std::string("total") : StrCat("split[", node.step, "]"));
  if (node.step < 0) {
    line.label = {"target.total", {}};
    return line;
  }
  const SplitStep& step = plan.definition.split[static_cast<size_t>(node.step)];
  const bool time = IsTime(step.over);
  line.label =
      explain::Verbatim(time ? std::string_view(plan.periods[static_cast<size_t>(node.period)].name)
                             : NameIn(plan, node.kind, node.entity));
  line.detail = {"target.weight", {{"weight", node.driver}, {"total", node.drivers}}};
  line.note = {"target.split",
               {{"driver", definition::TextOf(step.by)}, {"level", definition::TextOf(step.over)}}};
  return line;
}

// What a part of the split consists of: its share rounded down, and the rounding units it was
// given.
absl::Status AddParts(const Plan::State& plan, const std::vector<Node>& nodes, const Node& node,
                      explain::Node& root) {
  ATTAIN_ASSIGN_OR_RETURN(const Decimal floor, ValueOf(plan, node.units - node.given));
  ATTAIN_ASSIGN_OR_RETURN(const Decimal given, ValueOf(plan, node.given));
  explain::Node part;
  part.label = {"target.total", {}};
  part.amount = explain::ExplainedAmount(Fraction(floor), plan.currency);
  if (node.step >= 0) {
    ATTAIN_ASSIGN_OR_RETURN(const Decimal above,
                            ValueOf(plan, nodes[static_cast<size_t>(node.parent)].units));
    part.label = explain::Verbatim(plan.periods[static_cast<size_t>(node.period)].name);
    part.detail = {"target.share", {{"share", explain::Percent{node.share}}, {"total", above}}};
  }
  root.children.push_back(std::move(part));
  if (node.given == 0) return absl::OkStatus();
  explain::Node rounding;
  rounding.label = {"rounding", {}};
  rounding.detail = {"target.rounding_unit",
                     {{"count", node.given}, {"unit", plan.definition.rounding.unit}}};
  rounding.amount = explain::ExplainedAmount(Fraction(given), plan.currency);
  root.children.push_back(std::move(rounding));
  return absl::OkStatus();
}

}  // namespace

const std::string& Targets::id() const { return definition().id; }
const Target& Targets::definition() const { return state_->plan.definition(); }
Currency Targets::currency() const { return state_->plan.currency(); }
const std::vector<Period>& Targets::periods() const { return Access::Of(state_->plan).periods; }
const std::vector<TargetValue>& Targets::values() const { return state_->values; }
const measure::Series& Targets::series() const { return state_->series; }

const TargetValue* Targets::Find(EntityKind kind, int32_t entity, int32_t period) const {
  const auto found = state_->place.find({period, kind, entity});
  return found == state_->place.end() ? nullptr
                                      : &state_->values[static_cast<size_t>(found->second)];
}

int32_t Targets::FindPeriod(std::string_view name) const { return series().FindPeriod(name); }

absl::StatusOr<table::Table> Targets::ToTable() const {
  using table::Type;
  const Plan::State& plan = Access::Of(state_->plan);
  const int scale =
      std::max(plan.currency.scale(), plan.definition.rounding.unit.Normalized().scale());
  table::TableBuilder builder("targets", {{"target", Type::kText},
                                          {"entity_kind", Type::kText},
                                          {"entity_id", Type::kText},
                                          {"period", Type::kText},
                                          {"level", Type::kText},
                                          {"value", Type::kDecimal, scale},
                                          {"driver", Type::kDecimal, kShareScale},
                                          {"share", Type::kDecimal, kShareScale},
                                          {"given", Type::kDecimal, scale},
                                          {"step", Type::kInt},
                                          {"currency", Type::kText},
                                          {"status", Type::kText}});
  for (const TargetValue& value : values()) {
    builder.Text(0, id()).Text(1, Name(value.kind)).Text(2, NameIn(plan, value.kind, value.entity));
    builder.Text(3, periods()[static_cast<size_t>(value.period)].name)
        .Text(4, "target")
        .Decimal(5, value.value);
    if (value.driver.has_value()) {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal driver, measure::Print(*value.driver, kShareScale));
      builder.Decimal(6, driver);
    }
    if (value.share.has_value()) {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal share, measure::Print(*value.share, kShareScale));
      builder.Decimal(7, share).Decimal(8, value.given);
    }
    if (value.step >= 0) builder.Int(9, value.step);
    if (!plan.currency.is_none()) builder.Text(10, plan.currency.code());
    builder.Text(11, Name(measure::ValueStatus::kOk));
    builder.EndRow();
  }
  return builder.Build();
}

absl::StatusOr<Targets> Calculate(const Plan& plan) {
  auto state = std::make_shared<Targets::State>();
  state->plan = plan;
  ATTAIN_ASSIGN_OR_RETURN(state->nodes, Splitter(Access::Of(plan)).Run());
  ATTAIN_RETURN_IF_ERROR(FillValues(Access::Of(plan), *state));
  ATTAIN_ASSIGN_OR_RETURN(state->series, SeriesOf(Access::Of(plan), *state));
  Targets targets;
  targets.state_ = std::move(state);
  return targets;
}

absl::StatusOr<explain::Explanation> Explain(const Targets& targets, EntityKind kind,
                                             int32_t entity, std::string_view period) {
  const Targets::State& state = Access::Of(targets);
  const Plan::State& plan = Access::Of(state.plan);
  const int32_t place = targets.FindPeriod(period);
  const TargetValue* value = targets.Find(kind, entity, place);
  if (value == nullptr) {
    return MakeError(Reason::kNoTarget, StrCat("target ", targets.id(), " has no value for ",
                                               Name(kind), " ", entity, " in ", period));
  }
  explain::Node root;
  root.label = {
      "target.title",
      {{"target", targets.id()}, {"entity", NameIn(plan, kind, entity)}, {"period", period}}};
  root.path = StrCat("targets[", targets.id(), "]");
  root.amount = explain::ExplainedAmount(Fraction(value->value), plan.currency);
  const auto made = state.nodes_of.find({place, kind, entity});
  if (made != state.nodes_of.end() && made->second.size() == 1) {
    // One part of the split: the way down from the total, then what it consists of.
    std::vector<int32_t> chain;
    for (int32_t node = made->second[0]; node >= 0;
         node = state.nodes[static_cast<size_t>(node)].parent)
      chain.push_back(node);
    if (chain.size() == 1) chain.clear();  // the total itself
    for (auto node = chain.rbegin(); node != chain.rend(); ++node) {
      ATTAIN_ASSIGN_OR_RETURN(explain::Node line,
                              StepNode(plan, state.nodes[static_cast<size_t>(*node)]));
      root.children.push_back(std::move(line));
    }
    ATTAIN_RETURN_IF_ERROR(
        AddParts(plan, state.nodes, state.nodes[static_cast<size_t>(made->second[0])], root));
    return explain::Explanation(std::move(root));
  }
  // A sum of parts: what each entity and period split last brings in.
  for (const int32_t leaf : state.leaves_of.at({place, kind, entity})) {
    const Node& node = state.nodes[static_cast<size_t>(leaf)];
    explain::Node line;
    ATTAIN_ASSIGN_OR_RETURN(const Decimal part, ValueOf(plan, node.units));
    line.label = {"target.title",
                  {{"target", targets.id()},
                   {"entity", NameIn(plan, node.kind, node.entity)},
                   {"period", plan.periods[static_cast<size_t>(node.period)].name}}};
    line.amount = explain::ExplainedAmount(Fraction(part), plan.currency);
    root.children.push_back(std::move(line));
  }
  return explain::Explanation(std::move(root));
}

}  // namespace attain::target
