// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What looks at transactions one by one is kept up to date by what changed: the old row's pay is
// taken out, the new one's put in. Tiers are paid again for the payees and periods touched, a bonus
// for the payees touched.
#include "attain/incentive/sales_book.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "incentive/internal/big_array.h"
#include "incentive/internal/integers.h"
#include "incentive/internal/sales_rows.h"
#include "incentive/internal/sales_rules.h"

namespace attain::incentive {
namespace {

absl::Status Overflow() {
  return MakeError(Reason::kOverflow, "what a payee is paid in a period does not fit 64 bits");
}

// A cell of the result with the value it had.
struct Former {
  int64_t* place;
  int64_t value;
};

// Puts everything back unless told that all went well.
class Undo {
 public:
  void Set(int64_t& place, int64_t value) {
    former_.push_back({&place, place});
    place = value;
  }
  bool Add(int64_t& place, Wide difference) {
    const Wide sum = Wide{place} + difference;
    if (sum > INT64_MAX || sum < INT64_MIN) return false;
    if (difference != 0) Set(place, static_cast<int64_t>(sum));
    return true;
  }
  void Keep() { former_.clear(); }
  ~Undo() {
    for (size_t i = former_.size(); i > 0; --i) *former_[i - 1].place = former_[i - 1].value;
  }

 private:
  std::vector<Former> former_;
};

}  // namespace

struct SalesBook::State {
  std::vector<SalesRule> rules;
  RuleSet set;
  SalesRows rows;
  std::vector<int64_t> quota_amounts;
  QuotaGrid quotas;
  SalesPayOptions options;
  SalesPay pay;
  std::vector<int64_t> first;              // first entry of `order` of each payee, and the end
  BigArray<int32_t> order;                 // rows by payee, in file order
  std::vector<uint64_t> replaced;          // a bit per row that stands in `changed`
  std::map<int64_t, SalesChange> changed;  // rows as they are now; payee -1 for those taken out
  std::map<int32_t, std::vector<int64_t>> came;  // rows that a payee was given, ascending
  int64_t count = 0;

  int64_t given() const { return static_cast<int64_t>(rows.payee.size()); }

  SalesChange Now(int64_t row) const {
    if (row >= given() || ((replaced[static_cast<size_t>(row) >> 6] >> (row & 63)) & 1) != 0)
      return changed.find(row)->second;
    const auto i = static_cast<size_t>(row);
    return {row, rows.payee[i], rows.day[i], rows.amount[i],
            rows.partner.empty() ? -1 : rows.partner[i]};
  }
  size_t CellOf(int32_t payee, int32_t day) const {
    return static_cast<size_t>(payee) * static_cast<size_t>(quotas.periods.periods()) +
           static_cast<size_t>(quotas.periods[day]);
  }

