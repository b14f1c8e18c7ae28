// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/collector.h"

#include <algorithm>

#include "base/internal/sort.h"
#include "base/internal/text.h"

namespace attain::crm {

Collector::Group& Collector::At(Severity severity, Reason reason, std::string_view table,
                                std::string_view field) {
  if (last_ != nullptr && std::get<2>(last_key_) == reason && std::get<3>(last_key_) == severity &&
      std::get<0>(last_key_) == table && std::get<1>(last_key_) == field) {
    return *last_;
  }
  last_key_ = {std::string(table), std::string(field), reason, severity};
  last_ = &groups_[last_key_];
  return *last_;
}

void Collector::Keep(Group& group, Finding finding) {
  if (static_cast<int64_t>(group.kept.size()) < limit_) {
    group.kept.push_back(std::move(finding));
    if (group.kept.back().where.row >= group.kept[group.highest].where.row)
      group.highest = group.kept.size() - 1;
    return;
  }
  group.kept[group.highest] = std::move(finding);
  group.highest = static_cast<size_t>(std::max_element(group.kept.begin(), group.kept.end(),
                                                       [](const Finding& a, const Finding& b) {
                                                         return a.where.row < b.where.row;
                                                       }) -
                                      group.kept.begin());
}

void Collector::Add(Finding finding) {
  Group& group = At(finding.severity, finding.reason, finding.where.table, finding.where.field);
  ++group.count;
  if (static_cast<int64_t>(group.kept.size()) < limit_ ||
      finding.where.row < group.kept[group.highest].where.row)
    Keep(group, std::move(finding));
}

Findings Collector::Take() const {
  std::vector<Finding> all;
  for (const auto& [key, group] : groups_) {
    all.insert(all.end(), group.kept.begin(), group.kept.end());
    const int64_t more = group.count - static_cast<int64_t>(group.kept.size());
    if (more <= 0) continue;
    const auto& [table, field, reason, severity] = key;
    all.push_back(
        {.severity = severity,
         .reason = reason,
         .where = {.table = table, .row = INT64_MAX, .field = field},
         .text = internal::StrCat(more, " more rows like these, ", group.count, " in all"),
         .hint = {}});
  }
  attain::internal::Sort(all, [](const Finding& a, const Finding& b) {
    return std::tie(a.where.table, a.where.row, a.where.field, a.reason, a.text) <
           std::tie(b.where.table, b.where.row, b.where.field, b.reason, b.text);
  });
  Findings findings;
  for (Finding& finding : all) {
    if (finding.where.row == INT64_MAX) finding.where.row = -1;
    findings.Add(std::move(finding));
  }
  return findings;
}

}  // namespace attain::crm
