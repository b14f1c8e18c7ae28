// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/report/report.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/explain/format.h"
#include "attain/incentive/statement.h"
#include "base/internal/text.h"
#include "report/internal/page.h"

namespace attain::report {
namespace {

using internal::StrCat;

constexpr std::string_view kForms[] = {"", "text", "markdown", "json", "csv"};

// A column of a statement: its name in tables, its word in the catalogue.
struct Amount {
  std::string_view column;
  std::string_view word;
  Fraction incentive::StatementAmounts::*value;
};
constexpr Amount kAmounts[] = {
    {"earned", "earned", &incentive::StatementAmounts::earned},
    {"adjusted", "adjusted", &incentive::StatementAmounts::adjusted},
    {"held", "held", &incentive::StatementAmounts::held},
    {"released", "released", &incentive::StatementAmounts::released},
    {"rounding", "rounding", &incentive::StatementAmounts::rounding},
    {"drawn", "draw", &incentive::StatementAmounts::drawn},
    {"recovered", "draw.recovered", &incentive::StatementAmounts::recovered},
    {"carried", "carried", &incentive::StatementAmounts::carried},
    {"paid", "paid", &incentive::StatementAmounts::paid},
};

class Speaker {
 public:
  explicit Speaker(explain::Language language) : language_(language) {}
  std::string operator()(std::string_view key,
                         std::initializer_list<explain::Argument> arguments = {}) const {
    return explain::Format(key, arguments, language_);
  }
  explain::Language language() const { return language_; }

