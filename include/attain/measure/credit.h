// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Credits: who counts which part of a transaction or deal.
//
//   deal D-7, 100,000.00, deal_splits Ada 0.6, Tom 0.4, overlay Eva 1
//     row 7   Ada   revenue   3/5
//     row 7   Tom   revenue   2/5
//     row 7   Eva   overlay   1          (in no figure of the revenue shares)
//   refund of D-7's booking, -20,000.00: Ada 3/5, Tom 2/5 again, though it names neither
//
// Shares come from `txn_credits` rows if the transaction has any, else from `deal_splits` of its deal, else from the
// owner column with 1. Revenue shares must add up to exactly 1; where they do not, the row is credited to nobody and is
// a finding (kSplitSum). If there are overlays only, the owner keeps revenue 1 beside them. A refund, credit or
// cancellation has the shares of the transaction it reverses; a receipt, order or invoice that names nobody itself has
// those of the transaction it names.
//
// What counts is one of three readings of the same rows, `CreditOptions::credit`:
//   splits     Ada 3/5, Tom 2/5           the revenue shares
//   overlays   Eva 1                      the overlays alone, outside the sum of 1
//   quota      Ada 3/5, Tom 2/5           quota credit: the rows of type quota, of any sum; of a transaction without such
//                                         rows its revenue shares. With quota rows Ada 1, Eva 1/2: Ada 1, Eva 1/2
#ifndef ATTAIN_MEASURE_CREDIT_H_
#define ATTAIN_MEASURE_CREDIT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/base/fraction.h"
#include "attain/crm/dataset.h"

namespace attain::measure {

/// What a credit is for.
enum class Role : uint8_t {
  kRevenue = 0,  ///< Shares of the amount; they add up to 1.
  kOverlay = 1,  ///< Beside the revenue, for those who helped: any share, outside the sum of 1.
  kQuota = 2,    ///< Counts towards a quota alone: any share, whatever the shares of the revenue are.
};

/// "revenue", "overlay", "quota".
std::string_view Name(Role role);

/// True for the words that read shares: "splits", "overlays", "quota"; other words name a column.
bool ReadsShares(std::string_view credit);

/// One credit: a source row, a payee, a share.
struct Credit {
  int64_t row = 0;         ///< Row of the table credited.
  int64_t original = 0;    ///< Row that decides shares, unit, rate and plan version: the reversed one, else `row` itself.
  int32_t payee = -1;      ///< The rep (crm::Entity::kRep).
  int32_t share = 0;       ///< Which share, an index into Credits::shares(); 0 is the whole (1).
  Role role = Role::kRevenue;  ///< Revenue or overlay.
  bool operator==(const Credit&) const = default;
};

/// Which rows are credited and how.
struct CreditOptions {
  std::string table = "transactions";      ///< "transactions", "deals", or a table of one's own. Default: transactions.
  /// "splits", "overlays", "quota": by the rules above. Otherwise the name of the column that names the rep, who gets all.
  /// Default: splits.
  std::string credit = "splits";
  std::string date = {};                   ///< Column of the day. Default: event_date of transactions, closed of deals.
  std::span<const uint8_t> selected = {};  ///< A byte per row, 0 = left out. Default: every row that is kept.
};

/// The credits of a table, by row, then by payee in name order, revenue before overlay. Immutable.
class Credits {
 public:
  const std::vector<Credit>& items() const { return items_; }         ///< All credits.
  const std::vector<Fraction>& shares() const { return shares_; }     ///< Distinct shares; the first is 1.
  /// True for a credit that the figures count: of splits the revenue, of overlays the overlays, of quota everything.
  bool counts(const Credit& credit) const { return (credit.role == Role::kOverlay) == overlays_; }
  bool overlays() const { return overlays_; }  ///< The overlays are counted, not the revenue.
  const Fraction& share(const Credit& credit) const { return shares_[static_cast<size_t>(credit.share)]; }  ///< The share of a credit.
  /// kSplitSum (row credited to nobody), kOrphanRef (a column of the user's own names no rep), kNullValue (how many rows name nobody).
  const Findings& findings() const { return findings_; }

 private:
  friend absl::StatusOr<Credits> CreditRows(const crm::Dataset& data, const CreditOptions& options);
  std::vector<Credit> items_;
  std::vector<Fraction> shares_;
  bool overlays_ = false;
  Findings findings_;
};

/// The credits of the rows of a table. kUnknownTable, kUnknownColumn (with the nearest name), kLengthMismatch.
absl::StatusOr<Credits> CreditRows(const crm::Dataset& data, const CreditOptions& options = {});

/// The parts of `amount` (whole smallest units) for `shares` that add up to 1: each exact share rounded so that the parts
/// add up to the amount, largest remainder, ties to the earlier. kSplitSum when the shares do not add up to 1; kOverflow.
absl::StatusOr<std::vector<int64_t>> ApportionCredit(int64_t amount, std::span<const Fraction> shares);

/// Where reps stand: for each rep the stretches of days with one set of units, so that figures of a stretch go to the
/// units (and all units above them) by exact shares.
class Placement {
 public:
  /// A unit with the part of the rep's figures it gets.
  struct Part {
    int32_t unit;    ///< The unit.
    Fraction share;  ///< The part.
  };

  /// The placement of all reps of a dataset.
  static absl::StatusOr<Placement> Of(const crm::Dataset& data);

  int32_t slots() const { return static_cast<int32_t>(parts_.size()); }        ///< Number of stretches of all reps.
  int32_t rep(int32_t slot) const { return reps_[static_cast<size_t>(slot)]; } ///< The rep of a stretch.
  /// The stretch a rep is in on a day; -1 for no rep.
  int32_t SlotOf(int32_t rep, int32_t day) const;
  /// The units of a stretch and all units above, by number, each with its part.
  std::span<const Part> parts(int32_t slot) const { return parts_[static_cast<size_t>(slot)]; }

 private:
  std::vector<int32_t> first_;             // first slot of each rep, one more at the end
  std::vector<int32_t> starts_;            // first day of each slot
  std::vector<int32_t> reps_;
  std::vector<std::vector<Part>> parts_;
};

}  // namespace attain::measure

#endif  // ATTAIN_MEASURE_CREDIT_H_
