// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "incentive/internal/credit_index.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "attain/base/status.h"
#include "attain/crm/tables.h"
#include "attain/table/intern.h"
#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "incentive/internal/exact.h"
#include "incentive/internal/integers.h"
#include "incentive/internal/measured.h"

namespace attain::incentive {
namespace {

using attain::internal::StrCat;

constexpr int64_t kLargestDenominator = int64_t{1'000'000'000'000'000};

absl::int128 CommonDivisor(absl::int128 a, absl::int128 b) {
  while (b != 0) {
    const absl::int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// The least common multiple while it stays small; 0 otherwise.
int64_t CommonMultiple(int64_t a, absl::int128 b) {
  if (a == 0 || b > kLargestDenominator) return 0;
  const absl::int128 multiple = absl::int128(a) / CommonDivisor(a, b) * b;
  return multiple > kLargestDenominator ? 0 : static_cast<int64_t>(multiple);
}

// Turns `exact` into whole numbers of one denominator where they fit.
void MakeWhole(CreditIndex& index) {
  int64_t denominator = 1;
  for (const Fraction& amount : index.exact)
    denominator = CommonMultiple(denominator, amount.denominator());
  if (denominator == 0) return;
  for (size_t i = 0; i < index.items.size(); ++i) {
    const absl::int128 factor = absl::int128(denominator) / index.exact[i].denominator();
    const absl::int128 numerator = index.exact[i].numerator();
    if (numerator > INT64_MAX / factor || numerator < -(INT64_MAX / factor)) return;
    index.items[i].amount = static_cast<int64_t>(numerator * factor);
  }
  index.denominator = denominator;
  index.exact.clear();
}

// Sorts items (and exact amounts with them) and finds each payee's first.
void Arrange(CreditIndex& index, int32_t payees) {
  const auto key = [](const PayCredit& credit) {
    return std::tuple(credit.payee, credit.day, credit.rank, credit.row, credit.member);
  };
  if (index.exact.empty()) {
    std::sort(index.items.begin(), index.items.end(),
              [&](const PayCredit& a, const PayCredit& b) { return key(a) < key(b); });
  } else {
    std::vector<size_t> order(index.items.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](size_t a, size_t b) { return key(index.items[a]) < key(index.items[b]); });
    std::vector<PayCredit> items;
    std::vector<Fraction> exact;
    for (const size_t i : order) {
      items.push_back(index.items[i]);
      exact.push_back(index.exact[i]);
    }
    index.items = std::move(items);
    index.exact = std::move(exact);
  }
  index.first.assign(static_cast<size_t>(payees) + 1, 0);
  for (const PayCredit& credit : index.items) ++index.first[static_cast<size_t>(credit.payee) + 1];
  for (size_t i = 1; i < index.first.size(); ++i) index.first[i] += index.first[i - 1];
  attain::internal::Sort(index.faults, [](const CreditFault& a, const CreditFault& b) {
    return std::pair(a.payee, a.day) < std::pair(b.payee, b.day);
  });
}

// The place of each row's id among all ids of the table, so that order does not depend on the order
// of rows.
std::vector<int32_t> RankRows(const crm::Dataset& data, const std::string& table,
                              const crm::TableInfo* info) {
  if (info == nullptr || info->key.empty()) return {};
  const std::span<const int32_t> ids = data.rows(table).ids(info->key.front());
  const crm::ColumnInfo* column = info->column(info->key.front());
  if (ids.empty() || column == nullptr) return {};
  const std::vector<int32_t> ranks = data.ids(column->entity).Ranks();
  std::vector<int32_t> result;
  result.reserve(ids.size());
  for (const int32_t id : ids) result.push_back(id < 0 ? -1 : ranks[static_cast<size_t>(id)]);
  return result;
}

}  // namespace

std::span<const PayCredit> CreditIndex::Of(int32_t payee) const {
  if (only >= 0) return payee == only ? std::span(items) : std::span<const PayCredit>();
  if (payee < 0 || static_cast<size_t>(payee) + 1 >= first.size()) return {};
  const auto begin = static_cast<size_t>(first[static_cast<size_t>(payee)]);
  const auto end = static_cast<size_t>(first[static_cast<size_t>(payee) + 1]);
  return std::span(items).subspan(begin, end - begin);
}

Fraction CreditIndex::AmountAt(size_t item) const {
  if (!exact.empty()) return exact[item];
  return *Fraction::Of(absl::int128(items[item].amount), absl::int128(denominator));
}

int64_t CreditIndex::RowBefore(int64_t row) const {
  for (const int64_t replaced : gone) row += replaced <= row ? 1 : 0;
  return row;
}

Currency CreditIndex::CurrencyOf(int64_t row, const crm::Rows& rows) const {
  if (given_from >= 0 && row >= given_from)
    return given_currencies[static_cast<size_t>(row - given_from)];
  return rows.currency(RowBefore(row));
}

std::string CreditIndex::IdOf(int64_t row) const {
  if (given_from >= 0 && row >= given_from) return given_ids[static_cast<size_t>(row - given_from)];
  row = RowBefore(row);
  return ids == nullptr || ids->IsNull(row) ? StrCat("row ", row) : ids->FormatAt(row);
}

absl::StatusOr<CreditIndex> IndexCredits(const measure::Prepared& prepared, Currency currency,
                                         crm::RateType rate_type, std::optional<Timestamp> as_of,
                                         bool own_day, RateDays* rate_days) {
  const crm::Dataset& data = prepared.data();
  ATTAIN_ASSIGN_OR_RETURN(const measure::CreditedRows credited, measure::Rows(prepared, as_of));
  CreditIndex index;
  index.measure = prepared.definition().id;
  index.table = prepared.table();
  index.money = credited.amount != nullptr;
  index.shares = credited.credits.shares();
  if (prepared.definition().credit == "quota") index.role = measure::Name(measure::Role::kQuota);
  if (credited.credits.overlays()) index.role = measure::Name(measure::Role::kOverlay);
  index.findings.Append(credited.credits.findings());
  index.findings.Append(credited.findings);
  index.set_aside = measure::RowsSetAside(prepared, credited);
  const crm::TableInfo* info = crm::FindTable(index.table);
  const table::Table* table = data.table(index.table);
  if (info != nullptr && !info->key.empty() && table != nullptr)
    index.ids = table->column(info->key.front());
  index.ranks = RankRows(data, index.table, info);
  const std::vector<int32_t>& ranks = index.ranks;
  const crm::Rows rows = data.rows(index.table);
  crm::Days days(credited.day);
  crm::Amounts amounts(credited.amount);
  crm::Days original_days(credited.day);
  const int scale = index.money ? amounts.scale() : 0;
  index.scale = scale;

  // Whole numbers as long as every row is in the plan's currency.
  int64_t share_multiple = 1;
  for (const Fraction& share : index.shares)
    share_multiple = CommonMultiple(share_multiple, share.denominator());
  const absl::int128 denominator = absl::int128(share_multiple) * PowerOfTen(scale);
  bool whole = share_multiple != 0 && scale <= 12 && denominator <= kLargestDenominator;
  std::vector<absl::int128> factors;  // by share: what a unit of an amount is in 1 / denominator
  for (const Fraction& share : index.shares) {
    factors.push_back(
        whole ? denominator / PowerOfTen(scale) * share.numerator() / share.denominator() : 0);
  }
  index.items.reserve(credited.credits.items().size());
  std::vector<Fraction> exact;  // once something is no whole number
  for (const measure::Credit& credit : credited.credits.items()) {
    if (!credited.credits.counts(credit) || credit.payee < 0) continue;
    if (!days.has(credit.row)) continue;
    PayCredit item{.payee = credit.payee,
                   .member = credit.payee,
                   .day = days[credit.row],
                   .rate_day = 0,
                   .rank = 0,
                   .share = credit.share,
                   .row = credit.row,
                   .amount = 0};
    item.rate_day =
        !own_day && original_days.has(credit.original) ? original_days[credit.original] : item.day;
    if (!ranks.empty()) item.rank = ranks[static_cast<size_t>(credit.row)];
    if (index.money && !amounts.has(credit.row)) continue;
    const int64_t units = index.money ? amounts[credit.row] : 1;
    const Fraction& share = index.shares[static_cast<size_t>(credit.share)];
    const Currency own = index.money ? rows.currency(credit.row) : currency;
    const bool converts = own.code() != currency.code();
    if (whole && !converts) {
      const absl::int128 product = absl::int128(units) * factors[static_cast<size_t>(credit.share)];
      if (product <= INT64_MAX && product >= -INT64_MAX) {
        item.amount = static_cast<int64_t>(product);
        index.items.push_back(item);
        continue;
      }
    }
    if (whole) {
      whole = false;
      for (const PayCredit& before : index.items)
        exact.push_back(*Fraction::Of(absl::int128(before.amount), denominator));
    }
    absl::StatusOr<Fraction> amount =
        ExactProduct(Fraction(Decimal::Unchecked(units, scale)), share);
    if (own.is_none()) {
      amount = MakeError(Reason::kCcyMissing, StrCat(index.IdOf(credit.row), " has no currency"));
    } else if (converts) {
      absl::StatusOr<Date> day = Date::FromDays(item.rate_day);
      if (rate_days != nullptr) day = rate_days->Of(item.rate_day);
      absl::StatusOr<Fraction> rate =
          day.ok() ? data.fx().Rate(own, currency, *day, rate_type) : day.status();
      if (!rate.ok()) {
        amount = MakeError(ReasonOf(rate.status()),
                           StrCat(index.IdOf(credit.row), ": ", MessageOf(rate.status())));
      } else if (amount.ok()) {
        amount = ExactProduct(*amount, *rate);
      }
    }
    if (!amount.ok()) {
      index.faults.push_back({item.payee, item.day, amount.status()});
      continue;
    }
    index.items.push_back(item);
    exact.push_back(*amount);
  }
  if (whole) {
    index.denominator = static_cast<int64_t>(denominator);
  } else {
    index.exact = std::move(exact);
    MakeWhole(index);
  }
  Arrange(index, data.ids(crm::Entity::kRep).size());
  return index;
}

namespace {

// Cuts what the credits of one manager exceed an order by, from all of them in proportion.
// `orders`: the amount of the order behind each credit.
absl::Status CountOnce(const std::vector<Fraction>& orders, CreditIndex& team) {
  std::map<std::pair<int32_t, int64_t>, Exact> sums;  // by manager and order
  const auto key = [](const PayCredit& item) { return std::pair(item.payee, item.row); };
  for (size_t i = 0; i < team.items.size(); ++i) sums[key(team.items[i])] += Exact(team.exact[i]);
  for (size_t i = 0; i < team.items.size(); ++i) {
    const Exact& sum = sums[key(team.items[i])];
    ATTAIN_RETURN_IF_ERROR(sum.status());
    const Fraction& order = orders[i];
    if (order.sign() < 0 ? sum.value() >= order : sum.value() <= order) continue;
    const Exact part = Exact(team.exact[i]) * Exact(order) / sum;
    ATTAIN_RETURN_IF_ERROR(part.status());
    team.exact[i] = part.value();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CreditIndex> IndexTeam(const CreditIndex& direct, const crm::Dataset& data,
                                      bool include_self, bool dedupe) {
  const crm::Hierarchy& hierarchy = data.hierarchy();
  // Managers above a rep on a day, each with the weight the rep's units give.
  std::map<std::pair<int32_t, int32_t>, std::vector<std::pair<int32_t, Fraction>>> above;
  absl::Status status;
  const auto managers = [&](int32_t member,
                            int32_t day) -> const std::vector<std::pair<int32_t, Fraction>>& {
    const auto [place, added] = above.try_emplace({member, day});
    if (!added) return place->second;
    const Date date = Date::FromDays(day);
    std::map<int32_t, Fraction> weights;
    for (const crm::UnitShare& own : hierarchy.UnitsOf(RepId(member), date)) {
      std::vector<UnitId> units = {own.unit};
      for (const UnitId unit : hierarchy.AncestorsAt(own.unit, date)) units.push_back(unit);
      std::vector<int32_t> seen;
      for (const UnitId unit : units) {
        for (const crm::Membership& membership : hierarchy.MembersAt(unit, date, /*below=*/false)) {
          const int32_t manager = membership.rep.index();
          if (!membership.is_manager || std::find(seen.begin(), seen.end(), manager) != seen.end())
            continue;
          if (manager == member && !include_self) continue;
          seen.push_back(manager);
          absl::StatusOr<Fraction> weight = ExactSum(weights[manager], own.share);
          if (!weight.ok() && status.ok()) status = weight.status();
          if (weight.ok()) weights[manager] = *weight;
        }
      }
    }
    for (const auto& entry : weights) {
      place->second.emplace_back(entry.first, std::min(entry.second, Fraction(1)));
    }
    return place->second;
  };
  // Revenue shares add up to 1, unless other sums are tolerated.
  const std::vector<Reason>& tolerate = data.options().tolerate;
  const bool once =
      dedupe && (direct.role != measure::Name(measure::Role::kRevenue) ||
                 std::find(tolerate.begin(), tolerate.end(), Reason::kSplitSum) != tolerate.end());
  std::vector<Fraction> orders;
  CreditIndex team;
  team.role = "team";
  team.measure = direct.measure;
  team.table = direct.table;
  team.money = direct.money;
  team.shares = direct.shares;
  team.ids = direct.ids;
  for (size_t i = 0; i < direct.items.size(); ++i) {
    const PayCredit& credit = direct.items[i];
    for (const auto& [manager, weight] : managers(credit.payee, credit.rate_day)) {
      PayCredit item = credit;
      item.payee = manager;
      absl::StatusOr<Fraction> amount = ExactProduct(direct.AmountAt(i), weight);
      if (!amount.ok()) {
        team.faults.push_back({manager, credit.day, amount.status()});
        continue;
      }
      const Fraction& share = direct.shares[static_cast<size_t>(credit.share)];
      absl::StatusOr<Fraction> order = Fraction();
      if (once && !share.is_zero()) order = Divide(direct.AmountAt(i), share);
      if (!order.ok()) {
        team.faults.push_back({manager, credit.day, order.status()});
        continue;
      }
      team.items.push_back(item);
      team.exact.push_back(*amount);
      if (once) orders.push_back(*order);
    }
  }
  if (once) ATTAIN_RETURN_IF_ERROR(CountOnce(orders, team));
  for (const CreditFault& fault : direct.faults) {
    for (const auto& entry : managers(fault.payee, fault.day))
      team.faults.push_back({entry.first, fault.day, fault.status});
  }
  ATTAIN_RETURN_IF_ERROR(status);
  MakeWhole(team);
  Arrange(team, data.ids(crm::Entity::kRep).size());
  return team;
}

namespace {

// Puts credits of one day into the order of their ids; new ids have no rank among the others, so
// names are compared.
void ArrangeDay(const CreditIndex& index, std::span<PayCredit> items) {
  table::Interner names;
  std::vector<int32_t> number;
  for (const PayCredit& item : items) number.push_back(names.Intern(index.IdOf(item.row)));
  const std::vector<int32_t> order = names.SortedOrder();
  std::vector<int32_t> place(order.size());
  for (size_t i = 0; i < order.size(); ++i)
    place[static_cast<size_t>(order[i])] = static_cast<int32_t>(i);
  for (size_t i = 0; i < items.size(); ++i) items[i].rank = place[static_cast<size_t>(number[i])];
  std::sort(items.begin(), items.end(), [](const PayCredit& a, const PayCredit& b) {
    return std::tuple(a.rank, a.row, a.member) < std::tuple(b.rank, b.row, b.member);
  });
}

absl::Status CannotOverride(std::string_view why) {
  return MakeError(Reason::kUnsupportedOption, StrCat("changed rows: ", why));
}

}  // namespace

absl::StatusOr<CreditIndex> OverrideCredits(const CreditIndex& base,
                                            const measure::Prepared& prepared,
                                            std::span<const measure::RowChanges> changes,
                                            int32_t payee, Currency currency,
                                            crm::RateType rate_type, RateDays* rate_days) {
  for (const CreditFault& fault : base.faults) {
    if (fault.payee == payee) return CannotOverride("a credit could not be taken");
  }
  if (!base.exact.empty()) return CannotOverride("fractions without common denominator");
  CreditIndex index;
  index.measure = base.measure;
  index.table = base.table;
  index.money = base.money;
  index.shares = base.shares;
  index.ids = base.ids;
  index.scale = base.scale;
  index.only = payee;
  index.denominator = base.denominator;
  const auto of_payee =
      std::partition_point(base.set_aside.begin(), base.set_aside.end(),
                           [payee](const measure::SetAside& row) { return row.payee < payee; });
  for (auto row = of_payee; row != base.set_aside.end() && row->payee == payee; ++row)
    index.set_aside.push_back(*row);
  const std::span<const PayCredit> before = base.Of(payee);
  const auto found = std::find_if(
      changes.begin(), changes.end(),
      [&](const measure::RowChanges& candidate) { return candidate.table == base.table; });
  if (found == changes.end()) {
    index.items.assign(before.begin(), before.end());
    return index;
  }
  const measure::RowChanges& given = *found;
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<measure::ChangedCredit> credits,
                          measure::CreditChanges(prepared, given, payee));
  index.given_from = given.NumberOfChange(0);
  index.gone = given.gone;
  index.given_ids.assign(given.ids.begin(), given.ids.end());
  std::erase_if(index.set_aside, [&](const measure::SetAside& row) {
    return std::binary_search(given.gone.begin(), given.gone.end(), row.row);
  });
  for (measure::SetAside& row : index.set_aside) row.row = given.NumberOf(row.row);
  index.denominator = CommonMultiple(base.denominator, PowerOfTen(base.scale));
  if (index.denominator == 0) return CannotOverride("no common denominator");
  const int64_t factor = index.denominator / base.denominator;
  const int64_t unit = index.denominator / static_cast<int64_t>(PowerOfTen(base.scale));
  index.items.reserve(before.size() + credits.size());
  for (const PayCredit& credit : before) {
    if (std::binary_search(given.gone.begin(), given.gone.end(), credit.row)) continue;
    PayCredit item = credit;
    item.row = given.NumberOf(credit.row);
    if (__builtin_mul_overflow(credit.amount, factor, &item.amount))
      return CannotOverride("an amount does not fit");
    index.items.push_back(item);
  }
  const crm::Dataset& data = prepared.data();
  const size_t kept = index.items.size();
  for (const measure::ChangedCredit& credit : credits) {
    PayCredit item{.payee = payee,
                   .member = payee,
                   .day = credit.day,
                   .rate_day = credit.day,
                   .rank = -1,
                   .share = 0,
                   .row = given.NumberOfChange(credit.change),
                   .amount = 0};
    const int64_t old = given.old_rows[credit.change];
    if (old >= 0 && !base.ranks.empty()) item.rank = base.ranks[static_cast<size_t>(old)];
    if (__builtin_mul_overflow(credit.units, unit, &item.amount))
      return CannotOverride("an amount does not fit");
    if (base.money) {
      index.given_currencies.resize(given.ids.size());
      index.given_currencies[credit.change] = credit.currency;
    }
    if (base.money && credit.currency.code() != currency.code()) {
      if (credit.currency.is_none()) return CannotOverride("an amount without currency");
      absl::StatusOr<Date> day = Date::FromDays(credit.day);
      if (rate_days != nullptr) day = rate_days->Of(credit.day);
      const absl::StatusOr<Fraction> rate =
          day.ok() ? data.fx().Rate(credit.currency, currency, *day, rate_type) : day.status();
      const absl::StatusOr<Fraction> whole =
          rate.ok() ? Multiply(Fraction(Decimal::Unchecked(credit.units, base.scale)), *rate)
                    : rate;
      if (!whole.ok()) return CannotOverride("an amount without a rate");
      if (absl::int128(index.denominator) % whole->denominator() != 0)
        return CannotOverride("no common denominator");
      const absl::int128 amount =
          whole->numerator() * (absl::int128(index.denominator) / whole->denominator());
      if (amount > INT64_MAX || amount < -INT64_MAX)
        return CannotOverride("an amount does not fit");
      item.amount = static_cast<int64_t>(amount);
    }
    index.items.push_back(item);
  }
  // What was there is in order already; the few that came are put between.
  const auto by_day = [](const PayCredit& a, const PayCredit& b) {
    return std::tuple(a.day, a.rank, a.row, a.member) < std::tuple(b.day, b.rank, b.row, b.member);
  };
  std::sort(index.items.begin() + static_cast<std::ptrdiff_t>(kept), index.items.end(), by_day);
  std::inplace_merge(index.items.begin(), index.items.begin() + static_cast<std::ptrdiff_t>(kept),
                     index.items.end(), by_day);
  for (size_t begin = 0; begin < index.items.size();) {
    size_t end = begin;
    bool unranked = false;
    for (; end < index.items.size() && index.items[end].day == index.items[begin].day; ++end)
      unranked |= index.items[end].rank < 0;
    if (unranked && end - begin > 1)
      ArrangeDay(index, std::span(index.items).subspan(begin, end - begin));
    begin = end;
  }
  return index;
}

}  // namespace attain::incentive
