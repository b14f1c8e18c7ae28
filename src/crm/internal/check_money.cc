// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checks of what pays: shares that must add up, reversals against their originals, exchange rates,
// reps without a unit.
#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <tuple>

#include "base/internal/text.h"
#include "crm/internal/state.h"

namespace attain::crm {
namespace {

using internal::StrCat;

bool Reverses(uint8_t kind) {
  return kind == static_cast<uint8_t>(TransactionKind::kCredit) ||
         kind == static_cast<uint8_t>(TransactionKind::kRefund) ||
         kind == static_cast<uint8_t>(TransactionKind::kCancel);
}

}  // namespace

void Checks::Money() {
  if (TableState* table = state_.find("deal_splits"); table != nullptr)
    SplitSums(*table, "deal_id", "split_type");
  if (TableState* table = state_.find("txn_credits"); table != nullptr)
    SplitSums(*table, "txn_id", "credit_type");
  Reversals();
  // Rates: those that could stand in a table, by the same rules as Fx::Of.
  if (TableState* table = state_.find("fx_rates"); table != nullptr) {
    std::vector<FxRate> rates;
    const table::Column* columns[] = {table->table.column("from"), table->table.column("to")};
    Days day(table->table.column("day"), state_.options.offset_minutes);
    Decimals rate(table->table.column("rate"));
    const auto types = table->words.find("rate_type");
    std::map<std::string, Currency> known;
    std::map<std::tuple<std::string, std::string, uint8_t, int32_t>, int64_t> months;
    // By day, so that of several rates of one month the earliest is used in any order of rows.
    std::vector<int64_t> order(static_cast<size_t>(table->table.rows()));
    std::iota(order.begin(), order.end(), 0);
    std::vector<int32_t> days(order.size());
    for (const int64_t row : order) days[static_cast<size_t>(row)] = day[row];
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
      return days[static_cast<size_t>(a)] < days[static_cast<size_t>(b)];
    });
    for (const int64_t row : order) {
      if (!table->kept[row] || columns[0] == nullptr || columns[1] == nullptr ||
          types == table->words.end())
        continue;
      Currency pair[2];
      bool usable = true;
      for (int side = 0; side < 2; ++side) {
        const std::string code = columns[side]->FormatAt(row);
        auto found = known.find(code);
        if (found == known.end()) {
          Currency currency;
          for (const Currency& own : state_.options.currencies) {
            if (own.code() == code) currency = own;
          }
          if (currency.is_none()) currency = Currency::Parse(code).value_or(Currency());
          found = known.emplace(code, currency).first;
        }
        pair[side] = found->second;
        if (!pair[side].is_none()) continue;
        usable = false;
        Error(Reason::kCcyMissing, *table, side == 0 ? "from" : "to", row,
              [&] { return StrCat("\"", code, "\" is no currency that is known"); });
      }
      const Decimal value = rate[row];
      if (value.sign() <= 0) {
        usable = false;
        Error(Reason::kInvalidCell, *table, "rate", row,
              [&] { return StrCat("the rate ", value.ToString(), " is not above zero"); });
      }
      if (!usable) continue;
      const auto type = static_cast<RateType>(types->second[static_cast<size_t>(row)]);
      const Date on = Date::FromDays(day[row]);
      const int32_t filed = type == RateType::kMonthAvg ? FirstOfMonth(on).days() : on.days();
      const auto [other, first] =
          months.emplace(std::tuple(columns[0]->FormatAt(row), columns[1]->FormatAt(row),
                                    static_cast<uint8_t>(type), filed),
                         row);
      if (!first) {
        const int64_t earlier = other->second;
        Error(
            Reason::kDupKey, *table, "day", row,
            [&] {
              return StrCat("there is another ", Name(type), " rate of the pair for the month of ",
                            on.ToString());
            },
            earlier);
        continue;
      }
      rates.push_back({.from = pair[0], .to = pair[1], .day = on, .type = type, .rate = value});
    }
    if (auto fx = Fx::Of(std::move(rates)); fx.ok()) state_.fx = *std::move(fx);
  }
  if (!state_.options.report_currency.empty()) Rates();
  Assignments();
}

