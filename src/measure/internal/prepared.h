// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A measure bound to a dataset, as measure.cc makes it and calculate.cc uses it: one part for sums,
// counts and last values, two for a ratio.
#ifndef ATTAIN_SRC_MEASURE_INTERNAL_PREPARED_H_
#define ATTAIN_SRC_MEASURE_INTERNAL_PREPARED_H_

#include <string>
#include <vector>

#include "attain/crm/dataset.h"
#include "attain/expression/expression.h"
#include "attain/measure/measure.h"

namespace attain::measure {

/// One sum, count or last value over one table, as written: "sum(deals.amount) where outcome ==
/// 'won'".
struct PartText {
  MeasureKind kind = MeasureKind::kCount;
  std::string table;
  std::string column;  // empty for a count
  definition::ExpressionText where;
};

/// Reads "count(deals) where …". Faults go to `findings` at `path`.
PartText ParsePart(const definition::ExpressionText& text, std::string_view path,
                   Findings& findings);

/// A part bound to its table.
struct Part {
  MeasureKind kind = MeasureKind::kCount;
  std::string table;
  const table::Table* rows = nullptr;
  const table::Column* amount = nullptr;  // null for a count
  const table::Column* day = nullptr;
  bool money = false;          // the amount has a currency
  bool narrow = true;          // every amount fits 64 bits
  bool default_kinds = false;  // only bookings and what reverses or adjusts them
  std::vector<expression::Bound> conditions;
};

struct Prepared::State {
  Measure definition;
  crm::Dataset data;
  std::vector<Part> parts;  // one, or numerator and denominator
  crm::RateType rate_type = crm::RateType::kSpot;
};

/// Reaches into a prepared measure.
class Access {
 public:
  static const Prepared::State& Of(const Prepared& prepared) { return *prepared.state_; }
};

/// The rows of a part, known at `as_of`.
absl::StatusOr<CreditedRows> RowsOf(const Prepared::State& state, const Part& part,
                                    std::optional<Timestamp> as_of);

}  // namespace attain::measure

#endif  // ATTAIN_SRC_MEASURE_INTERNAL_PREPARED_H_
