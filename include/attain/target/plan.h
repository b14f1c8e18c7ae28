// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A target: a total for a period, split over units, reps and months so that everything adds up exactly.
//
//   {"id": "quota-2026", "measure": "won_amount", "period": "2026", "total": "1000 EUR", "rounding": {"unit": "100"},
//    "split": [{"over": "unit", "by": "weights", "weights": {"North": 2, "South": 1}}, {"over": "rep", "by": "equal"}]}
//
//   company 1,000     10 units of 100
//     North   700     2/3 of 10 = 6.67 → 6, and the odd unit by largest remainder: 7
//       Ada   400     1/2 of 7 = 3.5 → 3, and the odd unit, tie to the lowest id: 4
//       Tom   300
//     South   300     1/3 of 10 = 3.33 → 3
//
// Steps are taken in order: over unit, over rep, over a grain of time. Each step splits every part the step before
// left. Members are the quota-carrying reps who are employed in the period, in the unit they belong to on their first
// day in it. In: a definition, a dataset, the measures whose history drives a step. Out: values for company, units and
// reps × year, quarters and months, each with driver, share and the rounding unit it was given.
#ifndef ATTAIN_TARGET_PLAN_H_
#define ATTAIN_TARGET_PLAN_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/finding.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"
#include "attain/base/period.h"
#include "attain/crm/calendar.h"
#include "attain/crm/dataset.h"
#include "attain/crm/workdays.h"
#include "attain/definition/fields.h"
#include "attain/explain/explanation.h"
#include "attain/measure/attainment.h"
#include "attain/measure/measure.h"
#include "attain/measure/series.h"
#include "attain/table/table.h"