void Checks::SplitSums(TableState& table, std::string_view whole, std::string_view type) {
  const table::Column* column = table.table.column("share");
  const auto types = table.words.find(type);
  const auto ids = state_.IdsOf(table, whole);
  if (column == nullptr || types == table.words.end() || ids.empty()) return;
  Decimals share(column);
  Days from(table.table.column("valid_from"), state_.options.offset_minutes);
  struct Part {
    int32_t id, from;
    int64_t row;
  };
  std::vector<Part> parts;
  for (int64_t row = 0; row < table.table.rows(); ++row) {
    const auto i = static_cast<size_t>(row);
    if (!table.kept[row] || ids[i] < 0 ||
        types->second[i] != static_cast<uint8_t>(SplitType::kRevenue))
      continue;
    parts.push_back({ids[i], from.has(row) ? from[row] : INT32_MIN, row});
  }
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    return std::tie(a.id, a.from, a.row) < std::tie(b.id, b.from, b.row);
  });
  const absl::int128 one = PowerOfTen(column->scale());
  for (size_t begin = 0; begin < parts.size();) {
    size_t end = begin;
    absl::int128 sum = 0;
    for (; end < parts.size() && parts[end].id == parts[begin].id &&
           parts[end].from == parts[begin].from;
         ++end)
      sum = SaturatedSum(sum, share.coefficient(parts[end].row));
    for (size_t i = begin; sum != one && i < end; ++i) {
      Error(
          Reason::kSplitSum, table, "share", parts[i].row,
          [&] {
            return StrCat("the revenue shares of ",
                          table.table.column(whole)->FormatAt(parts[i].row), " add up to ",
                          Decimal::Unchecked(sum, column->scale()).ToString(), ", not to 1");
          },
          parts[begin].row);
    }
    begin = end;
  }
}

void Checks::Reversals() {
  TableState* table = state_.find("transactions");
  if (table == nullptr) return;
  const auto kinds = table->words.find("kind");
  const table::Column* column = table->table.column("amount");
  if (kinds == table->words.end() || column == nullptr) return;
  Amounts amount(column);
  const auto originals = state_.IdsOf(*table, "orig_txn_id");
  std::map<int32_t, std::vector<int64_t>> reversals;  // by original
  for (int64_t row = 0; row < table->table.rows(); ++row) {
    const auto i = static_cast<size_t>(row);
    if (!Reverses(kinds->second[i])) [[likely]]
      continue;
    if (!table->kept[row]) continue;
    if (amount[row] > 0) {
      Error(Reason::kCreditSign, *table, "amount", row, [&] {
        return StrCat("a ", table->table.column("kind")->FormatAt(row), " of ",
                      column->FormatAt(row), " is positive; what reverses is negative");
      });
      continue;
    }
    if (originals.empty() || originals[i] < 0) {
      Warning(Reason::kRefundWithoutOriginal, *table, "orig_txn_id", row, [&] {
        return StrCat("a ", table->table.column("kind")->FormatAt(row),
                      " names no original; its own values are used");
      });
      continue;
    }
    reversals[originals[i]].push_back(row);
  }
  // A recorded time zone is not known here, so only what is early in every zone (14 hours east at
  // most) counts.
  Micros recorded(table->table.column("recorded_at"));
  Micros event(table->table.column("event_date"));
  for (int64_t row = 0; !recorded.empty() && !event.empty() && row < table->table.rows(); ++row) {
    constexpr int64_t kFarthestEast = int64_t{14} * 3'600'000'000;
    if (!recorded.has(row) || !event.has(row) || recorded[row] + kFarthestEast >= event[row])
        [[likely]]
      continue;
    Warning(Reason::kRecordedBeforeEvent, *table, "recorded_at", row, [&] {
      return StrCat("recorded at ", Timestamp::FromMicros(recorded[row]).ToString(),
                    ", before the day of the event, ",
                    table->table.column("event_date")->FormatAt(row));
    });
  }
  if (reversals.empty()) return;
  const EntityState& listed = state_.Of(Entity::kTransaction);
  const table::Column* names = table->table.column("txn_id");
  for (auto& entry : reversals) {
    const int32_t original = entry.first;
    if (original >= listed.listed) continue;
    const int64_t at =
        listed.first_rows.empty() ? original : listed.first_rows[static_cast<size_t>(original)];
    if (at < 0 || !table->kept[at]) continue;
    std::vector<int64_t>& rows = entry.second;
    std::sort(rows.begin(), rows.end(), [&](int64_t a, int64_t b) {
      if (event[a] != event[b]) return event[a] < event[b];
      if (recorded[a] != recorded[b]) return recorded[a] < recorded[b];
      return names->FormatAt(a) < names->FormatAt(b);
    });
    absl::int128 left = amount[at] < 0 ? -absl::int128(amount[at]) : absl::int128(amount[at]);
    for (const int64_t row : rows) {
      const bool same_currency =
          table->currencies.empty() ||
          table->currencies[static_cast<size_t>(row)] == table->currencies[static_cast<size_t>(at)];
      if (same_currency && left + amount[row] < 0) {
        Error(
            Reason::kCreditOverOriginal, *table, "amount", row,
            [&] {
              return StrCat(column->FormatAt(row), " is more than what is left of ",
                            names->FormatAt(at), ", ",
                            Decimal::Unchecked(left, column->scale()).ToString());
            },
            at);
        continue;
      }
      if (same_currency) left += amount[row];
    }
  }
}

