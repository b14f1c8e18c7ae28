// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What tests of payment plans share: a plan of 10 % by the month, and statements and balances as
// lines of figures.
#ifndef ATTAIN_TESTS_INCENTIVE_MONTHLY_H_
#define ATTAIN_TESTS_INCENTIVE_MONTHLY_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "gtest/gtest.h"
#include "incentive/company.h"

namespace attain::incentive {

/// 10 % of every booking, paid by the month.
inline Plan Monthly(Payment payment) {
  Plan plan;
  plan.id = "p";
  plan.currency = "EUR";
  plan.period = Grain::kMonth;
  plan.components = {
      {.id = "new", .measure = "booked", .payout = Flat{.rate = Rate(Decimal::Unchecked(1, 1))}}};
  plan.payment = std::move(payment);
  return plan;
}

inline constexpr char kReps[] = "rep_id,name,hire_date,end_date\nA,Ada Lovelace,,\n";
inline constexpr char kHead[] = "txn_id,kind,orig_txn_id,deal_id,rep_id,event_date,amount,ccy\n";

inline Csv Tables(const std::string& transactions, const std::string& reps = kReps) {
  return {{"reps", reps}, {"transactions", kHead + transactions}};
}

inline absl::StatusOr<Result> Pay(const Plan& plan, const crm::Dataset& data,
                                  const std::string& period, CalculateOptions options = {},
                                  ResolveOptions resolve = {}) {
  const std::vector<measure::Measure> measures = Measures();
  resolve.measures = measures;
  options.period = *Period::Parse(period);
  return Calculate(plan, data, resolve, options);
}

inline Result MustRun(const Plan& plan, const Csv& tables, const std::string& period,
                      CalculateOptions options = {}) {
  auto result = Pay(plan, Load(tables), period, std::move(options));
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

/// "earned adjusted held released rounding drawn recovered carried paid" of each statement.
inline std::vector<std::string> Columns(const Result& result) {
  std::vector<std::string> lines;
  for (const Statement& statement : result.statements()) {
    if (statement.status() != measure::ValueStatus::kOk) {
      lines.push_back(std::string(Name(statement.reason())) + ": " + statement.text());
      continue;
    }
    const StatementAmounts& a = statement.amounts();
    std::string line;
    for (const Fraction& value : {a.earned, a.adjusted, a.held, a.released, a.rounding, a.drawn,
                                  a.recovered, a.carried, a.paid})
      line += (line.empty() ? "" : " ") + Round(value, 9, RoundingMode::kHalfEven)->ToString();
    lines.push_back(line);
    const explain::Explanation tree = statement.Explain();
    EXPECT_TRUE(tree.CheckSums().ok()) << tree.CheckSums() << tree.ToText();
    EXPECT_EQ(tree.SumOfLeaves()->value, a.paid);
    EXPECT_FALSE(tree.ToText(explain::Language::kChinese).empty());
  }
  return lines;
}

/// "kind sale opening change closing total" of each balance of a statement.
inline std::vector<std::string> Balances(const Statement& statement) {
  std::vector<std::string> lines;
  for (const Balance& balance : statement.balances()) {
    const auto text = [](const Fraction& value) {
      return Round(value, 9, RoundingMode::kHalfEven)->ToString();
    };
    lines.push_back(balance.kind + " " + balance.transaction + balance.deal + " " +
                    text(balance.opening) + " " + text(balance.change) + " " +
                    text(balance.closing) +
                    (balance.total.has_value() ? " of " + text(*balance.total) : ""));
  }
  return lines;
}

/// What a statement hands on.
inline std::vector<OpeningBalance> HandOn(const Result& result, std::string_view period) {
  std::vector<OpeningBalance> balances;
  for (const Statement& statement : result.statements()) {
    if (statement.period().name != period) continue;
    for (const Balance& balance : statement.balances())
      balances.push_back({.payee = statement.payee(),
                          .kind = balance.kind,
                          .amount = balance.closing,
                          .transaction = balance.transaction,
                          .deal = balance.deal,
                          .total = balance.total});
    balances.push_back({.payee = statement.payee(), .kind = "carry", .amount = {}});
    if (balances.size() > 1 && balances[balances.size() - 2].kind == "carry") balances.pop_back();
  }
  return balances;
}

}  // namespace attain::incentive

#endif  // ATTAIN_TESTS_INCENTIVE_MONTHLY_H_
