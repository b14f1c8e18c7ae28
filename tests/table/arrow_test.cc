// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/table/arrow.h"

#include <algorithm>
#include <limits>
#include <thread>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/table/reader.h"
#include "gtest/gtest.h"
#include "table/arrow_producer.h"

namespace attain::table {
namespace {

using testing::live_structures;
using testing::MakeArray;
using testing::MakeSchema;
using testing::MakeStream;

class ArrowTest : public ::testing::Test {
 protected:
  void SetUp() override { live_structures = 0; }
  void TearDown() override { EXPECT_EQ(live_structures, 0) << "released too often or not at all"; }
};

// What one column of `format` over one array gives.
absl::StatusOr<Table> ImportOne(const std::string& format, ArrowArray column, int64_t length = -1,
                                ArrowSchema* dictionary = nullptr) {
  ArrowSchema schema = MakeSchema("+s", "", {MakeSchema(format, "x", {}, dictionary)});
  ArrowArray batch = MakeArray(length >= 0 ? length : column.length, {nullptr}, 0, 0, {column});
  auto table = ImportArray("t", &schema, &batch);
  EXPECT_EQ(schema.release, nullptr);
  EXPECT_EQ(batch.release, nullptr);
  return table;
}

std::vector<std::string> Cells(const Column& column) {
  std::vector<std::string> cells;
  for (int64_t row = 0; row < column.length(); ++row) cells.push_back(column.FormatAt(row));
  return cells;
}

// A table out through Arrow and in again.
absl::StatusOr<Table> RoundTrip(const Table& table) {
  ArrowArrayStream stream;
  ATTAIN_RETURN_IF_ERROR(ExportStream(table, &stream));
  auto back = ImportStream(table.name(), &stream);
  EXPECT_EQ(stream.release, nullptr);
  return back;
}

Chunk Over(Layout layout, int64_t length, const void* values, const uint8_t* validity = nullptr,
           int64_t missing = 0) {
  Chunk chunk;
  chunk.layout = layout;
  chunk.length = length;
  chunk.values = values;
  chunk.validity = validity;
  chunk.null_count = missing;
  return chunk;
}

// Columns of nine rows in every layout, with and without missing values; rows 2 and 5 are missing.
std::vector<Column> EveryLayout() {
  static const int8_t bytes[16] = {1, -2, 3, 4, 5, 6, 7, 8, 9};
  static const int16_t shorts[9] = {1, -2, 3, 4, 5, 6, 7, 8, 9};
  static const int32_t ints[9] = {1, -2, 3, 4, 5, 6, 7, 8, 9};
  static const int64_t longs[9] = {1, -2, 3, 4, 5, 6, 7, 8, 9};
  static const float floats[9] = {1, -2.5F, 3, 4, 5, 6, 7, 8, 9};
  static const double doubles[9] = {1, -2.5, 3, 4, 5, 6, 7, 8, 9};
  static const uint8_t validity[2] = {0b11011011, 1};
  std::vector<Column> columns;
  for (const bool missing : {false, true}) {
    const auto add = [&](Type type, Layout layout, const void* values) {
      columns.push_back(
          Column("c" + std::to_string(columns.size()), type, 0,
                 {Over(layout, 9, values, missing ? validity : nullptr, missing ? 2 : 0)}));
    };
    add(Type::kBool, Layout::kBool, bytes);
    add(Type::kInt, Layout::kInt8, bytes);
    add(Type::kInt, Layout::kUint8, bytes);
    add(Type::kInt, Layout::kInt16, shorts);
    add(Type::kInt, Layout::kUint16, shorts);
    add(Type::kInt, Layout::kInt32, ints);
    add(Type::kInt, Layout::kUint32, ints);
    add(Type::kInt, Layout::kInt64, longs);
    add(Type::kInt, Layout::kUint64, longs);
    add(Type::kDouble, Layout::kFloat32, floats);
    add(Type::kDouble, Layout::kFloat64, doubles);
    add(Type::kDate, Layout::kDate32, ints);
    add(Type::kDate, Layout::kDate64, longs);
    add(Type::kTimestamp, Layout::kTimestampSecond, longs);
    add(Type::kTimestamp, Layout::kTimestampMilli, longs);
    add(Type::kTimestamp, Layout::kTimestampMicro, longs);
    add(Type::kTimestamp, Layout::kTimestampNano, longs);
    std::vector<bool> valid;
    if (missing) valid = {true, true, false, true, true, false, true, true, true};
    const std::string name = missing ? "missing" : "present";
    columns.push_back(
        Column::OfDecimals("dec-" + name, {1, -2, 3, 4, 5, 6, 7, 8, PowerOfTen(38) - 1}, 2, valid));
    const std::vector<std::string> texts = {"a", "",  "\xE5\x9B\x9E", "won", "deal", "f",
                                            "g", "h", "\xC3\xA9"};
    columns.push_back(Column::OfTexts("text-" + name, texts, valid));
    static const int64_t offsets[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    Chunk large =
        Over(Layout::kLargeUtf8, 9, offsets, missing ? validity : nullptr, missing ? 2 : 0);
    large.text = "abcdefghi";
    columns.push_back(Column("large-" + name, Type::kText, 0, {large}));
    columns.push_back(Column::OfDictionary(
        "dict-" + name, {0, 1, missing ? -1 : 2, 0, 1, missing ? -1 : 2, 0, 0, 1},
        {"won", "lost", "open"}));
  }
  Chunk nothing;
  nothing.length = 9;
  nothing.null_count = 9;
  columns.push_back(Column("nothing", Type::kNull, 0, {nothing}));
  return columns;
}

void ExpectSame(const Table& left, const Table& right) {
  ASSERT_EQ(left.rows(), right.rows());
  ASSERT_EQ(left.column_names(), right.column_names());
  for (size_t c = 0; c < left.columns().size(); ++c) {
    const Column& a = left.columns()[c];
    const Column& b = right.columns()[c];
    EXPECT_EQ(a.type(), b.type()) << a.name();
    EXPECT_EQ(a.scale(), b.scale()) << a.name();
    EXPECT_EQ(a.null_count(), b.null_count()) << a.name();
    EXPECT_EQ(Cells(a), Cells(b)) << a.name();
    if (!a.chunks().empty()) {
      EXPECT_EQ(a.chunks().front().layout, b.chunks().front().layout) << a.name();
    }
  }
}

TEST_F(ArrowTest, EveryLayoutGoesOutAndComesBackWithoutACopy) {
  const Table table = *Table::Of("t", EveryLayout());
  const auto back = RoundTrip(table);
  ASSERT_TRUE(back.ok()) << back.status();
  ExpectSame(table, *back);
  for (size_t c = 0; c < table.columns().size(); ++c) {
    EXPECT_EQ(table.columns()[c].chunks()[0].values, back->columns()[c].chunks()[0].values)
        << table.columns()[c].name();
    EXPECT_EQ(table.columns()[c].chunks()[0].validity, back->columns()[c].chunks()[0].validity)
        << table.columns()[c].name();
  }
}

TEST_F(ArrowTest, SlicesKeepTheirOffsets) {
  std::vector<Column> slices;
  for (const Column& column : EveryLayout()) slices.push_back(column.Slice(3, 4));
  const Table table = *Table::Of("t", slices);
  const auto back = RoundTrip(table);
  ASSERT_TRUE(back.ok()) << back.status();
  ExpectSame(table, *back);
  EXPECT_EQ(back->columns()[0].chunks()[0].offset, 3);
}

TEST_F(ArrowTest, SeveralChunksBecomeBatchesCutWhereAnyColumnEnds) {
  std::vector<Column> columns;
  for (const Column& column : EveryLayout()) {
    // Each column is cut elsewhere.
    const auto cut = static_cast<int64_t>(columns.size() % 8 + 1);
    std::vector<Chunk> chunks = {column.Slice(0, cut).chunks()[0],
                                 column.Slice(cut, 9).chunks()[0]};
    columns.push_back(Column(column.name(), column.type(), column.scale(), chunks));
  }
  const Table table = *Table::Of("t", columns);
  const auto back = RoundTrip(table);
  ASSERT_TRUE(back.ok()) << back.status();
  ExpectSame(table, *back);
  EXPECT_EQ(back->columns()[0].chunks().size(), 9U);
  std::vector<Column> whole = EveryLayout();
  ExpectSame(*Table::Of("t", {whole[0], whole[1]}),
             *Table::Of("t", {back->columns()[0], back->columns()[1]}));
}

TEST_F(ArrowTest, NullsHaveNoBuffersAndNoPlaceInThem) {
  const auto empty = ImportOne("l", MakeArray(0, {nullptr, nullptr}, /*offset=*/29));
  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_TRUE(empty->columns()[0].chunks().empty());
  const auto nulls = ImportOne("n", MakeArray(5, {}, /*offset=*/7));
  ASSERT_TRUE(nulls.ok()) << nulls.status();
  EXPECT_EQ(nulls->columns()[0].chunks()[0].offset, 0);
  const Column slice = nulls->columns()[0].Slice(2, 2);
  EXPECT_EQ(slice.chunks()[0].offset, 0);
  EXPECT_EQ(slice.null_count(), 2);
  EXPECT_EQ(ReadInts(slice)->null_count(), 2);
}

TEST_F(ArrowTest, EmptyTablesKeepTheirColumns) {
  const Table table =
      *Table::Of("t", {Column::OfBools("b", {}), Column::OfInts("i", {}),
                       Column::OfDoubles("d", {}), Column::OfDecimals("m", {}, 3),
                       Column::OfDates("day", {}), Column::OfTimestamps("at", {}),
                       Column::OfTexts("text", {}), Column("n", Type::kNull, 0, {})});
  const auto back = RoundTrip(table);
  ASSERT_TRUE(back.ok()) << back.status();
  ExpectSame(table, *back);
  EXPECT_EQ(RoundTrip(Table())->rows(), 0);
}

TEST_F(ArrowTest, ColumnsOfSeveralLayoutsAreJoined) {
  const int8_t bytes[] = {7};
  const float floats[] = {0.5F};
  const int64_t millis[] = {86'400'000};
  const Column text = Column::OfTexts("text", {"won"});
  const auto joined = [](const Column& first, const Chunk& second) {
    return Column(first.name(), first.type(), first.scale(), {first.chunks()[0], second});
  };
  const Column coded = Column::OfDictionary("coded", {0, -1}, {"won"});
  Chunk other = Column::OfDictionary("coded", {0}, {"x"}).chunks()[0];
  const Table table = *Table::Of(
      "t", {joined(Column::OfInts("i", {1, 2}, {true, false}), Over(Layout::kInt8, 1, bytes)),
            joined(Column::OfDoubles("d", {1, 2}), Over(Layout::kFloat32, 1, floats)),
            joined(Column::OfDates("day", {1, 2}), Over(Layout::kDate64, 1, millis)),
            joined(Column::OfTimestamps("at", {1, 2}), Over(Layout::kTimestampMilli, 1, millis)),
            joined(coded, text.chunks()[0]), joined(coded, other).Renamed("two dictionaries"),
            Column("cents", Type::kDecimal, 2, {Column::OfInts("", {5, 6, 7}).chunks()[0]})});
  const auto back = RoundTrip(table);
  ASSERT_TRUE(back.ok()) << back.status();
  for (size_t c = 0; c < table.columns().size(); ++c)
    EXPECT_EQ(Cells(table.columns()[c]), Cells(back->columns()[c]));
  EXPECT_EQ(back->column("cents")->chunks()[0].layout, Layout::kDecimal128);
  EXPECT_TRUE(back->column("two dictionaries")->is_dictionary());
  const Table broken =
      *Table::Of("t", {joined(Column::OfBools("b", {true}), Over(Layout::kInt8, 1, bytes))});
  ArrowArrayStream stream;
  EXPECT_EQ(ReasonOf(ExportStream(broken, &stream)), Reason::kInvalidArgument);
  EXPECT_EQ(stream.release, nullptr);
  EXPECT_EQ(ReasonOf(ExportStream(broken, nullptr)), Reason::kNullArgument);
  const uint64_t large[] = {std::numeric_limits<uint64_t>::max()};
  EXPECT_EQ(
      ReasonOf(ExportStream(
          *Table::Of("t", {joined(Column::OfInts("i", {1}), Over(Layout::kUint64, 1, large))}),
          &stream)),
      Reason::kOverflow);
}

TEST_F(ArrowTest, ChildrenAndDictionariesMayBeMovedOutAndReleasedLaterOnAnotherThread) {
  ArrowArrayStream stream;
  {
    const Table table = *Table::Of(
        "t", {Column::OfInts("i", {41, 42}), Column::OfDictionary("s", {1, 0}, {"won", "lost"})});
    ASSERT_TRUE(ExportStream(table, &stream).ok());
  }
  ArrowSchema schema;
  ArrowArray batch;
  ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
  ASSERT_EQ(stream.get_next(&stream, &batch), 0);
  ArrowArray end;
  ASSERT_EQ(stream.get_next(&stream, &end), 0);
  EXPECT_EQ(end.release, nullptr);
  EXPECT_NE(stream.get_last_error(&stream), nullptr);
  stream.release(&stream);
  ArrowArray ints = *batch.children[0];
  batch.children[0]->release = nullptr;
  ArrowArray dictionary = *batch.children[1]->dictionary;
  batch.children[1]->dictionary->release = nullptr;
  ArrowSchema child = *schema.children[1];
  schema.children[1]->release = nullptr;
  batch.release(&batch);
  schema.release(&schema);
  EXPECT_STREQ(child.name, "s");
  EXPECT_STREQ(child.dictionary->format, "u");
  EXPECT_EQ(static_cast<const int64_t*>(ints.buffers[1])[1], 42);
  std::thread([&] {
    EXPECT_EQ(static_cast<const char*>(dictionary.buffers[2])[0], 'w');
    ints.release(&ints);
    dictionary.release(&dictionary);
    child.release(&child);
  }).join();
  EXPECT_EQ(ints.release, nullptr);
}

TEST_F(ArrowTest, AnEmptyDictionaryGoesOut) {
  const Table table = *Table::Of("t", {Column::OfDictionary("s", {-1, -1}, {})});
  const auto back = RoundTrip(table);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->columns()[0].null_count(), 2);
}

TEST_F(ArrowTest, BatchesAreKeptUntilTheLastColumnThatRefersToThem) {
  const int64_t numbers[] = {1, 2, 3};
  std::vector<ArrowArray> batches;
  batches.push_back(MakeArray(
      2, {nullptr}, 1, 0, {MakeArray(3, {nullptr, numbers}), MakeArray(3, {nullptr, numbers})}));
  batches.push_back(MakeArray(
      0, {nullptr}, 0, 0, {MakeArray(0, {nullptr, nullptr}), MakeArray(0, {nullptr, nullptr})}));
  batches.push_back(
      MakeArray(1, {}, 0, 0, {MakeArray(1, {nullptr, numbers}), MakeArray(1, {nullptr, numbers})}));
  ArrowArrayStream stream =
      MakeStream(MakeSchema("+s", "", {MakeSchema("l", "a"), MakeSchema("l", "b")}), batches);
  Column kept;
  {
    const auto table = ImportStream("t", &stream);
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_EQ(stream.release, nullptr);
    EXPECT_EQ(live_structures, 6);  // two batches with two children each; the empty one is gone
    EXPECT_EQ(Cells(table->columns()[0]), (std::vector<std::string>{"2", "3", "1"}));
    EXPECT_EQ(table->columns()[0].chunks()[0].values, numbers);
    kept = table->columns()[1].Slice(2, 1);
  }
  EXPECT_EQ(live_structures, 3);
  EXPECT_EQ(kept.IntAt(0), 1);
}

TEST_F(ArrowTest, AColumnAloneIsATableOfOneColumn) {
  const int64_t numbers[] = {1, 2, 3};
  ArrowArrayStream stream = MakeStream(MakeSchema("l"), {MakeArray(2, {nullptr, numbers}, 1)});
  const auto table = ImportStream("t", &stream);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(Cells(*table->column("value")), (std::vector<std::string>{"2", "3"}));
}

TEST_F(ArrowTest, FailingProducersAreReportedAndReleased) {
  const int64_t numbers[] = {1};
  const auto batch = [&] {
    return MakeArray(1, {nullptr}, 0, 0, {MakeArray(1, {nullptr, numbers})});
  };
  const auto schema = [] { return MakeSchema("+s", "", {MakeSchema("l", "a")}); };
  ArrowArrayStream no_schema = MakeStream(schema(), {batch()}, /*schema_code=*/22);
  const auto first = ImportStream("t", &no_schema);
  EXPECT_EQ(ReasonOf(first.status()), Reason::kInvalidArrow);
  EXPECT_NE(MessageOf(first.status()).find("22: the cable broke"), std::string::npos);
  ArrowArrayStream broken = MakeStream(schema(), {batch(), batch()}, 0, /*fail_at=*/1);
  broken.get_last_error = nullptr;
  EXPECT_EQ(ReasonOf(ImportStream("t", &broken).status()), Reason::kInvalidArrow);
  EXPECT_EQ(broken.release, nullptr);
  ArrowArrayStream hollow = MakeStream(schema(), {});
  hollow.get_next = nullptr;
  EXPECT_EQ(ReasonOf(ImportStream("t", &hollow).status()), Reason::kInvalidArrow);
  EXPECT_EQ(ReasonOf(ImportStream("t", &hollow).status()), Reason::kInvalidArrow);  // released
  EXPECT_EQ(ReasonOf(ImportStream("t", nullptr).status()), Reason::kNullArgument);
  ArrowSchema given = schema();
  EXPECT_EQ(ReasonOf(ImportArray("t", &given, nullptr).status()), Reason::kNullArgument);
  EXPECT_EQ(given.release, nullptr);
  ArrowArray array = batch();
  EXPECT_EQ(ReasonOf(ImportArray("t", nullptr, &array).status()), Reason::kNullArgument);
  ArrowSchema again = schema();
  EXPECT_EQ(ReasonOf(ImportArray("t", &again, &array).status()),
            Reason::kInvalidArrow);  // already moved
}

TEST_F(ArrowTest, AllColumnsAttainDoesNotReadAreNamedAtOnce) {
  std::vector<ArrowSchema> columns;
  for (const char* format : {"+l", "+s", "+m", "+ud:0", "+r", "z", "ttu", "tDs", "tiM", "e", "?",
                             "d:76,2,256", "d:10,-2", "d:10,39", "d:39,2", "l"}) {
    columns.push_back(MakeSchema(format, format));
  }
  ArrowArrayStream stream = MakeStream(MakeSchema("+s", "", columns), {});
  const auto table = ImportStream("t", &stream);
  EXPECT_EQ(ReasonOf(table.status()), Reason::kUnsupportedType);
  const Findings findings = FindingsOf(table.status());
  EXPECT_EQ(findings.size(), 15);
  for (const Finding& finding : findings)
    EXPECT_EQ(finding.reason, Reason::kUnsupportedType) << finding.ToString();
  EXPECT_EQ(findings.items()[0].where.field, "+l");
}

TEST_F(ArrowTest, SchemasThatBreakTheRulesAreRefused) {
  const auto reason = [](ArrowSchema column) {
    ArrowSchema schema = MakeSchema("+s", "", {column});
    ArrowArray batch = MakeArray(0, {nullptr});
    return ReasonOf(ImportArray("t", &schema, &batch).status());
  };
  for (const char* format :
       {"d:", "d:10", "d:x,2", "d:10,y", "d:10,2,", "d:10,2,z", "d:0,0", "d:-1,2"}) {
    EXPECT_EQ(reason(MakeSchema(format, "x")), Reason::kInvalidArrow) << format;
  }
  EXPECT_EQ(reason(MakeSchema("l", "\xFF")), Reason::kInvalidUtf8);
  ArrowSchema child = MakeSchema("l");
  EXPECT_EQ(reason(MakeSchema("l", "x", {child})), Reason::kInvalidArrow);
  ArrowSchema numbers = MakeSchema("l");
  EXPECT_EQ(reason(MakeSchema("c", "x", {}, &numbers)), Reason::kUnsupportedType);
  ArrowSchema text = MakeSchema("u");
  EXPECT_EQ(reason(MakeSchema("g", "x", {}, &text)), Reason::kInvalidArrow);
  ArrowSchema text2 = MakeSchema("u");
  EXPECT_EQ(reason(MakeSchema("?", "x", {}, &text2)), Reason::kUnsupportedType);
  ArrowSchema inner = MakeSchema("u");
  ArrowSchema outer = MakeSchema("c", "", {}, &inner);
  EXPECT_EQ(reason(MakeSchema("c", "x", {}, &outer)), Reason::kInvalidArrow);
  ArrowSchema strange = MakeSchema("?");
  EXPECT_EQ(reason(MakeSchema("c", "x", {}, &strange)), Reason::kUnsupportedType);
  ArrowSchema shapeless = MakeSchema("u");
  shapeless.format = nullptr;
  EXPECT_EQ(reason(MakeSchema("c", "x", {}, &shapeless)), Reason::kInvalidArrow);
  ArrowSchema formless = MakeSchema("l", "x");
  formless.format = nullptr;
  EXPECT_EQ(reason(formless), Reason::kInvalidArrow);

  const auto table = [](ArrowSchema schema) {
    ArrowArray batch = MakeArray(0, {nullptr});
    return ReasonOf(ImportArray("t", &schema, &batch).status());
  };
  ArrowSchema top = MakeSchema("+s");
  top.format = nullptr;
  EXPECT_EQ(table(top), Reason::kInvalidArrow);
  ArrowSchema negative = MakeSchema("+s");
  negative.n_children = -1;
  EXPECT_EQ(table(negative), Reason::kInvalidArrow);
  ArrowSchema absent = MakeSchema("+s");
  absent.n_children = 2;
  absent.children = nullptr;
  EXPECT_EQ(table(absent), Reason::kInvalidArrow);
  ArrowSchema null_child = MakeSchema("+s", "", {MakeSchema("l", "x")});
  ArrowSchema* none[] = {nullptr};
  null_child.children = none;
  EXPECT_EQ(table(null_child), Reason::kInvalidArrow);
  EXPECT_EQ(table(MakeSchema("+s", "", {MakeSchema("l", "x"), MakeSchema("l", "x")})),
            Reason::kInvalidArrow);
  ArrowArrayStream twins =
      MakeStream(MakeSchema("+s", "", {MakeSchema("l", "x"), MakeSchema("l", "x")}), {});
  EXPECT_EQ(ReasonOf(ImportStream("t", &twins).status()), Reason::kDuplicateColumn);
}

TEST_F(ArrowTest, ArraysThatBreakTheRulesAreRefused) {
  static const int64_t numbers[] = {1, 2, 3};
  const auto column = [] { return MakeArray(3, {nullptr, numbers}); };
  const auto refused = [&](auto change) {
    ArrowArray array = column();
    change(array);
    const auto table = ImportOne("l", array, 3);
    return ReasonOf(table.status()) == Reason::kInvalidArrow;
  };
  EXPECT_TRUE(ImportOne("l", column()).ok());
  EXPECT_TRUE(refused([](ArrowArray& a) { a.length = -1; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.length = 2; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.length = std::numeric_limits<int64_t>::max(); }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.offset = -1; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.offset = std::numeric_limits<int64_t>::max(); }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.null_count = -2; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.null_count = 4; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.null_count = 1; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.n_buffers = 1; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.n_buffers = -1; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.n_buffers = 3; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.buffers = nullptr; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.buffers[1] = nullptr; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.n_children = 1; }));
  EXPECT_TRUE(refused([](ArrowArray& a) { a.dictionary = &a; }));

