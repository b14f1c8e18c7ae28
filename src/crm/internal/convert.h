// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Columns as canonical tables ask for them: text read as numbers, days and instants; doubles taken
// only when exact.
#ifndef ATTAIN_SRC_CRM_INTERNAL_CONVERT_H_
#define ATTAIN_SRC_CRM_INTERNAL_CONVERT_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/crm/source.h"
#include "attain/crm/tables.h"
#include "attain/table/column.h"
#include "crm/internal/collector.h"
#include "crm/internal/surroundings.h"

namespace attain::crm {

/// As ConvertColumn, with findings gathered.
absl::StatusOr<table::Column> ConvertInto(const table::Column& column, const ColumnInfo& info,
                                          std::string_view table, Collector& collector,
                                          std::vector<int64_t>& bad_rows);
/// As MapTable, with findings gathered. `surroundings` answers what a derived column asks beyond
/// its own table; may be null.
absl::StatusOr<table::Table> MapInto(const table::Tables& raw, std::string_view name,
                                     const TableSource& source, Collector& collector,
                                     std::vector<int64_t>& bad_rows, Surroundings* surroundings);
/// A double as the decimal its shortest text says, when that has at most six decimals and fifteen
/// digits. kLossyNumber otherwise.
absl::StatusOr<Decimal> ExactOf(double value);
/// The column with further rows missing; values are shared, only validity is new.
table::Column WithMissing(const table::Column& column, const std::vector<bool>& missing);

}  // namespace attain::crm

#endif  // ATTAIN_SRC_CRM_INTERNAL_CONVERT_H_
