// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Reports: what a run says, as a page for a person or a file for a program.
//
//   report::Statement(quarter, "R-104", {.form = report::Form::kMarkdown});
//
//     # Ada Lovelace · ae-2026 · 2026-Q1
//     | | amount (EUR) |
//     |---|---:|
//     | earned | 8,650.00 |
//     | **paid** | **8,650.00** |
//     ```text
//     8,650.00 EUR   Ada Lovelace · ae-2026 · 2026-Q1 …
//     ```
//
//   report::Summary(quarter);                  // per plan: statements, not calculated, paid
//   report::Deltas(restatement.deltas(), {.language = explain::Language::kChinese});
//
// Text and Markdown speak English or Chinese and show numbers as people read them; JSON and CSV
// have keys in English and exact digits, the same in every language. Every figure comes from the
// result: nothing is calculated here. In: a result, or the table `deltas`. Out: UTF-8 text.
#ifndef ATTAIN_REPORT_REPORT_H_
#define ATTAIN_REPORT_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "attain/explain/message.h"
#include "attain/run/run.h"
#include "attain/table/table.h"

namespace attain::report {

/// What a report looks like.
enum class Form : int32_t {
  kText = 1,      ///< Plain text, columns lined up.
  kMarkdown = 2,  ///< Markdown with tables (GitHub's dialect).
  kJson = 3,      ///< JSON, amounts as texts of exact digits.
  kCsv = 4,       ///< CSV (RFC 4180), one table.
};
/// The form of a word: "text", "markdown", "json", "csv"; nothing for others.
std::optional<Form> FormNamed(std::string_view word);
/// "text", "markdown", "json", "csv".
std::string_view Name(Form form);

/// How a report is made.
struct Options {
  Form form = Form::kText;  ///< Default: plain text.
  explain::Language language =
      explain::Language::kEnglish;  ///< Of text and Markdown. Default: English.
};

/// The statements of one payee: the columns that are not zero, what is paid, and why (the tree of
/// each). Of a statement that could not be calculated: the reason. As CSV: the rows of the table
/// `statements`. kUnknownRep.
absl::StatusOr<std::string> Statement(const run::Result& result, std::string_view rep,
                                      const Options& options = {});

/// A run: per plan how many statements, how many paid and how many that could not be calculated,
/// what is paid together; then the findings, by severity and reason. As CSV: the plans. kOverflow.
absl::StatusOr<std::string> Summary(const run::Result& result, const Options& options = {});

/// The table `deltas` of Compare or Restate: per statement what was paid, each difference with
/// cause, column and transaction, what is due. As CSV: the table. kUnknownColumn when it is another
/// table.
absl::StatusOr<std::string> Deltas(const table::Table& deltas, const Options& options = {});

}  // namespace attain::report

#endif  // ATTAIN_REPORT_REPORT_H_
