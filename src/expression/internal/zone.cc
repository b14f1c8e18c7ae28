// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "expression/internal/zone.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "attain/base/date.h"
#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::expression {
namespace {

using internal::StrCat;

absl::Status Bad(std::string_view name) {
  return MakeError(Reason::kBadConversion,
                   StrCat("'", name.substr(0, 60), "' is not a known time zone"));
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// A number of at most `most` digits at the front of *text; -1 when there is none.
int64_t TakeNumber(std::string_view* text, int most) {
  int64_t value = 0;
  int digits = 0;
  while (digits < most && !text->empty() && IsDigit(text->front())) {
    value = value * 10 + (text->front() - '0');
    text->remove_prefix(1);
    ++digits;
  }
  return digits == 0 ? -1 : value;
}

bool TakeLetter(std::string_view* text, char letter) {
  if (text->empty() || text->front() != letter) return false;
  text->remove_prefix(1);
  return true;
}

/// "+02:00", "-03:30", "0330", "11:00" in seconds east.
bool ParseOffset(std::string_view text, int64_t* seconds) {
  const bool west = TakeLetter(&text, '-');
  if (!west) TakeLetter(&text, '+');
  const int64_t hours = TakeNumber(&text, 2);
  TakeLetter(&text, ':');
  const int64_t minutes = TakeNumber(&text, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !text.empty()) return false;
  *seconds = (west ? -1 : 1) * (hours * 3600 + minutes * 60);
  return true;
}

/// The [+-]hh[:mm[:ss]] of a rule.
bool TakeClock(std::string_view* text, int64_t* seconds) {
  const bool negative = TakeLetter(text, '-');
  if (!negative) TakeLetter(text, '+');
  const int64_t hours = TakeNumber(text, 3);
  if (hours < 0) return false;
  int64_t total = hours * 3600;
  if (TakeLetter(text, ':')) {
    total += std::max<int64_t>(TakeNumber(text, 2), 0) * 60;
    if (TakeLetter(text, ':')) total += std::max<int64_t>(TakeNumber(text, 2), 0);
  }
  *seconds = negative ? -total : total;
  return true;
}

bool SkipAbbreviation(std::string_view* text) {
  if (TakeLetter(text, '<')) {
    const size_t end = text->find('>');
    if (end == std::string_view::npos) return false;
    text->remove_prefix(end + 1);
    return true;
  }
  size_t letters = 0;
  while (letters < text->size() &&
         (((*text)[letters] | 0x20) >= 'a' && ((*text)[letters] | 0x20) <= 'z'))
    ++letters;
  text->remove_prefix(letters);
  return letters >= 3;
}

int64_t BigEndian(std::string_view bytes, size_t at, int width) {
  uint64_t value = 0;
  for (int i = 0; i < width; ++i) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return width == 4 ? static_cast<int32_t>(static_cast<uint32_t>(value))
                    : static_cast<int64_t>(value);
}

constexpr size_t kHeader = 44;

struct Counts {
  size_t utc, standard, leap, times, types, chars;
  size_t Size(int width) const {
    return times * (width + 1) + types * 6 + chars + leap * (width + 4) + standard + utc;
  }
};

bool ReadHeader(std::string_view bytes, size_t at, Counts* counts) {
  if (bytes.size() < at + kHeader || bytes.substr(at, 4) != "TZif") return false;
  const auto count = [&](int i) {
    return static_cast<size_t>(static_cast<uint32_t>(BigEndian(bytes, at + 20 + 4 * i, 4)));
  };
  *counts = {count(0), count(1), count(2), count(3), count(4), count(5)};
  return counts->types > 0 && counts->times < 100'000 && counts->types < 256 &&
         counts->chars < 100'000 && counts->leap < 100'000 && counts->utc < 256 &&
         counts->standard < 256;
}

}  // namespace

absl::StatusOr<Zone> Zone::Find(std::string_view name, const std::string& directory) {
  Zone zone;
  if (name == "UTC" || name == "Z" || name == "GMT" || name == "Etc/UTC") return zone;
  if (ParseOffset(name, &zone.first_)) return zone;
  bool plain = !name.empty() && name.size() < 100 && name.front() != '/' &&
               name.find("..") == std::string_view::npos;
  for (const char c : name) {
    plain = plain && (IsDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '/' ||
                      c == '_' || c == '-' || c == '+');
  }
  if (!plain) return Bad(name);
  if (directory.empty()) {
    return MakeError(
        Reason::kBadConversion,
        StrCat("time zone '", name,
               "' needs a directory of time zones; only UTC and offsets are built in"));
  }
  std::ifstream file(StrCat(directory, "/", name), std::ios::binary);
  if (!file) return Bad(name);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return Parse(bytes);
}

absl::StatusOr<Zone> Zone::Parse(std::string_view bytes) {
  Counts counts;
  if (!ReadHeader(bytes, 0, &counts)) return Bad("file");
  int width = 4;
  size_t at = kHeader;
  if (bytes[4] >= '2') {  // the second part repeats the first with 64 bits
    at += counts.Size(4);
    if (!ReadHeader(bytes, at, &counts)) return Bad("file");
    width = 8;
    at += kHeader;
  }
  if (bytes.size() < at + counts.Size(width)) return Bad("file");
  const size_t indices = at + counts.times * width;
  const size_t types = indices + counts.times;
  Zone zone;
  zone.first_ = BigEndian(bytes, types, 4);
  for (size_t i = 0; i < counts.times; ++i) {
    const auto type = static_cast<uint8_t>(bytes[indices + i]);
    if (type >= counts.types) return Bad("file");
    zone.changes_.push_back(BigEndian(bytes, at + i * width, width));
    zone.offsets_.push_back(BigEndian(bytes, types + 6 * type, 4));
    if (i > 0 && zone.changes_[i] <= zone.changes_[i - 1]) return Bad("file");
  }
  if (width == 8) {
    std::string_view rule = bytes.substr(at + counts.Size(width));
    if (TakeLetter(&rule, '\n')) rule = rule.substr(0, rule.find('\n'));
    zone.has_rule_ = !rule.empty() && zone.ParseRule(rule);
  }
  return zone;
}

bool Zone::ParseRule(std::string_view text) {
  if (!SkipAbbreviation(&text) || !TakeClock(&text, &standard_)) return false;
  standard_ = -standard_;  // a rule counts west
  if (text.empty()) return true;
  if (!SkipAbbreviation(&text)) return false;
  summer_ = standard_ + 3600;
  if (!text.empty() && text.front() != ',') {
    if (!TakeClock(&text, &summer_)) return false;
    summer_ = -summer_;
  }
  for (Turn* turn : {&start_, &end_}) {
    if (!TakeLetter(&text, ',')) return false;
    if (TakeLetter(&text, 'M')) {
      turn->month = static_cast<int>(TakeNumber(&text, 2));
      const bool dot = TakeLetter(&text, '.');
      turn->week = static_cast<int>(TakeNumber(&text, 1));
      if (!dot || !TakeLetter(&text, '.')) return false;
      turn->day = static_cast<int>(TakeNumber(&text, 1));
      if (turn->month < 1 || turn->month > 12 || turn->week < 1 || turn->week > 5 ||
          turn->day < 0 || turn->day > 6)
        return false;
    } else {
      turn->kind = TakeLetter(&text, 'J') ? 'J' : 'D';
      turn->day = static_cast<int>(TakeNumber(&text, 3));
      if (turn->day < 0 || turn->day > 365) return false;
    }
    if (TakeLetter(&text, '/') && !TakeClock(&text, &turn->seconds)) return false;
  }
  has_summer_ = true;
  return text.empty();
}

int64_t Zone::TurnAt(const Turn& turn, int64_t year, int64_t offset) {
  int64_t day = 0;
  if (turn.kind == 'M') {
    const Date first = Date::Unchecked(year, turn.month, 1);
    const int64_t weekday =
        ((first.days() + 4) % 7 + 7) % 7;  // Sunday 0; 1970-01-01 was a Thursday
    int64_t in_month = (turn.day - weekday + 7) % 7 + 7 * (turn.week - 1);
    while (in_month >= DaysInMonth(year, turn.month)) in_month -= 7;
    day = first.days() + in_month;
  } else {
    day = Date::Unchecked(year, 1, 1).days() + turn.day;
    if (turn.kind == 'J') day += turn.day >= 60 && DaysInMonth(year, 2) == 29 ? 0 : -1;
  }
  return day * 86'400 + turn.seconds - offset;
}

int64_t Zone::OffsetAt(int64_t seconds) const {
  const auto after = std::upper_bound(changes_.begin(), changes_.end(), seconds);
  if (after == changes_.end() && has_rule_) {
    if (!has_summer_) return standard_;
    const int64_t days =
        (seconds + standard_ >= 0 ? seconds + standard_ : seconds + standard_ - 86'399) / 86'400;
    const int64_t year = Date::FromDays(static_cast<int32_t>(days)).year();
    const int64_t start = TurnAt(start_, year, standard_);
    const int64_t end = TurnAt(end_, year, summer_);
    const bool in_summer =
        start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end;
    return in_summer ? summer_ : standard_;
  }
  if (after == changes_.begin()) return first_;
  return offsets_[static_cast<size_t>(after - changes_.begin() - 1)];
}

}  // namespace attain::expression
