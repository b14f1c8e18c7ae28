// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/retention.h"

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "funnel/internal/groups.h"

namespace attain::funnel {
namespace {

class RetentionVisitor : public BatchVisitor {
 public:
  RetentionVisitor(const EventLog& log, std::vector<uint64_t>& flags) : log_(log), flags_(flags) {}

  void Visit(int /*thread*/, const Batch& batch) override {
    for (int32_t i = 0; i < batch.size(); ++i) {
      uint64_t met = 0;
      for (const Event& event : batch.Of(i)) met |= log_.steps[event.code];
      const auto subject = static_cast<size_t>(batch.first_subject) + static_cast<size_t>(i);
      flags_[subject] = (met & 1) != 0 ? met : 0;
    }
  }

 private:
  const EventLog& log_;
  std::vector<uint64_t>& flags_;
};

}  // namespace

absl::StatusOr<Retained> Retain(int conditions, const EventLog& log, const RunOptions& options) {
  if (conditions < 1 || conditions > kMaxSteps)
    return MakeError(Reason::kOutOfBounds,
                     attain::internal::StrCat("retention has 1 to ", kMaxSteps, " conditions, not ",
                                              conditions));
  ATTAIN_RETURN_IF_ERROR(Check(log, conditions, options));
  Retained found{.conditions = conditions};
  found.flags.assign(static_cast<size_t>(log.subjects), 0);
  found.totals.assign(static_cast<size_t>(conditions), 0);
  RetentionVisitor visitor(log, found.flags);
  ATTAIN_RETURN_IF_ERROR(
      ForEachSubject(log, options, {.strangers = false, .rows = false}, visitor));
  for (const uint64_t flags : found.flags) {
    for (size_t c = 0; c < found.totals.size(); ++c)
      found.totals[c] += static_cast<int64_t>(flags >> c & 1);
  }
  return found;
}

}  // namespace attain::funnel
