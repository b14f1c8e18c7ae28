// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/reference.h"

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "attain/base/status.h"
#include "definition/sample.h"
#include "gtest/gtest.h"

namespace attain::definition {
namespace {

constexpr char kModel[] =
    "{\"measures\": [{\"id\": \"won\"},\n {\"id\": \"lost\"}],\n \"targets\": [{\"id\": \"quota\", "
    "\"measure\": \"wom\"}]}";

std::vector<std::string> Check(const ReferenceGraph& graph) {
  const Document document = *Document::Parse(kModel, "m.json");
  Findings findings;
  graph.Check(document, findings);
  std::vector<std::string> lines;
  for (const Finding& finding : findings) lines.push_back(finding.ToString());
  return lines;
}

TEST(ReferenceTest, EverythingDefinedIsFine) {
  ReferenceGraph graph;
  graph.Define("measure", "won", "measures[won]");
  graph.Define("target", "quota", "targets[quota]");
  graph.Refer({"target", "quota"}, {"measure", "won"}, "targets[quota].measure");
  EXPECT_TRUE(Check(graph).empty());
  EXPECT_TRUE(graph.Defines("measure", "won"));
  EXPECT_FALSE(graph.Defines("target", "won"));
}

TEST(ReferenceTest, UnknownIdIsNamedWithTheNearest) {
  ReferenceGraph graph;
  graph.Define("measure", "won", "measures[won]");
  graph.Define("target", "quota", "targets[quota]");
  graph.Refer({"target", "quota"}, {"measure", "wom"}, "targets[quota].measure");
  graph.Refer({"target", "quota"}, {{"score", "attainment"}, "zzz", "targets[quota]"});
  EXPECT_EQ(Check(graph),
            (std::vector<std::string>{"m.json:3:41 targets[quota].measure: UNKNOWN_REFERENCE: "
                                      "there is no measure \"wom\"; did you mean \"won\"?",
                                      "m.json:3:14 targets[quota]: UNKNOWN_REFERENCE: there is no "
                                      "score or attainment \"zzz\""}));
}

TEST(ReferenceTest, SameIdOfOneKindTwiceIsReported) {
  ReferenceGraph graph;
  graph.Define("measure", "won", "measures[won]");
  graph.Define("measure", "won", "measures[1]");
  graph.Define("target", "won", "targets[quota]");
  EXPECT_EQ(Check(graph),
            (std::vector<std::string>{
                "m.json:2:2 measures[1]: DUPLICATE_ID: there are two definitions of measure won; "
                "the other is measures[won]"}));
  EXPECT_EQ(graph.Order().size(), 2U);
}

TEST(ReferenceTest, CircleIsShownWhole) {
  ReferenceGraph graph;
  for (const char* id : {"start", "a", "b", "c", "self"})
    graph.Define("measure", id, "measures[won]");
  graph.Refer({"measure", "start"}, {"measure", "a"}, "x");
  graph.Refer({"measure", "a"}, {"measure", "b"}, "x");
  graph.Refer({"measure", "b"}, {"measure", "c"}, "x");
  graph.Refer({"measure", "c"}, {"measure", "a"}, "x");
  graph.Refer({"measure", "self"}, {"measure", "self"}, "x");
  graph.Refer({"", ""}, {"measure", "a"}, "x");
  const auto lines = Check(graph);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NE(lines[0].find("measure a → measure b → measure c → measure a"), std::string::npos)
      << lines[0];
  EXPECT_NE(lines[1].find("measure self → measure self"), std::string::npos) << lines[1];
  EXPECT_TRUE(graph.Order().empty());
}

TEST(ReferenceTest, DiamondIsNoCircle) {
  ReferenceGraph graph;
  for (const char* id : {"top", "left", "right", "bottom"}) graph.Define("m", id, "measures[won]");
  for (const char* side : {"left", "right"}) {
    graph.Refer({"m", "top"}, {"m", side}, "x");
    graph.Refer({"m", side}, {"m", "bottom"}, "x");
  }
  EXPECT_TRUE(Check(graph).empty());
  std::vector<std::string> order;
  for (const Reference& name : graph.Order()) order.push_back(name.id);
  EXPECT_EQ(order, (std::vector<std::string>{"bottom", "left", "right", "top"}));
}

TEST(ReferenceTest, FirstKindThatDefinesTheIdCounts) {
  ReferenceGraph graph;
  graph.Define("score", "x", "measures[won]");
  graph.Define("user", "u", "measures[lost]");
  graph.Refer({"user", "u"}, {{"attainment", "score"}, "x", "p"});
  EXPECT_TRUE(Check(graph).empty());
  EXPECT_EQ(graph.Order().front().id, "x");
}

TEST(ReferenceTest, UsesAreFoundByTheFieldTables) {
  const auto loaded = Load<sample::Plan>(sample::kFullPlan);
  const std::vector<Use> uses = UsesIn(loaded.value, "incentive[ae]");
  EXPECT_EQ(uses,
            (std::vector<Use>{
                {{"measure"}, "won_amount", "incentive[ae].component[new-business].measure"},
                {{"attainment"}, "quota-2026", "incentive[ae].component[new-business].payout.over"},
                {{"measure"}, "renewed", "incentive[ae].component[renewal].versions[0].measure"},
                {{"measure"}, "renewed", "incentive[ae].component[renewal].versions[1].measure"},
                {{"score"}, "card", "incentive[ae].extra.versions[1].over"},
            }));
  // The paths lead to places in the document, also where a version takes over what stands beside
  // it.
  EXPECT_EQ(loaded.document.Find("component[renewal].versions[1].measure")->text, "renewed");
  EXPECT_EQ(loaded.document.Find("extra.versions[1].over.score")->text, "card");
}

TEST(ReferenceTest, ElementsOfMapsAreWalkedToo) {
  const std::map<std::string, Reference> uses = {{"a", {"measure", "x"}}, {"b.c", {"score", "y"}}};
  EXPECT_EQ(UsesIn(uses), (std::vector<Use>{{{"measure"}, "x", "a"}, {{"score"}, "y", "[b.c]"}}));
  const std::vector<std::variant<sample::Flat, sample::Tiers>> list = {
      sample::Flat{}, sample::Tiers{.method = {}, .over = {"score", "z"}, .bands = {}}};
  EXPECT_EQ(UsesIn(list), (std::vector<Use>{{{"score"}, "z", "[1].over"}}));
}

TEST(ReferenceTest, DoubledIdsOfAListAreReported) {
  Findings findings;
  const std::vector<std::string> ids = {"won", "lost", "won"};
  CheckDuplicateIds(ids, "measures", *Document::Parse(kModel, "m.json"), findings);
  ASSERT_EQ(findings.size(), 1);
  EXPECT_EQ(findings.items()[0].ToString(),
            "m.json:1:22 measures[won].id: DUPLICATE_ID: the id \"won\" stands twice in this list");
}

TEST(ReferenceTest, PathsJoin) {
  EXPECT_EQ(JoinPath("", "a"), "a");
  EXPECT_EQ(JoinPath("a[0]", "b"), "a[0].b");
  EXPECT_EQ(JoinPath("a", "b.c"), "a[b.c]");
  EXPECT_EQ(ElementPath("a", "", 3), "a[3]");
  EXPECT_EQ(ElementPath("a", "id", 3), "a[id]");
}

}  // namespace
}  // namespace attain::definition