  const auto batch_refused = [&](auto change) {
    ArrowSchema schema = MakeSchema("+s", "", {MakeSchema("l", "x")});
    ArrowArray batch = MakeArray(3, {nullptr}, 0, 0, {column()});
    change(batch);
    return ReasonOf(ImportArray("t", &schema, &batch).status()) == Reason::kInvalidArrow;
  };
  static const uint8_t holes[] = {0b101};
  EXPECT_FALSE(batch_refused([](ArrowArray&) {}));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.length = -1; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.length = std::numeric_limits<int64_t>::max(); }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.length = 4; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.offset = 1; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.offset = -1; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.n_children = 0; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.n_children = 2; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.children = nullptr; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.null_count = 1; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.n_buffers = 2; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.buffers = nullptr; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.dictionary = &a; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.buffers[0] = holes; }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) {
    static ArrowArray* none[] = {nullptr};
    a.children = none;
  }));
  EXPECT_TRUE(batch_refused([](ArrowArray& a) { a.children[0]->release(a.children[0]); }));
}

TEST_F(ArrowTest, OffsetsOfTextMustBeInOrder) {
  static const int32_t good[] = {0, 1, 3};
  static const int32_t backwards[] = {0, 2, 1};
  static const int32_t negative[] = {-1, 0, 1};
  static const int64_t large[] = {0, 3, 2};
  EXPECT_TRUE(ImportOne("u", MakeArray(2, {nullptr, good, "abc"})).ok());
  const auto table = ImportOne("u", MakeArray(2, {nullptr, backwards, "abc"}));
  EXPECT_EQ(ReasonOf(table.status()), Reason::kInvalidArrow);
  EXPECT_EQ(FindingsOf(table.status()).items()[0].where.row, 1);
  EXPECT_EQ(ReasonOf(ImportOne("u", MakeArray(2, {nullptr, negative, "abc"})).status()),
            Reason::kInvalidArrow);
  EXPECT_EQ(ReasonOf(ImportOne("U", MakeArray(2, {nullptr, large, "abc"})).status()),
            Reason::kInvalidArrow);
  EXPECT_EQ(ReasonOf(ImportOne("u", MakeArray(2, {nullptr, good, nullptr})).status()),
            Reason::kInvalidArrow);
  static const int32_t empty[] = {0, 0, 0};
  EXPECT_EQ(ImportOne("u", MakeArray(2, {nullptr, empty, nullptr}))->columns()[0].TextAt(1), "");
}

