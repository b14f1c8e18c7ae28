// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "incentive/internal/missing.h"

#include <algorithm>
#include <string_view>

#include "base/internal/text.h"
#include "incentive/internal/state.h"

namespace attain::incentive {
namespace {

using attain::internal::StrAppend;
using attain::internal::StrCat;

constexpr int64_t kNamed = 3;

}  // namespace

std::vector<Missing> MissingFrom(const Statement::State& statement) {
  std::vector<Missing> result;
  const Prepared::State& prepared = *statement.prepared;
  const int32_t rep = prepared.payees[static_cast<size_t>(statement.payee)].rep;
  for (size_t c = 0; c < prepared.terms.size(); ++c) {
    const CreditIndex& index = statement.CreditsOf(c);
    if (index.set_aside.empty() ||
        std::any_of(result.begin(), result.end(),
                    [&](const Missing& seen) { return seen.measure == index.measure; }))
      continue;
    Missing missing;
    missing.measure = index.measure;
    missing.table = index.table;
    const auto first = std::partition_point(
        index.set_aside.begin(), index.set_aside.end(), [&](const measure::SetAside& row) {
          return row.payee < rep ||
                 (row.payee == rep && row.day < statement.period.start.days());
        });
    for (auto row = first; row != index.set_aside.end() && row->payee == rep &&
                           row->day < statement.period.end.days();
         ++row) {
      if (missing.rows == 0) missing.reason = row->reason;
      if (missing.rows < kNamed)
        StrAppend(&missing.ids, missing.rows == 0 ? "" : ", ", index.IdOf(row->row));
      ++missing.rows;
    }
    if (missing.rows > kNamed) missing.ids += ", …";
    if (missing.rows > 0) result.push_back(std::move(missing));
  }
  return result;
}

std::string MissingText(const std::vector<Missing>& missing) {
  std::string text;
  for (const Missing& of : missing) {
    StrAppend(&text, text.empty() ? "" : "; ", of.rows, of.rows == 1 ? " row of " : " rows of ",
              of.table, of.rows == 1 ? " is" : " are", " set aside and not counted: ", of.ids, " (",
              Name(of.reason), ")");
  }
  return text;
}

}  // namespace attain::incentive
