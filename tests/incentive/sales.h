// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Made-up sales columns for tests: the same ones for the same seed.
#ifndef ATTAIN_TESTS_INCENTIVE_SALES_H_
#define ATTAIN_TESTS_INCENTIVE_SALES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "attain/base/literals.h"
#include "attain/base/period.h"
#include "attain/incentive/tier_lines.h"

namespace attain::incentive {

/// 0 / 50 / 100 / 150 % at 4, 6, 9 and 12 %.
inline std::vector<RateBand> FourBands() {
  using namespace attain::literals;
  return {{.from = 0, .to = Fraction(0.5_dec), .pays = 0.04_dec},
          {.from = 0.5_dec, .to = Fraction(1), .pays = 0.06_dec},
          {.from = 1, .to = Fraction(1.5_dec), .pays = 0.09_dec},
          {.from = 1.5_dec, .to = {}, .pays = 0.12_dec}};
}

/// The months of 2026.
inline measure::DayIndex MonthsOf2026() {
  std::vector<Period> months;
  for (int month = 1; month <= 12; ++month)
    months.push_back(
        *Period::Parse("2026-" + std::string(month < 10 ? "0" : "") + std::to_string(month)));
  return *measure::DayIndex::Of(months);
}

/// Numbers that look random.
struct Numbers {
  uint64_t seed;
  int64_t Below(int64_t limit) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return static_cast<int64_t>((seed >> 20) % static_cast<uint64_t>(limit));
  }
};

/// Columns of sales, a sixth of them refunds, and quotas.
struct SalesColumns {
  std::vector<int32_t> payee;
  std::vector<int32_t> day;
  std::vector<int64_t> amount;
  std::vector<int32_t> partner;
  std::vector<int64_t> quota;
  int32_t payees = 0;
  measure::DayIndex periods = MonthsOf2026();

  SalesRows rows() const {
    return {.payee = payee, .day = day, .amount = amount, .partner = partner};
  }
  QuotaGrid quotas() const { return {.payees = payees, .periods = periods, .amounts = quota}; }
};

inline SalesColumns MakeSales(size_t count, int32_t payees, int64_t largest, uint64_t seed = 1,
                              int32_t first_day = 20454, int32_t days = 365) {
  SalesColumns sales;
  Numbers numbers{seed};
  sales.payees = payees;
  for (size_t i = 0; i < count; ++i) {
    sales.payee.push_back(static_cast<int32_t>(numbers.Below(payees)));
    sales.day.push_back(first_day + static_cast<int32_t>(numbers.Below(days)));
    sales.amount.push_back(numbers.Below(largest) - largest / 6);
    sales.partner.push_back(static_cast<int32_t>(numbers.Below(payees)));
  }
  const int64_t typical = largest / 36 * static_cast<int64_t>(count) / payees + 100;
  for (int32_t k = 0; k < payees * 12; ++k)
    sales.quota.push_back(typical / 2 + 1 + numbers.Below(typical));
  return sales;
}

}  // namespace attain::incentive

#endif  // ATTAIN_TESTS_INCENTIVE_SALES_H_
