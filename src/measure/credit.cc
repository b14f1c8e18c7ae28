// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/measure/credit.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "attain/base/apportion.h"
#include "attain/base/status.h"
#include "attain/crm/rows.h"
#include "base/internal/text.h"

namespace attain::measure {
namespace {

using crm::Entity;
using internal::StrCat;

constexpr int64_t kMaxFindings = 100;  // of one reason; one more says how many there were
constexpr int kMaxReversals = 16;      // a refund of a refund of … ends here

// Collects at most kMaxFindings of one reason.
class LimitedFindings {
 public:
  LimitedFindings(Severity severity, Reason reason, std::string_view table)
      : severity_(severity), reason_(reason), table_(table) {}
  void Add(int64_t row, std::string text) {
    if (++count_ <= kMaxFindings)
      findings_.Add({severity_, reason_, {.table = table_, .row = row}, std::move(text), ""});
  }
  void MoveInto(Findings& findings) {
    findings.Append(findings_);
    if (count_ > kMaxFindings)
      findings.Add({severity_, reason_, {.table = table_}, StrCat(count_, " rows in all"), ""});
  }

 private:
  Severity severity_;
  Reason reason_;
  std::string table_;
  int64_t count_ = 0;
  Findings findings_;
};

// The rows of a table by an id, in row order: `rows(id)`.
class ById {
 public:
  ById() = default;
  ById(std::span<const int32_t> ids, int32_t count)
      : first_(static_cast<size_t>(count) + 1, 0), rows_(ids.size()) {
    for (const int32_t id : ids) {
      if (id >= 0) ++first_[static_cast<size_t>(id) + 1];
    }
    for (size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    std::vector<int64_t> next(first_.begin(), first_.end());
    for (size_t row = 0; row < ids.size(); ++row) {
      if (ids[row] >= 0)
        rows_[static_cast<size_t>(next[static_cast<size_t>(ids[row])]++)] =
            static_cast<int64_t>(row);
    }
  }
  std::span<const int64_t> rows(int32_t id) const {
    if (id < 0 || static_cast<size_t>(id) + 1 >= first_.size()) return {};
    const auto begin = static_cast<size_t>(first_[static_cast<size_t>(id)]);
    return std::span<const int64_t>(rows_).subspan(
        begin, static_cast<size_t>(first_[static_cast<size_t>(id) + 1]) - begin);
  }

 private:
  std::vector<int64_t> first_;
  std::vector<int64_t> rows_;
};

// A table of shares: txn_credits by transaction, or deal_splits by deal.
struct ShareTable {
  crm::Rows rows;
  ById by_id;
  std::span<const int32_t> payees;
  crm::Words<crm::SplitType> types;
  crm::Decimals shares;
  crm::Days valid_from;
};

struct Split {
  int32_t payee;
  Role role;
  int32_t share;
};

std::string_view OwnerColumn(std::string_view table) {
  return table == "deals" ? "owner_id" : "rep_id";
}

std::string_view DayColumn(std::string_view table) {
  return table == "deals" ? "closed" : "event_date";
}

absl::Status NoColumn(std::string_view table, std::string_view column,
                      const std::vector<std::string>& known) {
  const std::string nearest = NearestWord(column, known);
  return MakeError(Reason::kUnknownColumn,
                   StrCat("table ", table, " has no column \"", column, "\"",
                          nearest.empty() ? "" : StrCat("; did you mean \"", nearest, "\"?")));
}

class Crediting {
 public:
  Crediting(const crm::Dataset& data, const CreditOptions& options)
      : data_(data),
        options_(options),
        rows_(data.rows(options.table)),
        bad_sums_(Severity::kError, Reason::kSplitSum, options.table),
        strangers_(Severity::kError, Reason::kOrphanRef, options.table),
        shares_{Fraction(1)} {
    share_numbers_.emplace(Fraction(1), 0);
  }

