// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// run: where the domains meet.
//
//   model document ──Parse──▶ Model ─┐
//   tables ───────────────Load──────┴─Resolve──▶ Prepared ──Calculate(period, as-of, overriding rows)──▶ Result
//                                                                              statements · tables · findings · Explain · Compare
//
// model.h         the document, its checks, what-if on a definition, schemas of all documents
// run.h           data joined with it, calculation, results
// restatement.h   a past period once more, with what is known now: differences by cause
// scenario.h      the same data with another plan or quota, rep by rep
// goal_seek.h     how much more somebody must sell to be paid so much
// plan_cost.h     what plans pay at other attainments, for sure or by chance
// fairness.h      whether pay follows attainment, equals are paid alike, quotas are within reach
//
// The domains do not know one another; here measures become series, targets are set against them, and plans are paid by
// both. Start with run.h.
#ifndef ATTAIN_RUN_H_
#define ATTAIN_RUN_H_

#include "attain/run/fairness.h"
#include "attain/run/goal_seek.h"
#include "attain/run/model.h"
#include "attain/run/plan_cost.h"
#include "attain/run/restatement.h"
#include "attain/run/run.h"
#include "attain/run/scenario.h"

#endif  // ATTAIN_RUN_H_
