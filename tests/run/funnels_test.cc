// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Funnels of a model: a small company; and a company with a full change log against a plain
// recount, when its data are beside the project.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "run/company.h"

namespace attain::run {
namespace {

constexpr std::string_view kFunnel =
    R"({"attain": "model/1", "id": "m", "currency": "EUR",
 "funnels": [{"id": "pipeline", "kind": "stages", "pipeline": "p"}]})";

Csv Small() {
  return {{"reps", "rep_id,role\nR-1,ae\n"},
          {"stages",
           "pipeline_id,stage_id,position,kind\np,lead,1,open\np,offer,2,open\np,won,8,won\np,lost,"
           "9,lost\n"},
          {"deals",
           "deal_id,owner_id,pipeline_id,stage_id,created,amount,ccy,outcome\n"
           "D-1,R-1,p,won,2026-01-01T00:00:00Z,10.00,EUR,won\n"
           "D-2,R-1,p,lead,2026-02-01T00:00:00Z,20.00,EUR,open\n"},
          {"deal_changes",
           "deal_id,at,seq,field,old,new\n"
           "D-1,2026-01-01T00:00:00Z,0,stage,,lead\n"
           "D-1,2026-01-11T00:00:00Z,1,stage,lead,offer\n"
           "D-1,2026-02-20T00:00:00Z,2,stage,offer,won\n"
           "D-2,2026-02-01T00:00:00Z,0,stage,,lead\n"
           "D-2,2026-04-20T00:00:00Z,1,stage,lead,lost\n"}};
}

Result Funnels(std::string_view model, const Csv& csv, Options options) {
  auto read = Parse(model);
  EXPECT_TRUE(read.ok()) << read.status();
  auto prepared = Resolve(*read, TablesOf(csv));
  EXPECT_TRUE(prepared.ok()) << prepared.status();
  auto result = Calculate(*prepared, options);
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

int64_t Cell(const table::Table& table, std::string_view column, int64_t row) {
  return table.column(column)->IntAt(row).value_or(-1);
}

TEST(FunnelsTest, StagesAreKnownUntilThePeriodEnds) {
  const Result result = Funnels(kFunnel, Small(), {.period = "2026-Q1"});
  const table::Table stages = *result.table("stages");
  ASSERT_EQ(stages.rows(), 2);
  EXPECT_EQ(stages.column("funnel")->TextAt(0), "pipeline");
  EXPECT_EQ(stages.column("stage")->TextAt(1), "offer");
  EXPECT_EQ(Cell(stages, "entered", 0), 2);
  EXPECT_EQ(Cell(stages, "reached", 1), 1);
  EXPECT_EQ(Cell(stages, "open_now", 0), 1);  // it is lost in April
  EXPECT_EQ(stages.column("open_value")->FormatAt(0), "20");
  EXPECT_EQ(stages.column("status")->TextAt(0), "ok");
  EXPECT_EQ(result.table("stage_times")->rows(), 2);
  EXPECT_EQ(result.table("open_deals")->column("deal")->TextAt(0), "D-2");
  EXPECT_EQ(Cell(*result.table("stage_totals"), "won_now", 0), 1);
  // As of a day in January nobody has won.
  const Result earlier =
      Funnels(kFunnel, Small(), {.period = "2026-Q1", .as_of = *Date::Parse("2026-01-15")});
  EXPECT_EQ(Cell(*earlier.table("stages"), "open_now", 1), 1);
  EXPECT_EQ(Cell(*Funnels(kFunnel, Small(), {.period = "2026"}).table("stages"), "lost_from", 0),
            1);
}

TEST(FunnelsTest, WithoutALogRatesAreRefusedAndSaidSo) {
  Csv csv = Small();
  csv.erase("deal_changes");
  const Result result = Funnels(kFunnel, csv, {.period = "2026-Q1"});
  const table::Table stages = *result.table("stages");
  EXPECT_EQ(stages.column("status")->TextAt(0), "insufficient");
  EXPECT_EQ(stages.column("reason")->TextAt(0), "INSUFFICIENT_HISTORY");
  EXPECT_TRUE(stages.column("reached")->IsNull(0));
  EXPECT_EQ(Cell(stages, "open_now", 0), 1);
}

TEST(FunnelsTest, FaultsOfTheDefinitionHaveTheirPlace) {
  const auto model = Parse(
      R"({"attain": "model/1", "id": "m", "funnels": [{"id": "f", "kind": "stages", "table": "reps"}, {"id": "f", "kind": "stages"}]})");
  const Findings findings = FindingsOf(model.status());
  ASSERT_EQ(findings.size(), 2);
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.where.path == "funnel[f].table" || finding.where.path == "funnels[f].table";
  })) << findings.items()[0].ToString();
  const auto unbound = Resolve(
      *Parse(
          R"({"attain": "model/1", "id": "m", "funnels": [{"id": "f", "kind": "stages", "pipeline": "q"}]})"),
      TablesOf(Small()));
  EXPECT_EQ(ReasonOf(unbound.status()), Reason::kUnknownReference);
}

// The stage figures of a change log, deal by deal, as they are written down.
struct Recount {
  std::map<std::string, int64_t> entered, reached, all_stages, visits, reentries, backward_from,
      skipped, open_now, lost_from;
  int64_t won = 0, lost = 0;
};

using Lines = std::vector<std::vector<std::string>>;

