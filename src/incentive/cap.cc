// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/cap.h"

namespace attain::incentive {

using definition::Optional;
using definition::Required;

const definition::WordTable& Describe(definition::Type<CapPer>) {
  static const auto& table = *new auto(definition::Words<CapPer>(
      "cap_per", "What a cap holds for.",
      {{"component", CapPer::kComponent,
        "Everything the component, or the plan, pays in a period."},
       {"transaction", CapPer::kTransaction, "What each transaction pays."}}));
  return table;
}

const definition::FieldTable& Describe(definition::Type<Cap>) {
  static const auto& table = *new auto(
      definition::Table<Cap>(
          "cap", "The most that is paid.",
          {Required("amount", &Cap::amount, "The most."),
           Optional("per", &Cap::per, "For what. Default: component."),
           Optional("carry", &Cap::carry,
                    "What lies above is paid in later periods of the fiscal year that leave room. "
                    "Default: it is lost."),
           Optional("after_rounding", &Cap::after_rounding,
                    "Compared with what the component pays after rounding. Default: before."),
           Optional("prorate", &Cap::prorate,
                    "In proportion to the days assigned to the plan. Default: as it stands.")})
          .Short("amount"));
  return table;
}

}  // namespace attain::incentive
