// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The model: one document that says where the tables come from, what is measured, what is asked and what is paid.
//
//   {"attain": "model/1", "id": "sales-2026", "currency": "EUR",
//    "tables":     {"deals": {"from": "sales_pipeline.csv", "columns": {"amount": "close_value"}}},
//    "measures":   [{"id": "won_amount", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'",
//                     "date": "closed", "credit": "owner_id"}],
//    "targets":    [{"id": "quota-2026", "measure": "won_amount", "period": "2026", "total": "9000000 EUR", "split": [ … ]}],
//    "incentives": [{"file": "ae-2026.json"}]}
//
// Parse reads it with all files it names and finds everything that can be found without data: faults of each part, ids
// given twice, references to nothing, circles. Load maps and validates the tables as the model says. In: text. Out: a
// Model with the places of all its elements, or findings.
//
// A domain that is added later adds a member here, a line to the field table and a line to the list of domains in
// src/run/internal/domains.h; a model that already asks for one gets the finding UNKNOWN_KEY that says so.
#ifndef ATTAIN_RUN_MODEL_H_
#define ATTAIN_RUN_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/money.h"
#include "attain/crm/calendar.h"
#include "attain/crm/dataset.h"
#include "attain/crm/source.h"
#include "attain/definition/document.h"
#include "attain/definition/fields.h"
#include "attain/funnel/stage_plan.h"
#include "attain/incentive/plan.h"
#include "attain/measure/measure.h"
#include "attain/table/table.h"
#include "attain/target/plan.h"

namespace attain::run {

/// The definition of a model. Every id is unique among those of its kind.
struct Model {
  std::string id;                                          ///< Its id, "sales-2026". Required.
  /// Currency of plain amounts and of tables without a currency column. Default: none.
  std::optional<Currency> currency = std::nullopt;
  crm::CalendarDefinition calendar = crm::Gregorian{};     ///< Names the periods. Default: Gregorian from 1 January, by months.
  /// Business time: minutes east of UTC, to find the day of an instant. Default: UTC.
  int64_t offset_minutes = 0;
  crm::TableSources tables = {};                           ///< How tables come from those given. Default: every table as it stands.
  std::vector<measure::Measure> measures = {};             ///< What is measured.
  std::vector<target::Target> targets = {};                ///< What is asked.
  std::vector<funnel::StagePlan> funnels = {};             ///< How far deals get.
  std::vector<incentive::Plan> incentives = {};            ///< What is paid.
  bool operator==(const Model&) const = default;
};

/// The field table of the document model/1.
const definition::FieldTable& Describe(definition::Type<Model>);

/// A model with the document it was read from.
using LoadedModel = definition::Loaded<Model>;

/// Everything wrong with a model by itself: the findings of Validate of each part, kDuplicateId, kUnknownReference,
/// kCyclicReference, kNothingToRun (a warning: nothing is measured). Paths begin at the model
/// ("incentive[ae-2026].components[0].cap"); lines are set when `document` is the text it was read from.
Findings Validate(const Model& model, const definition::Document& document = {});

/// Reads a model document, `"attain": "model/1"`, and all files it names through `options.loader`; validates it. A
/// status with all findings, each with document, line and column, or the model with its warnings. The reasons of
/// definition::Read and of Validate.
absl::StatusOr<LoadedModel> Parse(std::string_view text, const definition::ReadOptions& options = {});

/// Checks a document of any kind (model, incentive, measure, target): everything that Parse of its kind finds, errors
/// and warnings. kUnknownKind for another one is a finding as well.
Findings Check(std::string_view text, const definition::ReadOptions& options = {});

/// The model with the element at `path` replaced by the JSON text `value` ("70%" is taken as a string): what-if on a
/// definition. The files it named become part of its text. kUnknownPath, and all that Parse finds.
absl::StatusOr<LoadedModel> Replace(const LoadedModel& model, std::string_view path, std::string_view value);

/// The dataset the model describes: its tables mapped from `tables` (by the names of their files, with or without
/// ".csv" or ".parquet"), its currency, its business time. Faults of rows are findings of the dataset. Fails as
/// crm::Load.
absl::StatusOr<crm::Dataset> Load(const Model& model, const table::Tables& tables);

/// Kinds of documents with a published schema, in name order: "funnel", "incentive", "measure", "model", "target".
std::vector<std::string> DocumentKinds();
/// The JSON Schema of a kind of document. kUnknownKind with the nearest known.
absl::StatusOr<std::string> Schema(std::string_view kind);
/// The reference page of a kind of document, in Markdown. kUnknownKind with the nearest known.
absl::StatusOr<std::string> Reference(std::string_view kind);

}  // namespace attain::run

#endif  // ATTAIN_RUN_MODEL_H_
