// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/time.h"

#include <cstdio>
#include <limits>

#include "base/internal/text.h"

namespace attain::expression {
namespace {

using internal::StrCat;

Value Bad(std::string_view text, std::string_view what) {
  return Value::Fail(Reason::kBadConversion, StrCat("'", text.substr(0, 60), "' is not ", what));
}

/// Reads exactly `count` digits at *at.
bool Digits(std::string_view text, size_t* at, int count, int* out) {
  *out = 0;
  for (int i = 0; i < count; ++i, ++*at) {
    if (*at >= text.size() || text[*at] < '0' || text[*at] > '9') return false;
    *out = *out * 10 + (text[*at] - '0');
  }
  return true;
}

bool Letter(std::string_view text, size_t* at, char letter) {
  if (*at >= text.size() ||
      (text[*at] | (letter >= 'A' ? 0x20 : 0)) != (letter | (letter >= 'A' ? 0x20 : 0)))
    return false;
  ++*at;
  return true;
}

}  // namespace

Instant StartOf(Date day) { return {int64_t{day.days()} * kSecondsPerDay, 0}; }

bool InRange(Instant instant) {
  return instant.seconds >= kFirstDay * kSecondsPerDay &&
         instant.seconds < (kLastDay + 1) * kSecondsPerDay;
}

Value ParseInstant(std::string_view text) {
  constexpr std::string_view kForm = "an instant like 2026-03-31T22:00:00Z";
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  size_t at = 0;
  if (!Digits(text, &at, 4, &year) || !Letter(text, &at, '-') || !Digits(text, &at, 2, &month) ||
      !Letter(text, &at, '-') || !Digits(text, &at, 2, &day) || !Letter(text, &at, 'T') ||
      !Digits(text, &at, 2, &hour) || !Letter(text, &at, ':') || !Digits(text, &at, 2, &minute) ||
      !Letter(text, &at, ':') || !Digits(text, &at, 2, &second)) {
    return Bad(text, kForm);
  }
  int64_t nanos = 0;
  if (Letter(text, &at, '.')) {
    int64_t unit = kNanosPerSecond / 10;
    const size_t start = at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
      nanos += unit * (text[at] - '0');
    if (at == start || at - start > 9) return Bad(text, kForm);
  }
  int64_t offset = 0;
  if (!Letter(text, &at, 'Z')) {
    const bool east = Letter(text, &at, '+');
    int hours = 0, minutes = 0;
    if ((!east && !Letter(text, &at, '-')) || !Digits(text, &at, 2, &hours) ||
        !Letter(text, &at, ':') || !Digits(text, &at, 2, &minutes) || hours > 23 || minutes > 59) {
      return Bad(text, kForm);
    }
    offset = (east ? 1 : -1) * (hours * 3600 + minutes * 60);
  }
  const absl::StatusOr<Date> date = Date::FromCivil(year, month, day);
  if (at != text.size() || hour > 23 || minute > 59 || second > 59 || !date.ok())
    return Bad(text, kForm);
  const Instant instant{date->days() * kSecondsPerDay + hour * 3600 + minute * 60 + second - offset,
                        static_cast<int32_t>(nanos)};
  return InRange(instant) ? Value::Of(instant) : Bad(text, "inside years 1 to 9999");
}

Value ParseDuration(std::string_view text) {
  constexpr std::string_view kForm = "a duration like 1h2m3.5s";
  size_t at = 0;
  const bool negative = Letter(text, &at, '-');
  if (!negative) Letter(text, &at, '+');
  if (text.substr(at) == "0") return Value::Of(Duration{});
  if (at == text.size()) return Bad(text, kForm);
  __extension__ using int128 = __int128;
  int128 total = 0;
  constexpr int128 kLimit = int128{std::numeric_limits<int64_t>::max()} + 1;
  while (at < text.size()) {
    int128 whole = 0;
    int128 part = 0;
    int64_t unit_of_part = 1;
    const size_t start = at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      whole = whole * 10 + (text[at] - '0');
      if (whole > kLimit)
        return Value::Fail(Reason::kOverflow,
                           StrCat("duration ", text.substr(0, 60), " is too long"));
    }
    size_t digits = at - start;
    if (Letter(text, &at, '.')) {
      for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
        if (unit_of_part < kNanosPerSecond * kNanosPerSecond / 10) {
          part = part * 10 + (text[at] - '0');
          unit_of_part *= 10;
        }
      }
    }
    if (digits == 0) return Bad(text, kForm);
    int64_t unit = 0;
    const std::string_view rest = text.substr(at);
    if (rest.substr(0, 2) == "ms")
      unit = 1'000'000;
    else if (rest.substr(0, 2) == "us")
      unit = 1'000;
    else if (rest.substr(0, 2) == "ns")
      unit = 1;
    else if (rest.substr(0, 1) == "h")
      unit = 3600 * kNanosPerSecond;
    else if (rest.substr(0, 1) == "m")
      unit = 60 * kNanosPerSecond;
    else if (rest.substr(0, 1) == "s")
      unit = kNanosPerSecond;
    else
      return Bad(text, kForm);
    at += unit <= 1'000'000 ? 2 : 1;
    total += whole * unit + part * unit / unit_of_part;
    if (total > kLimit)
      return Value::Fail(Reason::kOverflow,
                         StrCat("duration ", text.substr(0, 60), " is longer than 292 years"));
  }
  if (negative) total = -total;
  if (total == kLimit)
    return Value::Fail(Reason::kOverflow,
                       StrCat("duration ", text.substr(0, 60), " is longer than 292 years"));
  return Value::Of(Duration{static_cast<int64_t>(total)});
}

