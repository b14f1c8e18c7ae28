// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/hierarchy.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include "attain/base/finding.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"

namespace attain::crm {
namespace {

using internal::StrCat;

/// Places by a number (unit or rep): positions of the number's first and past-last entry in a
/// sorted list.
template <typename T, typename Number>
std::vector<int32_t> StartsOf(const std::vector<T>& sorted, Number number) {
  int32_t most = -1;
  for (const T& item : sorted) most = std::max(most, number(item));
  std::vector<int32_t> starts(static_cast<size_t>(most + 2), 0);
  for (const T& item : sorted) {
    if (number(item) >= 0) ++starts[static_cast<size_t>(number(item)) + 1];
  }
  for (size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  return starts;
}

std::string DayText(Date day) { return day.days() == INT32_MIN ? "the beginning" : day.ToString(); }

}  // namespace

struct Hierarchy::State {
  struct Tree {
    std::vector<UnitPlace> places;     // by unit, start
    std::vector<int32_t> unit_starts;  // first place of each unit
    std::vector<UnitPlace> by_parent;  // places with a parent, by parent, unit, start
    std::vector<int32_t> parent_starts;
    std::vector<Date>
        changes;  // days on which a place starts or ends, ascending, without open ends
  };
  std::vector<Tree> trees;
  std::vector<Membership> by_rep;  // by rep, unit, start
  std::vector<int32_t> rep_starts;
  std::vector<Membership> by_unit;  // by unit, rep, start
  std::vector<int32_t> member_starts;

