// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Small logs for tests, and random ones.
#ifndef ATTAIN_TESTS_FUNNEL_LOGS_H_
#define ATTAIN_TESTS_FUNNEL_LOGS_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "attain/funnel/events.h"

namespace attain::funnel::testing {

/// A row of a log: who, when, which steps (bits), which exclusions (bits).
struct LogRow {
  int32_t subject;
  int64_t time;
  uint64_t steps;
  uint64_t excludes = 0;
};

/// The columns of some rows; a code is a combination of steps and exclusions.
class Log {
 public:
  explicit Log(std::vector<LogRow> rows, int32_t subjects = 0) : rows_(std::move(rows)) {
    std::map<std::pair<uint64_t, uint64_t>, uint8_t> codes;
    for (const LogRow& row : rows_) {
      const auto [at, fresh] =
          codes.emplace(std::pair(row.steps, row.excludes), static_cast<uint8_t>(codes.size()));
      if (fresh) {
        steps_.push_back(row.steps);
        excludes_.push_back(row.excludes);
      }
      subject_.push_back(row.subject);
      time_.push_back(row.time);
      code_.push_back(at->second);
      wide_.push_back(at->second);
      subjects = std::max(subjects, row.subject + 1);
    }
    if (steps_.empty()) steps_.push_back(0);
    subjects_ = subjects;
  }
  /// One subject: "a1 b5 a6" = step 1 at 1, step 2 at 5, step 1 at 6; "ab3" satisfies both, "x4"
  /// none; "!b5" excludes on the way to step 2.
  static Log Of(const std::string& text) {
    std::vector<LogRow> rows;
    for (size_t i = 0; i < text.size();) {
      LogRow row{0, 0, 0, 0};
      for (; text[i] == '!' || (text[i] >= 'a' && text[i] <= 'z'); ++i) {
        const bool excludes = text[i] == '!';
        if (excludes) ++i;
        if (text[i] < 'x') (excludes ? row.excludes : row.steps) |= uint64_t{1} << (text[i] - 'a');
      }
      size_t used = 0;
      row.time = std::stoll(text.substr(i), &used);
      i += used;
      while (i < text.size() && text[i] == ' ') ++i;
      rows.push_back(row);
    }
    return Log(std::move(rows), 1);
  }

  /// As the functions take it; valid while this lives.
  EventLog View(bool wide = false) const {
    EventLog log{.subjects = subjects_,
                 .subject = subject_,
                 .time = time_,
                 .code = {},
                 .steps = steps_,
                 .excludes = excludes_};
    if (wide) {
      log.code = std::span<const int32_t>(wide_);
    } else {
      log.code = std::span<const uint8_t>(code_);
    }
    return log;
  }
  const std::vector<LogRow>& rows() const { return rows_; }
  int32_t subjects() const { return subjects_; }

 private:
  std::vector<LogRow> rows_;
  int32_t subjects_ = 0;
  std::vector<int32_t> subject_;
  std::vector<int64_t> time_;
  std::vector<uint8_t> code_;
  std::vector<int32_t> wide_;
  std::vector<uint64_t> steps_;
  std::vector<uint64_t> excludes_;
};

/// Random rows: `most` to a subject, times below `span`, one or several steps of `steps`.
inline std::vector<LogRow> RandomRows(std::mt19937& random, int32_t subjects, int most,
                                      int64_t span, int steps, bool several, bool excludes) {
  std::vector<LogRow> rows;
  const auto below = [&](int64_t n) {
    return static_cast<int64_t>(random() % static_cast<uint64_t>(n));
  };
  for (int32_t subject = 0; subject < subjects; ++subject) {
    for (int64_t left = below(most + 1); left > 0; --left) {
      LogRow row{subject, below(span) - span / 3, 0, 0};
      if (below(6) != 0) row.steps |= uint64_t{1} << below(steps);
      if (several && below(3) == 0) row.steps |= uint64_t{1} << below(steps);
      if (several && below(5) == 0) row.steps |= uint64_t{1} << below(steps);
      if (excludes && below(6) == 0) row.excludes |= uint64_t{1} << below(steps);
      rows.push_back(row);
    }
  }
  std::shuffle(rows.begin(), rows.end(), random);
  return rows;
}

}  // namespace attain::funnel::testing

#endif  // ATTAIN_TESTS_FUNNEL_LOGS_H_