  absl::Status Run() {
    const table::Table* table = data_.table(options_.table);
    if (table == nullptr) {
      const std::string nearest = NearestWord(options_.table, data_.table_names());
      return MakeError(Reason::kUnknownTable,
                       StrCat("there is no table \"", options_.table, "\"",
                              nearest.empty() ? "" : StrCat("; did you mean \"", nearest, "\"?")));
    }
    if (!options_.selected.empty() &&
        static_cast<int64_t>(options_.selected.size()) != table->rows()) {
      return MakeError(
          Reason::kLengthMismatch,
          StrCat(options_.selected.size(), " bytes of selection for ", table->rows(), " rows"));
    }
    ATTAIN_RETURN_IF_ERROR(ReadOwners(*table));
    if (ReadsShares(options_.credit)) ReadShares();
    ranks_ = data_.ids(Entity::kRep).Ranks();
    ReadReversals();
    const crm::RowMask& kept = data_.kept(options_.table);
    items_.reserve(options_.selected.empty() ? static_cast<size_t>(table->rows()) : size_t{0});
    for (int64_t row = 0; row < table->rows(); ++row) {
      if (!kept[row] ||
          (!options_.selected.empty() && options_.selected[static_cast<size_t>(row)] == 0))
        continue;
      CreditRow(row);
    }
    return absl::OkStatus();
  }

  std::vector<Credit>& items() { return items_; }
  std::vector<Fraction>& shares() { return shares_; }
  Findings TakeFindings() {
    Findings findings;
    bad_sums_.MoveInto(findings);
    strangers_.MoveInto(findings);
    if (nobody_ > 0) {
      findings.AddWarning(Reason::kNullValue, {.table = options_.table, .field = owner_column_},
                          StrCat(nobody_, " rows name nobody to credit and are in no figure"));
    }
    return findings;
  }

 private:
  // The owner of every row, as the number of a rep.
  absl::Status ReadOwners(const table::Table& table) {
    const bool by_splits = ReadsShares(options_.credit);
    owner_column_ = by_splits ? std::string(OwnerColumn(options_.table)) : options_.credit;
    const table::Column* column = table.column(owner_column_);
    if (column == nullptr) {
      // By splits alone a table may do without an owner.
      if (by_splits && (options_.table == "transactions" || options_.table == "deals"))
        return absl::OkStatus();
      return NoColumn(options_.table, owner_column_, table.column_names());
    }
    const crm::TableInfo* info = crm::FindTable(options_.table);
    const crm::ColumnInfo* known = info == nullptr ? nullptr : info->column(owner_column_);
    if (known != nullptr && known->entity == Entity::kRep) {
      owners_ = rows_.ids(owner_column_);
      return absl::OkStatus();
    }
    const crm::Ids& reps = data_.ids(Entity::kRep);
    owner_copy_.resize(static_cast<size_t>(table.rows()), -1);
    for (int64_t row = 0; row < table.rows(); ++row) {
      if (column->IsNull(row)) continue;
      const std::string name = column->FormatAt(row);
      const int32_t rep = reps.Find(name);
      if (rep < 0 && !name.empty())
        strangers_.Add(row, StrCat(owner_column_, " \"", name, "\" is no rep"));
      owner_copy_[static_cast<size_t>(row)] = rep;
    }
    owners_ = owner_copy_;
    return absl::OkStatus();
  }

  static ShareTable MakeShareTable(crm::Rows rows, std::string_view id, std::string_view type,
                                   int32_t count) {
    return {rows,
            ById(rows.ids(id), count),
            rows.ids("rep_id"),
            crm::Words<crm::SplitType>(rows.words(type)),
            crm::Decimals(rows.column("share")),
            crm::Days(rows.column("valid_from"))};
  }

  void ReadShares() {
    if (options_.table == "transactions" && data_.txn_credits().rows() > 0) {
      by_transaction_.emplace(MakeShareTable(data_.txn_credits(), "txn_id", "credit_type",
                                             data_.ids(Entity::kTransaction).size()));
      transactions_ = rows_.ids("txn_id");
    }
    if ((options_.table == "transactions" || options_.table == "deals") &&
        data_.deal_splits().rows() > 0) {
      by_deal_.emplace(MakeShareTable(data_.deal_splits(), "deal_id", "split_type",
                                      data_.ids(Entity::kDeal).size()));
      deals_ = rows_.ids("deal_id");
    }
    const std::string date =
        options_.date.empty() ? std::string(DayColumn(options_.table)) : options_.date;
    const table::Table* table = data_.table(options_.table);
    days_ = crm::Days(table->column(date), data_.options().offset_minutes);
    const std::vector<Reason>& tolerate = data_.options().tolerate;
    tolerate_sums_ =
        std::find(tolerate.begin(), tolerate.end(), Reason::kSplitSum) != tolerate.end();
  }

