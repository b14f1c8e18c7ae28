// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What happens when the N-th allocation fails, for every N: nothing is lost, nothing is half done,
// and the object goes on working.
#include <cerrno>
#include <cstdlib>
#include <new>

#include "attain/base/status.h"
#include "attain/table/arrow.h"
#include "attain/table/intern.h"
#include "attain/table/reader.h"
#include "attain/table/table.h"
#include "gtest/gtest.h"
#include "table/arrow_producer.h"

namespace {

// Allocations until one fails; negative: none fails.
thread_local int64_t allocations_left = -1;
// Allocations not yet freed, while they are counted.
thread_local int64_t live_allocations = 0;

}  // namespace

// NOLINTBEGIN(misc-new-delete-overloads): the sized and aligned forms call these or are not used.
void* operator new(size_t size) {
  if (allocations_left == 0) throw std::bad_alloc();
  if (allocations_left > 0) --allocations_left;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  ++live_allocations;
  return memory;
}

void operator delete(void* memory) noexcept {
  if (memory != nullptr) --live_allocations;
  std::free(memory);
}

void operator delete(void* memory, size_t /*size*/) noexcept { operator delete(memory); }
// NOLINTEND(misc-new-delete-overloads)

namespace attain::table {
namespace {

using testing::live_structures;
using testing::MakeArray;
using testing::MakeSchema;
using testing::MakeStream;

// Calls `attempt` with the first, second, … allocation failing, until it succeeds. True returned =
// succeeded.
template <typename Attempt>
int FailEach(Attempt attempt) {
  for (int n = 0; n < 10000; ++n) {
    allocations_left = n;
    const bool done = attempt();
    allocations_left = -1;
    if (done) return n;
  }
  return -1;
}

// True when `status` tells of memory; OK is told apart by the caller.
bool IsOutOfMemory(const absl::Status& status) {
  return status.code() == absl::StatusCode::kResourceExhausted;
}

TEST(MemoryTest, InternIsUnchangedWhenItFails) {
  Interner interner;
  int failures = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string text = "account-" + std::to_string(i);
    failures += FailEach([&] {
      try {
        return interner.Intern(text) == i;
      } catch (const std::bad_alloc&) {
        EXPECT_EQ(interner.size(), i);
        EXPECT_EQ(interner.Find(text), -1);
        return false;
      }
    });
  }
  EXPECT_GT(failures, 10);
  for (int i = 0; i < 300; ++i) EXPECT_EQ(interner.text(i), "account-" + std::to_string(i));
}

TEST(MemoryTest, InternColumnTakesBackWhatItHadAddedWhenItFails) {
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i)
    texts.push_back((i % 2 == 0 ? "a-long-account-name-" : "A") + std::to_string(i % 1000));
  const Column text = Column::OfTexts("id", texts);
  const Column sparse = Column::OfInts("id", {1, 1'000'000'000'000, 2, -5'000'000'000'000});
  for (const Column& column : {text, sparse}) {
    Interner interner;
    interner.Intern("first");
    std::vector<int32_t> ids;
    ids.reserve(3000);
    const int failures = FailEach([&] {
      auto result = InternColumn(column, interner);
      if (!result.ok()) {
        EXPECT_TRUE(IsOutOfMemory(result.status()));
        EXPECT_EQ(interner.size(), 1);
        EXPECT_EQ(interner.Find("first"), 0);
        return false;
      }
      ids = *std::move(result);
      return true;
    });
    EXPECT_GT(failures, 1);
    EXPECT_EQ(static_cast<int64_t>(ids.size()), column.length());
    EXPECT_EQ(ids[0], 1);
  }
}

TEST(MemoryTest, TableBuilderKeepsItsRowsWhenACellOrTheTableFails) {
  TableBuilder rows(
      "deals",
      {{"id", Type::kText}, {"n", Type::kInt}, {"d", Type::kDecimal, 2}, {"b", Type::kBool}});
  for (int i = 0; i < 200; ++i) {
    const std::string text = "deal number " + std::to_string(i);
    FailEach([&] {
      try {
        rows.Text(0, text).Int(1, i).Decimal(2, i).Bool(3, i % 2 == 0);
        return true;
      } catch (const std::bad_alloc&) {
        EXPECT_EQ(rows.rows(), i);
        return false;
      }
    });
    rows.EndRow();
  }
  rows.Text(0, "a row that is not ended").Bool(3, true);
  Table table;
  const int failures = FailEach([&] {
    auto built = rows.Build();
    if (!built.ok()) {
      EXPECT_TRUE(IsOutOfMemory(built.status()));
      EXPECT_EQ(rows.rows(), 200);
      return false;
    }
    table = *std::move(built);
    return true;
  });
  EXPECT_GT(failures, 5);
  ASSERT_EQ(table.rows(), 200);
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(table.column("id")->TextAt(i), "deal number " + std::to_string(i));
    EXPECT_EQ(table.column("n")->IntAt(i), i);
    EXPECT_EQ(table.column("b")->BoolAt(i), i % 2 == 0);
  }
}