TEST_F(ArrowTest, TextMustBeUtf8ExceptUnderMissingValues) {
  static const int32_t offsets[] = {0, 1, 3, 4};
  static const uint8_t second_missing[] = {0b101};
  const auto bad = ImportOne("u", MakeArray(3, {nullptr, offsets,
                                                "a\xFF\xFE"
                                                "b"}));
  EXPECT_EQ(ReasonOf(bad.status()), Reason::kInvalidUtf8);
  EXPECT_EQ(FindingsOf(bad.status()).items()[0].where.row, 1);
  EXPECT_EQ(FindingsOf(bad.status()).items()[0].where.field, "x");
  EXPECT_TRUE(ImportOne("u", MakeArray(3, {second_missing, offsets,
                                           "a\xFF\xFE"
                                           "b"}))
                  .ok());
  // A character cut in two by an offset is whole only when both halves are read together.
  const auto cut = ImportOne("u", MakeArray(3, {nullptr, offsets, "\xC3\xA9xy"}));
  EXPECT_EQ(ReasonOf(cut.status()), Reason::kInvalidUtf8);
  EXPECT_TRUE(ImportOne("u", MakeArray(3, {nullptr, offsets,
                                           "a\xC3\xA9"
                                           "b"}))
                  .ok());
}

TEST_F(ArrowTest, DecimalsHaveAtMost38Digits) {
  static const absl::int128 most = PowerOfTen(38) - 1;
  static const absl::int128 good[] = {most, -most};
  static const absl::int128 bad[] = {1, most + 1};
  static const absl::int128 low[] = {1, -most - 1};
  static const uint8_t first_only[] = {1};
  EXPECT_EQ(ImportOne("d:38,2,128", MakeArray(2, {nullptr, good}))->columns()[0].scale(), 2);
  const auto table = ImportOne("d:19,2", MakeArray(2, {nullptr, bad}));
  EXPECT_EQ(ReasonOf(table.status()), Reason::kInvalidArrow);
  EXPECT_EQ(FindingsOf(table.status()).items()[0].where.row, 1);
  EXPECT_EQ(ReasonOf(ImportOne("d:19,2", MakeArray(2, {nullptr, low})).status()),
            Reason::kInvalidArrow);
  EXPECT_TRUE(ImportOne("d:19,2", MakeArray(2, {first_only, bad})).ok());
}

