// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What is read prints as text that reads back as the same value, for every kind of text base reads.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "attain/base/date.h"
#include "attain/base/decimal.h"
#include "attain/base/finding.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"
#include "attain/base/period.h"
#include "attain/base/rate.h"
#include "attain/base/rounding.h"

namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace attain;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto value = Decimal::Parse(text); value.ok()) {
    const auto fixed = Decimal::Parse(value->ToFixedString());
    Check(fixed.ok() && *fixed == *value && fixed->scale() == value->scale());
    const auto shortest = Decimal::Parse(value->ToString());
    Check(shortest.ok() && *shortest == *value);
    const Fraction fraction = *value;
    Check(fraction.ToDecimal().has_value() && *fraction.ToDecimal() == *value);
    if (const auto rounded = Round(*value, 2, RoundingMode::kHalfEven); rounded.ok()) {
      const auto again = Round(fraction, 2, RoundingMode::kHalfEven);
      Check(again.ok() && *again == *rounded);
    }
    if (const auto square = Multiply(*value, *value); square.ok()) Check(square->sign() >= 0);
  }
  if (const auto rate = Rate::Parse(text); rate.ok()) {
    const auto again = Rate::Parse(rate->ToString());
    Check(again.ok() && *again == *rate);
  }
  if (const auto money = Money::Parse(text); money.ok()) {
    const auto again = Money::Parse(money->ToString());
    Check(again.ok() && *again == *money);
  }
  if (const auto date = Date::Parse(text); date.ok()) Check(date->ToString() == text);
  if (const auto instant = Timestamp::Parse(text); instant.ok()) {
    const int year = instant->date().year();
    if (year >= 1 && year <= 9999) {
      const auto again = Timestamp::Parse(instant->ToString());
      Check(again.ok() && *again == *instant);
    }
  }
  if (const auto period = Period::Parse(text); period.ok()) {
    Check(period->name == text && period->start < period->end);
  }
  Check(NearestWord(text, {"from", "bands"}).size() <= 5);
  return 0;
}
