// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/target/plan.h"

#include <algorithm>
#include <utility>

#include "attain/base/status.h"
#include "attain/definition/reference.h"
#include "base/internal/text.h"
#include "target/internal/state.h"

namespace attain::target {
namespace {

using attain::internal::StrCat;
using definition::ElementPath;
using definition::JoinPath;
using definition::Optional;
using definition::Required;

void Missing(std::string path, std::string text, std::string hint, Findings& findings) {
  findings.AddError(Reason::kMissingKey, {.path = std::move(path)}, std::move(text),
                    std::move(hint));
}

void CheckWindow(const SplitStep& step, const std::string& path, Findings& findings) {
  if (!step.window.has_value()) return;
  const Validity& window = *step.window;
  if (window.from == Validity{}.from || window.to == Validity{}.to) {
    findings.AddError(Reason::kInvalidValue, {.path = JoinPath(path, "window")},
                      "the window of a history needs both ends",
                      "write [\"2025-01-01\", \"2026-01-01\"]");
  } else if (window.from >= window.to) {
    findings.AddError(Reason::kIntervalInverted, {.path = JoinPath(path, "window")},
                      StrCat("the window ends on ", window.to.ToString(), ", before it starts"));
  }
}

void CheckWeight(Decimal weight, std::string path, Findings& findings) {
  if (weight.sign() < 0) {
    findings.AddError(Reason::kInvalidWeights, {.path = std::move(path)},
                      StrCat("a weight must be at least 0, not ", weight.ToString()));
  }
}

// What `by` asks for is there.
void CheckDriver(const SplitStep& step, const std::string& path, Findings& findings) {
  const bool has_weights = !step.weights.empty() || !step.from.empty();
  switch (step.by) {
    case By::kEqual:
      break;
    case By::kWeights:
      if (!has_weights)
        Missing(JoinPath(path, "weights"), "a split by weights needs weights",
                "give \"weights\" or \"from\"", findings);
      break;
    case By::kHistory:
      if (!step.window.has_value())
        Missing(JoinPath(path, "window"), "a split by history needs its window", "give \"window\"",
                findings);
      break;
    case By::kBlend:
      if (!step.window.has_value())
        Missing(JoinPath(path, "window"), "a blend needs the window of its history",
                "give \"window\"", findings);
      if (!has_weights)
        Missing(JoinPath(path, "weights"), "a blend needs weights beside its history",
                "give \"weights\" or \"from\"", findings);
      if (!step.alpha.has_value())
        Missing(JoinPath(path, "alpha"), "a blend needs the part of its history",
                "give \"alpha\", 0 to 1", findings);
      break;
    case By::kSeason:
      if (!IsTime(step.over)) {
        findings.AddError(Reason::kInvalidValue, {.path = JoinPath(path, "by")},
                          "a season splits over time alone", "use weights or history");
      } else if (step.season.empty() && step.profile.empty() && !step.window.has_value()) {
        Missing(JoinPath(path, "season"), "a split by season needs its weights",
                "give \"season\", \"profile\" or \"window\"", findings);
      }
      break;
    case By::kDays:
      if (!IsTime(step.over)) {
        findings.AddError(Reason::kInvalidValue, {.path = JoinPath(path, "by")},
                          "days split over time alone", "use equal or weights");
      }
      break;
  }
  if (step.alpha.has_value() && (step.alpha->sign() < 0 || *step.alpha > Decimal(1))) {
    findings.AddError(Reason::kOutOfBounds, {.path = JoinPath(path, "alpha")},
                      StrCat("alpha must be 0 to 1, not ", step.alpha->ToString()));
  }
  if (!step.from.empty() && step.from.find('.') == std::string::npos) {
    findings.AddError(Reason::kInvalidValue, {.path = JoinPath(path, "from")},
                      StrCat("\"", step.from, "\" names no column"), "write \"reps.potential\"");
  }
  if (IsTime(step.over) && (step.by == By::kBlend || !step.from.empty())) {
    findings.AddError(Reason::kInvalidValue, {.path = path},
                      "a split over time takes no column and no blend",
                      "use season, history or weights");
  }
  for (const auto& entry : step.weights)
    CheckWeight(entry.second, ElementPath(JoinPath(path, "weights"), entry.first, 0), findings);
  for (size_t i = 0; i < step.season.size(); ++i) {
    CheckWeight(step.season[i], ElementPath(JoinPath(path, "season"), "", static_cast<int64_t>(i)),
                findings);
  }
}

// Units, then reps once, then time from coarse to fine.
void CheckOrder(const Target& target, const std::string& path, Findings& findings) {
  const auto rank = [](Over over) {
    switch (over) {
      case Over::kUnit:
        return 0;
      case Over::kRep:
        return 1;
      case Over::kHalf:
        return 2;
      case Over::kQuarter:
        return 3;
      case Over::kMonth:
        return 4;
      case Over::kWeek:
        return 5;
    }
    return 6;
  };
  for (size_t i = 1; i < target.split.size(); ++i) {
    const int before = rank(target.split[i - 1].over);
    const int now = rank(target.split[i].over);
    if (now > before || (now == 0 && before == 0)) continue;
    findings.AddError(
        Reason::kInvalidValue,
        {.path = JoinPath(ElementPath(path, "", static_cast<int64_t>(i)), "over")},
        StrCat("a step over ", definition::TextOf(target.split[i].over), " cannot follow one over ",
               definition::TextOf(target.split[i - 1].over)),
        "split over units, then reps, then half, quarter, month, week");
  }
}

void CheckTotal(const Target& target, const std::string& root, Findings& findings) {
  const Decimal unit = target.rounding.unit;
  if (unit.sign() <= 0) {
    findings.AddError(Reason::kOutOfBounds, {.path = JoinPath(JoinPath(root, "rounding"), "unit")},
                      StrCat("a rounding unit must be above 0, not ", unit.ToString()));
    return;
  }
  const absl::StatusOr<Fraction> units = Divide(target.total.value, unit);
  if (!units.ok()) {
    findings.AddError(ReasonOf(units.status()), {.path = JoinPath(root, "total")},
                      MessageOf(units.status()));
  } else if (units->denominator() != 1) {
    findings.AddError(Reason::kTargetNotDivisible, {.path = JoinPath(root, "total")},
                      StrCat(target.total.value.ToString(), " is no multiple of the rounding unit ",
                             unit.ToString()));
  } else if (units->numerator() > INT64_MAX || units->numerator() < INT64_MIN) {
    findings.AddError(Reason::kOverflow, {.path = JoinPath(root, "total")},
                      "the total has more rounding units than fit 64 bits");
  }
}

}  // namespace

Grain GrainOf(Over over) {
  switch (over) {
    case Over::kMonth:
      return Grain::kMonth;
    case Over::kQuarter:
      return Grain::kQuarter;
    case Over::kHalf:
      return Grain::kHalf;
    case Over::kWeek:
      return Grain::kWeek;
    case Over::kUnit:
    case Over::kRep:
      break;
  }
  return Grain::kCustom;
}

bool IsTime(Over over) { return over != Over::kUnit && over != Over::kRep; }

Findings Validate(const Target& target, std::string_view path) {
  Findings findings;
  const std::string root = path.empty() ? StrCat("targets[", target.id, "]") : std::string(path);
  if (!definition::IsId(target.id)) {
    findings.AddError(target.id.empty() ? Reason::kMissingKey : Reason::kInvalidValue,
                      {.path = JoinPath(root, "id")},
                      "a target needs an id of 1 to 200 bytes without brackets");
  }
  if (target.measure.empty())
    Missing(JoinPath(root, "measure"), "a target needs the measure it is for", "", findings);
  if (target.period.name.empty())
    Missing(JoinPath(root, "period"), "a target needs a period", "write \"2026\"", findings);
  CheckTotal(target, root, findings);
  const std::string split = JoinPath(root, "split");
  for (size_t i = 0; i < target.split.size(); ++i) {
    const std::string step = ElementPath(split, "", static_cast<int64_t>(i));
    CheckWindow(target.split[i], step, findings);
    CheckDriver(target.split[i], step, findings);
  }
  CheckOrder(target, split, findings);
  return findings;
}

const definition::WordTable& Describe(definition::Type<Over>) {
  static const auto& table =
      *new auto(definition::Words<Over>("split_over", "What a step of a target splits over.",
                                        {{"unit", Over::kUnit, "Units directly below."},
                                         {"rep", Over::kRep, "Reps of the unit."},
                                         {"half", Over::kHalf, "Halves of the year."},
                                         {"quarter", Over::kQuarter, "Quarters."},
                                         {"month", Over::kMonth, "Months."},
                                         {"week", Over::kWeek, "Weeks."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<By>) {
  static const auto& table = *new auto(definition::Words<By>(
      "split_by", "By what a step of a target splits.",
      {{"equal", By::kEqual, "Everyone alike."},
       {"weights", By::kWeights, "Given weights."},
       {"history", By::kHistory,
        "Figures of a measure over a window; negative ones count as zero."},
       {"season", By::kSeason, "Weights per period of the year."},
       {"blend", By::kBlend, "alpha × history share + (1 - alpha) × weight share."},
       {"days", By::kDays, "Days of each period."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<Method>) {
  static const auto& table = *new auto(definition::Words<Method>(
      "split_method", "Who gets the units left over by rounding down.",
      {{"largest_remainder", Method::kLargestRemainder, "The largest fractional part first."},
       {"ratio_order", Method::kRatioOrder, "The largest weight first."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<Ties>) {
  static const auto& table = *new auto(definition::Words<Ties>(
      "split_ties", "Who comes first when two are equal.",
      {{"lowest_id", Ties::kLowestId, "The lower id; of periods the earlier."},
       {"highest_id", Ties::kHighestId, "The higher id; of periods the later."}}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<SplitStep>) {
  static const auto& table = *new auto(definition::Table<SplitStep>(
      "split_step", "One step of a target's split.",
      {Required("over", &SplitStep::over, "What it splits over."),
       Required("by", &SplitStep::by, "By what."),
       Optional("weights", &SplitStep::weights,
                "Weights by unit or rep id, or by name of the period; who is not named has none."),
       Optional("from", &SplitStep::from,
                "\"table.column\" that holds weights, beside a column unit_id or rep_id."),
       Optional("season", &SplitStep::season, "One weight per period, in order."),
       Optional("profile", &SplitStep::profile, "Id in target_profiles, in place of `season`."),
       Optional("measure", &SplitStep::measure, "Measure of the history. Default: the target's.")
           .RefersTo({"measure"}),
       Optional("window", &SplitStep::window, "Stretch of the history, half-open."),
       Optional("alpha", &SplitStep::alpha, "Of a blend, the part of the history.")
           .AtLeast(0)
           .AtMost(1)}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<TargetRounding>) {
  static const auto& table = *new auto(definition::Table<TargetRounding>(
      "target_rounding", "How the parts of a target are rounded.",
      {Optional("unit", &TargetRounding::unit,
                "Parts are multiples of it, in whole currency units. Default: 1.")
           .MoreThan(0),
       Optional("method", &TargetRounding::method,
                "Who gets what is left over. Default: largest_remainder."),
       Optional("ties", &TargetRounding::ties,
                "Who comes first when equal. Default: lowest_id.")}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Target>) {
  static const auto& table = *new auto(
      definition::Table<Target>(
          "target", "A total for a period, split over units, reps and time.",
          {Required("id", &Target::id, "Its id.").IsId(),
           Required("measure", &Target::measure, "Id of the measure it is a target for.")
               .RefersTo({"measure"}),
           Required("period", &Target::period, "The period of the total."),
           Required("total", &Target::total, "The total, a multiple of the rounding unit."),
           Optional("split", &Target::split,
                    "Steps in order: units, reps, time. Default: only the company has a value."),
           Optional("rounding", &Target::rounding, "How parts are rounded."),
           Optional("direction", &Target::direction, "Which way is better. Default: higher."),
           Optional("note", &Target::note, "Free text.")})
          .Document("target", 1));
  return table;
}

const Target& Plan::definition() const { return state_->definition; }
const Period& Plan::period() const { return state_->period; }
Currency Plan::currency() const { return state_->currency; }
const Findings& Plan::findings() const { return state_->findings; }

}  // namespace attain::target
