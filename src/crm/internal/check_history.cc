// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checks of the change log: broken chains, skips and returns, imports, and values that the log does
// not know.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <tuple>

#include "base/internal/text.h"
#include "crm/internal/stage_map.h"
#include "crm/internal/state.h"

namespace attain::crm {

using internal::StrCat;

/// One pass over the log, deal by deal in the order of time.
class HistoryCheck {
 public:
  HistoryCheck(Checks& checks, TableState& deals, TableState& changes)
      : checks_(checks),
        state_(checks.state_),
        deals_(deals),
        changes_(changes),
        stages_(checks.state_),
        at_(changes.table.column("at")),
        sequence_(changes.table.column("seq")),
        created_(deals.table.column("created")),
        old_(changes.table.column("old")),
        new_(changes.table.column("new")) {}

  void Run() {
    const auto fields = changes_.words.find("field");
    deal_ids_ = state_.IdsOf(changes_, "deal_id");
    if (fields == changes_.words.end() || deal_ids_.empty() ||
        changes_.table.column("at") == nullptr)
      return;
    fields_ = fields->second;
    const int32_t deals = state_.Of(Entity::kDeal).listed;
    std::vector<int32_t> starts(static_cast<size_t>(deals) + 1, 0);
    for (int64_t row = 0; row < changes_.table.rows(); ++row) {
      if (Usable(row, deals))
        ++starts[static_cast<size_t>(deal_ids_[static_cast<size_t>(row)]) + 1];
    }
    for (size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    std::vector<int32_t> order(static_cast<size_t>(starts.back()));
    std::vector<int32_t> next = starts;
    for (int64_t row = 0; row < changes_.table.rows(); ++row) {
      if (Usable(row, deals))
        order[static_cast<size_t>(
            next[static_cast<size_t>(deal_ids_[static_cast<size_t>(row)])]++)] =
            static_cast<int32_t>(row);
    }
    const auto& listed = state_.Of(Entity::kDeal);
    for (int32_t deal = 0; deal < deals; ++deal) {
      const auto first = static_cast<size_t>(starts[static_cast<size_t>(deal)]);
      const auto last = static_cast<size_t>(starts[static_cast<size_t>(deal) + 1]);
      auto rows = std::span(order).subspan(first, last - first);
      std::sort(rows.begin(), rows.end(), [&](int32_t a, int32_t b) { return Before(a, b); });
      const int64_t row =
          listed.first_rows.empty() ? deal : listed.first_rows[static_cast<size_t>(deal)];
      if (deals_.kept[row]) OneDeal(row, rows);
    }
    Imports();
  }

 private:
  static constexpr size_t kFields = 8;

  bool Usable(int64_t row, int32_t deals) const {
    const auto i = static_cast<size_t>(row);
    return changes_.kept[row] && deal_ids_[i] >= 0 && deal_ids_[i] < deals && fields_[i] < kFields;
  }
  bool Before(int32_t a, int32_t b) {
    const int64_t x = at_[a];
    const int64_t y = at_[b];
    if (x != y) return x < y;
    const int64_t p = sequence_[a];
    const int64_t q = sequence_[b];
    if (p != q) return p < q;
    if (fields_[static_cast<size_t>(a)] != fields_[static_cast<size_t>(b)])
      return fields_[static_cast<size_t>(a)] < fields_[static_cast<size_t>(b)];
    return a != b && CompareRows(changes_.table, a, b) < 0;  // double keys that are tolerated
  }
  static std::string_view Text(const table::Column* column, int64_t row) {
    const auto text = column == nullptr ? std::nullopt : column->TextAt(row);
    return text.value_or(std::string_view());
  }
  /// The same value: the same text, or for numbers the same number.
  static bool Same(std::string_view a, std::string_view b) {
    if (a == b) return true;
    if (a.empty() || b.empty()) return false;
    const auto x = Decimal::Parse(a);
    const auto y = Decimal::Parse(b);
    return x.ok() && y.ok() && *x == *y;
  }

  void OneDeal(int64_t deal, std::span<const int32_t> rows) {
    std::array<int32_t, kFields> last;  // last row of each field
    last.fill(-1);
    std::vector<int32_t> visited;  // stages, as rows of `stages`
    const auto pipelines = state_.IdsOf(deals_, "pipeline_id");
    const int32_t pipeline = pipelines.empty() ? -1 : pipelines[static_cast<size_t>(deal)];
    int32_t before = -1;  // stage before, as a row of `stages`
    for (const int32_t row : rows) {
      const size_t field = fields_[static_cast<size_t>(row)];
      const int32_t previous = std::exchange(last[field], row);
      // A broken chain is measured against the row before, also when that one is broken itself.
      if (previous >= 0 && old_ != nullptr && !Same(Text(old_, row), Text(new_, previous))) {
        checks_.Error(
            Reason::kChangeChainBroken, changes_, "old", row,
            [&] {
              return StrCat("the old value \"", Text(old_, row), "\" is not the new value \"",
                            Text(new_, previous), "\" of the change before");
            },
            previous);
      }
      if (field != static_cast<size_t>(ChangeField::kStage)) continue;
      stage_moments_.push_back({at_[row], deal, row});
      if (previous < 0) FirstStage(deal, row);
      if (!stages_.present() || new_ == nullptr || new_->IsNull(row)) continue;
      const int32_t stage =
          stages_.Find(pipeline, state_.Of(Entity::kStage).ids.Find(Text(new_, row)));
      if (stage < 0) {
        checks_.Error(Reason::kStageUnknown, changes_, "new", row, [&] {
          return StrCat("there is no stage \"", Text(new_, row), "\" in the pipeline of the deal");
        });
        continue;
      }
      const StageKind kind = stages_.kind(stage);
      if (previous < 0 && (kind == StageKind::kWon || kind == StageKind::kLost)) {
        checks_.Warning(Reason::kNoOpenStage, changes_, "new", row, [&] {
          return StrCat("the deal was created at ", Text(new_, row), ", closed");
        });
      }
      if (std::find(visited.begin(), visited.end(), stage) != visited.end()) {
        if (stage != before) {
          checks_.Warning(Reason::kStageReentry, changes_, "new", row,
                          [&] { return StrCat("the deal comes to ", Text(new_, row), " again"); });
        }
      } else {
        visited.push_back(stage);
      }
      const bool forward = before >= 0 && stages_.kind(before) == StageKind::kOpen &&
                           (kind == StageKind::kOpen || kind == StageKind::kWon);
      if (forward && stages_.OpenBetween(before, stage) > 0) {
        checks_.Warning(Reason::kStageSkip, changes_, "new", row, [&] {
          return StrCat("from ", Text(new_, previous), " to ", Text(new_, row), " ",
                        stages_.OpenBetween(before, stage), " open stages were skipped");
        });
      }
      before = stage;
    }
    if (last[static_cast<size_t>(ChangeField::kStage)] < 0) {
      checks_.Warning(Reason::kNoHistory, deals_, "stage_id", deal, [] {
        return std::string("the log has no stage of the deal; only the present one is known");
      });
    }
    Present(deal, last);
  }

  void FirstStage(int64_t deal, int32_t row) {
    const bool had_one = old_ != nullptr && !old_->IsNull(row);
    const bool later = created_.has(deal) && created_[deal] < at_[row];
    if (!had_one && !later) return;
    checks_.Warning(Reason::kHistoryTruncated, changes_, "at", row, [&] {
      return had_one ? StrCat("the first stage of the log replaces ", Text(old_, row),
                              ", of which nothing is known")
                     : StrCat("the log begins at ", Timestamp::FromMicros(at_[row]).ToString(),
                              ", after the deal was created");
    });
  }

  /// Values of the deal that are not the last ones of the log.
  void Present(int64_t deal, const std::array<int32_t, kFields>& last) {
    struct Compared {
      ChangeField field;
      std::string_view column;
    };
    for (const auto& [field, name] :
         {Compared{ChangeField::kStage, "stage_id"}, Compared{ChangeField::kAmount, "amount"},
          Compared{ChangeField::kExpectedClose, "expected_close"},
          Compared{ChangeField::kOwner, "owner_id"}}) {
      const std::string_view shown = name;
      const table::Column* column = deals_.table.column(shown);
      const int32_t row = last[static_cast<size_t>(field)];
      if (column == nullptr || row < 0 || new_ == nullptr || column->IsNull(deal) ||
          new_->IsNull(row))
        continue;
      if (Same(column->FormatAt(deal), Text(new_, row))) continue;
      checks_.Warning(
          Reason::kValueOverwritten, deals_, shown, deal,
          [&] {
            return StrCat("the value is ", column->FormatAt(deal), ", but the log ends with ",
                          Text(new_, row));
          },
          row);
    }
  }

  /// Instants at which very many deals change their stage.
  void Imports() {
    std::sort(stage_moments_.begin(), stage_moments_.end(), [](const Moment& a, const Moment& b) {
      return std::tie(a.at, a.deal, a.row) < std::tie(b.at, b.deal, b.row);
    });
    for (size_t begin = 0; begin < stage_moments_.size();) {
      size_t end = begin;
      int64_t deals = 0;
      int64_t row = INT64_MAX;
      for (; end < stage_moments_.size() && stage_moments_[end].at == stage_moments_[begin].at;
           ++end) {
        if (end == begin || stage_moments_[end].deal != stage_moments_[end - 1].deal) ++deals;
        row = std::min(row, stage_moments_[end].row);
      }
      if (deals >= state_.options.backfill_deals) {
        checks_.Warning(Reason::kBackfilledHistory, changes_, "at", row, [&] {
          return StrCat(deals, " deals changed their stage at ",
                        Timestamp::FromMicros(stage_moments_[begin].at).ToString(), ": an import");
        });
      }
      begin = end;
    }
  }

  struct Moment {
    int64_t at;
    int64_t deal;
    int64_t row;
  };

  Checks& checks_;
  Dataset::State& state_;
  TableState& deals_;
  TableState& changes_;
  StageMap stages_;
  std::span<const int32_t> deal_ids_;
  std::span<const uint8_t> fields_;
  Micros at_;
  Integers sequence_;
  Micros created_;
  const table::Column* old_;
  const table::Column* new_;
  std::vector<Moment> stage_moments_;
};

void Checks::History() {
  TableState* deals = state_.find("deals");
  TableState* changes = state_.find("deal_changes");
  if (deals == nullptr || deals->table.rows() == 0) return;
  if (changes == nullptr) {
    if (deals->table.column("stage_id") != nullptr) {
      Warning(Reason::kNoHistory, *deals, "stage_id", -1, [] {
        return std::string("there is no change log: only the present stage of each deal is known");
      });
    }
    return;
  }
  if (state_.Of(Entity::kDeal).columns.empty()) return;
  HistoryCheck(*this, *deals, *changes).Run();
}

}  // namespace attain::crm
