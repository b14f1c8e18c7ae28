// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/attempts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "attain/base/status.h"
#include "funnel/internal/groups.h"
#include "funnel/internal/verdict.h"

namespace attain::funnel {
namespace {

class AttemptVisitor : public BatchVisitor {
 public:
  AttemptVisitor(const AttemptRules& rules, const EventLog& log, int threads)
      : rules_(rules), log_(log), found_(static_cast<size_t>(threads)) {}

  void Visit(int thread, const Batch& batch) override {
    std::vector<Attempt> found;
    for (int32_t i = 0; i < batch.size(); ++i)
      Subject(batch.first_subject + i, batch.Of(i), batch.as_of, found);
    if (!found.empty())
      found_[static_cast<size_t>(thread)].emplace_back(batch.first_subject, std::move(found));
  }

  std::vector<Attempt> Take() {
    std::vector<std::pair<int32_t, std::vector<Attempt>>> parts;
    for (auto& mine : found_) {
      for (auto& part : mine) parts.push_back(std::move(part));
    }
    std::sort(parts.begin(), parts.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Attempt> all;
    for (const auto& part : parts) all.insert(all.end(), part.second.begin(), part.second.end());
    return all;
  }

 private:
  void Subject(int32_t subject, std::span<const Event> events, int64_t as_of,
               std::vector<Attempt>& found) const {
    const auto window = static_cast<uint64_t>(rules_.window);
    std::optional<Attempt> open;
    for (const Event& event : events) {
      const uint64_t steps = log_.steps[event.code];
      const auto meets = [&](int step) {
        return step <= rules_.steps && (steps >> (step - 1) & 1) != 0;
      };
      if (open.has_value() && Since(open->start, event.time) > window) {
        found.push_back(*open);
        open.reset();
      }
      if (!open.has_value()) {
        if (!meets(1)) continue;
        open = Attempt{.subject = subject, .level = 1, .start = event.time, .last = event.time};
      } else if (rules_.entry == Entry::kLatest && open->level == 1 && meets(1) && !meets(2)) {
        open->start = open->last = event.time;
      } else if (meets(open->level + 1)) {
        ++open->level;
        open->last = event.time;
      }
      if (open->level == rules_.steps) {
        open->stop = Stop::kConverted;
        found.push_back(*open);
        open.reset();
      }
    }
    if (!open.has_value()) return;
    if (StillOpen(open->start, window, as_of)) open->stop = Stop::kOpen;
    found.push_back(*open);
  }

  AttemptRules rules_;
  const EventLog& log_;
  std::vector<std::vector<std::pair<int32_t, std::vector<Attempt>>>> found_;
};

}  // namespace

absl::Status Validate(const AttemptRules& rules) {
  return Validate(Funnel{.steps = rules.steps, .window = rules.window});
}

absl::StatusOr<std::vector<Attempt>> Attempts(const AttemptRules& rules, const EventLog& log,
                                              const RunOptions& options) {
  ATTAIN_RETURN_IF_ERROR(Validate(rules));
  ATTAIN_RETURN_IF_ERROR(Check(log, rules.steps, options));
  AttemptVisitor visitor(rules, log, options.threads);
  ATTAIN_RETURN_IF_ERROR(
      ForEachSubject(log, options, {.strangers = false, .rows = false}, visitor));
  return visitor.Take();
}

std::vector<int64_t> CountsOf(const std::vector<Attempt>& attempts, int steps) {
  std::vector<int64_t> counts(static_cast<size_t>(std::max(steps, 0)), 0);
  for (const Attempt& attempt : attempts) {
    for (int s = 0; s < std::min(attempt.level, steps); ++s) ++counts[static_cast<size_t>(s)];
  }
  return counts;
}

}  // namespace attain::funnel
