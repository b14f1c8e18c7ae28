// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a component with a period of its own counts, and when it is paid; the days whose rates
// convert amounts.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_MEASURED_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_MEASURED_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/crm/calendar.h"
#include "incentive/internal/resolve.h"
#include "incentive/internal/state.h"

namespace attain::incentive {

/// The stretch of a component with a longer period that is paid with `period`; nothing where its
/// turn is another. kPeriodNotInCalendar.
absl::StatusOr<std::optional<Period>> PaidWith(const crm::Calendar& calendar,
                                               const Component& component, const Period& period);

/// The same for every such component of a statement, with the quotas of the stretch.
absl::Status AddMeasured(const Prepared::State& state, const Payee& payee, const Targets& targets,
                         Statement::State& statement);

/// The days whose rates convert what counts on a day.
class RateDays {
 public:
  RateDays(FxAt at, std::optional<Grain> grain, const crm::Calendar& calendar)
      : at_(at), grain_(grain.value_or(Grain::kMonth)), calendar_(calendar) {}
  /// kPeriodNotInCalendar.
  absl::StatusOr<Date> Of(int32_t day);

 private:
  FxAt at_;
  Grain grain_;
  const crm::Calendar& calendar_;
  std::map<int32_t, Date> known_;
};

/// At which rate the credits of `columns` were converted, and the decimals of their own currencies;
/// a rate of 0 where nothing was. As RateDays, kFxMissing.
absl::Status AddExchange(const Prepared::State& state, const CreditIndex& index,
                         InputColumns& columns);

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_MEASURED_H_