TEST_F(ArrowTest, BuffersThatAreNotAlignedAreCopied) {
  alignas(16) static char bytes[100] = {};
  const absl::int128 value = 12345;
  std::memcpy(bytes + 8 + 16, &value, 16);
  auto table = ImportOne("d:19,2", MakeArray(1, {nullptr, bytes + 8}, /*offset=*/1));
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->columns()[0].DecimalAt(0)->ToString(), "123.45");
  EXPECT_EQ(reinterpret_cast<uintptr_t>(table->columns()[0].chunks()[0].As<absl::int128>()) % 16,
            0U);
  const int32_t offsets[] = {0, 1, 3};
  alignas(16) static char shifted[20];
  std::memcpy(shifted + 1, offsets, sizeof offsets);
  table = ImportOne("u", MakeArray(2, {nullptr, shifted + 1, "abc"}));
  EXPECT_EQ(table->columns()[0].TextAt(1), "bc");
}

TEST_F(ArrowTest, IndicesMustLieInTheirDictionary) {
  static const int32_t offsets[] = {0, 1, 3};
  static const uint8_t validity[] = {0b101};
  const auto import = [](const char* format, ArrowArray indices) {
    ArrowSchema values = MakeSchema("u");
    return ImportOne(format, indices, -1, &values);
  };
  const auto dictionary = [] { return MakeArray(2, {nullptr, offsets, "abc"}); };
  static const int8_t outside[] = {0, 2, 1};
  static const int8_t negative[] = {0, -1, 1};
  static const int16_t two_bytes[] = {1, 0, 1};
  static const int64_t eight_bytes[] = {1, 0, 1};
  static const int32_t four_bytes[] = {1, 0, 1};
  ArrowArray values = dictionary();
  auto table = import("c", MakeArray(3, {nullptr, outside}, 0, -1, {}, &values));
  EXPECT_EQ(ReasonOf(table.status()), Reason::kInvalidArrow);
  EXPECT_EQ(FindingsOf(table.status()).items()[0].where.row, 1);
  values = dictionary();
  EXPECT_EQ(ReasonOf(import("c", MakeArray(3, {nullptr, negative}, 0, -1, {}, &values)).status()),
            Reason::kInvalidArrow);
  values = dictionary();
  table = import("c", MakeArray(3, {validity, negative}, 0, -1, {}, &values));
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(Cells(table->columns()[0]), (std::vector<std::string>{"a", "null", "bc"}));
  const std::vector<std::pair<const char*, const void*>> widths = {
      {"s", two_bytes},  {"S", two_bytes},   {"i", four_bytes},
      {"I", four_bytes}, {"l", eight_bytes}, {"L", eight_bytes}};
  for (const auto& [format, indices] : widths) {
    values = dictionary();
    table = import(format, MakeArray(3, {nullptr, indices}, 0, -1, {}, &values));
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_EQ(Cells(table->columns()[0]), (std::vector<std::string>{"bc", "a", "bc"})) << format;
    EXPECT_EQ(table->columns()[0].chunks()[0].values, indices);
  }
  EXPECT_EQ(ReasonOf(import("c", MakeArray(3, {nullptr, outside})).status()),
            Reason::kInvalidArrow);  // none at all
  static const int32_t backwards[] = {0, 3, 1};
  values = MakeArray(2, {nullptr, backwards, "abc"});
  table = import("c", MakeArray(3, {nullptr, two_bytes}, 0, -1, {}, &values));
  EXPECT_EQ(ReasonOf(table.status()), Reason::kInvalidArrow);
  EXPECT_EQ(FindingsOf(table.status()).items()[0].where.row, -1);
}

