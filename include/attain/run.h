// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// run: where the domains meet.
//
//   model document ──Parse──▶ Model ─┐
//   tables ───────────────Load──────┴─Resolve──▶ Prepared ──Calculate(period, as-of, overriding rows)──▶ Result
//                                                                              statements · tables · findings · Explain · Compare
//
// model.h   the document, its checks, what-if on a definition, schemas of all documents
// run.h     data joined with it, calculation, results
//
// The domains do not know one another; here measures become series, targets are set against them, and plans are paid by
// both. Start with run.h.
#ifndef ATTAIN_RUN_H_
#define ATTAIN_RUN_H_

#include "attain/run/model.h"
#include "attain/run/run.h"

#endif  // ATTAIN_RUN_H_
