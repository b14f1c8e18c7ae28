// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "incentive/internal/sales.h"

#include <algorithm>

#include "attain/base/status.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

using crm::Entity;
using crm::TransactionKind;

constexpr int kMostSteps = 100;  // of a chain of transactions that follow one another

// What takes back or corrects: counted for what it names.
bool Follows(TransactionKind kind) {
  return kind == TransactionKind::kCredit || kind == TransactionKind::kRefund ||
         kind == TransactionKind::kCancel || kind == TransactionKind::kAdjust;
}

// Money of one sale in the currency of the sale.
class Amounts {
 public:
  Amounts(const crm::Dataset& data, crm::RateType rate_type) : data_(data), rate_type_(rate_type) {}

  absl::StatusOr<Fraction> In(Currency own, Currency wanted, const Fraction& amount,
                              Date day) const {
    if (own.code() == wanted.code()) return amount;
    ATTAIN_ASSIGN_OR_RETURN(const Fraction rate, data_.fx().Rate(own, wanted, day, rate_type_));
    return ExactProduct(amount, rate);
  }

 private:
  const crm::Dataset& data_;
  crm::RateType rate_type_;
};

}  // namespace

std::string NameOf(const crm::Dataset& data, SaleId sale) {
  if (sale.id < 0) return {};
  return data.ids(sale.deal ? Entity::kDeal : Entity::kTransaction).name(sale.id);
}

absl::StatusOr<Sales> Sales::Of(const crm::Dataset& data, crm::RateType rate_type,
                                std::optional<Timestamp> as_of) {
  Sales sales;
  sales.data_ = data;
  const Amounts amounts(data, rate_type);
  const auto add = [&](SaleId sale, Currency wanted, Currency own, const Fraction& amount, Date day,
                       bool collected) {
    const absl::StatusOr<Fraction> value = amounts.In(own, wanted, amount, day);
    if (!value.ok()) {
      sales.faults_.push_back(
          {sale, day.days(),
           MakeError(ReasonOf(value.status()),
                     attain::internal::StrCat("what is collected of ", NameOf(data, sale), ": ",
                                              MessageOf(value.status())))});
      return;
    }
    sales.events_.push_back({sale, day.days(), collected, *value});
  };

  const crm::Deals deals = data.deals();
  crm::Amounts values(deals.column("amount"));
  const std::span<const int32_t> deal_ids = deals.ids("deal_id");
  for (int64_t row = 0; row < deals.rows() && !deal_ids.empty(); ++row) {
    const int32_t id = deal_ids[static_cast<size_t>(row)];
    if (!deals.kept()[row] || id < 0 || !values.has(row)) continue;
    const Fraction amount(Decimal::Unchecked(values[row], values.scale()));
    add({true, id}, deals.currency(row), deals.currency(row), amount, Date::FromDays(INT32_MIN),
        /*collected=*/false);
  }

  const crm::Transactions rows = data.transactions();
  const std::span<const int32_t> ids = rows.transaction();
  const std::span<const int32_t> before = rows.original();
  const std::span<const int32_t> of_deals = rows.deal();
  const auto kinds = rows.kind();
  crm::Amounts amount(rows.amount());
  crm::Days day(rows.event_date(), data.options().offset_minutes);
  crm::Micros recorded(rows.recorded_at());
  // The row a row names; -1 without.
  const auto up = [&](int64_t row) {
    const int32_t id = before.empty() ? -1 : before[static_cast<size_t>(row)];
    const int64_t at = id < 0 ? -1 : data.RowOf(Entity::kTransaction, id);
    return at == row ? -1 : at;
  };
  for (int64_t row = 0; row < rows.rows(); ++row) {
    int64_t original = row;
    for (int step = 0; step < kMostSteps; ++step) {
      if (!kinds.has(original) || !Follows(kinds[original])) break;
      const int64_t next = up(original);
      if (next < 0) break;
      original = next;
    }
    sales.originals_.push_back(original);
    if (!rows.kept()[row] || !kinds.has(row) || !amount.has(row) || !day.has(row)) continue;
    if (as_of.has_value() && recorded.has(row) && recorded[row] > as_of->micros()) continue;
    const Fraction value(Decimal::Unchecked(amount[row], amount.scale()));
    const Date on = Date::FromDays(day[row]);
    const Currency own = rows.currency(row);
    const bool receipt = kinds[row] == TransactionKind::kReceipt;
    const bool follows = Follows(kinds[row]);
    const auto sale_of = [&](int64_t at) { return SaleId{false, ids[static_cast<size_t>(at)]}; };
    if (!receipt) add(sale_of(row), own, own, value, on, /*collected=*/false);
    if (!receipt && !follows) continue;
    const bool named = up(row) >= 0;
    int32_t deal = of_deals.empty() ? -1 : of_deals[static_cast<size_t>(row)];
    int64_t at = up(row);
    for (int step = 0; at >= 0 && step < kMostSteps; ++step, at = up(at)) {
      add(sale_of(at), rows.currency(at), own, value, on, receipt);
      if (deal < 0 && !of_deals.empty()) deal = of_deals[static_cast<size_t>(at)];
    }
    const int64_t listed = deal < 0 ? -1 : data.RowOf(Entity::kDeal, deal);
    if (receipt && !named && listed < 0) ++sales.strays_;
    if (listed >= 0) add({true, deal}, deals.currency(listed), own, value, on, receipt);
  }
  attain::internal::Sort(sales.events_, [](const Event& a, const Event& b) {
    return std::pair(a.sale, a.day) < std::pair(b.sale, b.day);
  });
  attain::internal::Sort(sales.faults_, [](const Fault& a, const Fault& b) {
    if (a.sale != b.sale || a.day != b.day)
      return std::pair(a.sale, a.day) < std::pair(b.sale, b.day);
    return MessageOf(a.status) < MessageOf(b.status);
  });
  return sales;
}

