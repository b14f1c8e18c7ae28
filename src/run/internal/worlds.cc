// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "run/internal/worlds.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "attain/crm/rows.h"
#include "attain/crm/tables.h"
#include "base/internal/sort.h"

namespace attain::run {
namespace {

using table::Column;
using table::Table;

// How a row stands on one side.
enum : uint8_t { kAbsent = 0, kShown = 1, kHidden = 2 };

// Rows that nobody is to see yet are recorded at the end of time, and everybody looks just before.
constexpr int64_t kNever = 253'402'300'799'999'999;

// What a table is about: the column that names its subject, and what a change of it means.
struct Topic {
  std::string_view table;
  std::string_view subject;  // empty: the table changes as a whole
  bool main;                 // its row is the subject itself
  int order;
  Cause cause;
};
constexpr Topic kTopics[] = {
    {"deals", "deal_id", true, 0, Cause::kCorrection},
    {"transactions", "txn_id", true, 0, Cause::kCorrection},
    {"deal_changes", "deal_id", false, 0, Cause::kCorrection},
    {"deal_splits", "deal_id", false, 0, Cause::kCreditChange},
    {"transaction_items", "txn_id", false, 0, Cause::kCorrection},
    {"txn_credits", "txn_id", false, 0, Cause::kCreditChange},
    {"account_owners", "", false, 1, Cause::kCreditChange},
    {"accounts", "", false, 1, Cause::kCreditChange},
    {"org_units", "", false, 1, Cause::kCreditChange},
    {"rep_units", "", false, 1, Cause::kCreditChange},
    {"reps", "", false, 1, Cause::kCreditChange},
    {"fx_rates", "", false, 2, Cause::kFx},
    {"targets", "", false, 3, Cause::kQuotaChange},
    {"target_profiles", "", false, 3, Cause::kQuotaChange},
    {"metric_values", "", false, 3, Cause::kQuotaChange},
    {"plan_assignments", "", false, 4, Cause::kPlanChange},
    {"balances", "", false, 5, Cause::kSettlement},
};
constexpr Topic kOtherTopic = {"", "", false, 0, Cause::kCorrection};
constexpr int kTargetsOrder = 3;
constexpr int kPlanOrder = 4;

const Topic& TopicOf(std::string_view table) {
  for (const Topic& topic : kTopics) {
    if (topic.table == table) return topic;
  }
  return kOtherTopic;
}

// True when both columns are the same memory.
bool SameBuffers(const Column& a, const Column& b) {
  if (a.type() != b.type() || a.scale() != b.scale() || a.chunks().size() != b.chunks().size())
    return false;
  for (size_t i = 0; i < a.chunks().size(); ++i) {
    const table::Chunk& x = a.chunks()[i];
    const table::Chunk& y = b.chunks()[i];
    if (x.values != y.values || x.validity != y.validity || x.text != y.text ||
        x.offset != y.offset || x.length != y.length || x.layout != y.layout)
      return false;
  }
  return true;
}

bool SameTable(const Table& a, const Table& b) {
  if (a.column_names() != b.column_names()) return false;
  for (size_t i = 0; i < a.columns().size(); ++i) {
    if (!SameBuffers(a.columns()[i], b.columns()[i])) return false;
  }
  return true;
}

// The table with exactly these columns; what it does not have is missing everywhere.
absl::StatusOr<Table> WithColumns(const Table& given, const std::vector<std::string>& names) {
  std::vector<Column> columns;
  for (const std::string& name : names) {
    const Column* column = given.column(name);
    if (column != nullptr) {
      columns.push_back(*column);
    } else {
      table::Chunk nothing;
      nothing.length = given.rows();
      nothing.null_count = given.rows();
      columns.emplace_back(name, table::Type::kNull, 0, std::vector<table::Chunk>{nothing});
    }
  }
  return Table::Of(given.name(), std::move(columns));
}

// Per row: kShown, or kHidden when it is recorded later than anybody looks.
std::vector<uint8_t> Shown(const Table& table, const std::optional<Timestamp>& as_of) {
  std::vector<uint8_t> shown(static_cast<size_t>(table.rows()), kShown);
  const Column* column = table.column("recorded_at");
  if (!as_of.has_value() || column == nullptr) return shown;
  crm::Micros recorded(column);
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (recorded.has(row) && recorded[row] > as_of->micros())
      shown[static_cast<size_t>(row)] = kHidden;
  }
  return shown;
}

std::string RowText(const Table& table, int64_t row) {
  std::string text;
  for (const Column& column : table.columns()) {
    text += column.IsNull(row) ? std::string("\x1e") : column.FormatAt(row);
    text += '\x1f';
  }
  return text;
}

std::string CellText(const Table& table, std::string_view name, int64_t row) {
  const Column* column = table.column(name);
  return column == nullptr || column->IsNull(row) ? std::string() : column->FormatAt(row);
}

// The rows of one subject on both sides.
struct Group {
  std::vector<int64_t> before;
  std::vector<int64_t> now;
};

// The texts of the rows that are shown, in an order of their own.
std::vector<std::string> Texts(const Table& rows, const std::vector<int64_t>& places,
                               const std::vector<uint8_t>& shown) {
  std::vector<std::string> texts;
  for (const int64_t row : places) {
    if (shown[static_cast<size_t>(row)] == kShown) texts.push_back(RowText(rows, row));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

int64_t FirstShown(const std::vector<int64_t>& places, const std::vector<uint8_t>& shown) {
  for (const int64_t row : places) {
    if (shown[static_cast<size_t>(row)] == kShown) return row;
  }
  return -1;
}

// Columns by which a deal or transaction finds its payees.
bool IsCreditColumn(std::string_view name) {
  return name == "rep_id" || name == "owner_id" || name == "unit_id" || name == "account_id";
}

// Why a deal or transaction differs: its row before and now, -1 where there is none.
Cause CauseOf(const Topic& topic, const Table& rows, int64_t before, int64_t now) {
  if (now < 0) return Cause::kCorrection;
  if (before < 0) {
    if (topic.table == "deals") return Cause::kLateDeal;
    const std::string kind = CellText(rows, "kind", now);
    if (kind == "refund" || kind == "cancel" || kind == "credit") return Cause::kRefund;
    if (kind == "receipt") return Cause::kSettlement;
    return kind == "adjust" ? Cause::kCorrection : Cause::kLateDeal;
  }
  bool only_credit = true;
  bool any = false;
  for (const Column& column : rows.columns()) {
    if (column.name() == "recorded_at" ||
        CellText(rows, column.name(), before) == CellText(rows, column.name(), now))
      continue;
    any = true;
    only_credit = only_credit && IsCreditColumn(column.name());
  }
  if (any && only_credit) return Cause::kCreditChange;
  const std::string outcome = CellText(rows, "outcome", now);
  if (topic.table == "deals" && outcome == "won" && CellText(rows, "outcome", before) != "won")
    return Cause::kLateDeal;
  return Cause::kCorrection;
}

std::optional<int64_t> KnownSince(const Table& rows, int64_t row) {
  const Column* column = rows.column("recorded_at");
  if (column == nullptr || row < 0) return std::nullopt;
  crm::Micros recorded(column);
  return recorded.has(row) ? std::optional<int64_t>(recorded[row]) : std::nullopt;
}

// Rows [first, last) of every column wherever `keep` is set.
absl::StatusOr<Table> Kept(const Table& rows, const std::vector<uint8_t>& keep) {
  std::vector<Column> columns;
  for (const Column& column : rows.columns()) {
    std::vector<table::Chunk> chunks;
    for (int64_t row = 0; row < rows.rows();) {
      int64_t end = row;
      while (end < rows.rows() && keep[static_cast<size_t>(end)] == keep[static_cast<size_t>(row)])
        ++end;
      if (keep[static_cast<size_t>(row)] != 0) {
        const Column piece = column.Slice(row, end - row);
        chunks.insert(chunks.end(), piece.chunks().begin(), piece.chunks().end());
      }
      row = end;
    }
    columns.push_back(
        chunks.empty() ? column.Slice(0, 0)
                       : Column(column.name(), column.type(), column.scale(), std::move(chunks)));
  }
  return Table::Of(rows.name(), std::move(columns));
}

}  // namespace

absl::StatusOr<Worlds> Worlds::Between(std::shared_ptr<const PreparedState> before,
                                       std::shared_ptr<const PreparedState> now) {
  Worlds worlds;
  worlds.before_ = std::move(before);
  worlds.now_ = std::move(now);
  std::set<std::string> names;
  for (const std::string& name : worlds.before_->data.table_names()) names.insert(name);
  for (const std::string& name : worlds.now_->data.table_names()) names.insert(name);
  // Deals and transactions first: what their splits and credits do belongs to them.
  std::vector<std::string> order(names.begin(), names.end());
  std::stable_partition(order.begin(), order.end(),
                        [](const std::string& name) { return TopicOf(name).main; });
  for (const std::string& name : order) {
    ATTAIN_RETURN_IF_ERROR(
        worlds.Compare(name, worlds.before_->data.table(name), worlds.now_->data.table(name)));
  }
  worlds.AddModelChanges();
  worlds.FindCredited();
  worlds.Sort();
  return worlds;
}

absl::Status Worlds::Compare(const std::string& name, const Table* before, const Table* now) {
  const Topic& topic = TopicOf(name);
  Mixed mixed;
  mixed.name = name;
  const auto shared = before != nullptr && now != nullptr && SameTable(*before, *now);
  std::vector<uint8_t> shown_before;
  std::vector<uint8_t> shown_now;
  int64_t first_before = 0;  // row of `rows` where those of `before` begin
  if (shared) {
    mixed.rows = *now;
    shown_before = Shown(*now, before_->as_of);
    shown_now = Shown(*now, now_->as_of);
    // Rows nobody looks at yet must stay so in every state in between.
    if (shown_before == shown_now &&
        std::find(shown_now.begin(), shown_now.end(), kHidden) == shown_now.end())
      return absl::OkStatus();
  } else {
    std::vector<Table> sides;
    std::vector<std::string> columns;
    for (const Table* side : {now, before}) {
      if (side == nullptr) continue;
      for (const std::string& column : side->column_names()) {
        if (std::find(columns.begin(), columns.end(), column) == columns.end())
          columns.push_back(column);
      }
    }
    for (const Table* side : {now, before}) {
      if (side == nullptr) continue;
      ATTAIN_ASSIGN_OR_RETURN(Table whole, WithColumns(*side, columns));
      sides.push_back(std::move(whole));
    }
    ATTAIN_ASSIGN_OR_RETURN(mixed.rows, Concatenate(name, sides));
    first_before = now == nullptr ? 0 : now->rows();
    shown_now = now == nullptr ? std::vector<uint8_t>() : Shown(*now, now_->as_of);
    shown_now.resize(static_cast<size_t>(mixed.rows.rows()), kAbsent);
    shown_before.assign(static_cast<size_t>(first_before), kAbsent);
    const std::vector<uint8_t> shown =
        before == nullptr ? std::vector<uint8_t>() : Shown(*before, before_->as_of);
    shown_before.insert(shown_before.end(), shown.begin(), shown.end());
  }

  // Rows by subject; a table without one is a group by itself.
  const Column* subject = topic.subject.empty() ? nullptr : mixed.rows.column(topic.subject);
  std::map<std::string, Group> groups;
  for (int64_t row = 0; row < mixed.rows.rows(); ++row) {
    if (shared && shown_before[static_cast<size_t>(row)] == shown_now[static_cast<size_t>(row)])
      continue;
    Group& group = groups[subject == nullptr ? std::string() : subject->FormatAt(row)];
    if (shared || row < first_before) group.now.push_back(row);
    if (shared || row >= first_before) group.before.push_back(row);
  }
  mixed.change_of.assign(static_cast<size_t>(mixed.rows.rows()), -1);
  // What does not change stands as it stands now.
  mixed.now = shown_now;
  mixed.before = shown_now;
  bool any = std::find(shown_now.begin(), shown_now.end(), kHidden) != shown_now.end();
  for (const auto& entry : groups) {
    const std::string& id = entry.first;
    const Group& group = entry.second;
    if (Texts(mixed.rows, group.before, shown_before) == Texts(mixed.rows, group.now, shown_now))
      continue;
    any = true;
    const int64_t was = FirstShown(group.before, shown_before);
    const int64_t is = FirstShown(group.now, shown_now);
    // Until they are sorted, deals and transactions are told apart by negative numbers.
    const int kind = subject == nullptr ? 0 : topic.subject == "deal_id" ? -1 : -2;
    const auto [known, added] = places_.try_emplace({kind, kind == 0 ? name : id}, changes_.size());
    const size_t place = known->second;
    if (added) {
      Change change;
      change.cause = topic.main ? CauseOf(topic, mixed.rows, was, is) : topic.cause;
      change.subject = subject == nullptr ? std::string() : id;
      change.order = topic.order;
      change.known = topic.order == 0 ? KnownSince(mixed.rows, is >= 0 ? is : was) : std::nullopt;
      change.model = kind;
      changes_.push_back(std::move(change));
    }
    for (const int64_t row : group.now) {
      const auto at = static_cast<size_t>(row);
      mixed.change_of[at] = static_cast<int32_t>(place);
      mixed.before[at] = shared ? shown_before[at] : static_cast<uint8_t>(kAbsent);
    }
    if (shared) continue;
    for (const int64_t row : group.before) {
      const auto at = static_cast<size_t>(row);
      mixed.change_of[at] = static_cast<int32_t>(place);
      mixed.before[at] = shown_before[at];
    }
  }
  if (any) tables_.push_back(std::move(mixed));
  return absl::OkStatus();
}

void Worlds::AddModelChanges() {
  const Model& before = before_->model.value;
  Model now = now_->model.value;
  if (!(before.targets == now.targets)) {
    Change change;
    change.cause = Cause::kQuotaChange;
    change.order = kTargetsOrder;
    change.model = 1;
    changes_.push_back(std::move(change));
  }
  now.targets = before.targets;
  if (!(before == now)) {
    Change change;
    change.cause = Cause::kPlanChange;
    change.order = kPlanOrder;
    change.model = 2;
    changes_.push_back(std::move(change));
  }
}

void Worlds::FindCredited() {
  std::map<std::string, std::set<std::string>> of_deal;
  for (const Change& change : changes_) {
    if (change.model == -1) of_deal[change.subject].insert(change.subject);
  }
  if (!of_deal.empty()) {
    for (const PreparedState* side : {before_.get(), now_.get()}) {
      const Table* rows = side->data.table("transactions");
      if (rows == nullptr || rows->column("deal_id") == nullptr) continue;
      for (int64_t row = 0; row < rows->rows(); ++row) {
        const auto deal = of_deal.find(CellText(*rows, "deal_id", row));
        if (deal != of_deal.end()) deal->second.insert(CellText(*rows, "txn_id", row));
      }
    }
  }
  for (Change& change : changes_) {
    if (change.model == -2) change.credited_as = {change.subject};
    if (change.model == -1)
      change.credited_as.assign(of_deal[change.subject].begin(), of_deal[change.subject].end());
    if (change.model < 0) change.model = 0;
  }
}

void Worlds::Sort() {
  const std::vector<size_t> places =
      internal::SortedPlaces(changes_.size(), [this](size_t a, size_t b) {
        const Change& x = changes_[a];
        const Change& y = changes_[b];
        if (x.order != y.order) return x.order < y.order;
        if (x.known != y.known) return x.known < y.known;  // Without an instant first.
        return x.subject < y.subject;
      });
  std::vector<Change> sorted;
  std::vector<int32_t> place_of(changes_.size());
  for (size_t i = 0; i < places.size(); ++i) {
    place_of[places[i]] = static_cast<int32_t>(i);
    sorted.push_back(std::move(changes_[places[i]]));
  }
  changes_ = std::move(sorted);
  for (Mixed& mixed : tables_) {
    for (int32_t& change : mixed.change_of) {
      if (change >= 0) change = place_of[static_cast<size_t>(change)];
    }
  }
}

absl::StatusOr<std::shared_ptr<const PreparedState>> Worlds::With(
    const std::vector<bool>& known) const {
  table::Tables tables;
  for (const std::string& name : now_->data.table_names()) {
    if (const Table* rows = now_->data.table(name); rows != nullptr) tables.Add(*rows);
  }
  for (const Mixed& mixed : tables_) {
    const size_t count = mixed.change_of.size();
    std::vector<uint8_t> keep(count);
    std::vector<int64_t> recorded(count);
    std::vector<bool> valid(count);
    const Column* clock = mixed.rows.column("recorded_at");
    crm::Micros since(clock);
    bool hides = false;
    for (size_t row = 0; row < count; ++row) {
      const int32_t change = mixed.change_of[row];
      const uint8_t state =
          change < 0 || known[static_cast<size_t>(change)] ? mixed.now[row] : mixed.before[row];
      keep[row] = state != kAbsent ? 1 : 0;
      if (clock == nullptr) continue;
      valid[row] = since.has(static_cast<int64_t>(row)) || state == kHidden;
      recorded[row] = state == kHidden ? kNever : valid[row] ? since[static_cast<int64_t>(row)] : 0;
      hides = hides || state == kHidden;
    }
    Table rows = mixed.rows;
    if (hides) {
      ATTAIN_ASSIGN_OR_RETURN(
          rows, rows.With(Column::OfTimestamps("recorded_at", std::move(recorded), valid)));
    }
    ATTAIN_ASSIGN_OR_RETURN(rows, Kept(rows, keep));
    tables.Add(std::move(rows));
  }
  bool quota = true;
  bool plan = true;
  for (size_t i = 0; i < changes_.size(); ++i) {
    if (changes_[i].model == 1) quota = known[i];
    if (changes_[i].model == 2) plan = known[i];
  }
  LoadedModel model = plan ? now_->model : before_->model;
  model.value.targets = quota ? now_->model.value.targets : before_->model.value.targets;
  Model loading = model.value;
  loading.tables.clear();
  ATTAIN_ASSIGN_OR_RETURN(crm::Dataset data, Load(loading, tables));
  return Bind(std::move(model), std::move(tables), /*mapped=*/true, std::move(data),
              Timestamp::FromMicros(kNever - 1));
}

}  // namespace attain::run