std::string Format(Instant instant) {
  const int64_t days = instant.seconds >= 0
                           ? instant.seconds / kSecondsPerDay
                           : -((kSecondsPerDay - 1 - instant.seconds) / kSecondsPerDay);
  const int64_t rest = instant.seconds - days * kSecondsPerDay;
  char clock[40];
  std::snprintf(clock, sizeof clock, "T%02d:%02d:%02d", static_cast<int>(rest / 3600),
                static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
  std::string text = StrCat(Date::FromDays(static_cast<int32_t>(days)).ToString(), clock);
  if (instant.nanos != 0) {
    char part[16];
    std::snprintf(part, sizeof part, ".%09d", instant.nanos);
    std::string_view digits = part;
    while (digits.back() == '0') digits.remove_suffix(1);
    text += digits;
  }
  return text + "Z";
}

std::string Format(Duration duration) {
  const bool negative = duration.nanos < 0;
  const uint64_t size =
      negative ? 0 - static_cast<uint64_t>(duration.nanos) : static_cast<uint64_t>(duration.nanos);
  std::string text = StrCat(negative ? "-" : "", size / kNanosPerSecond);
  if (const uint64_t nanos = size % kNanosPerSecond; nanos != 0) {
    char part[16];
    std::snprintf(part, sizeof part, ".%09d", static_cast<int>(nanos));
    std::string_view digits = part;
    while (digits.back() == '0') digits.remove_suffix(1);
    text += digits;
  }
  return text + "s";
}

Value Shift(Instant instant, Duration duration, int sign) {
  __extension__ using int128 = __int128;
  const int128 total =
      int128{instant.seconds} * kNanosPerSecond + instant.nanos + int128{sign} * duration.nanos;
  int128 seconds = total / kNanosPerSecond;
  if (total % kNanosPerSecond < 0) --seconds;
  const Instant moved{static_cast<int64_t>(seconds),
                      static_cast<int32_t>(total - seconds * kNanosPerSecond)};
  return InRange(moved) ? Value::Of(moved)
                        : Value::Fail(Reason::kOverflow, "an instant outside years 1 to 9999");
}

Value Between(Instant a, Instant b) {
  __extension__ using int128 = __int128;
  const int128 nanos = (int128{b.seconds} - a.seconds) * kNanosPerSecond + (b.nanos - a.nanos);
  if (nanos > std::numeric_limits<int64_t>::max() || nanos < std::numeric_limits<int64_t>::min()) {
    return Value::Fail(Reason::kOverflow, "a duration longer than 292 years");
  }
  return Value::Of(Duration{static_cast<int64_t>(nanos)});
}

}  // namespace attain::expression
