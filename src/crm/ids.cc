// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/ids.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

#include "attain/base/status.h"
#include "attain/table/intern.h"
#include "base/internal/text.h"
#include "crm/internal/number_index.h"

namespace attain::crm {
namespace {

using internal::StrCat;

/// A text as the whole number whose digits it is ("17", "-3"; not "017"); nothing otherwise.
std::optional<int64_t> AsNumber(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return StrCat(number) == text ? std::optional<int64_t>(number) : std::nullopt;
}

}  // namespace

// Ids that have been whole numbers so far stay numbers: no text is made of them until somebody asks
// for a name. The first text column turns them into texts.
struct Ids::State {
  bool numbers = true;
  NumberIndex by_number;
  table::Interner by_text;

  void BecomeTexts() {
    if (!numbers) return;
    numbers = false;
    for (int32_t id = 0; id < by_number.size(); ++id) by_text.Intern(StrCat(by_number.value(id)));
    by_number = NumberIndex();
  }
};

Ids::Ids() : state_(std::make_unique<State>()) {}
Ids::Ids(Ids&&) noexcept = default;
Ids& Ids::operator=(Ids&&) noexcept = default;
Ids::~Ids() = default;

int32_t Ids::size() const {
  return state_->numbers ? state_->by_number.size() : state_->by_text.size();
}

std::string Ids::name(int32_t id) const {
  if (id < 0 || id >= size()) return {};
  return state_->numbers ? StrCat(state_->by_number.value(id))
                         : std::string(state_->by_text.text(id));
}

int32_t Ids::Find(std::string_view name) const {
  if (!state_->numbers) return state_->by_text.Find(name);
  const auto number = AsNumber(name);
  return number.has_value() ? state_->by_number.Find(*number) : -1;
}

std::vector<int32_t> Ids::SortedOrder() const {
  if (!state_->numbers) return state_->by_text.SortedOrder();
  std::vector<int32_t> order(static_cast<size_t>(size()));
  std::iota(order.begin(), order.end(), 0);
  const NumberIndex& index = state_->by_number;
  std::sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
    // As with texts: names of digits only first, then the rest byte-wise ("-1" before "-2").
    const int64_t x = index.value(a);
    const int64_t y = index.value(b);
    if ((x < 0) != (y < 0)) return x >= 0;
    return x < 0 ? StrCat(x) < StrCat(y) : x < y;
  });
  return order;
}

std::vector<int32_t> Ids::Ranks() const {
  const std::vector<int32_t> order = SortedOrder();
  std::vector<int32_t> ranks(order.size());
  for (size_t place = 0; place < order.size(); ++place)
    ranks[static_cast<size_t>(order[place])] = static_cast<int32_t>(place);
  return ranks;
}

absl::StatusOr<std::vector<int32_t>> Ids::Add(const table::Column& column) {
  if (column.length() > INT32_MAX)
    return MakeError(Reason::kOverflow,
                     StrCat("column ", column.name(), " has more than 2^31 - 1 rows"));
  if (column.type() == table::Type::kNull)
    return std::vector<int32_t>(static_cast<size_t>(column.length()), -1);
  if (state_->numbers && column.type() == table::Type::kInt) {
    std::vector<int32_t> ids;
    if (state_->by_number.Add(column, ids)) return ids;
  }
  state_->BecomeTexts();
  return table::InternColumn(column, state_->by_text);
}

}  // namespace attain::crm
