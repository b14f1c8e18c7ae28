// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "model.h"

#include <cstddef>

#include "base/internal/text.h"
#include "dataset.h"
#include "documents.h"

using attain::capi::Guard;
using attain::capi::Need;
using attain::capi::NeedOut;

extern "C" {

attain_code attain_model_prepare(const attain_document* documents, int64_t n_documents,
                                 const attain_dataset* dataset, attain_model** model,
                                 attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedOut(model, "model"));
    ATTAIN_RETURN_IF_ERROR(Need(dataset, "dataset"));
    ATTAIN_ASSIGN_OR_RETURN(const attain::capi::Documents copies,
                            attain::capi::CopyDocuments(documents, n_documents));
    ATTAIN_ASSIGN_OR_RETURN(
        const attain::run::LoadedModel loaded,
        attain::run::Parse(copies.front().second, attain::capi::OptionsFor(copies)));
    ATTAIN_ASSIGN_OR_RETURN(const attain::table::Tables tables, dataset->Snapshot());
    ATTAIN_ASSIGN_OR_RETURN(attain::run::Prepared prepared, attain::run::Resolve(loaded, tables));
    *model = new attain_model{std::move(prepared)};
    return absl::OkStatus();
  });
}

attain_code attain_model_update(const attain_model* model, const attain_dataset* changes,
                                attain_model** updated, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedOut(updated, "updated"));
    ATTAIN_RETURN_IF_ERROR(Need(model, "model"));
    ATTAIN_RETURN_IF_ERROR(Need(changes, "changes"));
    ATTAIN_ASSIGN_OR_RETURN(const attain::table::Tables tables, changes->Snapshot());
    ATTAIN_ASSIGN_OR_RETURN(attain::run::Prepared prepared,
                            attain::run::Update(model->prepared, tables));
    *updated = new attain_model{std::move(prepared)};
    return absl::OkStatus();
  });
}

attain_code attain_model_findings(const attain_model* model, attain_error** findings,
                                  attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedOut(findings, "findings"));
    ATTAIN_RETURN_IF_ERROR(Need(model, "model"));
    *findings = attain::capi::NewFindings(model->prepared.findings());
    return absl::OkStatus();
  });
}

attain_code attain_model_calculate(const attain_model* model, const attain_run_options* options,
                                   attain_result** result, attain_error** err) {
  return Guard(err, [&]() -> absl::Status {
    ATTAIN_RETURN_IF_ERROR(NeedOut(result, "result"));
    ATTAIN_RETURN_IF_ERROR(Need(model, "model"));
    ATTAIN_ASSIGN_OR_RETURN(const attain_run_options given,
                            attain::capi::ReadOptions(options, "options"));
    attain::run::Options run;
    ATTAIN_ASSIGN_OR_RETURN(
        const auto period,
        attain::capi::OptionText(given.period, given.period_size, "options.period"));
    ATTAIN_ASSIGN_OR_RETURN(
        const auto payee, attain::capi::OptionText(given.payee, given.payee_size, "options.payee"));
    if (period.has_value()) run.period = *period;
    if (payee.has_value()) run.payee = *payee;
    if (given.as_of_day != 0) run.as_of = attain::Date::FromDays(given.as_of_day);
    if (given.threads != 0) run.threads = given.threads;
    if (given.overriding != nullptr) {
      ATTAIN_ASSIGN_OR_RETURN(run.overriding, given.overriding->Snapshot());
    }
    if (given.restates != nullptr) run.restates = &given.restates->result;
    if (given.frozen_until_day != 0)
      run.frozen_until = attain::Date::FromDays(given.frozen_until_day);
    if (given.progress != nullptr) {
      const attain_progress progress = given.progress;
      void* const context = given.progress_context;
      run.progress = [progress, context](int64_t done, int64_t total) {
        return progress(done, total, context) == 0;
      };
    }
    ATTAIN_ASSIGN_OR_RETURN(attain::run::Result made, attain::run::Calculate(model->prepared, run));
    *result = new attain_result(std::move(made));
    return absl::OkStatus();
  });
}

void attain_model_free(attain_model* model) { delete model; }

}  // extern "C"
