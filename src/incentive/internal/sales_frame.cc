// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "incentive/internal/sales_frame.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;
using table::Column;
using table::Table;
using table::Type;
using table::Values;

// Whole numbers up to this one stand for themselves.
constexpr int64_t kMostDirect = 1 << 22;

absl::StatusOr<const Column*> Find(const Table& frame, const std::string& name) {
  if (const Column* column = frame.column(name)) return column;
  const std::string near = NearestWord(name, frame.column_names());
  return MakeError(Reason::kUnknownColumn, StrCat("table ", frame.name(), " has no column \"", name,
                                                  "\"", near.empty() ? "" : ", did you mean \"",
                                                  near, near.empty() ? "" : "\"?"));
}

absl::Status WrongType(const Column& column, std::string_view wanted) {
  return MakeError(
      Reason::kWrongColumnType,
      StrCat("column ", column.name(), " is ", table::Name(column.type()), "; wanted: ", wanted));
}

// No value of a column that must be there is missing.
absl::Status NoneMissing(const Table& frame, const Column& column) {
  if (column.null_count() == 0) return absl::OkStatus();
  int64_t row = 0;
  while (row < column.length() && !column.IsNull(row)) ++row;
  return MakeError(Reason::kNullValue, StrCat("table ", frame.name(), ", row ", row, ": ",
                                              column.name(), " is missing"));
}

absl::StatusOr<const Column*> Needed(const Table& frame, const std::string& name) {
  ATTAIN_ASSIGN_OR_RETURN(const Column* column, Find(frame, name));
  ATTAIN_RETURN_IF_ERROR(NoneMissing(frame, *column));
  return column;
}

absl::StatusOr<Values<int32_t>> DaysOf(const Table& frame, const std::string& name) {
  ATTAIN_ASSIGN_OR_RETURN(const Column* column, Needed(frame, name));
  if (column->type() != Type::kDate && column->type() != Type::kTimestamp)
    return WrongType(*column, "days");
  return table::ReadDates(*column);
}

// Amounts in units of 10^-scale; whole numbers are units already when `decimals` is given.
absl::StatusOr<Values<int64_t>> UnitsOf(const Table& frame, const std::string& name, int scale,
                                        const SalesTableOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const Column* column, Needed(frame, name));
  if (column->type() != Type::kInt && column->type() != Type::kDecimal)
    return WrongType(*column, "decimals or whole numbers");
  if (column->type() == Type::kInt && options.decimals.has_value()) return table::ReadInts(*column);
  return table::ReadUnits(*column, scale);
}

// Small whole numbers that stand for themselves; nothing when some are not small.
std::optional<Values<int32_t>> SmallNumbers(const Column& column) {
  if (column.type() != Type::kInt) return std::nullopt;
  if (column.chunks().size() == 1 && column.chunks()[0].layout == table::Layout::kInt32)
    return Values<int32_t>::Borrow(column.chunks()[0]);
  const absl::StatusOr<Values<int64_t>> values = table::ReadInts(column);
  if (!values.ok()) return std::nullopt;
  std::vector<int32_t> numbers(static_cast<size_t>(values->size()));
  int64_t outside = 0;
  for (int64_t i = 0; i < values->size(); ++i) {
    numbers[static_cast<size_t>(i)] = static_cast<int32_t>((*values)[i]);
    outside |= (*values)[i] & ~(kMostDirect - 1);
  }
  if (outside != 0) return std::nullopt;
  return Values<int32_t>::Keep(std::move(numbers), {}, 0);
}

// One more than the largest; -1 when one is negative or too large to stand for itself.
int64_t CountOf(const Values<int32_t>& values) {
  uint32_t all = 0;
  uint32_t most = 0;
  for (const int32_t value : values.span()) {
    all |= static_cast<uint32_t>(value);
    most = std::max(most, static_cast<uint32_t>(value));
  }
  return (all & ~static_cast<uint32_t>(kMostDirect - 1)) != 0
             ? -1
             : int64_t{most} + (values.size() > 0 ? 1 : 0);
}

}  // namespace