TEST(MemoryTest, ABuilderGoesOnAfterATableThatFailed) {
  TableBuilder rows("t", {{"id", Type::kText}, {"b", Type::kBool}});
  rows.Text(0, "one").Bool(1, true).EndRow();
  rows.Text(0, "not ended yet").Bool(1, true);
  allocations_left = 8;
  const bool failed = !rows.Build().ok();
  allocations_left = -1;
  ASSERT_TRUE(failed);
  rows.EndRow();
  rows.Text(0, "three").EndRow();
  const Table table = *rows.Build();
  ASSERT_EQ(table.rows(), 3);
  EXPECT_EQ(table.column("id")->TextAt(0), "one");
  EXPECT_EQ(table.column("id")->TextAt(2), "three");
  EXPECT_TRUE(table.column("b")->IsNull(2));
}

TEST(MemoryTest, ImportReleasesEverythingWhereverItFails) {
  static const int64_t numbers[] = {1, 2, 3};
  static const int32_t offsets[] = {0, 1, 2, 300};
  static const std::string text(300, 't');
  static const uint8_t indices[] = {0, 2, 1};
  live_structures = 0;
  int64_t before = 0;
  const int failures = FailEach([&] {
    const int64_t budget = allocations_left;
    allocations_left = -1;
    before = live_allocations;
    std::vector<ArrowArray> batches;
    for (int i = 0; i < 3; ++i) {
      ArrowArray values = MakeArray(3, {nullptr, offsets, text.data()});
      batches.push_back(MakeArray(
          3, {nullptr}, 0, 0,
          {MakeArray(3, {nullptr, numbers}), MakeArray(3, {nullptr, offsets, text.data()}),
           MakeArray(3, {nullptr, indices}, 0, -1, {}, &values)}));
    }
    ArrowSchema dictionary = MakeSchema("u");
    ArrowArrayStream stream = MakeStream(MakeSchema("+s", "",
                                                    {MakeSchema("l", "n"), MakeSchema("u", "t"),
                                                     MakeSchema("C", "d", {}, &dictionary)}),
                                         batches);
    batches = std::vector<ArrowArray>();
    bool done = false;
    {
      allocations_left = budget;
      const auto table = ImportStream("t", &stream);
      allocations_left = -1;
      EXPECT_EQ(stream.release, nullptr);
      done = table.ok();
      if (done) {
        EXPECT_EQ(table->rows(), 9);
      } else {
        EXPECT_TRUE(IsOutOfMemory(table.status())) << table.status();
        EXPECT_EQ(live_structures, 0);
      }
    }
    EXPECT_EQ(live_structures, 0);
    EXPECT_EQ(live_allocations, before);
    return done;
  });
  EXPECT_GT(failures, 20);
}

TEST(MemoryTest, ExportTellsWithENOMEMAndCanBeAskedAgain) {
  const Table table = *Table::Of(
      "t", {Column::OfInts("n", {1, 2}), Column::OfDictionary("s", {0, 1}, {"won", "lost"}),
            Column("cents", Type::kDecimal, 2, {Column::OfInts("", {5, 6}).chunks()[0]})});
  const int64_t before = live_allocations;
  ArrowArrayStream stream;
  EXPECT_GT(FailEach([&] {
              const absl::Status status = ExportStream(table, &stream);
              EXPECT_TRUE(status.ok() || (IsOutOfMemory(status) && stream.release == nullptr));
              return status.ok();
            }),
            5);
  ArrowSchema schema;
  EXPECT_GT(FailEach([&] {
              const int code = stream.get_schema(&stream, &schema);
              EXPECT_TRUE(code == 0 || (code == ENOMEM && schema.release == nullptr));
              return code == 0;
            }),
            5);
  ArrowArray batch;
  EXPECT_GT(FailEach([&] {
              const int code = stream.get_next(&stream, &batch);
              EXPECT_TRUE(code == 0 || (code == ENOMEM && batch.release == nullptr));
              return code == 0;
            }),
            5);
  EXPECT_EQ(batch.length, 2);
  EXPECT_STREQ(schema.children[2]->format, "d:38,2");
  batch.release(&batch);
  schema.release(&schema);
  stream.release(&stream);
  EXPECT_EQ(live_allocations, before);
}

TEST(MemoryTest, ReadersTellWhenTheyFail) {
  const Column texts = Column::OfTexts("t", {"a", "b", "a"});
  EXPECT_GT(FailEach([&] {
              const auto codes = ReadCodes(texts);
              EXPECT_TRUE(codes.ok() || IsOutOfMemory(codes.status()));
              return codes.ok();
            }),
            3);
  const Column cents = Column::OfDecimals("d", {1, 2, 3}, 2, {true, false, true});
  EXPECT_GT(FailEach([&] {
              const auto units = ReadUnits(cents, 2);
              EXPECT_TRUE(units.ok() || IsOutOfMemory(units.status()));
              return units.ok();
            }),
            2);
}

}  // namespace
}  // namespace attain::table
