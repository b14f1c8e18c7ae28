// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Who belongs to whom, on which day.
//
//   Units form a tree that changes: North belongs to Europe until 2026-06-30 and to Nordics from 2026-07-01.
//   Ada is in North with share 0.5 and in South with 0.5; Bo manages North.
//
//   hierarchy.ParentAt(north, july_1)       // Nordics
//   hierarchy.IsUnder(north, europe, may_1) // true
//   hierarchy.UnitsOf(ada, may_1)           // {North 1/2}, {South 1/2}
//   hierarchy.ManagersOf(ada, may_1)        // Bo, then whoever manages the units above
//
// Several trees may exist side by side (`tree`, from 0). Validities are half-open: `to` is the first day that no longer
// counts. On every day each tree is a forest: a circle is an error that names the units and the day. In: rows as
// values, or a dataset. Out: answers for a day or a stretch of days.
#ifndef ATTAIN_CRM_HIERARCHY_H_
#define ATTAIN_CRM_HIERARCHY_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/fraction.h"
#include "attain/base/id.h"
#include "attain/base/period.h"

namespace attain::crm {

/// A unit's place in a tree for some time.
struct UnitPlace {
  UnitId unit;                ///< The unit.
  UnitId parent = {};         ///< What it belongs to. Default: none, a root.
  Validity valid = {};        ///< When. Default: always.
  int32_t tree = 0;           ///< Which tree. Default: the first.
  int64_t row = -1;           ///< Row of org_units it comes from; for findings.
};

/// A rep's place in a unit for some time.
struct Membership {
  RepId rep;                  ///< The rep.
  UnitId unit;                ///< The unit.
  Validity valid = {};        ///< When. Default: always.
  Fraction share = 1;         ///< How much of the rep counts in the unit. Default: all.
  bool is_manager = false;    ///< The rep manages the unit.
  int64_t row = -1;           ///< Row of rep_units it comes from; for findings.
};

/// A unit with the share a rep has in it.
struct UnitShare {
  UnitId unit;                ///< The unit.
  Fraction share;             ///< The rep's share.
  bool is_manager = false;    ///< The rep manages the unit.
};

/// An effective-dated forest of units with its members. Immutable and cheap to copy.
class Hierarchy {
 public:
  /// No units.
  Hierarchy();
  /// The forest of `places` with `members`. All findings: kIntervalInverted, kIntervalOverlap (a unit twice in a tree
  /// on one day; a rep twice in a unit), kTreeCycle (units and first day of the circle). `unit_name` prints units in
  /// findings. Default: "unit 3".
  static absl::StatusOr<Hierarchy> Of(std::vector<UnitPlace> places, std::vector<Membership> members,
                                      const std::function<std::string(UnitId)>& unit_name = {});

  int32_t tree_count() const;                                            ///< Number of trees, at least 1.
  /// True when the unit has a place in the tree on that day.
  bool ExistsAt(UnitId unit, Date day, int32_t tree = 0) const;
  /// What the unit belongs to on that day; none for a root and for a unit that does not exist then.
  UnitId ParentAt(UnitId unit, Date day, int32_t tree = 0) const;
  /// All units above, nearest first.
  std::vector<UnitId> AncestorsAt(UnitId unit, Date day, int32_t tree = 0) const;
  /// Units without a parent on that day, by number.
  std::vector<UnitId> RootsAt(Date day, int32_t tree = 0) const;
  /// Units directly below, by number.
  std::vector<UnitId> ChildrenAt(UnitId unit, Date day, int32_t tree = 0) const;
  /// The unit and all units below it, parents before children, siblings by number.
  std::vector<UnitId> SubtreeAt(UnitId unit, Date day, int32_t tree = 0) const;
  /// True when `unit` is `ancestor` or lies below it on that day.
  bool IsUnder(UnitId unit, UnitId ancestor, Date day, int32_t tree = 0) const;

  /// The units of a rep on a day, by number.
  std::vector<UnitShare> UnitsOf(RepId rep, Date day) const;
  /// All places a rep ever has, by start.
  std::vector<Membership> PlacesOf(RepId rep) const;
  /// Members of a unit on a day, by rep; with `below` also those of all units under it.
  std::vector<Membership> MembersAt(UnitId unit, Date day, bool below, int32_t tree = 0) const;
  /// Who belonged to the unit or a unit below it during [from, to): one entry per membership and unbroken stretch of days, cut to the
  /// stretch asked for and to the days its unit lay below; by rep, unit and start.
  std::vector<Membership> MembersOver(UnitId unit, Date from, Date to, int32_t tree = 0) const;
  /// Managers above a rep on a day, nearest first: of the rep's own units, then of each unit above. The rep itself is
  /// left out; nobody comes twice.
  std::vector<RepId> ManagersOf(RepId rep, Date day, int32_t tree = 0) const;
  /// Days inside (from, to) on which any place in the tree changes, ascending.
  std::vector<Date> ChangesWithin(Date from, Date to, int32_t tree = 0) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

}  // namespace attain::crm

#endif  // ATTAIN_CRM_HIERARCHY_H_