TEST_F(ArrowTest, UnsignedIndicesBeyondTheSignedRangeAreWidened) {
  std::vector<int32_t> offsets;
  for (int32_t i = 0; i <= 200; ++i) offsets.push_back(i);
  const std::string text(200, 'v');
  static const uint8_t indices[] = {199, 3};
  ArrowArray values = MakeArray(200, {nullptr, offsets.data(), text.data()});
  ArrowSchema schema = MakeSchema("u");
  const auto table =
      ImportOne("C", MakeArray(2, {nullptr, indices}, 0, -1, {}, &values), -1, &schema);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->columns()[0].chunks()[0].layout, Layout::kDictionary32);
  EXPECT_EQ(table->columns()[0].chunks()[0].As<int32_t>()[0], 199);
  EXPECT_EQ(table->columns()[0].null_count(), 0);
}

TEST_F(ArrowTest, AMissingValueInsideADictionaryIsMissingInEveryRow) {
  static const int32_t offsets[] = {0, 1, 3};
  static const uint8_t second_missing[] = {0b01};
  static const int32_t indices[] = {1, 0, 1};
  ArrowArray values = MakeArray(2, {second_missing, offsets, "abc"});
  ArrowSchema schema = MakeSchema("u");
  const auto table =
      ImportOne("i", MakeArray(3, {nullptr, indices}, 0, 0, {}, &values), -1, &schema);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(Cells(table->columns()[0]), (std::vector<std::string>{"null", "a", "null"}));
  EXPECT_EQ(table->columns()[0].null_count(), 2);
}

