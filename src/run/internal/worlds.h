// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What changed between the data and models behind two results, and the states in between.
//
//   Worlds worlds = *Worlds::Between(before, now);
//   worlds.changes();                 // in the order in which they became known
//   worlds.With({true, false, …});    // the data and the model with the first change alone
//
// A change is the least that makes sense on its own: a deal with its splits, a transaction with its
// credits, all rates of exchange, all targets.
#ifndef ATTAIN_SRC_RUN_INTERNAL_WORLDS_H_
#define ATTAIN_SRC_RUN_INTERNAL_WORLDS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/run/restatement.h"
#include "run/internal/state.h"

namespace attain::run {

/// One thing that became known.
struct Change {
  Cause cause = Cause::kCorrection;
  /// The transaction or deal it is about; empty for rates, targets …
  std::string subject = {};
  /// Ids under which its credits stand: itself, or the transactions of the deal.
  std::vector<std::string> credited_as = {};
  int order = 0;                                ///< Facts, then what has no clock, in its order.
  std::optional<int64_t> known = std::nullopt;  ///< Instant of `recorded_at`; none: always known.
  int model = 0;  ///< 1: the targets of the model; 2: all the rest of it.
};

/// Everything that changed between two states.
class Worlds {
 public:
  /// Compares table by table, row by row. kOverflow.
  static absl::StatusOr<Worlds> Between(std::shared_ptr<const PreparedState> before,
                                        std::shared_ptr<const PreparedState> now);

  /// In the order in which they became known.
  const std::vector<Change>& changes() const { return changes_; }

  /// The state in which those changes are known whose place is true. The reasons of Load and
  /// Resolve.
  absl::StatusOr<std::shared_ptr<const PreparedState>> With(const std::vector<bool>& known) const;

 private:
  // Rows of one table on both sides: those of `now` first, then those of `before`, or once where
  // both sides share them.
  struct Mixed {
    std::string name;
    table::Table rows;
    std::vector<int32_t> change_of;  // per row: place in changes_, -1 for what never changes
    // Per row: whether it is there while the change is not known, and once it is; or there, but
    // recorded later than anybody looks.
    std::vector<uint8_t> before;
    std::vector<uint8_t> now;
  };
  absl::Status Compare(const std::string& name, const table::Table* before,
                       const table::Table* now);
  void AddModelChanges();
  void FindCredited();
  void Sort();

  std::shared_ptr<const PreparedState> before_;
  std::shared_ptr<const PreparedState> now_;
  std::vector<Mixed> tables_;
  std::vector<Change> changes_;
  std::map<std::pair<int, std::string>, size_t> places_;  // of changes, by what they are about
};

}  // namespace attain::run

#endif  // ATTAIN_SRC_RUN_INTERNAL_WORLDS_H_
