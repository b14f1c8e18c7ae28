// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Gathers the findings of a load: of one reason in one column only the first so many are kept, the
// rest is counted.
//
//   collector.Add(Severity::kError, Reason::kNullValue, "deals", "deal_id", row, [&] { return "the
//   id is missing"; });
//
// The text is made only for findings that are kept. Ten million bad rows cost ten million
// increments.
#ifndef ATTAIN_SRC_CRM_INTERNAL_COLLECTOR_H_
#define ATTAIN_SRC_CRM_INTERNAL_COLLECTOR_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "attain/base/finding.h"

namespace attain::crm {

/// Findings by table, column and reason.
class Collector {
 public:
  /// Keeps `limit` findings of each kind, at least 1.
  explicit Collector(int64_t limit) : limit_(limit < 1 ? 1 : limit) {}

  /// Adds a finding about a row; -1: about the table.
  template <typename Text>
  void Add(Severity severity, Reason reason, std::string_view table, std::string_view field,
           int64_t row, const Text& text, int64_t other_row = -1, std::string_view hint = {}) {
    Group& group = At(severity, reason, table, field);
    ++group.count;
    if (static_cast<int64_t>(group.kept.size()) < limit_ ||
        row < group.kept[group.highest].where.row) {
      Keep(group, {.severity = severity,
                   .reason = reason,
                   .where = {.table = std::string(table),
                             .row = row,
                             .field = std::string(field),
                             .other_row = other_row},
                   .text = text(),
                   .hint = std::string(hint)});
    }
  }
  /// Adds a finding made elsewhere.
  void Add(Finding finding);
  /// Everything gathered, ordered by table, row, column and reason, with the counts of what was
  /// left out.
  Findings Take() const;

 private:
  struct Group {
    int64_t count = 0;
    std::vector<Finding> kept;
    size_t highest = 0;  // the kept finding with the highest row
  };
  Group& At(Severity severity, Reason reason, std::string_view table, std::string_view field);
  void Keep(Group& group, Finding finding);

  using GroupKey = std::tuple<std::string, std::string, Reason, Severity>;
  int64_t limit_;
  std::map<GroupKey, Group> groups_;
  GroupKey last_key_ = {};
  Group* last_ = nullptr;
};

}  // namespace attain::crm

#endif  // ATTAIN_SRC_CRM_INTERNAL_COLLECTOR_H_
