// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What loading checks, and what becomes of a row that fails.
//
//   deals row 41 ccy: CCY_MISSING: the amount has no currency            (error: row 41 is set aside)
//   deals row 7 expected_close: CLOSE_DATE_PAST_OPEN: …                  (warning: row 7 is used)
//
// Every check looks at every row; none stops at the first fault. An **error** sets its row aside, a **warning** does
// not. Of rows with one key the one whose values come first as text is kept, so that the outcome does not depend on the
// order of rows. References are checked against all rows of the table referred to, also those set aside, so one fault
// does not breed others. At most `findings_per_reason` findings of one reason are kept for a table and column, those of
// the lowest rows; one more without a row says how many there were in all: ten million bad rows do not make ten million
// findings.
//
// Errors: DUP_KEY, ORPHAN_REF (a warning where the column only describes: account, product, category; pools and campaigns
// have no table of their own, so nothing is said of their ids), INTERVAL_OVERLAP, INTERVAL_INVERTED, TREE_CYCLE,
// SPLIT_SUM (all rows of the group), PERIOD_GAP, CCY_MISSING,
// FX_MISSING (only with `report_currency`), MONEY_OVERFLOW, UNIT_MISMATCH (a share or probability above 1),
// NEGATIVE_SHARE, CREDIT_SIGN, CREDIT_OVER_ORIGINAL, STAGE_UNKNOWN, CHANGE_CHAIN_BROKEN, OUTCOME_STAGE_CONFLICT,
// MISSING_COLUMN (the whole table), NULL_VALUE (a warning for the amount of a won deal, which then counts as 0),
// WRONG_COLUMN_TYPE (the column reads as absent), INVALID_CELL, LOSSY_NUMBER, UNKNOWN_WORD_IN_COLUMN.
// Warnings: NO_HISTORY, BACKFILLED_HISTORY, HISTORY_TRUNCATED, VALUE_OVERWRITTEN, STAGE_SKIP, STAGE_REENTRY,
// NO_OPEN_STAGE, CLOSE_DATE_PAST_OPEN (only with `as_of`), ZERO_AMOUNT_LATE_STAGE, REP_NOT_ASSIGNED,
// TARGET_CHILDREN_MISMATCH, SMALL_SAMPLE, EMPTY_TABLE, RECORDED_BEFORE_EVENT, REFUND_WITHOUT_ORIGINAL.
#ifndef ATTAIN_CRM_VALIDATE_H_
#define ATTAIN_CRM_VALIDATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/crm/calendar.h"
#include "attain/crm/fx.h"
#include "attain/crm/source.h"
#include "attain/table/table.h"

namespace attain::crm {

/// How tables are read and checked.
struct LoadOptions {
  TableSources sources = {};                       ///< How tables come from raw ones. Default: every table as it stands.
  /// Currency of amounts in tables without a currency column. Default: none; such amounts are CCY_MISSING.
  std::string currency = {};
  std::vector<Currency> currencies = {};           ///< Currencies of one's own, or with another scale. Default: ISO 4217.
  std::optional<Timestamp> as_of = std::nullopt;   ///< "Now" for checks that ask about it. Default: those checks are off.
  CalendarDefinition calendar = Gregorian{};       ///< Names periods in derived columns: `fiscal_quarter(closed)`. Default: Gregorian from 1 January.
  int offset_minutes = 0;                          ///< Business time: minutes east of UTC, to find the day of an instant. Default: UTC.
  /// Check that every amount of transactions and won deals has a rate into it. Default: no check.
  std::string report_currency = {};
  RateType report_rate = RateType::kSpot;          ///< The rate type of that check. Default: spot.
  /// Reasons whose rows are used nevertheless: their findings become warnings. Default: none.
  std::vector<Reason> tolerate = {};
  int64_t findings_per_reason = 100;               ///< Findings kept per table, column and reason, at least 1. Default: 100.
  int64_t backfill_deals = 10;                     ///< So many deals with stage changes at one instant are an import. Default: 10.
  int64_t sample_floor = 5;                        ///< Metric values with fewer observations are SMALL_SAMPLE. Default: 5.
};

/// All findings of loading `tables`, without keeping the dataset. Fails as Load does.
absl::StatusOr<Findings> Validate(const table::Tables& tables, const LoadOptions& options = {});

}  // namespace attain::crm

#endif  // ATTAIN_CRM_VALIDATE_H_
