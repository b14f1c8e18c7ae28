// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/exchange.h"

#include <string>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {

absl::StatusOr<std::vector<Decimal>> Exchange(std::span<const Decimal> amounts,
                                              std::span<const Decimal> rates, FxOrder order,
                                              int scale, int own_scale, RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(amounts.size(), rates.size(), "rates"));
  std::vector<Decimal> converted;
  converted.reserve(amounts.size());
  for (size_t i = 0; i < amounts.size(); ++i) {
    if (rates[i].sign() <= 0) {
      return MakeError(Reason::kInvalidArgument,
                       "an exchange rate must be above 0, not " + rates[i].ToString());
    }
    Decimal amount = amounts[i];
    if (order == FxOrder::kRoundThenConvert) {
      ATTAIN_ASSIGN_OR_RETURN(amount, Round(amount, own_scale, mode));
    }
    ATTAIN_ASSIGN_OR_RETURN(const Fraction exact, Multiply(Fraction(amount), Fraction(rates[i])));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal line, Round(exact, scale, mode));
    converted.push_back(line);
  }
  return converted;
}

absl::StatusOr<std::vector<Decimal>> CurrencyTotals(std::span<const int32_t> currencies,
                                                    std::span<const Decimal> amounts, Decimal rate,
                                                    int32_t currency_count, int scale,
                                                    RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(amounts.size(), currencies.size(), "currencies"));
  std::vector<Exact> sums(static_cast<size_t>(currency_count < 0 ? 0 : currency_count));
  for (size_t i = 0; i < amounts.size(); ++i) {
    if (currencies[i] < 0 || currencies[i] >= currency_count) {
      return MakeError(Reason::kRowOutOfRange, "currency " + std::to_string(currencies[i]) +
                                                   " is not below " +
                                                   std::to_string(currency_count));
    }
    sums[static_cast<size_t>(currencies[i])] += Exact(Fraction(amounts[i]));
  }
  std::vector<Decimal> totals;
  totals.reserve(sums.size());
  for (const Exact& sum : sums) {
    const Exact pay = sum * Exact(Fraction(rate));
    ATTAIN_RETURN_IF_ERROR(pay.status());
    ATTAIN_ASSIGN_OR_RETURN(const Decimal total, Round(pay.value(), scale, mode));
    totals.push_back(total);
  }
  return totals;
}

const definition::WordTable& Describe(definition::Type<FxOrder>) {
  static const auto& table = *new auto(definition::Words<FxOrder>(
      "fx_order", "Whether amounts are converted or rounded first.",
      {{"convert_then_round", FxOrder::kConvertThenRound,
        "The exact amount is converted; the result is rounded once."},
       {"round_then_convert", FxOrder::kRoundThenConvert,
        "The amount is rounded in its own currency, converted, and rounded."}}));
  return table;
}

}  // namespace attain::incentive
