// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/expression/value.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/internal/text.h"
#include "expression/internal/time.h"

namespace attain::expression {

using internal::StrCat;

std::string_view Name(ValueType type) {
  static constexpr std::array<std::string_view, 13> kNames = {
      "null", "bool", "int",       "double",   "decimal", "fraction", "money",
      "text", "date", "timestamp", "duration", "list",    "error"};
  return kNames[static_cast<size_t>(type)];
}

Value Value::Of(Timestamp value) {
  const int64_t micros = value.micros();
  const int64_t seconds = micros >= 0 ? micros / 1'000'000 : -((999'999 - micros) / 1'000'000);
  return Of(Instant{seconds, static_cast<int32_t>((micros - seconds * 1'000'000) * 1000)});
}

Value Value::Fail(const absl::Status& status) { return Fail(ReasonOf(status), MessageOf(status)); }

std::string Value::ToString() const {
  switch (type()) {
    case ValueType::kNull:
      return "null";
    case ValueType::kBool:
      return boolean() ? "true" : "false";
    case ValueType::kInt:
      return StrCat(integer());
    case ValueType::kDouble: {
      if (std::isnan(real())) return "NaN";
      if (std::isinf(real())) return real() > 0 ? "+Inf" : "-Inf";
      std::array<char, 40> digits;
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), real());
      return std::string(digits.data(), end.ptr);
    }
    case ValueType::kDecimal:
      return decimal().ToFixedString();
    case ValueType::kFraction:
      return fraction().ToString();
    case ValueType::kMoney:
      return StrCat(money().amount.ToFixedString(), " ", money().currency.code());
    case ValueType::kText:
      return text();
    case ValueType::kDate:
      return date().ToString();
    case ValueType::kTimestamp:
      return Format(instant());
    case ValueType::kDuration:
      return Format(duration());
    case ValueType::kList: {
      std::string joined = "[";
      for (const Value& element : list()) {
        if (joined.size() > 1) joined += ", ";
        joined += element.ToString();
      }
      return joined + "]";
    }
    case ValueType::kError:
      return StrCat(Name(error().reason), ": ", error().text);
  }
  return {};
}

}  // namespace attain::expression
