// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// target: from a total to everybody's number, and from there to attainment.
//
//   const target::Plan plan = *target::Resolve(quota, data, {.measures = measures});
//   const target::Targets targets = *target::Calculate(plan);
//   targets.Find(measure::EntityKind::kRep, ada, targets.FindPeriod("2026-03"))->value;   // 33,400
//   std::cout << target::Explain(targets, measure::EntityKind::kRep, ada, "2026-03")->ToString();
//
// plan.h       the definition, the split, its values and explanation, attainment
// allocate.h   the kernels: largest remainder, divisor methods, bounds, locks, controlled rounding, cascade
// check.h      children against parents, over-assignment, blends
//
// Start with plan.h.
#ifndef ATTAIN_TARGET_H_
#define ATTAIN_TARGET_H_

#include "attain/target/allocate.h"
#include "attain/target/check.h"
#include "attain/target/plan.h"

#endif  // ATTAIN_TARGET_H_
