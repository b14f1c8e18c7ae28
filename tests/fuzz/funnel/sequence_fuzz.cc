// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Any bytes as a pattern must be read or refused cleanly; matches over a small log must be those of
// trying everything.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attain/base/finding.h"
#include "attain/funnel/sequence.h"

namespace {

using namespace attain::funnel;  // NOLINT(google-build-using-namespace)

struct Log {
  std::vector<int32_t> subject;
  std::vector<int64_t> time;
  std::vector<uint8_t> code;
};

bool Holds(const TimeCondition& time, int64_t since) {
  switch (time.op) {
    case TimeOperator::kLess:
      return since < time.than;
    case TimeOperator::kLessEqual:
      return since <= time.than;
    case TimeOperator::kGreater:
      return since > time.than;
    case TimeOperator::kGreaterEqual:
      return since >= time.than;
    case TimeOperator::kEqual:
      return since == time.than;
  }
  return false;
}

// Where a match ends; `budget` calls at most, then the answer is not known.
std::optional<size_t> End(const Pattern& pattern, size_t e, const Log& log, size_t at, int64_t base,
                          int& budget) {
  if (--budget < 0) return std::nullopt;
  if (e == pattern.elements().size()) return at;
  const PatternElement& element = pattern.elements()[e];
  for (size_t i = at; i < log.time.size() && (i == at || element.skips); ++i) {
    if (element.condition > 0 && (uint64_t{log.code[i]} >> (element.condition - 1) & 1) == 0)
      continue;
    if (!std::all_of(element.times.begin(), element.times.end(),
                     [&](const TimeCondition& time) { return Holds(time, log.time[i] - base); }))
      continue;
    if (const auto end = End(pattern, e + 1, log, i + 1, log.time[i], budget)) return end;
  }
  return std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 8) return 0;
  // Eight bytes of log: a code of four conditions (never none) and a step in time each.
  Log log;
  int64_t now = 0;
  for (size_t i = 0; i < 8; ++i) {
    now += data[i] >> 4;
    log.subject.push_back(0);
    log.time.push_back(now);
    log.code.push_back(static_cast<uint8_t>(std::max(1, data[i] & 15)));
  }
  const std::string_view text(reinterpret_cast<const char*>(data) + 8, size - 8);
  const auto pattern = Pattern::Parse(text);
  if (!pattern.ok()) {
    if (attain::FindingsOf(pattern.status()).empty()) std::abort();
    return 0;
  }
  EventLog view{.subjects = 1, .subject = log.subject, .time = log.time, .code = {}, .steps = {}};
  view.code = std::span<const uint8_t>(log.code);
  for (uint64_t mask = 0; mask < 16; ++mask) view.steps.push_back(mask);
  const auto found = Match(*pattern, view);
  if (!found.ok()) std::abort();
  int budget = 100'000;
  int64_t count = 0;
  for (size_t start = 0; start < log.time.size();) {
    const auto end = End(*pattern, 0, log, start, log.time[start], budget);
    count += end.has_value() ? 1 : 0;
    start = end.value_or(start + 1);
  }
  if (budget >= 0 && found->counts[0] != count) {
    std::cerr << pattern->text() << ": " << found->counts[0] << " matches, " << count
              << " by trying everything\n";
    std::abort();
  }
  return 0;
}
