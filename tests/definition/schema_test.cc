// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/schema.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "attain/definition/json.h"
#include "definition/sample.h"
#include "gtest/gtest.h"

namespace attain::definition {
namespace {

// The value at a path of keys, as text of the document.
std::string At(const std::string& json, std::initializer_list<std::string_view> keys) {
  const auto root = ParseJson(json);
  if (!root.ok()) return "no JSON";
  const Json* value = &*root;
  for (const std::string_view key : keys) {
    value = value->Find(key);
    if (value == nullptr) return "no key";
  }
  return json.substr(static_cast<size_t>(value->begin),
                     static_cast<size_t>(value->end - value->begin));
}

TEST(SchemaTest, SchemaIsDraft202012AndDefinesEveryTableOnce) {
  const std::string schema = SchemaOf<sample::Plan>();
  EXPECT_EQ(At(schema, {"$schema"}), "\"https://json-schema.org/draft/2020-12/schema\"");
  EXPECT_EQ(At(schema, {"$ref"}), "\"#/$defs/plan\"");
  for (const char* name : {"plan", "component", "flat", "tiers", "band", "node", "rounding",
                           "method", "rounding_mode", "rounding_point", "file", "validity"}) {
    EXPECT_NE(At(schema, {"$defs", name}), "no key") << name;
    const std::string quoted = "\"" + std::string(name) + "\":{\"type\":\"object\",\"description\"";
    EXPECT_EQ(schema.find(quoted), schema.rfind(quoted)) << name;
  }
}

TEST(SchemaTest, FieldsSayTypeBoundsDefaultAndMeaning) {
  const std::string schema = SchemaOf<sample::Plan>();
  EXPECT_EQ(
      At(schema, {"$defs", "plan", "properties", "rank"}),
      R"({"description":"Its rank, from 0. Default 0.","default":0,"type":"integer","minimum":0,"maximum":100})");
  EXPECT_EQ(At(schema, {"$defs", "plan", "properties", "attain"}), R"({"const":"plan/1"})");
  EXPECT_EQ(At(schema, {"$defs", "flat", "properties", "kind"}), R"({"const":"flat"})");
  EXPECT_EQ(At(schema, {"$defs", "flat", "required"}), R"(["kind","rate"])");
  EXPECT_EQ(At(schema, {"$defs", "plan", "required"}), R"(["id"])");
  EXPECT_EQ(At(schema, {"$defs", "plan", "additionalProperties"}), "false");
  EXPECT_EQ(At(schema, {"$defs", "method", "oneOf"}),
            R"([{"const":"marginal","description":"Each band pays its slice."},)"
            R"({"const":"whole","description":"The band reached pays for all."}])");
  EXPECT_EQ(At(schema, {"$defs", "plan", "properties", "tags", "minItems"}), "2");
  EXPECT_EQ(At(schema, {"$defs", "plan", "properties", "columns", "minProperties"}), "1");
  EXPECT_EQ(At(schema, {"$defs", "plan", "properties", "title", "minLength"}), "1");
  EXPECT_EQ(At(schema, {"$defs", "tiers", "properties", "over", "additionalProperties"}), "false");
  const std::string weight = At(schema, {"$defs", "plan", "properties", "weight", "anyOf"});
  EXPECT_NE(weight.find(R"({"type":"number","exclusiveMinimum":0})"), std::string::npos) << weight;
}

// An object that one of its keys may stand for.
struct Limit {
  Amount most = {};
  bool carry = false;
};
struct Holder {
  std::optional<Limit> limit = std::nullopt;
};

const FieldTable& Describe(Type<Limit>) {
  static const auto& table = *new auto(Table<Limit>("limit", "A limit.",
                                                    {Required("most", &Limit::most, "The most."),
                                                     Optional("carry", &Limit::carry, "Kept.")})
                                           .Short("most"));
  return table;
}

const FieldTable& Describe(Type<Holder>) {
  static const auto& table = *new auto(
      Table<Holder>("holder", "Holds a limit.", {Optional("limit", &Holder::limit, "Its limit.")}));
  return table;
}

TEST(SchemaTest, AnObjectThatOneKeyMayStandForSaysSoEverywhere) {
  const std::string schema = SchemaOf<Holder>();
  const std::string forms = At(schema, {"$defs", "holder", "properties", "limit", "anyOf"});
  EXPECT_NE(forms.find(R"("pattern")"), std::string::npos) << forms;
  EXPECT_NE(forms.find(R"({"$ref":"#/$defs/limit"})"), std::string::npos) << forms;
  EXPECT_NE(ReferenceOf<Holder>().find("`40000`, or [limit](#limit)"), std::string::npos)
      << ReferenceOf<Holder>();
  const FieldTable* roots[] = {&Describe(Type<Holder>{})};
  EXPECT_NE(DescriptionOf(roots).find(R"("short":"most")"), std::string::npos);
}

TEST(SchemaTest, ReferencePageHasATableOfKeysForEveryStruct) {
  const std::string page = ReferenceOf<sample::Plan>();
  EXPECT_EQ(page.substr(0, 7), "# plan\n");
  EXPECT_NE(page.find("Header: `\"attain\": \"plan/1\"`"), std::string::npos);
  EXPECT_NE(page.find("## tiers\n\nBands with rates.\n\nKind: `\"kind\": \"tiers\"`"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("| `weight` | number; more than 0 | `1` | Its weight. Default 1. |"),
            std::string::npos)
      << page;
  EXPECT_NE(
      page.find("| `from` | rate: `\"12.5%\"` or `0.125`; at least 0% | required | Lower limit. |"),
      std::string::npos)
      << page;
  EXPECT_NE(page.find("| `window` | duration: `\"30d\"`, `\"2w\"`; at most 365d |"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("reference: `{\"attainment\": id}` or `{\"score\": id}`"), std::string::npos)
      << page;
  EXPECT_NE(page.find("| `extra` | [flat](#flat) or [tiers](#tiers), may have `versions` |"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("| `marginal` | Each band pays its slice. |"), std::string::npos) << page;
  EXPECT_NE(page.find("list of id; at least 2 of them"), std::string::npos) << page;
  EXPECT_NE(page.find("id of measure"), std::string::npos) << page;
}

TEST(SchemaTest, BarsInTextDoNotBreakTheTable) {
  const FieldTable table("odd", "Odd.", {Required("id", &sample::Node::id, "This | that.")},
                         &internal::Sample<sample::Node>());
  EXPECT_NE(ReferenceOf(table).find("This \\| that."), std::string::npos);
}

TEST(SchemaTest, DescriptionHasWhatOtherLanguagesNeed) {
  const std::string text = DescriptionOf<sample::Plan>();
  const Json root = *ParseJson(text);
  const Json& plan = root.Find("objects")->items.at(0);
  EXPECT_EQ(plan.Find("name")->text, "plan");
  EXPECT_EQ(plan.Find("document")->text, "plan");
  EXPECT_EQ(plan.Find("version")->text, "1");
  EXPECT_EQ(plan.Find("fields")->items.size(), 22U);
  EXPECT_EQ(root.Find("enums")->items.size(), 3U);
  EXPECT_NE(
      text.find(
          R"({"key":"over","doc":"What decides on the band.","required":true,"type":{"shape":"reference"},"references":["attainment","score"]})"),
      std::string::npos)
      << text;
  EXPECT_NE(
      text.find(R"({"shape":"versions","of":{"shape":"variant","alternatives":["flat","tiers"]}})"),
      std::string::npos)
      << text;
  EXPECT_NE(
      text.find(
          R"("type":{"shape":"optional","of":{"shape":"rate"}},"default":null,"min":{"value":"0","open":true})"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find(R"("type":{"shape":"word","enum":"method"})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("min":{"value":"-1","open":false},"max":{"value":"10","open":true})"),
            std::string::npos)
      << text;
}

}  // namespace
}  // namespace attain::definition