Recount ByHand(const Lines& deals, const Lines& changes, const std::string& pipeline,
               const std::vector<std::string>& stages, const std::string& won,
               const std::string& lost) {
  std::set<std::string> of;
  for (const auto& deal : deals) {
    if (deal[3] == pipeline) of.insert(deal[0]);
  }
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> moves;  // time and seq
  for (const auto& change : changes) {
    if (change[3] != "stage" || of.count(change[0]) == 0) continue;
    moves[change[0]].emplace_back(change[1] + std::string(6 - change[2].size(), '0') + change[2],
                                  change[5]);
  }
  const auto place = [&](const std::string& name) {
    return std::find(stages.begin(), stages.end(), name) - stages.begin();
  };
  const auto size = static_cast<std::ptrdiff_t>(stages.size());
  Recount count;
  for (auto& [deal, path] : moves) {
    std::sort(path.begin(), path.end());
    std::set<std::ptrdiff_t> seen;
    std::ptrdiff_t before = -2;
    std::ptrdiff_t row = 0;
    bool ever_won = false;
    std::string last;
    for (const auto& [time, name] : path) {
      if (name == last) continue;
      last = name;
      const std::ptrdiff_t k = place(name);
      const std::ptrdiff_t from = before == -2 ? -1 : before;
      if (k < size || name == won) {
        if (before == -2 ? k < size : before >= 0) {
          for (std::ptrdiff_t m = from + 1; m < k; ++m) {
            if (seen.count(m) == 0) ++count.skipped[stages[static_cast<size_t>(m)]];
          }
        }
      }
      if (k == size) {
        count.won += name == won;
        count.lost += name == lost;
        ever_won = ever_won || name == won;
        if (name == lost && before >= 0) ++count.lost_from[stages[static_cast<size_t>(before)]];
        before = -1;
        continue;
      }
      ++count.visits[name];
      count.reentries[name] += seen.count(k) != 0;
      if (before > k) ++count.backward_from[stages[static_cast<size_t>(before)]];
      seen.insert(k);
      if (k == row) ++row;
      before = k;
    }
    for (const std::ptrdiff_t k : seen) ++count.entered[stages[static_cast<size_t>(k)]];
    const std::ptrdiff_t deep = ever_won ? size : seen.empty() ? 0 : *seen.rbegin() + 1;
    for (std::ptrdiff_t k = 0; k < deep; ++k) ++count.reached[stages[static_cast<size_t>(k)]];
    for (std::ptrdiff_t k = 0; k < row; ++k) ++count.all_stages[stages[static_cast<size_t>(k)]];
    if (place(last) < size) ++count.open_now[last];
  }
  return count;
}

TEST(FunnelsTest, ACompanyWithAFullLogIsThePlainRecount) {
  const std::filesystem::path folder =
      std::filesystem::path(ATTAIN_SOURCE_DIR) / "../shared/data/exports/truth";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "skipped: no ../shared";
  Csv csv;
  std::map<std::string, Lines> lines;
  for (const char* name : {"deals", "deal_changes", "stages", "reps"}) {
    std::stringstream text;
    text << std::ifstream(folder / (std::string(name) + ".csv")).rdbuf();
    csv[name] = text.str();
    lines[name] = support::SplitCsv(text.str());
    lines[name].erase(lines[name].begin());
  }
  const struct {
    const char* pipeline;
    std::vector<std::string> stages;
    const char* prefix;
  } pipelines[] = {
      {"p-new", {"new-qualify", "new-demo", "new-proposal", "new-negotiate", "new-hold"}, "new"},
      {"p-ren", {"ren-review", "ren-offer", "ren-commit"}, "ren"}};
  for (const auto& one : pipelines) {
    const char* pipeline = one.pipeline;
    const std::vector<std::string>& names = one.stages;
    const char* prefix = one.prefix;
    const std::string model =
        R"({"attain": "model/1", "id": "m", "funnels": [{"id": "f", "kind": "stages", "pipeline": ")" +
        std::string(pipeline) + R"("}]})";
    const Result result = Funnels(model, csv, {.period = "2027"});
    const Recount recount = ByHand(lines["deals"], lines["deal_changes"], pipeline, names,
                                   std::string(prefix) + "-won", std::string(prefix) + "-lost");
    const table::Table stages = *result.table("stages");
    ASSERT_EQ(stages.rows(), static_cast<int64_t>(names.size()));
    for (int64_t row = 0; row < stages.rows(); ++row) {
      const std::string& name = names[static_cast<size_t>(row)];
      EXPECT_EQ(stages.column("stage")->TextAt(row), name);
      const auto expect = [&](const char* column, const std::map<std::string, int64_t>& counts) {
        const auto found = counts.find(name);
        EXPECT_EQ(Cell(stages, column, row), found == counts.end() ? 0 : found->second)
            << name << " " << column;
      };
      expect("entered", recount.entered);
      expect("reached", recount.reached);
      expect("all_stages", recount.all_stages);
      expect("visits", recount.visits);
      expect("reentries", recount.reentries);
      expect("backward_from", recount.backward_from);
      expect("skipped", recount.skipped);
      expect("open_now", recount.open_now);
      expect("lost_from", recount.lost_from);
    }
    const table::Table totals = *result.table("stage_totals");
    EXPECT_EQ(Cell(totals, "won", 0), recount.won);
    EXPECT_EQ(Cell(totals, "lost", 0), recount.lost);
    EXPECT_GT(recount.won, 0);
  }
}

}  // namespace
}  // namespace attain::run