namespace attain::target {

/// What a step splits over.
enum class Over : int32_t {
  kUnit = 1,     ///< Units directly below the company or the unit split before: repeat the step to go down level by level.
  kRep = 2,      ///< Reps who belong to the unit split before or to a unit below it (without a unit step: all reps).
  kMonth = 3,    ///< Months of the calendar.
  kQuarter = 4,  ///< Quarters.
  kHalf = 5,     ///< Halves.
  kWeek = 6,     ///< Weeks.
};

/// By what a step splits.
enum class By : int32_t {
  kEqual = 1,    ///< Everyone alike.
  kWeights = 2,  ///< Given weights: `weights`, or `from` a column.
  kHistory = 3,  ///< The figures of a measure over `window`; negative figures count as zero.
  /// Given weights per period of the year: `season`, or `profile` of target_profiles; without either the history of
  /// `window` by period.
  kSeason = 4,
  kBlend = 5,    ///< alpha × history share + (1 - alpha) × weight share.
  kDays = 6,     ///< Days of each period.
};

/// Who gets the units left over by rounding down.
enum class Method : int32_t {
  kLargestRemainder = 1,  ///< Largest fractional part first.
  kRatioOrder = 2,        ///< Largest weight first.
};

/// Who comes first when two are equal.
enum class Ties : int32_t {
  kLowestId = 1,   ///< The lower id; of periods the earlier.
  kHighestId = 2,  ///< The higher id; of periods the later.
};

/// One step of the split.
struct SplitStep {
  Over over = Over::kUnit;                             ///< What it splits over. Required in documents.
  By by = By::kEqual;                                  ///< By what. Required in documents.
  /// Weights by unit or rep id; who is not named has none. Also the second half of a blend.
  std::map<std::string, Decimal> weights = {};
  /// "table.column" that holds weights, beside a column unit_id or rep_id. In place of `weights`.
  std::string from = {};
  std::vector<Decimal> season = {};                    ///< One weight per period, in order.
  std::string profile = {};                            ///< Id in target_profiles. In place of `season`.
  std::string measure = {};                            ///< Measure of the history. Default: the target's.
  /// Stretch of the history, half-open: ["2017-01-01", "2017-07-01"]. Required by history.
  std::optional<Validity> window = std::nullopt;
  std::optional<Decimal> alpha = std::nullopt;         ///< Of a blend, the part of the history, 0..1. Required there.
  bool operator==(const SplitStep&) const = default;
};

/// How parts are rounded.
struct TargetRounding {
  Decimal unit = 1;                                    ///< Parts are multiples of it, in whole currency units: 100. Default: 1.
  Method method = Method::kLargestRemainder;           ///< Who gets what is left over. Default: largest remainder.
  Ties ties = Ties::kLowestId;                         ///< Who comes first when equal. Default: the lowest id.
  bool operator==(const TargetRounding&) const = default;
};

/// The definition of a target.
struct Target {
  std::string id;                                      ///< Its id, "quota-2026". Required.
  std::string measure;                                 ///< Id of the measure it is a target for. Required.
  definition::PeriodName period;                       ///< The period of the total, "2026". Required.
  definition::Amount total;                            ///< The total, a multiple of the rounding unit. Required.
  std::vector<SplitStep> split = {};                   ///< Steps, in order: units, reps, time. Default: none, only the company has a value.
  TargetRounding rounding = {};                        ///< How parts are rounded.
  measure::Direction direction = measure::Direction::kHigher;  ///< Which way is better. Default: higher.
  std::string note = {};                               ///< Free text.
  bool operator==(const Target&) const = default;
};

/// Words and keys of the definitions.
const definition::WordTable& Describe(definition::Type<Over>);
const definition::WordTable& Describe(definition::Type<By>);               ///< Drivers.
const definition::WordTable& Describe(definition::Type<Method>);           ///< Rounding methods.
const definition::WordTable& Describe(definition::Type<Ties>);             ///< Tie rules.
const definition::FieldTable& Describe(definition::Type<SplitStep>);       ///< Keys of a step.
const definition::FieldTable& Describe(definition::Type<TargetRounding>);  ///< Keys of the rounding.
const definition::FieldTable& Describe(definition::Type<Target>);          ///< Keys of a target.

/// Everything wrong with a definition that needs no data: kTargetNotDivisible, kOutOfBounds, kMissingKey (a step lacks
/// what its `by` asks for), kInvalidValue (steps out of order). `path` is put before each place.
Findings Validate(const Target& target, std::string_view path = {});

/// What a target is bound to.
struct ResolveOptions {
  std::span<const measure::Measure> measures = {};          ///< Definitions by which history is calculated.
  crm::Calendar calendar = {};                              ///< Names and tiles periods. Default: Gregorian from 1 January.
  std::optional<Timestamp> as_of = std::nullopt;            ///< History known at that instant. Default: all of it.
  std::optional<Currency> currency = std::nullopt;          ///< Currency of a total without one. Default: the dataset's.
};

/// A target bound to a dataset: members and drivers are known. Immutable and cheap to copy.
class Plan {
 public:
  const Target& definition() const;        ///< What it was made from.
  const Period& period() const;            ///< The period of the total.
  Currency currency() const;               ///< Of the total; none for targets that are no money.
  const Findings& findings() const;        ///< Warnings: reps without a unit, ids in weights that nobody has, drivers replaced.

  struct State;  ///< Internal.

 private:
  friend absl::StatusOr<Plan> Resolve(const Target& target, const crm::Dataset& data, const ResolveOptions& options);
  friend class Access;
  std::shared_ptr<const State> state_;
};

/// Binds a target. All findings of Validate; kUnknownReference (measure, profile), kPeriodNotInCalendar,
/// kUnknownColumn, kNoTarget (nobody to give a part to), and what calculating the history gives. Whether a step has
/// anything to split by is seen when the total is split: Calculate.
absl::StatusOr<Plan> Resolve(const Target& target, const crm::Dataset& data, const ResolveOptions& options = {});

/// One value of a target.
struct TargetValue {
  measure::EntityKind kind = measure::EntityKind::kCompany;  ///< Whose it is: a kind …
  int32_t entity = 0;                                        ///< … and a number of that kind.
  int32_t period = 0;                                        ///< Position in Targets::periods().
  Decimal value = 0;                                         ///< In whole currency units.
  std::optional<Fraction> driver = std::nullopt;             ///< The weight it got its part by; nothing for sums of parts.
  std::optional<Fraction> share = std::nullopt;              ///< weight / sum of weights.
  Decimal given = 0;                                         ///< What rounding gave beyond the part rounded down: 0 or one rounding unit.
  int32_t step = -1;                                         ///< Which step of the split made it; -1: the total, or a sum of parts.
  bool operator==(const TargetValue&) const = default;
};

/// All values of a target. Immutable and cheap to copy.
class Targets {
 public:
  const std::string& id() const;                       ///< Id of the target.
  const Target& definition() const;                    ///< The definition.
  Currency currency() const;                           ///< Of money; none otherwise.
  const std::vector<Period>& periods() const;          ///< The whole period first, then halves, quarters, months as far as split.
  /// By period, company first, then units and reps in name order; only those that have a value.
  const std::vector<TargetValue>& values() const;
  /// The value of an entity in the period at a position; null when it has none.
  const TargetValue* Find(measure::EntityKind kind, int32_t entity, int32_t period) const;
  /// The position of the period of that name, -1 when there is none.
  int32_t FindPeriod(std::string_view name) const;
  /// The target as a series, as scorecards and incentives take it: numerator the value, excluded (kNoTarget) where there is none.
  const measure::Series& series() const;
  /// The result table `targets`: target, entity_kind, entity_id, period, level, value, driver, share, given, step, currency, status.
  absl::StatusOr<table::Table> ToTable() const;

