// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// report: what a run says, for people and for files.
//
//   std::cout << *report::Statement(quarter, "R-104", {.form = report::Form::kMarkdown});
//   std::cout << *report::Summary(quarter);
//   std::cout << *report::Deltas(restatement.deltas(), {.language = explain::Language::kChinese});
//
// report.h   a payee's statements, a run in short, a restatement; as text, Markdown, JSON or CSV
//
// Nothing is calculated here: every figure is in the result already.
#ifndef ATTAIN_REPORT_H_
#define ATTAIN_REPORT_H_

#include "attain/report/report.h"

#endif  // ATTAIN_REPORT_H_