struct View {
  int32_t length;
  char bytes[12];
};

View Inline(std::string_view text) {
  View view = {static_cast<int32_t>(text.size()), {}};
  std::copy(text.begin(), text.end(), view.bytes);
  return view;
}

View Pointer(int32_t length, int32_t buffer, int32_t offset) {
  View view = {length, {}};
  std::memcpy(view.bytes + 4, &buffer, 4);
  std::memcpy(view.bytes + 8, &offset, 4);
  return view;
}

TEST_F(ArrowTest, TextViewsBecomePlainText) {
  static const char data[] = "xxa text of more than twelve bytes";
  static const int64_t sizes[] = {sizeof data - 1};
  static const uint8_t validity[] = {0b1011};
  static const View views[] = {Inline("skip"), Inline("won"), Inline("gone"), Pointer(32, 0, 2)};
  const auto table = ImportOne("vu", MakeArray(3, {validity, views, data, sizes}, 1));
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(Cells(table->columns()[0]),
            (std::vector<std::string>{"won", "null", "a text of more than twelve bytes"}));
  const auto refused = [](View view) {
    return ReasonOf(ImportOne("vu", MakeArray(1, {nullptr, &view, data, sizes})).status()) ==
           Reason::kInvalidArrow;
  };
  EXPECT_TRUE(refused(Pointer(-1, 0, 0)));
  EXPECT_TRUE(refused(Pointer(33, 0, 2)));
  EXPECT_TRUE(refused(Pointer(32, 1, 0)));
  EXPECT_TRUE(refused(Pointer(32, -1, 0)));
  EXPECT_TRUE(refused(Pointer(32, 0, -1)));
  static const View letter = Inline("\xFF");
  EXPECT_EQ(ReasonOf(ImportOne("vu", MakeArray(1, {nullptr, &letter, nullptr})).status()),
            Reason::kInvalidUtf8);
  EXPECT_EQ(ReasonOf(ImportOne("vu", MakeArray(1, {nullptr, views, data, nullptr})).status()),
            Reason::kInvalidArrow);
  EXPECT_EQ(ReasonOf(ImportOne("vu", MakeArray(1, {nullptr, views})).status()),
            Reason::kInvalidArrow);
  // As the values of a dictionary, too.
  static const int8_t indices[] = {1, 0};
  ArrowArray values = MakeArray(2, {nullptr, views, nullptr});
  ArrowSchema schema = MakeSchema("vu");
  EXPECT_EQ(Cells(ImportOne("c", MakeArray(2, {nullptr, indices}, 0, -1, {}, &values), -1, &schema)
                      ->columns()[0]),
            (std::vector<std::string>{"won", "skip"}));
}