  static std::span<const UnitPlace> Range(const std::vector<UnitPlace>& list,
                                          const std::vector<int32_t>& starts, int32_t number) {
    if (number < 0 || static_cast<size_t>(number) + 1 >= starts.size()) return {};
    const auto first = static_cast<size_t>(starts[static_cast<size_t>(number)]);
    return std::span(list).subspan(
        first, static_cast<size_t>(starts[static_cast<size_t>(number) + 1]) - first);
  }
  static std::span<const Membership> Range(const std::vector<Membership>& list,
                                           const std::vector<int32_t>& starts, int32_t number) {
    if (number < 0 || static_cast<size_t>(number) + 1 >= starts.size()) return {};
    const auto first = static_cast<size_t>(starts[static_cast<size_t>(number)]);
    return std::span(list).subspan(
        first, static_cast<size_t>(starts[static_cast<size_t>(number) + 1]) - first);
  }
  const Tree* tree(int32_t number) const {
    return number >= 0 && static_cast<size_t>(number) < trees.size()
               ? &trees[static_cast<size_t>(number)]
               : nullptr;
  }
  const UnitPlace* PlaceAt(UnitId unit, Date day, int32_t number) const {
    const Tree* t = tree(number);
    if (t == nullptr) return nullptr;
    for (const UnitPlace& place : Range(t->places, t->unit_starts, unit.index())) {
      if (place.valid.Contains(day)) return &place;
    }
    return nullptr;
  }
  void CheckIntervals(Findings& findings, const std::function<std::string(UnitId)>& name) const;
  void CheckCycles(Findings& findings, const std::function<std::string(UnitId)>& name) const;
};

void Hierarchy::State::CheckIntervals(Findings& findings,
                                      const std::function<std::string(UnitId)>& name) const {
  for (const Tree& t : trees) {
    for (size_t i = 0; i < t.places.size(); ++i) {
      const UnitPlace& place = t.places[i];
      if (place.valid.to <= place.valid.from) {
        findings.AddError(Reason::kIntervalInverted,
                          {.table = "org_units", .row = place.row, .field = "valid_to"},
                          StrCat(name(place.unit), " ends on ", DayText(place.valid.to),
                                 ", not after its start on ", DayText(place.valid.from)));
      }
      if (i > 0 && t.places[i - 1].unit == place.unit &&
          place.valid.from < t.places[i - 1].valid.to) {
        findings.AddError(
            Reason::kIntervalOverlap,
            {.table = "org_units",
             .row = place.row,
             .field = "valid_from",
             .other_row = t.places[i - 1].row},
            StrCat(name(place.unit), " has two places from ", DayText(place.valid.from), " on"));
      }
    }
  }
  for (size_t i = 0; i < by_rep.size(); ++i) {
    const Membership& member = by_rep[i];
    if (member.valid.to <= member.valid.from) {
      findings.AddError(Reason::kIntervalInverted,
                        {.table = "rep_units", .row = member.row, .field = "valid_to"},
                        StrCat("a membership ends on ", DayText(member.valid.to),
                               ", not after its start on ", DayText(member.valid.from)));
    }
    if (i > 0 && by_rep[i - 1].rep == member.rep && by_rep[i - 1].unit == member.unit &&
        member.valid.from < by_rep[i - 1].valid.to) {
      findings.AddError(Reason::kIntervalOverlap,
                        {.table = "rep_units",
                         .row = member.row,
                         .field = "valid_from",
                         .other_row = by_rep[i - 1].row},
                        StrCat("a rep is twice in ", name(member.unit), " from ",
                               DayText(member.valid.from), " on"));
    }
  }
}

void Hierarchy::State::CheckCycles(Findings& findings,
                                   const std::function<std::string(UnitId)>& name) const {
  for (int32_t number = 0; number < static_cast<int32_t>(trees.size()); ++number) {
    const Tree& t = trees[static_cast<size_t>(number)];
    std::vector<Date> starts = {Date::FromDays(INT32_MIN)};
    starts.insert(starts.end(), t.changes.begin(), t.changes.end());
    const auto units = t.unit_starts.empty() ? size_t{0} : t.unit_starts.size() - 1;
    std::set<std::vector<int32_t>> seen;  // one finding for a circle, on its first day
    std::vector<int32_t> mark(units, -1);
    for (size_t step = 0; step < starts.size(); ++step) {
      const Date day = starts[step];
      // After the first day a circle can only close through a place that starts on this very day.
      std::fill(mark.begin(), mark.end(), -1);
      for (size_t unit = 0; unit < units; ++unit) {
        const UnitPlace* place = PlaceAt(UnitId(static_cast<int32_t>(unit)), day, number);
        if (place == nullptr || (step > 0 && place->valid.from != day)) continue;
        std::vector<int32_t> path;
        UnitId at = place->unit;
        while (!at.is_none() && static_cast<size_t>(at.index()) < units &&
               mark[static_cast<size_t>(at.index())] < 0) {
          mark[static_cast<size_t>(at.index())] = static_cast<int32_t>(unit);
          path.push_back(at.index());
          const UnitPlace* next = PlaceAt(at, day, number);
          at = next == nullptr ? UnitId() : next->parent;
        }
        const auto found =
            at.is_none() ? path.end() : std::find(path.begin(), path.end(), at.index());
        if (found == path.end()) continue;
        std::vector<int32_t> circle(found, path.end());
        // The circle is told from the unit whose name comes first, so that the same circle always
        // reads the same.
        std::rotate(circle.begin(),
                    std::min_element(
                        circle.begin(), circle.end(),
                        [&](int32_t a, int32_t b) { return name(UnitId(a)) < name(UnitId(b)); }),
                    circle.end());
        if (!seen.insert(circle).second) continue;
        std::string text;
        for (const int32_t member : circle)
          internal::StrAppend(&text, name(UnitId(member)), " under ");
        const UnitPlace* first = PlaceAt(UnitId(circle.front()), day, number);
        findings.AddError(
            Reason::kTreeCycle, {.table = "org_units", .row = first->row, .field = "parent_id"},
            StrCat(text, name(UnitId(circle.front())), " from ", DayText(day), " on"));
      }
    }
  }
}

Hierarchy::Hierarchy() {
  auto state = std::make_shared<State>();
  state->trees.resize(1);
  state_ = std::move(state);
}

absl::StatusOr<Hierarchy> Hierarchy::Of(std::vector<UnitPlace> places,
                                        std::vector<Membership> members,
                                        const std::function<std::string(UnitId)>& unit_name) {
  const auto name =
      unit_name ? unit_name : [](UnitId unit) { return StrCat("unit ", unit.index()); };
  auto state = std::make_shared<State>();
  int32_t most = 0;
  for (const UnitPlace& place : places) {
    if (place.tree < 0 || place.unit.is_none())
      return MakeError(Reason::kInvalidArgument, "a place needs a unit and a tree from 0");
    most = std::max(most, place.tree);
  }
  for (const Membership& member : members) {
    if (member.rep.is_none() || member.unit.is_none())
      return MakeError(Reason::kInvalidArgument, "a membership needs a rep and a unit");
  }
  state->trees.resize(static_cast<size_t>(most) + 1);
  for (UnitPlace& place : places)
    state->trees[static_cast<size_t>(place.tree)].places.push_back(place);
  for (State::Tree& t : state->trees) {
    attain::internal::Sort(t.places, [](const UnitPlace& a, const UnitPlace& b) {
      return std::tie(a.unit, a.valid.from, a.valid.to, a.parent) <
             std::tie(b.unit, b.valid.from, b.valid.to, b.parent);
    });
    t.unit_starts = StartsOf(t.places, [](const UnitPlace& place) { return place.unit.index(); });
    for (const UnitPlace& place : t.places) {
      if (!place.parent.is_none()) t.by_parent.push_back(place);
      if (place.valid.from.days() != INT32_MIN) t.changes.push_back(place.valid.from);
      if (place.valid.to.days() != INT32_MAX) t.changes.push_back(place.valid.to);
    }
    attain::internal::Sort(t.by_parent, [](const UnitPlace& a, const UnitPlace& b) {
      return std::tie(a.parent, a.unit, a.valid.from) < std::tie(b.parent, b.unit, b.valid.from);
    });
    t.parent_starts =
        StartsOf(t.by_parent, [](const UnitPlace& place) { return place.parent.index(); });
    attain::internal::Sort(t.changes);
    t.changes.erase(std::unique(t.changes.begin(), t.changes.end()), t.changes.end());
  }
  attain::internal::Sort(members, [](const Membership& a, const Membership& b) {
    return std::tie(a.rep, a.unit, a.valid.from, a.valid.to) <
           std::tie(b.rep, b.unit, b.valid.from, b.valid.to);
  });
  state->by_rep = members;
  state->rep_starts =
      StartsOf(state->by_rep, [](const Membership& member) { return member.rep.index(); });
  attain::internal::Sort(members,
                         [](const Membership& a, const Membership& b) { return a.unit < b.unit; });
  state->by_unit = std::move(members);
  state->member_starts =
      StartsOf(state->by_unit, [](const Membership& member) { return member.unit.index(); });

  Findings findings;
  state->CheckIntervals(findings, name);
  state->CheckCycles(findings, name);
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  Hierarchy hierarchy;
  hierarchy.state_ = std::move(state);
  return hierarchy;
}

int32_t Hierarchy::tree_count() const { return static_cast<int32_t>(state_->trees.size()); }

bool Hierarchy::ExistsAt(UnitId unit, Date day, int32_t tree) const {
  return state_->PlaceAt(unit, day, tree) != nullptr;
}

UnitId Hierarchy::ParentAt(UnitId unit, Date day, int32_t tree) const {
  const UnitPlace* place = state_->PlaceAt(unit, day, tree);
  return place == nullptr ? UnitId() : place->parent;
}

std::vector<UnitId> Hierarchy::AncestorsAt(UnitId unit, Date day, int32_t tree) const {
  std::vector<UnitId> ancestors;
  for (UnitId at = ParentAt(unit, day, tree); !at.is_none(); at = ParentAt(at, day, tree))
    ancestors.push_back(at);
  return ancestors;
}

std::vector<UnitId> Hierarchy::RootsAt(Date day, int32_t tree) const {
  std::vector<UnitId> roots;
  const State::Tree* t = state_->tree(tree);
  if (t == nullptr) return roots;
  for (const UnitPlace& place : t->places) {
    if (place.valid.Contains(day) && place.parent.is_none()) roots.push_back(place.unit);
  }
  return roots;
}

std::vector<UnitId> Hierarchy::ChildrenAt(UnitId unit, Date day, int32_t tree) const {
  std::vector<UnitId> children;
  const State::Tree* t = state_->tree(tree);
  if (t == nullptr) return children;
  for (const UnitPlace& place : State::Range(t->by_parent, t->parent_starts, unit.index())) {
    if (place.valid.Contains(day)) children.push_back(place.unit);
  }
  return children;
}

std::vector<UnitId> Hierarchy::SubtreeAt(UnitId unit, Date day, int32_t tree) const {
  std::vector<UnitId> subtree;
  std::vector<UnitId> open = {unit};
  while (!open.empty()) {
    const UnitId at = open.back();
    open.pop_back();
    subtree.push_back(at);
    const std::vector<UnitId> children = ChildrenAt(at, day, tree);
    open.insert(open.end(), children.rbegin(), children.rend());
  }
  return subtree;
}

bool Hierarchy::IsUnder(UnitId unit, UnitId ancestor, Date day, int32_t tree) const {
  for (UnitId at = unit; !at.is_none(); at = ParentAt(at, day, tree)) {
    if (at == ancestor) return true;
  }
  return false;
}

std::vector<UnitShare> Hierarchy::UnitsOf(RepId rep, Date day) const {
  std::vector<UnitShare> units;
  for (const Membership& member : State::Range(state_->by_rep, state_->rep_starts, rep.index())) {
    if (member.valid.Contains(day)) units.push_back({member.unit, member.share, member.is_manager});
  }
  return units;
}

std::vector<Membership> Hierarchy::PlacesOf(RepId rep) const {
  const auto range = State::Range(state_->by_rep, state_->rep_starts, rep.index());
  std::vector<Membership> places(range.begin(), range.end());
  attain::internal::Sort(
      places, [](const Membership& a, const Membership& b) { return a.valid.from < b.valid.from; });
  return places;
}

std::vector<Membership> Hierarchy::MembersAt(UnitId unit, Date day, bool below,
                                             int32_t tree) const {
  std::vector<Membership> members;
  for (const UnitId at : below ? SubtreeAt(unit, day, tree) : std::vector<UnitId>{unit}) {
    for (const Membership& member :
         State::Range(state_->by_unit, state_->member_starts, at.index())) {
      if (member.valid.Contains(day)) members.push_back(member);
    }
  }
  attain::internal::Sort(members, [](const Membership& a, const Membership& b) {
    return std::tie(a.rep, a.unit) < std::tie(b.rep, b.unit);
  });
  return members;
}

std::vector<Membership> Hierarchy::MembersOver(UnitId unit, Date from, Date to,
                                               int32_t tree) const {
  std::vector<Membership> members;
  if (to <= from) return members;
  std::vector<Date> starts = {from};
  const std::vector<Date> changes = ChangesWithin(from, to, tree);
  starts.insert(starts.end(), changes.begin(), changes.end());
  starts.push_back(to);
  for (size_t i = 0; i + 1 < starts.size(); ++i) {
    for (const UnitId at : SubtreeAt(unit, starts[i], tree)) {
      for (Membership member : State::Range(state_->by_unit, state_->member_starts, at.index())) {
        member.valid.from = std::max(member.valid.from, starts[i]);
        member.valid.to = std::min(member.valid.to, starts[i + 1]);
        if (member.valid.from < member.valid.to) members.push_back(member);
      }
    }
  }
  attain::internal::Sort(members, [](const Membership& a, const Membership& b) {
    return std::tie(a.rep, a.unit, a.valid.from) < std::tie(b.rep, b.unit, b.valid.from);
  });
  // Stretches of one membership that a change elsewhere in the tree has cut belong together again.
  std::vector<Membership> joined;
  for (const Membership& member : members) {
    if (!joined.empty() && joined.back().rep == member.rep && joined.back().unit == member.unit &&
        joined.back().valid.to == member.valid.from && joined.back().share == member.share &&
        joined.back().is_manager == member.is_manager && joined.back().row == member.row) {
      joined.back().valid.to = member.valid.to;
    } else {
      joined.push_back(member);
    }
  }
  return joined;
}

std::vector<RepId> Hierarchy::ManagersOf(RepId rep, Date day, int32_t tree) const {
  std::vector<RepId> managers;
  std::vector<UnitId> level;
  for (const UnitShare& own : UnitsOf(rep, day)) level.push_back(own.unit);
  while (!level.empty()) {
    std::vector<RepId> here;
    std::vector<UnitId> above;
    for (const UnitId unit : level) {
      for (const Membership& member :
           State::Range(state_->by_unit, state_->member_starts, unit.index())) {
        if (member.is_manager && member.valid.Contains(day) && member.rep != rep)
          here.push_back(member.rep);
      }
      const UnitId parent = ParentAt(unit, day, tree);
      if (!parent.is_none() && std::find(above.begin(), above.end(), parent) == above.end())
        above.push_back(parent);
    }
    attain::internal::Sort(here);
    for (const RepId manager : here) {
      if (std::find(managers.begin(), managers.end(), manager) == managers.end())
        managers.push_back(manager);
    }
    attain::internal::Sort(above);
    level = std::move(above);
  }
  return managers;
}

std::vector<Date> Hierarchy::ChangesWithin(Date from, Date to, int32_t tree) const {
  const State::Tree* t = state_->tree(tree);
  if (t == nullptr) return {};
  return {std::upper_bound(t->changes.begin(), t->changes.end(), from),
          std::lower_bound(t->changes.begin(), t->changes.end(), to)};
}

}  // namespace attain::crm
