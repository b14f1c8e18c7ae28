// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A table of events as the engines take it, and what is needed to name things again: reading in
// event_frame.cc, result tables in event_table.cc.
#ifndef ATTAIN_SRC_FUNNEL_INTERNAL_EVENT_FRAME_H_
#define ATTAIN_SRC_FUNNEL_INTERNAL_EVENT_FRAME_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/funnel/event_table.h"
#include "attain/table/intern.h"
#include "attain/table/reader.h"
#include "attain/table/table.h"

namespace attain::funnel {

inline constexpr int64_t kMicrosPerDay = 86'400'000'000;

/// The column of a name; a finding when there is none.
const table::Column* FindColumn(const table::Table& events, const std::string& name,
                                Findings& findings);
/// Adds the finding that a column has a type that was not wanted.
void AddWrongType(const table::Table& events, const table::Column& column, std::string_view wanted,
                  Findings& findings);

struct EventFrame::State {
  table::Table events;
  EventColumns columns;
  Findings findings;
  EventLog log;
  table::Values<int32_t> subject;
  table::Values<int64_t> time;
  std::vector<uint8_t> codes;
  std::vector<int32_t> wide;
  std::vector<int64_t> rows;  // of the table, where rows were set aside
  table::Type subject_type = table::Type::kInt;
  bool direct = false;           // whole numbers stand for themselves
  std::vector<int64_t> numbers;  // by subject, when not direct
  table::Interner names;         // by subject, when text
  std::vector<int32_t> owner;    // by pair, when a value is held
  int32_t owners = 0;
  table::Type time_type = table::Type::kInt;
  table::Layout time_layout = table::Layout::kInt64;
  int64_t per_day = 0;  // ticks; 0: numbers without unit

  int64_t RowOf(uint32_t row) const { return rows.empty() ? row : rows[row]; }
  int32_t subjects() const { return owner.empty() ? log.subjects : owners; }

  void ReadSubjects(const table::Column& column);
  void ReadTimes(const table::Column& column);
  void ReadCodes();
  void SetCodes(const std::vector<int32_t>& found,
                const std::vector<std::pair<uint64_t, uint64_t>>& masks);
  bool ByExpression() const;
  void SetAside();
  void Hold(const table::Column& column);
  std::vector<int32_t> Order() const;
  absl::StatusOr<table::Column> Ids(const std::vector<int32_t>& subjects) const;
  table::Column Times(std::string name, std::vector<int64_t> ticks) const;
};

}  // namespace attain::funnel

#endif  // ATTAIN_SRC_FUNNEL_INTERNAL_EVENT_FRAME_H_