absl::Status SalesFrame::LoadPayees(const Table& sales, const Table* quotas,
                                    const SalesTableOptions& options,
                                    std::vector<int32_t>& quota_payee) {
  ATTAIN_ASSIGN_OR_RETURN(const Column* column, Needed(sales, options.payee));
  const Column* partner = nullptr;
  const Column* quota = nullptr;
  if (!options.partner.empty()) {
    ATTAIN_ASSIGN_OR_RETURN(partner, Needed(sales, options.partner));
  }
  if (quotas != nullptr) {
    ATTAIN_ASSIGN_OR_RETURN(quota, Needed(*quotas, options.payee));
  }
  for (const Column* each : {column, partner, quota}) {
    if (each != nullptr && each->type() != Type::kInt && each->type() != Type::kText)
      return WrongType(*each, "text or whole numbers");
  }
  payee_type_ = column->type();
  payee_name_ = options.payee;
  // Whole numbers that are small everywhere need no table of names.
  auto small = SmallNumbers(*column);
  auto small_partner =
      partner == nullptr ? std::optional(Values<int32_t>()) : SmallNumbers(*partner);
  auto small_quota = quota == nullptr ? std::optional(Values<int32_t>()) : SmallNumbers(*quota);
  if (small.has_value() && small_partner.has_value() && small_quota.has_value()) {
    // Where there are quotas, a sale of someone else is a fault that the kernels find.
    const std::array<int64_t, 3> counts = {quota == nullptr ? CountOf(*small) : 0,
                                           CountOf(*small_partner), CountOf(*small_quota)};
    if (*std::min_element(counts.begin(), counts.end()) >= 0) {
      direct_ = true;
      payee_ = *std::move(small);
      partner_ = *std::move(small_partner);
      payees_ = static_cast<int32_t>(*std::max_element(counts.begin(), counts.end()));
      quota_payee.assign(small_quota->span().begin(), small_quota->span().end());
      return absl::OkStatus();
    }
  }
  const auto numbers = [&](const Column& ids, Values<int32_t>& to) -> absl::Status {
    ATTAIN_ASSIGN_OR_RETURN(std::vector<int32_t> found, table::InternColumn(ids, names_));
    to = Values<int32_t>::Keep(std::move(found), {}, 0);
    return absl::OkStatus();
  };
  if (quota != nullptr) {
    ATTAIN_ASSIGN_OR_RETURN(quota_payee, table::InternColumn(*quota, names_));
  }
  ATTAIN_RETURN_IF_ERROR(numbers(*column, payee_));
  if (partner != nullptr) ATTAIN_RETURN_IF_ERROR(numbers(*partner, partner_));
  payees_ = names_.size();
  return absl::OkStatus();
}

absl::Status SalesFrame::LoadQuotas(const Table& quotas, const SalesTableOptions& options,
                                    const std::vector<int32_t>& payee) {
  ATTAIN_ASSIGN_OR_RETURN(const Values<int32_t> day, DaysOf(quotas, options.date));
  ATTAIN_ASSIGN_OR_RETURN(const Values<int64_t> amount,
                          UnitsOf(quotas, options.quota, scale_, options));
  const auto periods = static_cast<size_t>(index_.periods());
  quota_.assign(static_cast<size_t>(payees_) * periods, 0);
  for (int64_t row = 0; row < day.size(); ++row) {
    const auto i = static_cast<size_t>(row);
    int64_t& place =
        quota_[static_cast<size_t>(payee[i]) * periods + static_cast<size_t>(index_[day[row]])];
    const auto where = [&] {
      return StrCat("table ", quotas.name(), ", row ", row, ": the quota of ", NameOf(payee[i]),
                    " in ", periods_[static_cast<size_t>(index_[day[row]])].name);
    };
    if (amount[row] <= 0) return MakeError(Reason::kTargetZero, StrCat(where(), " is not above 0"));
    if (place != 0) return MakeError(Reason::kDupKey, StrCat(where(), " is given twice"));
    place = amount[row];
  }
  return absl::OkStatus();
}

