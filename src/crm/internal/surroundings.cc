// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/surroundings.h"

#include <utility>
#include <variant>
#include <vector>

#include "attain/base/status.h"
#include "attain/crm/conditions.h"

namespace attain::crm {

absl::StatusOr<Surroundings::Loaded> Surroundings::Load() const {
  LoadOptions options = options_;
  for (auto& [name, source] : options.sources) source.derive.clear();
  Loaded loaded;
  ATTAIN_ASSIGN_OR_RETURN(loaded.data, crm::Load(tables_, options));
  std::vector<Period> rows;
  if (std::holds_alternative<PeriodTable>(options.calendar)) rows = loaded.data.periods();
  ATTAIN_ASSIGN_OR_RETURN(loaded.calendar, Calendar::Resolve(options.calendar, std::move(rows)));
  return loaded;
}

absl::StatusOr<expression::BindOptions> Surroundings::OptionsFor(
    const expression::Expression& expression) {
  if (!loaded_.has_value()) {
    ATTAIN_ASSIGN_OR_RETURN(loaded_, Load());
  }
  return ConditionOptions(expression, loaded_->data, loaded_->calendar);
}

}  // namespace attain::crm