TEST_F(ArrowTest, MissingValuesAreCountedWhereTheProducerDidNot) {
  static const int64_t numbers[] = {1, 2, 3};
  static const uint8_t some[] = {0b101};
  static const uint8_t all[] = {0b111};
  EXPECT_EQ(ImportOne("l", MakeArray(3, {some, numbers}, 0, -1))->columns()[0].null_count(), 1);
  const auto table = ImportOne("l", MakeArray(3, {all, numbers}, 0, -1));
  EXPECT_EQ(table->columns()[0].null_count(), 0);
  EXPECT_EQ(table->columns()[0].chunks()[0].validity, nullptr);
  EXPECT_EQ(ImportOne("n", MakeArray(3, {}))->columns()[0].null_count(), 3);
  EXPECT_EQ(ImportOne("n", MakeArray(3, {nullptr}))->columns()[0].type(), Type::kNull);
}

TEST_F(ArrowTest, FaultsOfAllColumnsAndBatchesAreFoundTogether) {
  static const int32_t offsets[] = {0, 1};
  const auto bad = [] { return MakeArray(1, {nullptr, offsets, "\xFF"}); };
  std::vector<ArrowArray> batches;
  for (int i = 0; i < 2; ++i) batches.push_back(MakeArray(1, {nullptr}, 0, 0, {bad(), bad()}));
  ArrowArrayStream stream =
      MakeStream(MakeSchema("+s", "", {MakeSchema("u", "a"), MakeSchema("u", "b")}), batches);
  const auto table = ImportStream("deals", &stream);
  const Findings findings = FindingsOf(table.status());
  ASSERT_EQ(findings.size(), 4);
  EXPECT_EQ(findings.items()[3].where.row, 1);
  EXPECT_EQ(findings.items()[3].where.field, "b");
  EXPECT_EQ(findings.items()[3].where.table, "deals");
}

}  // namespace
}  // namespace attain::table
