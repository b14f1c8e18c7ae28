// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

TEST(TablesTest, TablesAndColumnsAreFoundByName) {
  EXPECT_EQ(FindTable("deals")->column("owner_id")->references, "reps");
  EXPECT_EQ(FindTable("deal"), nullptr);
  EXPECT_EQ(FindTable("deals")->column("owner"), nullptr);
  EXPECT_EQ(CanonicalTableNames().size(), CanonicalTables().size());
  EXPECT_EQ(CanonicalTableNames().front(), "periods");
}

TEST(TablesTest, EveryTypeAndKindHasAName) {
  for (int type = 1; type <= static_cast<int>(ColumnType::kTimestamp); ++type)
    EXPECT_FALSE(Name(static_cast<ColumnType>(type)).empty());
  std::set<std::string_view> names;
  for (int entity = 1; entity < static_cast<int>(Entity::kCount); ++entity)
    names.insert(Name(static_cast<Entity>(entity)));
  EXPECT_EQ(names.size(), static_cast<size_t>(Entity::kCount) - 1);
  EXPECT_EQ(Name(Entity::kSubject), "subject");
  EXPECT_EQ(Name(Entity::kNone), "");
}

TEST(TablesTest, TheTableThatListsAKindHasItsKey) {
  for (int entity = 1; entity < static_cast<int>(Entity::kCount); ++entity) {
    const std::string_view master = MasterOf(static_cast<Entity>(entity));
    if (master.empty()) continue;
    const TableInfo* info = FindTable(master);
    ASSERT_NE(info, nullptr) << master;
    bool listed = false;
    for (const std::string_view key : info->key)
      listed = listed || info->column(key)->entity == static_cast<Entity>(entity);
    EXPECT_TRUE(listed) << master;
  }
  EXPECT_EQ(MasterOf(Entity::kPool), "");
}

TEST(TablesPageTest, TheReferencePageIsTheGeneratedText) {
  const std::string path = ATTAIN_SOURCE_DIR "/docs/reference/crm/tables.md";
  const std::string page = TablesReference();
  if (support::ReadFile(path).value_or("") == page) return;
  const std::string fresh = testing::TempDir() + "tables.md";
  std::ofstream(fresh) << page;
  ADD_FAILURE() << path << " is out of date; copy " << fresh << " over it";
}

}  // namespace
}  // namespace attain::crm
