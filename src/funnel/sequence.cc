// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/sequence.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "base/internal/text.h"
#include "funnel/internal/groups.h"
#include "funnel/internal/verdict.h"

namespace attain::funnel {
namespace {

using attain::internal::StrCat;

constexpr size_t kMostBytes = 4096;

// Takes a pattern apart, token by token.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<PatternElement> Read(Findings& findings) {
    while (at_ < text_.size()) {
      const size_t token = at_;
      const std::string_view rest = text_.substr(at_);
      if (rest.substr(0, 2) == ".*") {
        next_.skips = true;
        at_ += 2;
      } else if (rest[0] == '.') {
        ++at_;
        End(0);
      } else if (rest.substr(0, 3) == "(?t") {
        at_ += 3;
        if (!Time()) Fault(findings, token, "a time condition reads (?t<=3600)");
      } else if (rest.substr(0, 2) == "(?") {
        at_ += 2;
        const std::optional<int64_t> number = Number();
        if (!number.has_value() || !Close()) {
          Fault(findings, token, "an event reads (?1)");
        } else if (*number < 1 || *number > kMaxSteps) {
          Fault(findings, token, StrCat("conditions are numbered 1 to ", kMaxSteps));
        } else {
          End(static_cast<int>(*number));
        }
      } else {
        Fault(findings, token, "known are (?1), ., .* and (?t<=3600)");
      }
    }
    if (!next_.times.empty())
      Fault(findings, text_.size(), "a time condition is followed by no event");
    if (findings.empty() && elements_.empty()) Fault(findings, 0, "the pattern names no event");
    return std::move(elements_);
  }

 private:
  void End(int condition) {
    next_.condition = condition;
    elements_.push_back(std::move(next_));
    next_ = {};
  }

  // Notes a fault and goes on behind the next bracket or byte.
  void Fault(Findings& findings, size_t token, std::string_view wanted) {
    Where where{.column = static_cast<int64_t>(token) + 1, .offset = static_cast<int64_t>(token)};
    where.path = "pattern";
    findings.AddError(
        Reason::kInvalidValue, std::move(where),
        StrCat("not understood at character ", static_cast<int64_t>(token) + 1, ": ", wanted));
    at_ = std::max(at_, token);
    while (at_ < text_.size() && text_[at_] != '(' && text_[at_] != '.') ++at_;
    if (at_ == token && at_ < text_.size()) ++at_;
  }

  std::optional<int64_t> Number() {
    int64_t number = 0;
    const char* const first = text_.data() + at_;
    const char* const last = text_.data() + text_.size();
    if (first == last || *first < '0' || *first > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(first, last, number);
    if (error != std::errc()) return std::nullopt;
    at_ += static_cast<size_t>(end - first);
    return number;
  }

  bool Close() {
    if (at_ >= text_.size() || text_[at_] != ')') return false;
    ++at_;
    return true;
  }

  bool Time() {
    static constexpr std::pair<std::string_view, TimeOperator> kOperators[] = {
        {"<=", TimeOperator::kLessEqual}, {">=", TimeOperator::kGreaterEqual},
        {"==", TimeOperator::kEqual},     {"<", TimeOperator::kLess},
        {">", TimeOperator::kGreater},
    };
    for (const auto& [sign, op] : kOperators) {
      if (text_.substr(at_, sign.size()) != sign) continue;
      at_ += sign.size();
      const std::optional<int64_t> number = Number();
      if (!number.has_value() || !Close()) return false;
      next_.skips = true;
      next_.times.push_back({op, *number});
      return true;
    }
    return false;
  }

  std::string_view text_;
  size_t at_ = 0;
  PatternElement next_;
  std::vector<PatternElement> elements_;
};

bool Holds(const TimeCondition& condition, uint64_t since) {
  const auto than = static_cast<uint64_t>(condition.than);
  switch (condition.op) {
    case TimeOperator::kLess:
      return since < than;
    case TimeOperator::kLessEqual:
      return since <= than;
    case TimeOperator::kGreater:
      return since > than;
    case TimeOperator::kGreaterEqual:
      return since >= than;
    case TimeOperator::kEqual:
      return since == than;
  }
  return false;
}

// True when no later event can hold it either.
bool Over(const TimeCondition& condition, uint64_t since) {
  return condition.op != TimeOperator::kGreater && condition.op != TimeOperator::kGreaterEqual &&
         since > static_cast<uint64_t>(condition.than);
}

// Finds matches among the events of one subject. What led nowhere is remembered, so that no place
// is tried twice.
class Matcher {
 public:
  Matcher(const Pattern& pattern, const EventLog& log) : pattern_(&pattern), log_(&log) {
    for (const PatternElement& element : pattern.elements()) {
      // Later places have fewer events to choose from, so that a dead one makes all later ones so.
      falling_.push_back(
          element.skips &&
          std::all_of(element.times.begin(), element.times.end(), [](const TimeCondition& time) {
            return time.op == TimeOperator::kGreater || time.op == TimeOperator::kGreaterEqual;
          }));
    }
  }