 private:
  explain::Language language_;
};

std::string Cell(const table::Table& table, std::string_view name, int64_t row) {
  const table::Column* column = table.column(name);
  return column == nullptr || column->IsNull(row) ? std::string() : column->FormatAt(row);
}

std::string Number(const table::Table& table, std::string_view name, int64_t row) {
  const table::Column* column = table.column(name);
  const std::optional<Decimal> value = column == nullptr ? std::nullopt : column->DecimalAt(row);
  return value.has_value() ? explain::FormatNumber(Fraction(*value), 2) : std::string();
}

// The amounts of one statement that are not zero, and what is paid.
Grid GridOf(const incentive::Statement& statement, const Speaker& say) {
  Grid grid;
  grid.titles = {"",
                 say("report.amount", {{"currency", std::string(statement.currency().code())}})};
  for (const Amount& amount : kAmounts) {
    const Fraction& value = statement.amounts().*amount.value;
    if (value.is_zero() && amount.column != "paid" && amount.column != "earned") continue;
    grid.lines.push_back({say(amount.word), explain::FormatAmount(value, statement.currency())});
  }
  grid.last_bold = true;
  return grid;
}

// The statements of a payee as rows of the table.
absl::StatusOr<table::Table> TableOf(const std::vector<incentive::Statement>& statements) {
  ATTAIN_ASSIGN_OR_RETURN(const table::Tables tables, incentive::ToTables(statements));
  return *tables.table("statements");
}

// What each plan paid.
struct PlanLine {
  std::string plan;
  std::string currency;
  int64_t statements = 0;
  int64_t paid = 0;
  int64_t failed = 0;
  Fraction sum = {};
};

absl::StatusOr<std::vector<PlanLine>> PlanLines(const run::Result& result) {
  std::vector<PlanLine> lines;
  for (const incentive::Statement& statement : result.statements()) {
    if (lines.empty() || lines.back().plan != statement.plan())
      lines.push_back({statement.plan(), std::string(statement.currency().code())});
    PlanLine& line = lines.back();
    ++line.statements;
    ++(statement.reason() == Reason::kNone ? line.paid : line.failed);
    ATTAIN_ASSIGN_OR_RETURN(line.sum, Add(line.sum, statement.amounts().paid));
  }
  return lines;
}

absl::StatusOr<table::Table> PlanTable(const std::vector<PlanLine>& lines) {
  constexpr int kDecimals = 12;
  std::vector<Decimal> sums;
  int scale = 2;
  for (const PlanLine& line : lines) {
    const std::optional<Decimal> exact = line.sum.ToDecimal();
    ATTAIN_ASSIGN_OR_RETURN(const Decimal sum,
                            exact.has_value() && exact->scale() <= kDecimals
                                ? absl::StatusOr<Decimal>(*exact)
                                : Round(line.sum, kDecimals, RoundingMode::kHalfEven));
    scale = std::max(scale, sum.scale());
    sums.push_back(sum);
  }
  using table::Type;
  table::TableBuilder rows("plans", {{"plan", Type::kText},
                                     {"statements", Type::kInt},
                                     {"calculated", Type::kInt},
                                     {"failed", Type::kInt},
                                     {"paid", Type::kDecimal, scale},
                                     {"currency", Type::kText}});
  for (size_t i = 0; i < lines.size(); ++i) {
    rows.Text(0, lines[i].plan)
        .Int(1, lines[i].statements)
        .Int(2, lines[i].paid)
        .Int(3, lines[i].failed)
        .Decimal(4, sums[i])
        .Text(5, lines[i].currency);
    rows.EndRow();
  }
  return rows.Build();
}

// Findings by severity and reason, errors first, each reason once.
std::map<std::pair<int, Reason>, int64_t> CountFindings(const Findings& findings) {
  std::map<std::pair<int, Reason>, int64_t> counts;
  for (const Finding& finding : findings)
    ++counts[{finding.severity == Severity::kError ? 0 : 1, finding.reason}];
  return counts;
}

}  // namespace

std::optional<Form> FormNamed(std::string_view word) {
  for (int32_t form = 1; form <= 4; ++form) {
    if (kForms[form] == word) return static_cast<Form>(form);
  }
  return std::nullopt;
}

std::string_view Name(Form form) { return kForms[static_cast<int32_t>(form)]; }

absl::StatusOr<std::string> Statement(const run::Result& result, std::string_view rep,
                                      const Options& options) {
  std::vector<incentive::Statement> own;
  for (const incentive::Statement& statement : result.statements()) {
    if (statement.payee() == rep) own.push_back(statement);
  }
  if (own.empty())
    return MakeError(Reason::kUnknownRep,
                     StrCat("there is no statement of \"", rep, "\" in ", result.period().name));
  const Speaker say(options.language);
  if (options.form == Form::kCsv || options.form == Form::kJson) {
    ATTAIN_ASSIGN_OR_RETURN(const table::Table rows, TableOf(own));
    if (options.form == Form::kCsv) return TableCsv(rows);
    std::string json = "[";
    for (size_t i = 0; i < own.size(); ++i) {
      std::string row = RowJson(rows, static_cast<int64_t>(i));
      row.pop_back();
      json += StrCat(i > 0 ? ",\n " : "", row,
                     ", \"explanation\": ", own[i].Explain().ToJson(options.language), "}");
    }
    return json + "]\n";
  }
  Page page(options.form == Form::kMarkdown);
  for (const incentive::Statement& statement : own) {
    const explain::Explanation tree = statement.Explain();
    const std::string title = explain::Format(tree.root().label, options.language);
    page.Heading(1, title.empty() ? StrCat(statement.payee(), " · ", statement.plan(), " · ",
                                           statement.period().name)
                                  : title);
    if (statement.reason() != Reason::kNone) {
      page.Paragraph(say("report.not_paid", {{"text", statement.text()}}));
      continue;
    }
    page.Table(GridOf(statement, say));
    page.Heading(2, say("report.why"));
    page.Block(tree.ToText(options.language));
  }
  return std::move(page).Text();
}

absl::StatusOr<std::string> Summary(const run::Result& result, const Options& options) {
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<PlanLine> lines, PlanLines(result));
  ATTAIN_ASSIGN_OR_RETURN(const table::Table plans, PlanTable(lines));
  if (options.form == Form::kCsv) return TableCsv(plans);
  const auto counts = CountFindings(result.findings());
  if (options.form == Form::kJson) {
    std::string json = StrCat("{\"model\": ", Quoted(result.model_id()),
                              ", \"period\": ", Quoted(result.period().name),
                              ",\n \"plans\": ", TableJson(plans), ",\n \"findings\": [");
    bool first = true;
    for (const auto& [key, count] : counts) {
      json += StrCat(std::exchange(first, false) ? "" : ", ",
                     "{\"severity\": ", Quoted(key.first == 0 ? "error" : "warning"),
                     ", \"reason\": ", Quoted(Name(key.second)), ", \"count\": ", count, "}");
    }
    return json + "]}\n";
  }
  const Speaker say(options.language);
  Page page(options.form == Form::kMarkdown);
  page.Heading(1,
               say("report.run", {{"model", result.model_id()}, {"period", result.period().name}}));
  Grid grid;
  grid.titles = {say("report.plan"), say("report.statements"), say("report.failed"), say("paid")};
  for (const PlanLine& line : lines) {
    const absl::StatusOr<Currency> currency = Currency::Parse(line.currency);
    const std::string sum = currency.ok() ? explain::FormatAmount(line.sum, *currency)
                                          : explain::FormatNumber(line.sum, 2);
    grid.lines.push_back(
        {line.plan, StrCat(line.statements), StrCat(line.failed), StrCat(sum, " ", line.currency)});
  }
  page.Table(grid);
  if (counts.empty()) return std::move(page).Text();
  page.Heading(2, say("report.findings"));
  Grid found;
  found.titles = {say("report.reason"), say("report.meaning"), say("report.count")};
  found.left = 2;
  for (const auto& [key, count] : counts) {
    const ReasonInfo& info = Info(key.second);
    const bool chinese = options.language == explain::Language::kChinese;
    found.lines.push_back({std::string(Name(key.second)),
                           std::string(chinese ? info.chinese : info.meaning), StrCat(count)});
  }
  page.Table(found);
  return std::move(page).Text();
}

