// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What the expression of a derived column may ask of the tables around it: the calendar, workdays,
// trees, rows of other tables. The tables are seen as they are before anything is derived, so that
// no order among them matters.
#ifndef ATTAIN_SRC_CRM_INTERNAL_SURROUNDINGS_H_
#define ATTAIN_SRC_CRM_INTERNAL_SURROUNDINGS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "attain/crm/calendar.h"
#include "attain/crm/dataset.h"
#include "attain/crm/validate.h"
#include "attain/expression/expression.h"
#include "attain/table/table.h"

namespace attain::crm {

class Surroundings {
 public:
  /// Both must outlive it. Nothing is loaded before the first question.
  Surroundings(const table::Tables& tables, const LoadOptions& options)
      : tables_(tables), options_(options) {}

  /// How the expression meets its own table. Faults of the tables are found when they are loaded
  /// themselves; those of the calendar are returned.
  absl::StatusOr<expression::BindOptions> OptionsFor(const expression::Expression& expression);

 private:
  struct Loaded {
    Dataset data;
    Calendar calendar;
  };
  absl::StatusOr<Loaded> Load() const;

  const table::Tables& tables_;
  const LoadOptions& options_;
  std::optional<Loaded> loaded_;
};

}  // namespace attain::crm

#endif  // ATTAIN_SRC_CRM_INTERNAL_SURROUNDINGS_H_
