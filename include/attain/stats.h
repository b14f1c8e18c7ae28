// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// stats: how sure one can be, who is ahead, and how even it is.
//
// The kernels of chance and comparison that several domains share, as plain functions on numbers:
//
//   stats::Wilson(81, 263, 0.95)            // a win rate of 30.8 % lies between 25.5 % and 36.6 %
//   stats::Rank(scores, {.omega = 0.5})     // mean ranks
//   stats::Gini(quotas)                     // 0 when all quotas are equal
//
//   stats::KaplanMeier({.durations = days, .observed = closed})   // who is still open after how many days
//
// special.h (normal distribution), interval.h (intervals of rates), proportions.h (two rates compared), distribution.h (sums of payments), rank.h (ranks and ties),
// inequality.h (Gini, Theil, Hoover), random.h (reproducible random numbers), survival.h (how long things take when some are
// not over), cox.h (what makes them take longer). Here numbers are `double`: none of them is money.
#ifndef ATTAIN_STATS_H_
#define ATTAIN_STATS_H_

#include "attain/stats/cox.h"         // IWYU pragma: export
#include "attain/stats/distribution.h"  // IWYU pragma: export
#include "attain/stats/inequality.h"  // IWYU pragma: export
#include "attain/stats/interval.h"    // IWYU pragma: export
#include "attain/stats/proportions.h"  // IWYU pragma: export
#include "attain/stats/random.h"      // IWYU pragma: export
#include "attain/stats/rank.h"        // IWYU pragma: export
#include "attain/stats/special.h"     // IWYU pragma: export
#include "attain/stats/survival.h"    // IWYU pragma: export

#endif  // ATTAIN_STATS_H_