SaleId Sales::Of(std::string_view table, int64_t row) const {
  if (table == "deals") return {true, data_->deals().ids("deal_id")[static_cast<size_t>(row)]};
  const int64_t original = originals_[static_cast<size_t>(row)];
  return {false, data_->transactions().transaction()[static_cast<size_t>(original)]};
}

int64_t Sales::OriginalOf(std::string_view table, int64_t row) const {
  return table == "transactions" ? originals_[static_cast<size_t>(row)] : row;
}

bool Sales::Reverses(std::string_view table, int64_t row) const {
  return table == "transactions" && originals_[static_cast<size_t>(row)] != row;
}

std::optional<Date> Sales::DayOf(SaleId sale) const {
  const int64_t row = data_->RowOf(sale.deal ? Entity::kDeal : Entity::kTransaction, sale.id);
  if (row < 0) return std::nullopt;
  crm::Days day(sale.deal ? data_->deals().column("closed") : data_->transactions().event_date(),
                data_->options().offset_minutes);
  if (!day.has(row)) return std::nullopt;
  return Date::FromDays(day[row]);
}

absl::StatusOr<std::pair<Fraction, Fraction>> Sales::CollectedOf(SaleId sale, Date end) const {
  const auto fault = std::lower_bound(
      faults_.begin(), faults_.end(), sale,
      [](const Fault& candidate, const SaleId& wanted) { return candidate.sale < wanted; });
  if (fault != faults_.end() && fault->sale == sale && fault->day < end.days())
    return fault->status;
  auto event = std::lower_bound(
      events_.begin(), events_.end(), sale,
      [](const Event& candidate, const SaleId& wanted) { return candidate.sale < wanted; });
  Exact booked;
  Exact collected;
  for (; event != events_.end() && event->sale == sale && event->day < end.days(); ++event) {
    (event->collected ? collected : booked) += Exact(event->amount);
  }
  ATTAIN_RETURN_IF_ERROR((booked + collected).status());
  return std::pair(collected.value(), booked.value());
}

}  // namespace attain::incentive