void Checks::Rates() {
  Currency into;
  for (const Currency& own : state_.options.currencies) {
    if (own.code() == state_.options.report_currency) into = own;
  }
  if (into.is_none()) into = Currency::Parse(state_.options.report_currency).value_or(Currency());
  std::map<std::pair<int, int32_t>, bool> known;  // by currency and day
  const auto check = [&](TableState& table, std::string_view date, const auto& counts) {
    const table::Column* amounts = table.table.column("amount");
    const table::Column* dates = table.table.column(date);
    if (amounts == nullptr || dates == nullptr) return;
    ColumnWalk amount(amounts);
    Days day(dates, state_.options.offset_minutes);
    for (int64_t row = 0; row < table.table.rows(); ++row) {
      if (!table.kept[row] || !amount.has(row) || !day.has(row) || !counts(row)) continue;
      const int code = table.currencies.empty() ? -1 : table.currencies[static_cast<size_t>(row)];
      const Currency from = code < 0      ? state_.currency
                            : code == 255 ? Currency()
                                          : state_.currencies[static_cast<size_t>(code)];
      if (from.is_none()) continue;
      auto found = known.find({code, day[row]});
      if (found == known.end()) {
        const bool ok =
            state_.fx.Rate(from, into, Date::FromDays(day[row]), state_.options.report_rate).ok();
        found = known.emplace(std::pair(code, day[row]), ok).first;
      }
      if (found->second) continue;
      Error(Reason::kFxMissing, table, table.currencies.empty() ? "amount" : "ccy", row, [&] {
        return StrCat("there is no ", Name(state_.options.report_rate), " rate ", from.code(),
                      " to ", into.code(), " on ", Date::FromDays(day[row]).ToString());
      });
    }
  };
  if (TableState* table = state_.find("transactions"); table != nullptr)
    check(*table, "event_date", [](int64_t) { return true; });
  if (TableState* table = state_.find("deals"); table != nullptr) {
    const auto words = table->words.find("outcome");
    check(*table, "closed", [&](int64_t row) {
      return words != table->words.end() &&
             words->second[static_cast<size_t>(row)] == static_cast<uint8_t>(Outcome::kWon);
    });
  }
}

void Checks::Assignments() {
  if (state_.find("rep_units") == nullptr) return;
  // Validities by rep; most reps have few.
  std::vector<std::vector<Validity>> places(
      static_cast<size_t>(state_.Of(Entity::kRep).ids.size()));
  for (size_t rep = 0; rep < places.size(); ++rep) {
    for (const Membership& member : state_.hierarchy.PlacesOf(RepId(static_cast<int32_t>(rep))))
      places[rep].push_back(member.valid);
  }
  const auto check = [&](TableState& table, std::string_view who, std::string_view when,
                         const auto& counts) {
    const auto reps = state_.IdsOf(table, who);
    const table::Column* dates = table.table.column(when);
    if (reps.empty() || dates == nullptr) return;
    Days day(dates, state_.options.offset_minutes);
    struct Missing {
      int64_t row = -1;  // a row of the earliest day
      int32_t day = 0;
      int64_t count = 0;
    };
    std::vector<Missing> missing(places.size());
    for (int64_t row = 0; row < table.table.rows(); ++row) {
      const int32_t rep = reps[static_cast<size_t>(row)];
      if (rep < 0 || !table.kept[row] || !day.has(row) || !counts(row)) continue;
      const Date on = Date::FromDays(day[row]);
      const auto& valid = places[static_cast<size_t>(rep)];
      if (std::any_of(valid.begin(), valid.end(),
                      [&](const Validity& validity) { return validity.Contains(on); })) [[likely]]
        continue;
      Missing& of_rep = missing[static_cast<size_t>(rep)];
      if (of_rep.count++ == 0 || on.days() < of_rep.day) {
        of_rep.row = row;
        of_rep.day = on.days();
      }
    }
    for (const Missing& of_rep : missing) {
      if (of_rep.count == 0) continue;
      Warning(Reason::kRepNotAssigned, table, who, of_rep.row, [&] {
        return StrCat(table.table.column(who)->FormatAt(of_rep.row), " belongs to no unit on ",
                      Date::FromDays(day[of_rep.row]).ToString(), "; ", of_rep.count,
                      of_rep.count == 1 ? " row" : " rows");
      });
    }
  };
  if (TableState* table = state_.find("transactions"); table != nullptr)
    check(*table, "rep_id", "event_date", [](int64_t) { return true; });
  if (TableState* table = state_.find("deals"); table != nullptr) {
    const auto words = table->words.find("outcome");
    check(*table, "owner_id", "closed", [&](int64_t row) {
      return words != table->words.end() &&
             words->second[static_cast<size_t>(row)] == static_cast<uint8_t>(Outcome::kWon);
    });
  }
}

}  // namespace attain::crm
