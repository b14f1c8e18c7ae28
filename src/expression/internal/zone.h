// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Time zones: UTC, fixed offsets, and zones from compiled files (TZif, RFC 8536) in a directory the
// caller names.
#ifndef ATTAIN_SRC_EXPRESSION_INTERNAL_ZONE_H_
#define ATTAIN_SRC_EXPRESSION_INTERNAL_ZONE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace attain::expression {

/// The offsets of a zone over time.
class Zone {
 public:
  /// "UTC", "Z", "+02:00", "-0330", "11:00", or a file below `directory` (none when empty).
  /// kBadConversion.
  static absl::StatusOr<Zone> Find(std::string_view name, const std::string& directory);
  /// Reads the bytes of a TZif file. kBadConversion.
  static absl::StatusOr<Zone> Parse(std::string_view bytes);

  /// Seconds east of UTC at an instant.
  int64_t OffsetAt(int64_t seconds) const;

 private:
  /// One change of a yearly rule: the day and the second of that day at which it happens, in local
  /// time before it.
  struct Turn {
    char kind = 'M';  // 'M' month.week.weekday, 'J' day 1..365 without leap days, 'D' day 0..365
    int month = 0, week = 0, day = 0;
    int64_t seconds = 7200;
  };
  bool ParseRule(std::string_view text);
  static int64_t TurnAt(const Turn& turn, int64_t year, int64_t offset);

  int64_t first_ = 0;             // before the first change
  std::vector<int64_t> changes_;  // instants, ascending
  std::vector<int64_t> offsets_;  // from each on
  bool has_rule_ = false;         // what holds after the last change
  bool has_summer_ = false;
  int64_t standard_ = 0;
  int64_t summer_ = 0;
  Turn start_, end_;
};

}  // namespace attain::expression

#endif  // ATTAIN_SRC_EXPRESSION_INTERNAL_ZONE_H_