absl::StatusOr<SalesFrame> SalesFrame::Load(const Table& sales, const Table* quotas,
                                            const SalesTableOptions& options) {
  SalesFrame frame;
  if (options.decimals.value_or(0) < 0 || options.decimals.value_or(0) > 18)
    return MakeError(Reason::kInvalidArgument, "decimals must be from 0 to 18");
  const int64_t scale = options.rounding.scale.value_or(2);
  if (scale < 0 || scale > 18)
    return MakeError(Reason::kInvalidArgument, "a scale must be from 0 to 18");
  if (options.threads < 1 || options.threads > 256)
    return MakeError(Reason::kInvalidArgument, "threads must be from 1 to 256");
  ATTAIN_ASSIGN_OR_RETURN(const Column* amount, Needed(sales, options.amount));
  frame.scale_ = options.decimals.value_or(amount->scale());
  if (frame.scale_ > 18)
    return MakeError(Reason::kInvalidArgument, "amounts have more than 18 decimals");
  std::vector<int32_t> quota_payee;
  ATTAIN_RETURN_IF_ERROR(frame.LoadPayees(sales, quotas, options, quota_payee));
  ATTAIN_ASSIGN_OR_RETURN(frame.day_, DaysOf(sales, options.date));
  ATTAIN_ASSIGN_OR_RETURN(frame.amount_, UnitsOf(sales, options.amount, frame.scale_, options));
  Values<int32_t> days = frame.day_;
  if (quotas != nullptr) {
    ATTAIN_ASSIGN_OR_RETURN(days, DaysOf(*quotas, options.date));
  }
  if (days.size() > 0) {
    const auto [low, high] = std::minmax_element(days.span().begin(), days.span().end());
    ATTAIN_ASSIGN_OR_RETURN(
        frame.periods_,
        options.calendar.Periods(Date::FromDays(*low), Date::FromDays(*high) + 1, options.grain));
  }
  ATTAIN_ASSIGN_OR_RETURN(frame.index_, measure::DayIndex::Of(frame.periods_));
  if (quotas != nullptr) ATTAIN_RETURN_IF_ERROR(frame.LoadQuotas(*quotas, options, quota_payee));
  return frame;
}

std::vector<int32_t> SalesFrame::PayeesInOrder() const {
  if (!direct_) return names_.SortedOrder();
  std::vector<int32_t> order(static_cast<size_t>(payees_));
  std::iota(order.begin(), order.end(), 0);
  return order;
}

absl::StatusOr<Column> SalesFrame::PayeeColumn(std::vector<int32_t> numbers) const {
  if (payee_type_ == Type::kInt) {
    std::vector<int64_t> ids;
    ids.reserve(numbers.size());
    for (const int32_t number : numbers) {
      if (direct_) {
        ids.push_back(number);
      } else {
        ATTAIN_ASSIGN_OR_RETURN(const Decimal id, Decimal::Parse(names_.text(number)));
        ids.push_back(static_cast<int64_t>(id.coefficient()));
      }
    }
    return Column::OfInts(payee_name_, std::move(ids));
  }
  std::vector<std::string> texts;
  for (int32_t number = 0; number < payees_; ++number) texts.emplace_back(names_.text(number));
  return Column::OfDictionary(payee_name_, std::move(numbers), texts);
}

int32_t SalesFrame::NumberOf(std::string_view payee) const {
  if (!direct_) return names_.Find(payee);
  const absl::StatusOr<Decimal> number = Decimal::Parse(payee);
  if (!number.ok() || !number->IsWhole() || number->sign() < 0 || *number >= Decimal(payees_))
    return -1;
  const absl::StatusOr<Decimal> whole = number->Rescaled(0);
  return whole.ok() ? static_cast<int32_t>(whole->coefficient()) : -1;
}

std::string SalesFrame::NameOf(int32_t payee) const {
  return direct_ ? StrCat("payee ", payee) : std::string(names_.text(payee));
}