  struct State;  ///< Internal.

 private:
  friend absl::StatusOr<Targets> Calculate(const Plan& plan);
  friend class Access;
  std::shared_ptr<const State> state_;
};

/// Splits the total. Children add up to their parents over units, reps and time, exactly. kNoDriver: a part other than
/// zero has nothing to split it by, all weights are zero; the message names target, step and part. kOverflow.
absl::StatusOr<Targets> Calculate(const Plan& plan);

/// Why a value is what it is: from the total down to it, step by step, with driver, share and rounding unit. kNoTarget
/// when there is no such value.
absl::StatusOr<explain::Explanation> Explain(const Targets& targets, measure::EntityKind kind, int32_t entity, std::string_view period);

/// Over which stretch attainment is taken.
enum class Span : int32_t {
  kPeriod = 1,         ///< The period alone.
  kQuarterToDate = 2,  ///< From the start of its quarter to its end.
  kYearToDate = 3,     ///< From the start of the target's whole period to its end.
};

/// "period", "quarter_to_date", "year_to_date".
std::string_view Name(Span span);

/// How attainment is taken.
struct AttainOptions {
  std::vector<Span> spans = {Span::kPeriod};                  ///< Which stretches. Default: the period.
  /// First day that is not over: pace is of the days before it. Default: everything is over.
  std::optional<Date> today = std::nullopt;
  std::optional<crm::Workdays> workdays = std::nullopt;       ///< Count working days for the pace. Default: calendar days.
};

/// One line of attainment.
struct AttainmentValue {
  measure::EntityKind kind = measure::EntityKind::kCompany;   ///< Whose it is: a kind …
  int32_t entity = 0;                                         ///< … and a number of that kind.
  int32_t period = 0;                                         ///< Position in Targets::periods().
  Span span = Span::kPeriod;                                  ///< The stretch.
  Fraction actual = 0;                                        ///< What was reached.
  Fraction target = 0;                                        ///< What was asked.
  std::optional<Fraction> attainment = std::nullopt;          ///< Unclipped; nothing when undefined.
  Fraction gap = 0;                                           ///< target - actual.
  std::optional<Fraction> expected = std::nullopt;            ///< What the target asks for by now.
  std::optional<Fraction> projection = std::nullopt;          ///< Carried on to the end at the same pace.
  std::optional<Fraction> required_rate = std::nullopt;       ///< Needed per day left.
  measure::ValueStatus status = measure::ValueStatus::kOk;    ///< undefined when the target is zero, error with the actual's reason.
  Reason reason = Reason::kNone;                              ///< Why it is not ok.
};

/// Attainment of every value of a target by the figures of a series whose periods are named alike. kUnknownReference
/// unless the series is the target's measure; kInvalidPeriod when a period of the target cannot be put together from
/// periods of the series; kOverflow.
absl::StatusOr<std::vector<AttainmentValue>> Attain(const Targets& targets, const measure::Series& actual,
                                                    const AttainOptions& options = {});

/// The result table `attainment`: target, entity_kind, entity_id, period, span, actual, target_value, attainment, gap,
/// expected, projection, required_rate, chance, chance_status, status, reason. The chance is not calculated here: its
/// status is `insufficient`.
absl::StatusOr<table::Table> ToTable(const Targets& targets, std::span<const AttainmentValue> values);

}  // namespace attain::target

#endif  // ATTAIN_TARGET_PLAN_H_
