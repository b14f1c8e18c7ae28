// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// attain: sales performance as a library. Write a definition, load a dataset, calculate, ask why.
//
//   ATTAIN_ASSIGN_OR_RETURN(const auto model, attain::run::Parse(model_json));
//   ATTAIN_ASSIGN_OR_RETURN(const auto prepared, attain::run::Resolve(model, tables));
//   ATTAIN_ASSIGN_OR_RETURN(const auto quarter, attain::run::Calculate(prepared, {.period = "2026-Q1"}));
//   for (const auto& statement : quarter.statements()) std::cout << statement.Explain() << "\n";
//
// This header is everything at once. Each module has a header of its own whose comment is its introduction, lowest first:
// base, table, definition, explain, expression, stats, crm, measure, target, incentive, run, report. A first reader starts with run.
#ifndef ATTAIN_ATTAIN_H_
#define ATTAIN_ATTAIN_H_

#include "attain/base.h"
#include "attain/crm.h"
#include "attain/definition.h"
#include "attain/explain.h"
#include "attain/expression.h"
#include "attain/incentive.h"
#include "attain/measure.h"
#include "attain/report.h"
#include "attain/run.h"
#include "attain/stats.h"
#include "attain/table.h"
#include "attain/target.h"

#endif  // ATTAIN_ATTAIN_H_