  absl::Status Check(const SalesChange& change) const;
  bool Count(const SalesChange& row, Wide sign, Undo& undo);
  void Put(const SalesChange& change, bool known);
  std::vector<SalesChange> RowsOf(int32_t payee) const;
  absl::Status PayTiers(int32_t payee, std::span<const size_t> cells, Undo& undo);
  absl::Status PayAgain(std::vector<size_t>& touched, Undo& undo);
};

absl::Status SalesBook::State::Check(const SalesChange& change) const {
  const auto wrong = [&](std::string_view what) {
    return MakeError(Reason::kRowOutOfRange,
                     attain::internal::StrCat("change of row ", change.row, ": ", what));
  };
  if (change.row < 0) return wrong("there is no such row");
  if (change.payee == -1) return absl::OkStatus();
  if (change.payee < -1 || change.payee >= quotas.payees)
    return wrong("the payee is not among those there are");
  if (set.partners && (change.partner < 0 || change.partner >= quotas.payees))
    return wrong("the partner is not among those there are");
  if (quotas.periods[change.day] < 0) return wrong("its day lies in no period");
  if (set.quotas && quota_amounts[CellOf(change.payee, change.day)] == 0) {
    return MakeError(Reason::kNoQuota, attain::internal::StrCat(
                                           "change of row ", change.row, ": payee ", change.payee,
                                           " has no quota in period ", quotas.periods[change.day]));
  }
  return absl::OkStatus();
}

// Adds (or, with sign -1, takes out) what a row pays by the rules that look at it alone.
bool SalesBook::State::Count(const SalesChange& row, Wide sign, Undo& undo) {
  if (row.payee < 0) return true;
  const size_t cell = CellOf(row.payee, row.day);
  if (!undo.Add(SalesKernel::Sold(pay)[cell], sign * row.amount)) return false;
  for (size_t r = 0; r < set.rules.size(); ++r) {
    const RuleForm& rule = set.rules[r];
    if (rule.kind == RuleForm::Kind::kTiers || rule.kind == RuleForm::Kind::kBonus) continue;
    Wide payee = 0;
    Wide partner = 0;
    if (!PayRow(rule, options.mode, row.amount, payee, partner)) return false;
    std::vector<int64_t>& column = SalesKernel::Column(pay, r);
    if (!undo.Add(column[cell], sign * payee)) return false;
    if (partner != 0 && !undo.Add(column[CellOf(row.partner, row.day)], sign * partner))
      return false;
  }
  return true;
}

// Makes a change part of the book.
void SalesBook::State::Put(const SalesChange& change, bool known) {
  const bool own =
      change.row < given() && rows.payee[static_cast<size_t>(change.row)] == change.payee;
  if (change.payee >= 0 && !own) {
    std::vector<int64_t>& list = came[change.payee];
    const auto place = std::lower_bound(list.begin(), list.end(), change.row);
    if (place == list.end() || *place != change.row) list.insert(place, change.row);
  }
  if (change.row < given())
    replaced[static_cast<size_t>(change.row) >> 6] |= uint64_t{1} << (change.row & 63);
  changed[change.row] = change;
  if (!known) count = std::max(count, change.row + 1);
}

// The rows of a payee as they are now, in file order.
std::vector<SalesChange> SalesBook::State::RowsOf(int32_t payee) const {
  std::vector<SalesChange> found;
  const auto k = static_cast<size_t>(payee);
  for (int64_t i = first[k]; i < first[k + 1]; ++i) {
    const SalesChange row = Now(order[static_cast<size_t>(i)]);
    if (row.payee == payee) found.push_back(row);
  }
  const auto list = came.find(payee);
  if (list == came.end()) return found;
  const auto own = static_cast<std::ptrdiff_t>(found.size());
  for (const int64_t number : list->second) {
    const SalesChange row = Now(number);
    const bool listed = number < given() && rows.payee[static_cast<size_t>(number)] == payee;
    if (row.payee == payee && !listed) found.push_back(row);
  }
  std::inplace_merge(found.begin(), found.begin() + own, found.end(),
                     [](const SalesChange& a, const SalesChange& b) { return a.row < b.row; });
  return found;
}

// Pays the tiers of some periods of one payee again.
absl::Status SalesBook::State::PayTiers(int32_t payee, std::span<const size_t> cells, Undo& undo) {
  const auto periods = static_cast<size_t>(quotas.periods.periods());
  std::vector<int32_t> group_of_period(periods, -1);
  std::vector<Fraction> units;
  for (const size_t cell : cells) {
    group_of_period[cell % periods] = static_cast<int32_t>(units.size());
    ATTAIN_ASSIGN_OR_RETURN(Fraction unit,
                            Fraction::Of(quota_amounts[cell], options.amount_denominator));
    units.push_back(std::move(unit));
  }
  std::vector<int32_t> group;
  std::vector<int32_t> day;
  std::vector<int64_t> amount;
  for (const SalesChange& row : RowsOf(payee)) {
    const int32_t own = group_of_period[static_cast<size_t>(quotas.periods[row.day])];
    if (own < 0) continue;
    group.push_back(own);
    day.push_back(row.day);
    amount.push_back(row.amount);
  }
  std::vector<int64_t> lines(group.size());
  for (size_t r = 0; r < set.rules.size(); ++r) {
    const RuleForm& rule = set.rules[r];
    if (rule.kind != RuleForm::Kind::kTiers) continue;
    const ReplayOptions how{
        .amount_denominator = options.amount_denominator,
        .rounding = {.point = rule.point, .mode = options.mode, .scale = options.scale},
        .negative = rule.negative};
    ATTAIN_RETURN_IF_ERROR(ReplayLines(*rule.tiers, units,
                                       {.group = group, .day = day, .amount = amount}, how, lines));
    std::vector<Wide> sums(units.size(), 0);
    for (size_t i = 0; i < lines.size(); ++i) sums[static_cast<size_t>(group[i])] += lines[i];
    for (size_t g = 0; g < cells.size(); ++g) {
      if (sums[g] > INT64_MAX || sums[g] < INT64_MIN) return Overflow();
      undo.Set(SalesKernel::Column(pay, r)[cells[g]], static_cast<int64_t>(sums[g]));
    }
  }
  return absl::OkStatus();
}

// Pays tiers and bonuses of the cells touched.
absl::Status SalesBook::State::PayAgain(std::vector<size_t>& touched, Undo& undo) {
  if (!set.quotas) return absl::OkStatus();
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  const auto periods = static_cast<size_t>(quotas.periods.periods());
  std::vector<int64_t> paid(periods);
  for (size_t begin = 0; begin < touched.size();) {
    const size_t payee = touched[begin] / periods;
    size_t end = begin;
    while (end < touched.size() && touched[end] / periods == payee) ++end;
    ATTAIN_RETURN_IF_ERROR(PayTiers(static_cast<int32_t>(payee),
                                    std::span(touched).subspan(begin, end - begin), undo));
    for (size_t r = 0; r < set.rules.size(); ++r) {
      if (set.rules[r].kind != RuleForm::Kind::kBonus) continue;
      ATTAIN_RETURN_IF_ERROR(
          PayBonus(set.rules[r], options.mode, pay.sold().subspan(payee * periods, periods),
                   std::span(quota_amounts).subspan(payee * periods, periods), paid));
      for (size_t i = 0; i < periods; ++i)
        undo.Set(SalesKernel::Column(pay, r)[payee * periods + i], paid[i]);
    }
    begin = end;
  }
  return absl::OkStatus();
}

SalesBook::SalesBook(std::unique_ptr<State> state) : state_(std::move(state)) {}
SalesBook::SalesBook(SalesBook&&) noexcept = default;
SalesBook& SalesBook::operator=(SalesBook&&) noexcept = default;
SalesBook::~SalesBook() = default;

absl::StatusOr<SalesBook> SalesBook::Open(std::vector<SalesRule> rules, const SalesRows& rows,
                                          const QuotaGrid& quotas, const SalesPayOptions& options) {
  auto state = std::make_unique<State>();
  ATTAIN_ASSIGN_OR_RETURN(state->pay, PaySales(rules, rows, quotas, options));
  ATTAIN_ASSIGN_OR_RETURN(state->set, MakeRules(rules, options));
  state->rules = std::move(rules);
  state->rows = rows;
  state->quota_amounts.assign(quotas.amounts.begin(), quotas.amounts.end());
  state->quotas = quotas;
  state->quotas.amounts = state->quota_amounts;
  state->options = options;
  state->count = state->given();
  state->replaced.assign(rows.payee.size() / 64 + 1, 0);
  state->first.assign(static_cast<size_t>(quotas.payees) + 1, 0);
  for (const int32_t payee : rows.payee) ++state->first[static_cast<size_t>(payee) + 1];
  for (size_t p = 1; p < state->first.size(); ++p) state->first[p] += state->first[p - 1];
  state->order = MakeBigArray<int32_t>(state->given());
  std::vector<int64_t> cursor = state->first;
  for (size_t i = 0; i < rows.payee.size(); ++i) {
    int64_t& at = cursor[static_cast<size_t>(rows.payee[i])];
    state->order[static_cast<size_t>(at++)] = static_cast<int32_t>(i);
  }
  return SalesBook(std::move(state));
}

const SalesPay& SalesBook::pay() const { return state_->pay; }
int64_t SalesBook::rows() const { return state_->count; }

absl::Status SalesBook::Update(std::span<const SalesChange> changes) {
  State& state = *state_;
  // The last change of each row, in the order of rows.
  std::vector<SalesChange> last(changes.begin(), changes.end());
  std::stable_sort(last.begin(), last.end(),
                   [](const SalesChange& a, const SalesChange& b) { return a.row < b.row; });
  size_t kept = 0;
  for (size_t i = 0; i < last.size(); ++i) {
    if (i + 1 < last.size() && last[i + 1].row == last[i].row) continue;
    last[kept++] = last[i];
  }
  last.resize(kept);
  int64_t next = state.count;
  for (const SalesChange& change : last) {
    ATTAIN_RETURN_IF_ERROR(state.Check(change));
    if (change.row >= next && change.row != next++)
      return MakeError(
          Reason::kRowOutOfRange,
          attain::internal::StrCat("change of row ", change.row, ": the next row is ", next - 1));
  }
  if (next > INT32_MAX) return MakeError(Reason::kOverflow, "more than 2^31 - 1 transactions");
  Undo undo;
  std::vector<SalesChange> before;
  std::vector<size_t> touched;
  const int64_t known = state.count;
  for (const SalesChange& change : last) {
    const SalesChange old =
        change.row < known ? state.Now(change.row) : SalesChange{.row = change.row};
    if (!state.Count(old, -1, undo) || !state.Count(change, 1, undo)) return Overflow();
    if (old.payee >= 0) touched.push_back(state.CellOf(old.payee, old.day));
    if (change.payee >= 0) touched.push_back(state.CellOf(change.payee, change.day));
    before.push_back(old);
  }
  for (const SalesChange& change : last) state.Put(change, change.row < known);
  const absl::Status status = state.PayAgain(touched, undo);
  if (!status.ok()) {
    for (const SalesChange& old : before) {
      state.Put(old, true);
      if (old.row >= known) state.changed.erase(old.row);
    }
    for (auto& [payee, list] : state.came)
      list.erase(std::lower_bound(list.begin(), list.end(), known), list.end());
    state.count = known;
    return status;
  }
  undo.Keep();
  return absl::OkStatus();
}

}  // namespace attain::incentive