  int64_t Count(std::span<const Event> events, bool first_only) {
    events_ = events;
    const size_t elements = pattern_->elements().size();
    dead_.assign(elements * (events.size() + 1), 0);
    dead_from_.assign(elements, events.size() + 1);
    int64_t count = 0;
    for (size_t start = 0; start < events.size();) {
      const std::optional<size_t> end = From(start);
      count += end.has_value() ? 1 : 0;
      if (first_only && count > 0) break;
      start = end.value_or(start + 1);
    }
    return count;
  }

 private:
  // Where an element stands: which events it was tried on. What came before decides only from
  // which time its conditions count: that of the event before `first`.
  struct Place {
    size_t next;
    size_t first;
    int64_t base;
  };

  // The event an element takes next, as the place behind it; nothing when there is none.
  bool Advance(const PatternElement& element, Place& place) const {
    while (place.next < events_.size() && (element.skips || place.next == place.first)) {
      const Event& event = events_[place.next++];
      const uint64_t since = Since(place.base, event.time);
      bool holds = true;
      for (const TimeCondition& time : element.times) {
        if (Over(time, since)) return false;
        holds &= Holds(time, since);
      }
      if (holds &&
          (element.condition == 0 || (log_->steps[event.code] >> (element.condition - 1) & 1) != 0))
        return true;
    }
    return false;
  }

  // Where the search goes on after a match that begins at an event; nothing when there is none.
  std::optional<size_t> From(size_t start) {
    const std::vector<PatternElement>& elements = pattern_->elements();
    places_.clear();  // a stack of its own: patterns may be long
    places_.push_back({start, start, events_[start].time});
    while (!places_.empty()) {
      const size_t e = places_.size() - 1;
      Place& place = places_.back();
      uint8_t& dead = dead_[e * (events_.size() + 1) + place.first];
      const bool fresh = place.next == place.first;
      const bool hopeless = fresh && (dead != 0 || (falling_[e] && place.first >= dead_from_[e]));
      if (hopeless || !Advance(elements[e], place)) {
        dead = 1;
        if (falling_[e]) dead_from_[e] = std::min(dead_from_[e], place.first);
        places_.pop_back();
        continue;
      }
      const size_t next = place.next;
      if (places_.size() == elements.size()) return next;
      places_.push_back({next, next, events_[next - 1].time});
    }
    return std::nullopt;
  }

  const Pattern* pattern_;
  const EventLog* log_;
  std::vector<bool> falling_;
  std::span<const Event> events_;
  std::vector<uint8_t> dead_;      // by element and place
  std::vector<size_t> dead_from_;  // by element that is falling
  std::vector<Place> places_;
};

class SequenceVisitor : public BatchVisitor {
 public:
  SequenceVisitor(const Matcher& matcher, int threads, bool first_only,
                  std::vector<int64_t>& counts)
      : matchers_(static_cast<size_t>(threads), matcher),
        first_only_(first_only),
        counts_(counts) {}

  void Visit(int thread, const Batch& batch) override {
    for (int32_t i = 0; i < batch.size(); ++i) {
      const std::span<const Event> events = batch.Of(i);
      if (events.empty() && batch.seen[i] == 0) continue;
      counts_[static_cast<size_t>(batch.first_subject) + static_cast<size_t>(i)] =
          matchers_[static_cast<size_t>(thread)].Count(events, first_only_);
    }
  }

 private:
  std::vector<Matcher> matchers_;
  bool first_only_;
  std::vector<int64_t>& counts_;
};

}  // namespace

absl::StatusOr<Pattern> Pattern::Parse(std::string_view text) {
  if (text.size() > kMostBytes)
    return MakeError(Reason::kInvalidValue,
                     StrCat("a pattern has at most ", static_cast<int64_t>(kMostBytes), " bytes"));
  Findings findings;
  Pattern pattern;
  pattern.text_ = std::string(text);
  pattern.elements_ = Reader(text).Read(findings);
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  return pattern;
}

int Pattern::conditions() const {
  int most = 0;
  for (const PatternElement& element : elements_) most = std::max(most, element.condition);
  return most;
}

absl::StatusOr<Matches> Match(const Pattern& pattern, const EventLog& log, bool first_only,
                              const RunOptions& options) {
  ATTAIN_RETURN_IF_ERROR(Check(log, kMaxSteps, options));
  Matches found;
  found.counts.assign(static_cast<size_t>(log.subjects), -1);
  SequenceVisitor visitor(Matcher(pattern, log), options.threads, first_only, found.counts);
  ATTAIN_RETURN_IF_ERROR(
      ForEachSubject(log, options, {.strangers = false, .rows = false}, visitor));
  for (const int64_t count : found.counts) {
    if (count <= 0) continue;
    ++found.subjects;
    found.total += count;
  }
  return found;
}

}  // namespace attain::funnel
