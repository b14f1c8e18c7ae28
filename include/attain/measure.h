// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// measure: one exact figure per rep, unit or company and period.
//
//   const measure::Measure won{.id = "won_amount", .kind = measure::MeasureKind::kSum, .of = "deals.amount",
//                              .where = "outcome == 'won'", .date = "closed", .credit = "owner_id"};
//   const measure::Series series = *measure::Calculate(won, data, {.periods = months});
//   series.at(measure::EntityKind::kRep, ada, 0).value();     // 60,000.00
//
// measure.h      what is counted, of which rows, on which day, for whom; definition → Series
// series.h       the figures: numerator, denominator, n, status
// credit.h       who counts which part of a row; which unit a rep's figures go to
// set_aside.h    rows that could not be used, by the reps they name
// changes.h      what a few changed rows are credited with, for one payee, without reading the rest
// rollup.h       the kernel: exact sums by (entity, period) over columns
// attainment.h   actual against target: attainment, gap, pace, projection, coverage, shortage
//
// Start with measure.h.
#ifndef ATTAIN_MEASURE_H_
#define ATTAIN_MEASURE_H_

#include "attain/measure/attainment.h"
#include "attain/measure/changes.h"
#include "attain/measure/credit.h"
#include "attain/measure/measure.h"
#include "attain/measure/rollup.h"
#include "attain/measure/series.h"
#include "attain/measure/set_aside.h"

#endif  // ATTAIN_MEASURE_H_
