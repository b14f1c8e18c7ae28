// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A measure: what is counted or added up, of which rows, on which day, for whom.
//
//   {"id": "won_amount", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'", "date": "closed", "credit": "owner_id"}
//
//   deals   Ada  won   2026-01-15  60,000.00        →  won_amount  Ada  2026-01   60,000.00  n 1
//           Ada  lost  2026-01-20  10,000.00           not won
//           Tom  won   2026-02-01   5,000.00        →              Tom  2026-02    5,000.00  n 1
//
// Kinds: `sum` of a column, `count` of rows, `ratio` of two of them ("count(deals) where outcome == 'won'"), `last` value of a
// column. A row counts when it is kept, `where` is true, its day lies in a period and it was known (`recorded_at`, if the table has
// it) at the as-of instant. Credit goes by the rules of credit.h; units get what their members had on the day of the (original) row.
// In: a definition and a dataset. Out: a Series.
#ifndef ATTAIN_MEASURE_MEASURE_H_
#define ATTAIN_MEASURE_MEASURE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/base/period.h"
#include "attain/crm/calendar.h"
#include "attain/crm/dataset.h"
#include "attain/definition/fields.h"
#include "attain/explain/explanation.h"
#include "attain/measure/attainment.h"
#include "attain/measure/credit.h"
#include "attain/measure/series.h"

namespace attain::measure {

/// What is done with the rows.
enum class MeasureKind : int32_t {
  kSum = 1,    ///< Add up a column. Shares of credit apply.
  kCount = 2,  ///< Count rows. Shares of credit apply: half a deal counts 1/2.
  kRatio = 3,  ///< One sum or count over another.
  kLast = 4,   ///< The latest value of a column in the period; for units and the company the sum of their reps' last values.
};

/// The definition of a measure.
struct Measure {
  std::string id;                                     ///< Its id, by which targets, scorecards and plans refer to it. Required.
  MeasureKind kind = MeasureKind::kSum;               ///< What is done with the rows. Required in documents.
  /// What it reads: "table.column" of a sum or last value ("deals.amount"), "table" of a count ("deals"). Not for ratios.
  std::string of = {};
  /// Of a ratio, what stands above the line: "count(deals) where outcome == 'won'" or "sum(deals.amount) where …".
  definition::ExpressionText num = {};
  definition::ExpressionText den = {};                ///< Of a ratio, what stands below the line.
  definition::ExpressionText where = {};              ///< Condition over the table's columns. Default: every row; for transactions
                                                      ///< that do not name `kind`: bookings and what reverses or adjusts them.
  std::string date = {};                              ///< Column of the day. Default: event_date of transactions, closed of deals.
  std::string credit = "splits";                      ///< "splits", "overlays", "quota" (credit.h) or the column that names the
                                                      ///< rep. Default: splits.
  std::string unit = {};                              ///< Unit of the figures. Default: the currency, "count" or "ratio".
  std::optional<Currency> currency = std::nullopt;    ///< Convert money into it. Default: no conversion; then all rows must share one.
  std::string rate_type = "spot";                     ///< Rate of the conversion: spot, month_avg, plan. Default: spot, of the row's day
                                                      ///< (of a refund: of the original's day).
  std::string note = {};                              ///< Free text.
  bool operator==(const Measure&) const = default;
};

/// Words of the kinds.
const definition::WordTable& Describe(definition::Type<MeasureKind>);
/// Words of the directions: higher, lower.
const definition::WordTable& Describe(definition::Type<Direction>);
/// Keys of a measure.
const definition::FieldTable& Describe(definition::Type<Measure>);

/// Everything wrong with a definition that needs no data: kMissingKey, kInvalidValue, kExpressionSyntax … `path` is put
/// before each place.
Findings Validate(const Measure& measure, std::string_view path = {});

/// A measure bound to a dataset: columns found, conditions bound. Immutable and cheap to copy; holds the dataset.
class Prepared {
 public:
  const Measure& definition() const;   ///< What it was made from.
  const crm::Dataset& data() const;    ///< The dataset.
  const std::string& table() const;    ///< Table of the rows (of a ratio: of the numerator).

  struct State;  ///< Internal.

 private:
  friend absl::StatusOr<Prepared> Resolve(const Measure& measure, const crm::Dataset& data, const crm::Calendar& calendar);
  friend class Access;
  std::shared_ptr<const State> state_;
};

/// Binds a measure to a dataset. All findings of Validate; kMeasureUnfed when the table is not there; kUnknownColumn with the nearest name;
/// kWrongColumnType; what binding the conditions gives. `calendar` is what conditions ask
/// for fiscal years and periods; default: Gregorian from 1 January.
absl::StatusOr<Prepared> Resolve(const Measure& measure, const crm::Dataset& data, const crm::Calendar& calendar = {});

/// Which stretch of time, known when.
struct CalculateOptions {
  std::vector<Period> periods = {};                 ///< Periods of the figures; they must not overlap. Required.
  std::optional<Timestamp> as_of = std::nullopt;    ///< Rows recorded later are not known. Default: everything is known.
  int threads = 1;                                  ///< Threads at work. The result is the same for any number.
};

/// The rows a measure counts, before they are added up: what incentives pay on.
struct CreditedRows {
  std::vector<uint8_t> selected;             ///< A byte per row of the table, 1 = counts (whatever its day).
  Credits credits;                           ///< Who counts which part of each.
  const table::Column* amount = nullptr;     ///< The column added up; null for a count. Lives with the dataset.
  const table::Column* day = nullptr;        ///< The column of the day. Lives with the dataset.
  Findings findings = {};                    ///< kCreditSign, kEvaluationError …, beside those of the credits.
};

/// The rows of a measure (of a ratio: of its numerator). Rows recorded after `as_of` are left out.
absl::StatusOr<CreditedRows> Rows(const Prepared& prepared, std::optional<Timestamp> as_of = std::nullopt);

/// The figures. A figure that cannot be calculated carries its own status: kCurrencyMismatch (rows of several
/// currencies and no `currency`), kFxMissing, kOverflow, kEmptyGroup (a ratio over nothing). Fails for periods that
/// overlap (kInvalidPeriod).
absl::StatusOr<Series> Calculate(const Prepared& prepared, const CalculateOptions& options);
/// Resolve, then Calculate.
absl::StatusOr<Series> Calculate(const Measure& measure, const crm::Dataset& data, const CalculateOptions& options);

/// Why a figure is what it is: one leaf per credited row (of a ratio two branches). The leaves add up to the figure
/// exactly. `entity` is the number of a rep, unit, or 0 for the company. kRowOutOfRange; otherwise as Calculate.
absl::StatusOr<explain::Explanation> Explain(const Prepared& prepared, EntityKind kind, int32_t entity, const Period& period,
                                             std::optional<Timestamp> as_of = std::nullopt);

}  // namespace attain::measure

#endif  // ATTAIN_MEASURE_MEASURE_H_
