// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The stages of all pipelines, for checks: from ids to rows of `stages`, and what lies between two
// of them.
#ifndef ATTAIN_SRC_CRM_INTERNAL_STAGE_MAP_H_
#define ATTAIN_SRC_CRM_INTERNAL_STAGE_MAP_H_

#include <map>
#include <span>
#include <vector>

#include "crm/internal/state.h"

namespace attain::crm {

/// Stages by pipeline and id.
class StageMap {
 public:
  /// The kept rows of `stages`.
  explicit StageMap(const Dataset::State& state);

  bool present() const { return present_; }  ///< True when there is a usable table of stages.
  /// The row of a stage; `pipeline` -1: of whichever pipeline has it. -1 when there is none.
  int32_t Find(int32_t pipeline, int32_t stage) const;
  /// What being at the stage of a row means.
  StageKind kind(int32_t row) const {
    return static_cast<StageKind>(kinds_[static_cast<size_t>(row)]);
  }
  /// Number of open stages of the pipeline strictly between two rows, by position; 0 when `to` lies
  /// before `from`.
  int64_t OpenBetween(int32_t from, int32_t to) const;
  /// True for an open stage in the second half of the open stages of its pipeline.
  bool IsLate(int32_t row) const;

 private:
  int32_t PipelineOf(int32_t row) const {
    return pipelines_.empty() ? -1 : pipelines_[static_cast<size_t>(row)];
  }

  bool present_ = false;
  bool has_positions_ = false;
  std::span<const int32_t> stages_;
  std::span<const int32_t> pipelines_;
  std::vector<uint8_t> kinds_;
  std::vector<int64_t> positions_;                // by row
  std::vector<std::vector<int32_t>> rows_;        // by stage id
  std::map<int32_t, std::vector<int64_t>> open_;  // positions of open stages by pipeline
};

}  // namespace attain::crm

#endif  // ATTAIN_SRC_CRM_INTERNAL_STAGE_MAP_H_
