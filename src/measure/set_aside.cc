// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/measure/set_aside.h"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "attain/crm/rows.h"
#include "attain/measure/credit.h"
#include "measure/internal/prepared.h"

namespace attain::measure {
namespace {

// The first finding of each row of a table.
std::map<int64_t, const Finding*> FindingsByRow(const Findings& findings, std::string_view table) {
  std::map<int64_t, const Finding*> by_row;
  for (const Finding& finding : findings.items()) {
    if (finding.where.table == table && finding.where.row >= 0 &&
        finding.severity == Severity::kError)
      by_row.emplace(finding.where.row, &finding);
  }
  return by_row;
}

// Whether the conditions of the measure would take the row, as far as it can be read: a condition
// over the faulty column says nothing.
bool Wanted(const Part& part, int64_t row, const Finding* finding) {
  return std::all_of(
      part.conditions.begin(), part.conditions.end(), [&](const expression::Bound& condition) {
        const std::vector<std::string>& columns = condition.columns();
        if (finding != nullptr &&
            std::find(columns.begin(), columns.end(), finding->where.field) != columns.end())
          return true;
        const expression::Value value = expression::EvaluateRow(condition, *part.rows, row);
        return value.type() != expression::ValueType::kBool || value.boolean();
      });
}

class Naming {
 public:
  Naming(const Prepared::State& state, const Part& part)
      : data_(state.data), table_(part.table), rows_(state.data.rows(part.table)) {
    const bool shares = ReadsShares(state.definition.credit);
    const std::string column = !shares                 ? state.definition.credit
                               : part.table == "deals" ? "owner_id"
                                                       : "rep_id";
    owner_ = part.rows->column(column);
    if (!shares) return;
    if (table_ == "transactions") AddShares(data_.txn_credits(), "txn_id");
    if (table_ == "transactions" || table_ == "deals") AddShares(data_.deal_splits(), "deal_id");
  }

  // The reps that a row names, each once.
  std::vector<int32_t> Of(int64_t row) const {
    std::vector<int32_t> named;
    for (const Shares& shares : shares_) {
      const int32_t id = shares.ids_here.empty() ? -1 : shares.ids_here[static_cast<size_t>(row)];
      for (auto split = std::lower_bound(shares.named.begin(), shares.named.end(),
                                         std::pair<int32_t, int32_t>(id, -1));
           id >= 0 && split != shares.named.end() && split->first == id; ++split)
        named.push_back(split->second);
    }
    if (owner_ != nullptr && !owner_->IsNull(row) && named.empty())
      named.push_back(data_.ids(crm::Entity::kRep).Find(owner_->FormatAt(row)));
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    if (!named.empty() && named.front() < 0) named.erase(named.begin());
    return named;
  }

 private:
  struct Shares {
    std::span<const int32_t> ids_here;               // of the measure's rows
    std::vector<std::pair<int32_t, int32_t>> named;  // id and rep of each share, sorted
  };

  void AddShares(const crm::Rows& shares, std::string_view id) {
    if (shares.rows() == 0) return;
    const std::span<const int32_t> ids = shares.ids(id);
    const std::span<const int32_t> reps = shares.ids("rep_id");
    Shares read{rows_.ids(id), {}};
    read.named.reserve(ids.size());
    for (size_t row = 0; row < ids.size() && row < reps.size(); ++row)
      read.named.emplace_back(ids[row], reps[row]);
    std::sort(read.named.begin(), read.named.end());
    shares_.push_back(std::move(read));
  }

  const crm::Dataset& data_;
  const std::string& table_;
  crm::Rows rows_;
  const table::Column* owner_ = nullptr;
  std::vector<Shares> shares_;
};

}  // namespace

std::vector<SetAside> RowsSetAside(const Prepared& prepared, const CreditedRows& rows) {
  const Prepared::State& state = Access::Of(prepared);
  const Part& part = state.parts[0];
  const crm::RowMask& kept = state.data.kept(part.table);
  const bool bad_shares =
      std::any_of(rows.credits.findings().items().begin(), rows.credits.findings().items().end(),
                  [](const Finding& finding) { return finding.reason == Reason::kSplitSum; });
  std::vector<SetAside> result;
  if (kept.all() && !bad_shares) return result;

  const std::map<int64_t, const Finding*> findings =
      FindingsByRow(state.data.findings(), part.table);
  const Naming naming(state, part);
  crm::Days days(part.day, state.data.options().offset_minutes);
  const std::vector<Credit>& credits = rows.credits.items();
  size_t next = 0;
  for (int64_t row = 0; row < part.rows->rows(); ++row) {
    while (next < credits.size() && credits[next].row < row) ++next;
    const bool credited = next < credits.size() && credits[next].row == row;
    const bool uncredited = bad_shares && rows.selected[static_cast<size_t>(row)] != 0 && !credited;
    if (kept[row] && !uncredited) continue;
    const auto found = findings.find(row);
    const Finding* finding = found == findings.end() ? nullptr : found->second;
    if (!days.has(row) || (!kept[row] && !Wanted(part, row, finding))) continue;
    const Reason reason = kept[row]            ? Reason::kSplitSum
                          : finding != nullptr ? finding->reason
                                               : Reason::kInvalidCell;
    for (const int32_t payee : naming.Of(row))
      result.push_back({.payee = payee, .day = days[row], .row = row, .reason = reason});
  }
  std::sort(result.begin(), result.end(), [](const SetAside& a, const SetAside& b) {
    return std::tie(a.payee, a.day, a.row) < std::tie(b.payee, b.day, b.row);
  });
  return result;
}

}  // namespace attain::measure