  void ReadReversals() {
    if (options_.table != "transactions") return;
    originals_ = rows_.ids("orig_txn_id");
    kinds_ = crm::Words<crm::TransactionKind>(rows_.words("kind"));
  }

  // What a receipt, order or invoice names, -1 for none.
  int64_t NamedBy(int64_t row) const {
    if (originals_.empty() || !kinds_.has(row)) return -1;
    const crm::TransactionKind kind = kinds_[row];
    if (kind != crm::TransactionKind::kReceipt && kind != crm::TransactionKind::kInvoice &&
        kind != crm::TransactionKind::kOrder)
      return -1;
    const int32_t named = originals_[static_cast<size_t>(row)];
    const int64_t before = named < 0 ? -1 : data_.RowOf(Entity::kTransaction, named);
    return before == row ? -1 : before;
  }

  // The row whose shares count: of a refund, credit, cancellation or adjustment the one it
  // reverses.
  int64_t OriginalOf(int64_t row) const {
    if (originals_.empty()) return row;
    for (int step = 0; step < kMaxReversals; ++step) {
      const int32_t original = originals_[static_cast<size_t>(row)];
      if (original < 0 || !kinds_.has(row)) return row;
      const crm::TransactionKind kind = kinds_[row];
      if (kind != crm::TransactionKind::kCredit && kind != crm::TransactionKind::kRefund &&
          kind != crm::TransactionKind::kCancel && kind != crm::TransactionKind::kAdjust) {
        return row;
      }
      const int64_t before = data_.RowOf(Entity::kTransaction, original);
      if (before < 0 || before == row) return row;
      row = before;
    }
    return row;
  }

  int32_t NumberOf(const Fraction& share) {
    const auto [place, added] = share_numbers_.emplace(share, static_cast<int32_t>(shares_.size()));
    if (added) shares_.push_back(share);
    return place->second;
  }

  // The splits of `id` that hold on the day of `row`, into `splits_`: of each type the set that
  // began last. False when there are none. `bad_` tells of wrong sums.
  bool ReadSplits(ShareTable& table, int32_t id, int64_t row) {
    splits_.clear();
    bad_.clear();
    const auto type_of = [&table](int64_t split) {
      return table.types.has(split) ? table.types[split] : crm::SplitType::kRevenue;
    };
    const auto start_of = [&table](int64_t split) {
      return !table.valid_from.empty() && table.valid_from.has(split) ? table.valid_from[split]
                                                                      : INT32_MIN;
    };
    int32_t latest[] = {INT32_MIN, INT32_MIN, INT32_MIN};  // by type
    for (const int64_t split : table.by_id.rows(id)) {
      int32_t& start = latest[static_cast<size_t>(type_of(split))];
      if (!days_.has(row) || start_of(split) <= days_[row])
        start = std::max(start, start_of(split));
    }
    Fraction revenue = 0;
    bool set_aside = false;
    bool has_revenue = false;
    for (const int64_t split : table.by_id.rows(id)) {
      const crm::SplitType type = type_of(split);
      if (start_of(split) != latest[static_cast<size_t>(type)]) continue;
      const bool counted = type == crm::SplitType::kRevenue;
      if (!table.rows.kept()[split]) {
        set_aside |= counted;
        continue;
      }
      const Fraction share = table.shares.empty() || !table.shares.has(split)
                                 ? Fraction(1)
                                 : Fraction(table.shares[split]);
      splits_.push_back(
          {table.payees[static_cast<size_t>(split)], static_cast<Role>(type), NumberOf(share)});
      if (!counted) continue;
      has_revenue = true;
      const absl::StatusOr<Fraction> sum = attain::Add(revenue, share);
      if (!sum.ok()) {
        bad_ = MessageOf(sum.status());
        return true;
      }
      revenue = *sum;
    }
    if (tolerate_sums_) return !splits_.empty();
    if (set_aside) {
      bad_ = "rows of its split were set aside on loading";
    } else if (has_revenue && revenue != Fraction(1)) {
      bad_ = StrCat("its revenue shares add up to ", revenue.ToString(), ", not 1");
    }
    return !splits_.empty() || set_aside;
  }

