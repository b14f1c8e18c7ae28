// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/report/report.h"

#include <string>
#include <string_view>

#include "attain/run/restatement.h"
#include "attain/run/run.h"
#include "gtest/gtest.h"
#include "report/internal/page.h"
#include "run/company.h"

namespace attain::report {
namespace {

using run::CompanyCsv;
using run::Csv;
using run::Prepare;
using run::Quarter;

std::string Made(absl::StatusOr<std::string> report) {
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? *std::move(report) : std::string();
}

TEST(ReportTest, AStatementAsText) {
  const std::string page = Made(Statement(Quarter(Prepare()), "R-104"));
  EXPECT_EQ(page.substr(0, page.find("   Ada")),
            "Ada Lovelace · ae-2026 · 2026-Q1\n"
            "================================\n"
            "\n"
            "        amount (EUR)\n"
            "earned      8,650.00\n"
            "--------------------\n"
            "paid        8,650.00\n"
            "\n"
            "why\n"
            "\n"
            "8,650.00 EUR");
}

TEST(ReportTest, AStatementAsMarkdownInChinese) {
  const std::string page =
      Made(Statement(Quarter(Prepare()), "R-105",
                     {.form = Form::kMarkdown, .language = explain::Language::kChinese}));
  EXPECT_EQ(page.substr(0, page.find("```")),
            "# Tom Thumb · ae-2026 · 2026-Q1\n"
            "\n"
            "|  | 金额（EUR） |\n"
            "|---|---:|\n"
            "| 应得 | 2,700.00 |\n"
            "| **实付** | **2,700.00** |\n"
            "\n"
            "## 计算说明\n"
            "\n");
  EXPECT_NE(page.find("档位"), std::string::npos) << page;
  EXPECT_EQ(page.substr(page.size() - 4), "```\n");
}

TEST(ReportTest, AStatementAsJsonAndCsv) {
  const run::Result result = Quarter(Prepare());
  const std::string json = Made(Statement(result, "R-104", {.form = Form::kJson}));
  EXPECT_EQ(json.rfind("[{\"plan\": \"ae-2026\", \"rep_id\": \"R-104\", \"period\": \"2026-Q1\", "
                       "\"earned\": \"8650.00\"",
                       0),
            0u)
      << json;
  EXPECT_NE(json.find("\"explanation\": {"), std::string::npos);
  const std::string csv = Made(Statement(result, "R-104", {.form = Form::kCsv}));
  EXPECT_EQ(csv.rfind("plan,rep_id,period,earned,", 0), 0u) << csv;
  EXPECT_NE(csv.find("\r\nae-2026,R-104,2026-Q1,8650.00,"), std::string::npos) << csv;
}

TEST(ReportTest, AStatementThatCouldNotBeCalculatedSaysWhy) {
  Csv csv = CompanyCsv();
  csv["deals"] += "D-7,R-105,12.50,USD,2026-02-20,won\n";
  const std::string page = Made(Statement(Quarter(Prepare(csv)), "R-105"));
  EXPECT_NE(page.find("not paid: "), std::string::npos) << page;
  EXPECT_EQ(ReasonOf(Statement(Quarter(Prepare()), "R-999").status()), Reason::kUnknownRep);
}

TEST(ReportTest, ARunInShort) {
  Csv csv = CompanyCsv();
  csv["deals"] += "D-7,R-105,12.50,USD,2026-02-20,won\nD-8,R-105,abc,EUR,2026-02-20,won\n";
  const run::Result result = Quarter(Prepare(csv));
  const std::string text = Made(Summary(result));
  EXPECT_EQ(text.rfind("sales-2026 · 2026-Q1\n====================\n\n"
                       "plan     statements  not calculated          paid\n"
                       "ae-2026           2               1  8,650.00 EUR\n",
                       0),
            0u)
      << text;
  EXPECT_NE(text.find("INVALID_CELL"), std::string::npos) << text;
  const std::string json = Made(Summary(result, {.form = Form::kJson}));
  EXPECT_NE(json.find("\"plans\": [{\"plan\": \"ae-2026\", \"statements\": 2, \"calculated\": 1, "
                      "\"failed\": 1, \"paid\": \"8650.00\", \"currency\": \"EUR\"}]"),
            std::string::npos)
      << json;
  EXPECT_NE(json.find("\"reason\": \"FX_MISSING\""), std::string::npos) << json;
  EXPECT_EQ(Made(Summary(result, {.form = Form::kCsv})),
            "plan,statements,calculated,failed,paid,currency\r\nae-2026,2,1,1,8650.00,EUR\r\n");
  const std::string chinese =
      Made(Summary(result, {.form = Form::kMarkdown, .language = explain::Language::kChinese}));
  EXPECT_NE(chinese.find("| 方案 | 结算单 | 无法计算 | 实付 |"), std::string::npos) << chinese;
  EXPECT_NE(chinese.find("## 检查结果"), std::string::npos) << chinese;
}

TEST(ReportTest, WhatARestatementChanged) {
  const run::Result paid = Quarter(Prepare());
  Csv csv = CompanyCsv();
  csv["deals"] += "D-9,R-105,10000.00,EUR,2026-03-20,won\n";
  const auto restatement = run::Restate(paid, Quarter(Prepare(csv)));
  ASSERT_TRUE(restatement.ok()) << restatement.status();
  // Tom: 55,000 × 6 % = 3,300 in place of 2,700.
  EXPECT_EQ(Made(Deltas(restatement->deltas())),
            "what changed\n"
            "============\n"
            "\n"
            "R-105 · ae-2026 · 2026-Q1\n"
            "\n"
            "cause      transaction  column    before     after  difference (EUR)\n"
            "late deal  D-9          earned  2,700.00  3,300.00            600.00\n"
            "late deal  D-9          paid    2,700.00  3,300.00            600.00\n"
            "--------------------------------------------------------------------\n"
            "total                   paid    2,700.00  3,300.00            600.00\n");
  const std::string chinese = Made(Deltas(
      restatement->deltas(), {.form = Form::kMarkdown, .language = explain::Language::kChinese}));
  EXPECT_NE(chinese.find("| 迟录交易 | D-9 | 应得 | 2,700.00 | 3,300.00 | 600.00 |"),
            std::string::npos)
      << chinese;
  EXPECT_NE(
      Made(Deltas(restatement->deltas(), {.form = Form::kJson})).find("\"cause\": \"late_deal\""),
      std::string::npos);
  EXPECT_NE(Made(Deltas(restatement->deltas(), {.form = Form::kCsv}))
                .find("late_deal,earned,2700.00,3300.00,600.00,D-9,EUR,ok\r\n"),
            std::string::npos);
  // Frozen: paid in the next quarter.
  run::RestateOptions frozen;
  frozen.frozen_until = *Date::Parse("2026-03-31");
  const auto later = run::Restate(paid, Quarter(Prepare(csv)), frozen);
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_NE(Made(Deltas(later->deltas())).find("R-105 · ae-2026 · 2026-Q1, paid in 2026-Q2\n"),
            std::string::npos);
  // Nothing, and the deltas of a comparison.
  const auto nothing = run::Restate(paid, paid);
  ASSERT_TRUE(nothing.ok());
  EXPECT_NE(Made(Deltas(nothing->deltas())).find("Nothing changed."), std::string::npos);
  const auto compared = Quarter(Prepare(csv)).Compare(paid);
  ASSERT_TRUE(compared.ok());
  EXPECT_NE(Made(Deltas(*compared)).find("credited"), std::string::npos);
}

TEST(ReportTest, AnotherTableIsRefusedWithEveryColumnItLacks) {
  const auto statements = Quarter(Prepare()).table("statements");
  ASSERT_TRUE(statements.ok());
  const absl::Status status = Deltas(*statements).status();
  EXPECT_EQ(ReasonOf(status), Reason::kUnknownColumn);
  EXPECT_EQ(FindingsOf(status).size(), 7);
}

TEST(ReportTest, FormsHaveNames) {
  for (const Form form : {Form::kText, Form::kMarkdown, Form::kJson, Form::kCsv})
    EXPECT_EQ(FormNamed(Name(form)), form);
  EXPECT_FALSE(FormNamed("pdf").has_value());
}

TEST(PageTest, MarksAndQuotesAreEscaped) {
  EXPECT_EQ(Quoted("a\"b\\\n\x01"), R"("a\"b\\\n\u0001")");
  auto table = table::Table::Of("t", {table::Column::OfTexts("a,b", {"x\"y", "line\nend"}),
                                      table::Column::OfInts("n", {1, 2}, {true, false})});
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(TableCsv(*table), "\"a,b\",n\r\n\"x\"\"y\",1\r\n\"line\nend\",\r\n");
  EXPECT_EQ(TableJson(*table),
            "[{\"a,b\": \"x\\\"y\", \"n\": 1},\n {\"a,b\": \"line\\nend\", \"n\": null}]");
  Page page(true);
  page.Table({.titles = {"a|b"}, .lines = {{"*1*"}}});
  EXPECT_EQ(std::move(page).Text(), "| a\\|b |\n|---|\n| \\*1\\* |\n");
}

}  // namespace
}  // namespace attain::report
