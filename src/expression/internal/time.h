// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Instants and durations to the nanosecond: reading, writing, arithmetic inside years 1 to 9999.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_TIME_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_TIME_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "attain/base/date.h"
#include "attain/expression/value.h"

namespace attain::expression {

inline constexpr int64_t kFirstDay = -719'162;  // 0001-01-01
inline constexpr int64_t kLastDay = 2'932'896;  // 9999-12-31
inline constexpr int64_t kSecondsPerDay = 86'400;
inline constexpr int64_t kNanosPerSecond = 1'000'000'000;

/// Midnight UTC at the start of a day.
Instant StartOf(Date day);
/// True inside years 1 to 9999.
bool InRange(Instant instant);
/// RFC 3339, up to nine decimals of a second. kBadConversion.
Value ParseInstant(std::string_view text);
/// "1h2m3.5s", "-15ms". kBadConversion, kOverflow.
Value ParseDuration(std::string_view text);
/// "2009-02-13T23:31:30Z", with as many decimals of a second as are needed.
std::string Format(Instant instant);
/// "3730.5s".
std::string Format(Duration duration);
/// instant + sign × duration. kOverflow outside years 1 to 9999.
Value Shift(Instant instant, Duration duration, int sign);
/// b - a. kOverflow beyond 292 years.
Value Between(Instant a, Instant b);

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_TIME_H_