  bool HasRole(Role role) const {
    return std::any_of(splits_.begin(), splits_.end(),
                       [role](const Split& split) { return split.role == role; });
  }

  // Keeps of the splits what this reading of them is about; the owner where they name nobody for
  // it.
  void ChooseRoles(int32_t owner) {
    const bool overlays = options_.credit == "overlays";
    const bool by_quota = options_.credit == "quota" && HasRole(Role::kQuota);
    if (!overlays && !by_quota && !HasRole(Role::kRevenue) && owner >= 0)
      splits_.push_back({owner, Role::kRevenue, 0});
    std::erase_if(splits_, [&](const Split& split) {
      if (overlays) return split.role != Role::kOverlay;
      if (by_quota) return split.role != Role::kQuota;
      return split.role == Role::kQuota ||
             (split.role == Role::kOverlay && options_.credit == "quota");
    });
  }

  // The splits of a row, into `splits_`; false when there are none.
  bool FindSplits(int64_t row) {
    const auto at = static_cast<size_t>(row);
    if (by_transaction_.has_value() && ReadSplits(*by_transaction_, transactions_[at], row))
      return true;
    return by_deal_.has_value() && !deals_.empty() && ReadSplits(*by_deal_, deals_[at], row);
  }

  void CreditRow(int64_t row) {
    const int64_t original = OriginalOf(row);
    int64_t source = original;
    int32_t owner = -1;
    bool split = false;
    for (int step = 0; step < kMaxReversals; ++step) {
      owner = owners_.empty() ? -1 : owners_[static_cast<size_t>(source)];
      split = FindSplits(source);
      const int64_t named = split || owner >= 0 ? -1 : NamedBy(source);
      if (named < 0) break;
      source = OriginalOf(named);
    }
    if (!split) {
      if (options_.credit == "overlays") return;
      if (owner < 0) {
        ++nobody_;
      } else {
        items_.push_back({row, original, owner, 0, Role::kRevenue});
      }
      return;
    }
    if (!bad_.empty()) {
      bad_sums_.Add(row, StrCat("the row is credited to nobody: ", bad_));
      return;
    }
    ChooseRoles(owner);
    std::sort(splits_.begin(), splits_.end(), [this](const Split& a, const Split& b) {
      if (a.payee != b.payee)
        return ranks_[static_cast<size_t>(a.payee)] < ranks_[static_cast<size_t>(b.payee)];
      return a.role < b.role;
    });
    for (const Split& part : splits_)
      items_.push_back({row, original, part.payee, part.share, part.role});
  }

  const crm::Dataset& data_;
  const CreditOptions& options_;
  crm::Rows rows_;
  std::string owner_column_;
  std::span<const int32_t> owners_;
  std::vector<int32_t> owner_copy_;
  std::optional<ShareTable> by_transaction_;
  std::optional<ShareTable> by_deal_;
  std::span<const int32_t> transactions_;
  std::span<const int32_t> deals_;
  std::span<const int32_t> originals_;
  crm::Words<crm::TransactionKind> kinds_;
  crm::Days days_;
  bool tolerate_sums_ = false;
  std::vector<int32_t> ranks_;
  std::vector<Split> splits_;
  std::string bad_;
  int64_t nobody_ = 0;
  LimitedFindings bad_sums_;
  LimitedFindings strangers_;
  std::vector<Credit> items_;
  std::vector<Fraction> shares_;
  std::map<Fraction, int32_t> share_numbers_;
};

// The units a rep's figures go to on a day, with everything above them.
absl::StatusOr<std::vector<Placement::Part>> PartsAt(const crm::Hierarchy& hierarchy, RepId rep,
                                                     Date day) {
  std::vector<crm::UnitShare> units = hierarchy.UnitsOf(rep, day);
  // A place as manager alone is a place; beside a place as member it is only an office held.
  const bool member = std::any_of(units.begin(), units.end(),
                                  [](const crm::UnitShare& u) { return !u.is_manager; });
  if (member) std::erase_if(units, [](const crm::UnitShare& u) { return u.is_manager; });
  std::map<int32_t, Fraction> parts;
  for (const crm::UnitShare& unit : units) {
    std::vector<UnitId> reached = {unit.unit};
    for (int32_t tree = 0; tree < hierarchy.tree_count(); ++tree) {
      for (const UnitId above : hierarchy.AncestorsAt(unit.unit, day, tree)) {
        if (std::find(reached.begin(), reached.end(), above) == reached.end())
          reached.push_back(above);
      }
    }
    for (const UnitId target : reached) {
      Fraction& part = parts[target.index()];
      ATTAIN_ASSIGN_OR_RETURN(part, Add(part, unit.share));
    }
  }
  std::vector<Placement::Part> result;
  for (const auto& entry : parts) result.push_back({entry.first, entry.second});
  return result;
}

bool SameParts(const std::vector<Placement::Part>& a, const std::vector<Placement::Part>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Placement::Part& x, const Placement::Part& y) {
                      return x.unit == y.unit && x.share == y.share;
                    });
}

}  // namespace

