// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// funnel: who gets how far, where deals are lost, what a quarter will bring.
//
// A funnel asks of every subject (a user, a customer, a deal) how many of some steps it went through in time:
//
//   ann   visit 09:00   quote 09:20   sign 09:40      3 of 3 steps within an hour
//   bob   visit 09:00   sign  09:10                   1: there was no quote
//   cyd   visit 09:50                                 1, and still open at 10:00
//
// Every question on which systems disagree (equal times, when to start, what interrupts) is a field of the definition, and
// whoever is still under way is counted as open, not as lost.
//
//   events of any subjects
//     events.h       the log: who, when, what; event_table.h: the same from a table
//     funnel.h       the definition, the level of every subject, the chain that won; product.h: rules of product analytics
//     steps.h        rates with intervals, times between steps, breakdown, trend, comparison
//     event_plan.h   the definition of an event funnel over a company's tables
//     attempts.h     every attempt counted; sequence.h: patterns of events; retention.h: who did this and also that
//   the stages of a sales pipeline
//     stages.h       entered, reached, skipped, gone back, lost, open, from the change log of deals
//     stage_times.h  time in stage and ways out, open deals censored; bottleneck.h: where value and time are lost
//     stage_plan.h   the funnel of a model document; stage_report.h: its tables
//   what it earns and will bring
//     velocity.h     velocity, win rates by named denominator, leads; categories.h: forecast categories, coverage
//     odds.h         chance of winning by stage, from history; forecast.h: the distribution of a period's revenue
//     waterfall.h    why the forecast changed; backtest.h: what past forecasts were worth
//     risk.h         deals at risk and the rule that says so; concentration.h: how much hangs on how few
//   how it runs
//     process.h      variants and times of a process log; conformance.h: against the standard process
//     process_change.h  before and after a change; attribution.h: which channel earned a conversion
//
// Whoever has a frame of events starts at funnel.h, whoever has a CRM at stages.h.
#ifndef ATTAIN_FUNNEL_H_
#define ATTAIN_FUNNEL_H_

#include "attain/funnel/attempts.h"
#include "attain/funnel/attribution.h"
#include "attain/funnel/backtest.h"
#include "attain/funnel/bottleneck.h"
#include "attain/funnel/categories.h"
#include "attain/funnel/concentration.h"
#include "attain/funnel/conformance.h"
#include "attain/funnel/event_plan.h"
#include "attain/funnel/event_table.h"
#include "attain/funnel/events.h"
#include "attain/funnel/forecast.h"
#include "attain/funnel/funnel.h"
#include "attain/funnel/odds.h"
#include "attain/funnel/process.h"
#include "attain/funnel/process_change.h"
#include "attain/funnel/product.h"
#include "attain/funnel/retention.h"
#include "attain/funnel/risk.h"
#include "attain/funnel/sequence.h"
#include "attain/funnel/stage_plan.h"
#include "attain/funnel/stage_report.h"
#include "attain/funnel/stage_times.h"
#include "attain/funnel/stages.h"
#include "attain/funnel/steps.h"
#include "attain/funnel/velocity.h"
#include "attain/funnel/waterfall.h"

#endif  // ATTAIN_FUNNEL_H_
