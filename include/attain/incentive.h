// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Incentive pay: from credits to statements, exact to the cent, with the reason for every line.
//
// The chain is transaction → credit → attainment → earning → payment → statement. Every link is a
// table one can look at and a function one can call:
//
//   bands.h      a rate table and its questions: which band, which slices, how much
//   earning.h    columns of transactions to earnings: flat rates, tiers, versions of rates, caps
//   share.h      one commission for several people, one manager for several people
//   credit_rule.h  overlays, and a team's credit without counting an order twice
//   pool.h       one sum for several people; contest.h: prizes by place; club.h: who is admitted
//   spiff.h      a sum for each large order; rate_priority.h: which of several rates
//   quota.h      quotas over time: months, days, blends, ramps; goal_seek.h: sales for a pay level
//   payment.h    draws, guarantees, maxima; release.h: stages, receipts, holds; clawback.h: what is
//                taken back; recalculate.h: periods paid again; amortisation.h: cost over time
//   exchange.h   pay in other currencies; quota_credit.h: what counts towards a quota
//   curve.h, multiplier.h, matrix.h, weighted.h   target incentive by what is reached
//   gate.h, steps.h, true_up.h   thresholds and hurdles; mixed bands; pay for the year so far
//   replay.h     tiers over millions of transactions in whole numbers; tier_lines.h: the same from payee, day and amount
//   sales_pay.h  several rules over millions of transactions at once; sales_book.h: kept up to date; sales_table.h: for frames
//   payout.h     the kinds of payout as people write them, reward.h: those for single transactions
//                and for the best of everyone; cap.h; plan.h: a whole plan
//   pay.h        one component applied to one payee's credits
//   payment_plan.h  draws, guarantees, maxima, holds, clawbacks of a plan; settle.h: from what a
//                statement earned to what it pays
//   statement.h  what a payee gets, line by line, and the result tables
//   calculate.h  plan + dataset → statements, and Explain
//
// Whoever has a CRM starts at calculate.h; whoever has a frame at earning.h. Both run the same
// kernels. Money is exact until the one rounding a plan names; nothing here is binary floating
// point.
#ifndef ATTAIN_INCENTIVE_H_
#define ATTAIN_INCENTIVE_H_

#include "attain/incentive/amortisation.h"   // IWYU pragma: export
#include "attain/incentive/bands.h"          // IWYU pragma: export
#include "attain/incentive/calculate.h"      // IWYU pragma: export
#include "attain/incentive/clawback.h"       // IWYU pragma: export
#include "attain/incentive/club.h"           // IWYU pragma: export
#include "attain/incentive/contest.h"        // IWYU pragma: export
#include "attain/incentive/credit_rule.h"    // IWYU pragma: export
#include "attain/incentive/curve.h"          // IWYU pragma: export
#include "attain/incentive/earning.h"        // IWYU pragma: export
#include "attain/incentive/exchange.h"       // IWYU pragma: export
#include "attain/incentive/gate.h"           // IWYU pragma: export
#include "attain/incentive/goal_seek.h"      // IWYU pragma: export
#include "attain/incentive/matrix.h"         // IWYU pragma: export
#include "attain/incentive/multiplier.h"     // IWYU pragma: export
#include "attain/incentive/pay.h"            // IWYU pragma: export
#include "attain/incentive/payment.h"        // IWYU pragma: export
#include "attain/incentive/cap.h"            // IWYU pragma: export
#include "attain/incentive/payment_plan.h"   // IWYU pragma: export
#include "attain/incentive/payout.h"         // IWYU pragma: export
#include "attain/incentive/reward.h"         // IWYU pragma: export
#include "attain/incentive/plan.h"           // IWYU pragma: export
#include "attain/incentive/pool.h"           // IWYU pragma: export
#include "attain/incentive/quota.h"          // IWYU pragma: export
#include "attain/incentive/quota_credit.h"   // IWYU pragma: export
#include "attain/incentive/rate_priority.h"  // IWYU pragma: export
#include "attain/incentive/recalculate.h"    // IWYU pragma: export
#include "attain/incentive/release.h"        // IWYU pragma: export
#include "attain/incentive/replay.h"         // IWYU pragma: export
#include "attain/incentive/settle.h"         // IWYU pragma: export
#include "attain/incentive/sales_book.h"     // IWYU pragma: export
#include "attain/incentive/sales_pay.h"      // IWYU pragma: export
#include "attain/incentive/sales_table.h"    // IWYU pragma: export
#include "attain/incentive/share.h"          // IWYU pragma: export
#include "attain/incentive/spiff.h"          // IWYU pragma: export
#include "attain/incentive/statement.h"      // IWYU pragma: export
#include "attain/incentive/steps.h"          // IWYU pragma: export
#include "attain/incentive/tier_lines.h"     // IWYU pragma: export
#include "attain/incentive/true_up.h"        // IWYU pragma: export
#include "attain/incentive/weighted.h"       // IWYU pragma: export

#endif  // ATTAIN_INCENTIVE_H_
