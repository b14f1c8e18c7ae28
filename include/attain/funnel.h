// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// funnel: who gets how far.
//
// A funnel asks of every subject (a user, a customer, a deal) how many of some steps it went through in time:
//
//   ann   visit 09:00   quote 09:20   sign 09:40      3 of 3 steps within an hour
//   bob   visit 09:00   sign  09:10                   1: there was no quote
//   cyd   visit 09:50                                 1, and still open at 10:00
//
// An event log is columns: who, when, what. `Funnel` says what is counted, `Calculate` gives the level of every subject, the rows
// of the chain that won, why it stopped, and whether it may still go on; `StepsOf` makes rates with intervals of that. Every
// question on which systems disagree (equal times, when to start, what interrupts) is a field of the definition.
#ifndef ATTAIN_FUNNEL_H_
#define ATTAIN_FUNNEL_H_

#include "attain/funnel/attempts.h"   // IWYU pragma: export
#include "attain/funnel/event_table.h"  // IWYU pragma: export
#include "attain/funnel/events.h"     // IWYU pragma: export
#include "attain/funnel/funnel.h"     // IWYU pragma: export
#include "attain/funnel/product.h"    // IWYU pragma: export
#include "attain/funnel/retention.h"  // IWYU pragma: export
#include "attain/funnel/sequence.h"   // IWYU pragma: export
#include "attain/funnel/steps.h"      // IWYU pragma: export
#include "attain/funnel/stage_plan.h"  // IWYU pragma: export
#include "attain/funnel/stage_report.h"  // IWYU pragma: export
#include "attain/funnel/stage_times.h"  // IWYU pragma: export
#include "attain/funnel/stages.h"  // IWYU pragma: export

// The pipeline: what it earns, how it runs, what it will bring, what endangers it.
#include "attain/funnel/attribution.h"  // IWYU pragma: export
#include "attain/funnel/backtest.h"  // IWYU pragma: export
#include "attain/funnel/categories.h"  // IWYU pragma: export
#include "attain/funnel/concentration.h"  // IWYU pragma: export
#include "attain/funnel/conformance.h"  // IWYU pragma: export
#include "attain/funnel/forecast.h"  // IWYU pragma: export
#include "attain/funnel/odds.h"  // IWYU pragma: export
#include "attain/funnel/process.h"  // IWYU pragma: export
#include "attain/funnel/process_change.h"  // IWYU pragma: export
#include "attain/funnel/risk.h"  // IWYU pragma: export
#include "attain/funnel/velocity.h"  // IWYU pragma: export
#include "attain/funnel/waterfall.h"  // IWYU pragma: export

#endif  // ATTAIN_FUNNEL_H_