absl::Status SalesFrame::Explained(const absl::Status& status) const {
  if (status.ok() || quota_.empty() ||
      (ReasonOf(status) != Reason::kNoQuota && ReasonOf(status) != Reason::kRowOutOfRange))
    return status;
  const SalesRows all = rows();
  for (size_t i = 0; i < all.payee.size(); ++i) {
    const int32_t period = index_[all.day[i]];
    if (period < 0) continue;
    const bool known = all.payee[i] >= 0 && all.payee[i] < payees_;
    if (known &&
        quota_[static_cast<size_t>(all.payee[i]) * periods_.size() + static_cast<size_t>(period)] !=
            0)
      continue;
    return MakeError(Reason::kNoQuota,
                     StrCat("row ", static_cast<int64_t>(i), ": ", NameOf(all.payee[i]),
                            " has no quota in ", periods_[static_cast<size_t>(period)].name));
  }
  return status;
}

absl::StatusOr<std::vector<SalesChange>> SalesFrame::ReadChanges(
    const Table& changes, const SalesTableOptions& options) const {
  ATTAIN_ASSIGN_OR_RETURN(const Column* row, Needed(changes, "row"));
  if (row->type() != Type::kInt) return WrongType(*row, "whole numbers");
  ATTAIN_ASSIGN_OR_RETURN(const Column* payee, Find(changes, options.payee));
  ATTAIN_ASSIGN_OR_RETURN(const Column* date, Find(changes, options.date));
  ATTAIN_ASSIGN_OR_RETURN(const Column* amount, Find(changes, options.amount));
  const Column* partner = nullptr;
  if (!options.partner.empty()) {
    ATTAIN_ASSIGN_OR_RETURN(partner, Find(changes, options.partner));
  }
  ATTAIN_ASSIGN_OR_RETURN(const Values<int64_t> rows, table::ReadInts(*row));
  absl::StatusOr<Values<int64_t>> units =
      amount->type() == Type::kInt && options.decimals.has_value()
          ? table::ReadInts(*amount)
          : table::ReadUnits(*amount, scale_);
  ATTAIN_RETURN_IF_ERROR(units.status());
  const auto missing = [&](int64_t i, const Column& column) {
    return MakeError(Reason::kNullValue, StrCat("table ", changes.name(), ", row ", i, ": ",
                                                column.name(), " is missing"));
  };
  const auto number = [&](int64_t i, const Column& column, int32_t& to) -> absl::Status {
    if (direct_) {
      const std::optional<int64_t> id = column.IntAt(i);
      to = id.has_value() && *id >= 0 && *id < payees_ ? static_cast<int32_t>(*id) : -1;
    } else {
      const std::optional<std::string_view> text = column.TextAt(i);
      to = names_.Find(text.has_value() ? *text : std::string_view(column.FormatAt(i)));
    }
    if (to < 0)
      return MakeError(Reason::kUnknownRep,
                       StrCat("table ", changes.name(), ", row ", i, ": no payee is called \"",
                              column.FormatAt(i), "\""));
    return absl::OkStatus();
  };
  std::vector<SalesChange> read;
  read.reserve(static_cast<size_t>(changes.rows()));
  for (int64_t i = 0; i < changes.rows(); ++i) {
    SalesChange change{.row = rows[i]};
    if (!payee->IsNull(i)) {
      ATTAIN_RETURN_IF_ERROR(number(i, *payee, change.payee));
      const std::optional<Date> day = date->DateAt(i);
      if (!day.has_value()) return missing(i, *date);
      change.day = day->days();
      if (!units->IsValid(i)) return missing(i, *amount);
      change.amount = (*units)[i];
      if (partner != nullptr) {
        if (partner->IsNull(i)) return missing(i, *partner);
        ATTAIN_RETURN_IF_ERROR(number(i, *partner, change.partner));
      }
    }
    read.push_back(change);
  }
  return read;
}

}  // namespace attain::incentive