absl::StatusOr<std::string> Deltas(const table::Table& deltas, const Options& options) {
  Findings findings;
  for (const std::string_view name :
       {"plan", "rep_id", "period", "source_period", "cause", "column", "old", "new", "difference",
        "transaction_id", "currency"}) {
    if (deltas.column(name) != nullptr) continue;
    Where where;
    where.table = deltas.name();
    where.field = std::string(name);
    findings.AddError(Reason::kUnknownColumn, std::move(where),
                      StrCat("a table of deltas has a column ", name),
                      "give the table deltas of a comparison or a restatement");
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  if (options.form == Form::kCsv) return TableCsv(deltas);
  if (options.form == Form::kJson) return TableJson(deltas) + "\n";
  const Speaker say(options.language);
  Page page(options.form == Form::kMarkdown);
  page.Heading(1, say("report.deltas"));
  if (deltas.rows() == 0) {
    page.Paragraph(say("report.unchanged"));
    return std::move(page).Text();
  }
  const auto word = [&say](std::string_view column) -> std::string {
    for (const Amount& amount : kAmounts) {
      if (amount.column == column) return say(amount.word);
    }
    return column == "credited" ? say("credited") : std::string(column);
  };
  // One table per statement: its rows follow one another, the total last.
  for (int64_t row = 0; row < deltas.rows();) {
    const auto same = [&](int64_t other) {
      for (const std::string_view name : {"plan", "rep_id", "period"}) {
        if (Cell(deltas, name, other) != Cell(deltas, name, row)) return false;
      }
      return true;
    };
    const std::string period = Cell(deltas, "period", row);
    // Rows of credits name the period of the transaction; what is restated is named by the others.
    std::string source;
    int64_t end = row;
    for (; end < deltas.rows() && same(end); ++end) {
      const bool total = Cell(deltas, "cause", end) == "total";
      source = Cell(deltas, "source_period", end);
      if (total) {
        ++end;
        break;
      }
    }
    const std::string payee = Cell(deltas, "rep_id", row);
    const std::string plan = Cell(deltas, "plan", row);
    page.Heading(
        2, source == period
               ? say("report.delta_title", {{"payee", payee}, {"plan", plan}, {"period", period}})
               : say("report.delta_later",
                     {{"payee", payee}, {"plan", plan}, {"source", source}, {"period", period}}));
    Grid grid;
    grid.titles = {say("report.cause"),
                   say("report.transaction"),
                   say("report.column"),
                   say("report.old"),
                   say("report.new"),
                   say("report.difference") + " (" + Cell(deltas, "currency", row) + ")"};
    grid.left = 3;
    grid.last_bold = true;
    for (; row < end; ++row) {
      grid.lines.push_back({say(StrCat("cause.", Cell(deltas, "cause", row))),
                            Cell(deltas, "transaction_id", row), word(Cell(deltas, "column", row)),
                            Number(deltas, "old", row), Number(deltas, "new", row),
                            Number(deltas, "difference", row)});
    }
    page.Table(grid);
  }
  return std::move(page).Text();
}

}  // namespace attain::report
