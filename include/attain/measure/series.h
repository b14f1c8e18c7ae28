// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A series: one exact figure per rep, unit or company and period. The common speech of all domains.
//
//   won_amount, EUR       2026-01            2026-02
//   rep    Ada             60,000.00 (n 3)    58,000.00 (n 2)
//   unit   North           95,500.50 (n 5)    58,000.00 (n 2)
//   company               120,000.00 (n 9)    99,000.00 (n 4)
//
//   win_rate              Ada 2026-01: numerator 3, denominator 5, n 5: 60 %
//
// A figure keeps numerator and denominator, so that rates roll up right: the unit's rate is the sum of the
// numerators over the sum of the denominators, never a mean of rates. Nothing is rounded. Series carry the id of the
// definition they come from; targets, funnels and segments yield them, scorecards and incentives accept them.
#ifndef ATTAIN_MEASURE_SERIES_H_
#define ATTAIN_MEASURE_SERIES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"
#include "attain/base/period.h"
#include "attain/crm/dataset.h"
#include "attain/table/table.h"

namespace attain::measure {

/// Whose figure it is.
enum class EntityKind : int32_t {
  kCompany = 1,  ///< Everybody together. There is one, number 0.
  kUnit = 2,     ///< A unit of the organisation with all units below it; numbers of crm::Entity::kUnit.
  kRep = 3,      ///< A rep; numbers of crm::Entity::kRep.
};

/// "company", "unit", "rep".
std::string_view Name(EntityKind kind);

/// What a figure is worth; the `status` column of every result table.
enum class ValueStatus : int32_t {
  kOk = 1,            ///< It can be used.
  kInsufficient = 2,  ///< It rests on too little, or was not calculated.
  kUndefined = 3,     ///< It has no value: a rate over nothing, attainment of a target of zero.
  kExcluded = 4,      ///< Left out knowingly.
  kError = 5,         ///< It could not be calculated; the reason says why.
};

/// "ok", "insufficient", "undefined", "excluded", "error".
std::string_view Name(ValueStatus status);

/// One figure.
struct Figure {
  Fraction numerator = 0;                  ///< The sum; of a ratio what stands above the line.
  Fraction denominator = 1;                ///< 1 for sums, counts and last values; of a ratio what stands below the line.
  int64_t n = 0;                           ///< Credited rows behind it (of a ratio: behind the denominator).
  ValueStatus status = ValueStatus::kOk;   ///< What it is worth.
  Reason reason = Reason::kNone;           ///< Why it is not ok.

  /// numerator / denominator; nothing unless the status is ok.
  std::optional<Fraction> value() const;
  bool operator==(const Figure&) const = default;
};

/// How a series is made by hand, for a module that yields one.
struct SeriesParts {
  std::string id;                        ///< Id of the definition it comes from.
  std::string unit = {};                 ///< "EUR", "count", "ratio", or a word of the user's.
  Currency currency = {};                ///< Of money; none otherwise.
  bool is_ratio = false;                 ///< Denominators add up too.
  bool is_last = false;                  ///< Figures are last values: over several periods the latest counts.
  std::vector<Period> periods = {};      ///< The periods, by position.
  std::vector<std::string> units = {};   ///< Names of the units, by number.
  std::vector<std::string> reps = {};    ///< Names of the reps, by number.
  /// Company, then units by number, then reps by number, each with one figure per period.
  std::vector<Figure> figures = {};
  Findings findings = {};                ///< What was suspicious about the rows.
};

/// Figures by entity and period. Immutable and cheap to copy.
class Series {
 public:
  /// No figures.
  Series() = default;
  /// A series from its parts. kLengthMismatch unless there is one figure per entity and period.
  static absl::StatusOr<Series> Of(SeriesParts parts);

  const std::string& id() const { return parts_.id; }                        ///< Id of the definition it comes from.
  const std::string& unit() const { return parts_.unit; }                    ///< "EUR", "count", "ratio" …
  Currency currency() const { return parts_.currency; }                      ///< Of money; none otherwise.
  const std::vector<Period>& periods() const { return parts_.periods; }      ///< The periods, by position.
  int32_t count(EntityKind kind) const;                                      ///< How many entities of a kind there are.
  /// What the user calls an entity; the company is "company".
  std::string_view name(EntityKind kind, int32_t entity) const;
  /// The number of an entity by name, -1 when there is none.
  int32_t Find(EntityKind kind, std::string_view name) const;
  /// The position of the period of that name, -1 when there is none.
  int32_t FindPeriod(std::string_view name) const;
  /// A figure. Numbers outside give an undefined one (kEmptyGroup).
  const Figure& at(EntityKind kind, int32_t entity, int32_t period) const;
  const Findings& findings() const { return parts_.findings; }               ///< What was suspicious about the rows.

  /// The figures of periods [first, last] taken together: numerators and (of a ratio) denominators added; of last values the
  /// latest. kRowOutOfRange, kOverflow.
  absl::StatusOr<Figure> Over(EntityKind kind, int32_t entity, int32_t first, int32_t last) const;

  /// The result table `series`: measure, entity_kind, entity_id, period, numerator, denominator, n, value, unit,
  /// status, reason; company first, then units and reps in name order, periods in order. Numbers that do not end are
  /// rounded half to even at 12 decimals, the exact ones are written in full.
  absl::StatusOr<table::Table> ToTable() const;

 private:
  explicit Series(SeriesParts parts) : parts_(std::move(parts)) {}
  SeriesParts parts_;
};

/// Several series as one table `series`, in order of their ids.
absl::StatusOr<table::Table> ToTable(const std::vector<Series>& series);

/// The decimal nearest to a fraction: exact where its digits end within `scale` decimals, otherwise rounded half to
/// even. kOverflow.
absl::StatusOr<Decimal> Print(const Fraction& value, int scale = 12);

/// Entity numbers of a kind in name order (digits as numbers first, then byte-wise): the order of results.
std::vector<int32_t> NameOrder(const std::vector<std::string>& names);

}  // namespace attain::measure

#endif  // ATTAIN_MEASURE_SERIES_H_