std::string_view Name(Role role) {
  switch (role) {
    case Role::kRevenue:
      return "revenue";
    case Role::kOverlay:
      return "overlay";
    case Role::kQuota:
      return "quota";
  }
  return "";
}

bool ReadsShares(std::string_view credit) {
  return credit == "splits" || credit == "overlays" || credit == "quota";
}

absl::StatusOr<Credits> CreditRows(const crm::Dataset& data, const CreditOptions& options) {
  Crediting crediting(data, options);
  ATTAIN_RETURN_IF_ERROR(crediting.Run());
  Credits credits;
  credits.items_ = std::move(crediting.items());
  credits.shares_ = std::move(crediting.shares());
  credits.overlays_ = options.credit == "overlays";
  credits.findings_ = crediting.TakeFindings();
  return credits;
}

absl::StatusOr<std::vector<int64_t>> ApportionCredit(int64_t amount,
                                                     std::span<const Fraction> shares) {
  Fraction sum = 0;
  for (const Fraction& share : shares) {
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, share));
  }
  if (sum != Fraction(1))
    return MakeError(Reason::kSplitSum, StrCat("the shares add up to ", sum.ToString(), ", not 1"));
  return Apportion(amount, shares);
}

absl::StatusOr<Placement> Placement::Of(const crm::Dataset& data) {
  const crm::Hierarchy& hierarchy = data.hierarchy();
  std::vector<Date> tree_changes;
  for (int32_t tree = 0; tree < hierarchy.tree_count(); ++tree) {
    const std::vector<Date> changes =
        hierarchy.ChangesWithin(Date::FromDays(INT32_MIN), Date::FromDays(INT32_MAX), tree);
    tree_changes.insert(tree_changes.end(), changes.begin(), changes.end());
  }
  Placement placement;
  const int32_t reps = data.ids(Entity::kRep).size();
  for (int32_t rep = 0; rep < reps; ++rep) {
    placement.first_.push_back(placement.slots());
    const std::vector<crm::Membership> places = hierarchy.PlacesOf(RepId(rep));
    std::vector<Date> days = {Date::FromDays(INT32_MIN)};
    if (!places.empty()) days.insert(days.end(), tree_changes.begin(), tree_changes.end());
    for (const crm::Membership& place : places) {
      days.push_back(place.valid.from);
      if (place.valid.to < Date::FromDays(INT32_MAX)) days.push_back(place.valid.to);
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    for (const Date day : days) {
      ATTAIN_ASSIGN_OR_RETURN(std::vector<Part> parts, PartsAt(hierarchy, RepId(rep), day));
      const bool first = placement.slots() == placement.first_.back();
      if (!first && SameParts(placement.parts_.back(), parts)) continue;
      placement.starts_.push_back(day.days());
      placement.reps_.push_back(rep);
      placement.parts_.push_back(std::move(parts));
    }
  }
  placement.first_.push_back(placement.slots());
  return placement;
}

int32_t Placement::SlotOf(int32_t rep, int32_t day) const {
  if (rep < 0 || static_cast<size_t>(rep) + 1 >= first_.size()) return -1;
  int32_t slot = first_[static_cast<size_t>(rep) + 1] - 1;
  while (slot > first_[static_cast<size_t>(rep)] && starts_[static_cast<size_t>(slot)] > day)
    --slot;
  return slot;
}

}  // namespace attain::measure
