// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include "attain/expression/expression.h"
#include "attain/table/intern.h"
#include "base/internal/text.h"
#include "expression/internal/block.h"
#include "expression/internal/buffer.h"
#include "expression/internal/node.h"
#include "expression/internal/walk.h"

namespace attain::expression {
namespace {

using internal::StrAppend;
using internal::StrCat;

constexpr size_t kShownRows = 5;

/// Remembers the rows an expression failed for.
class Failures {
 public:
  void Add(const Vec& result, int64_t first, int64_t n) {
    if (result.state == nullptr) return;
    for (int64_t i = 0; i < n; ++i) {
      if (result.state[result.constant ? 0 : i] != kFailed) continue;
      if (rows_.size() < kShownRows) rows_.push_back(first + i);
      ++count_;
    }
  }

  /// One finding that counts the rows and shows the first with their reasons.
  void Report(const Program& program, const table::Table& table, BlockEvaluator* evaluator,
              Findings* findings) const {
    if (count_ == 0 || findings == nullptr) return;
    std::string text = StrCat("`", program.expression.text(), "` failed for ", count_,
                              count_ == 1 ? " row: " : " rows: ");
    for (size_t i = 0; i < rows_.size(); ++i)
      StrAppend(&text, i > 0 ? "; row " : "row ", rows_[i], ": ",
                evaluator->RowValue(rows_[i]).ToString());
    if (count_ > static_cast<int64_t>(rows_.size())) text += "; …";
    Where where = program.expression.where();
    where.table = table.name();
    where.row = rows_[0];
    findings->AddError(Reason::kEvaluationError, std::move(where), std::move(text));
  }

 private:
  std::vector<int64_t> rows_;
  int64_t count_ = 0;
};

/// Gathers the blocks of a result into the buffers of one column.
class Collector {
 public:
  Collector(const Bound& bound, int64_t rows)
      : type_(bound.type()), scale_(bound.scale()), rows_(rows) {
    const auto size = static_cast<size_t>(rows);
    // Left as they are: every element is written once.
    switch (type_) {
      case table::Type::kBool:
        bits_ = Buffer<uint8_t>(size / 8 + 1);
        break;
      case table::Type::kDouble:
        reals_ = Buffer<double>(size);
        break;
      case table::Type::kDecimal:
        exacts_ = Buffer<Int128>(size);
        break;
      case table::Type::kDate:
      case table::Type::kText:
        small_.resize(size);
        break;
      case table::Type::kNull:
        break;
      default:
        ints_ = Buffer<int64_t>(size);
    }
  }

  void Add(const Vec& block, int64_t first, int64_t n) {
    if (block.type == ValueType::kNull) {
      missing_ += n;
      return;
    }
    if (block.state != nullptr) AddMissing(block, first, n);
    const auto copy = [&](auto operand, auto* into) {
      if (operand.constant)
        std::fill_n(into + first, n, operand.data[0]);
      else
        std::copy_n(operand.data, n, into + first);
    };
    switch (type_) {
      case table::Type::kBool:
        return PackBits(block.As<uint8_t>(), first, n, bits_.data());
      case table::Type::kInt:
      case table::Type::kTimestamp:
        return copy(block.As<int64_t>(), ints_.data());
      case table::Type::kDouble:
        return copy(block.As<double>(), reals_.data());
      case table::Type::kDecimal:
        if (block.data == nullptr)
          return copy(Operand<int64_t>{block.small, block.constant}, exacts_.data());
        return copy(block.As<Int128>(), exacts_.data());
      case table::Type::kDate:
        return copy(block.As<int32_t>(), small_.data());
      case table::Type::kText:
        return AddText(block, first, n);
      case table::Type::kNull:
        return;
    }
  }

  table::Column Finish(std::string_view name) {
    if (type_ == table::Type::kText) {
      std::vector<std::string> values;
      for (int32_t id = 0; id < texts_.size(); ++id) values.emplace_back(texts_.text(id));
      return table::Column::OfDictionary(std::string(name), std::move(small_), values);
    }
    auto owner = std::make_shared<Collector>(std::move(*this));
    table::Chunk chunk;
    chunk.length = owner->rows_;
    chunk.null_count = owner->missing_;
    chunk.validity = owner->missing_ > 0 ? owner->validity_.data() : nullptr;
    switch (owner->type_) {
      case table::Type::kBool:
        chunk.layout = table::Layout::kBool;
        chunk.values = owner->bits_.data();
        break;
      case table::Type::kInt:
        chunk.layout = table::Layout::kInt64;
        chunk.values = owner->ints_.data();
        break;
      case table::Type::kTimestamp:
        chunk.layout = table::Layout::kTimestampMicro;
        chunk.values = owner->ints_.data();
        break;
      case table::Type::kDouble:
        chunk.layout = table::Layout::kFloat64;
        chunk.values = owner->reals_.data();
        break;
      case table::Type::kDecimal:
        chunk.layout = table::Layout::kDecimal128;
        chunk.values = owner->exacts_.data();
        break;
      case table::Type::kDate:
        chunk.layout = table::Layout::kDate32;
        chunk.values = owner->small_.data();
        break;
      default:
        chunk.layout = table::Layout::kNull;
        chunk.validity = nullptr;
    }
    const table::Type type = owner->type_;
    const int scale = owner->scale_;
    chunk.owner = std::move(owner);
    return table::Column(std::string(name), type, scale, {std::move(chunk)});
  }

 private:
  void AddMissing(const Vec& block, int64_t first, int64_t n) {
    if (!block.constant && !AnySet(block.state, n)) return;
    if (validity_.empty()) validity_.assign(static_cast<size_t>(rows_) / 8 + 1, 0xFF);
    for (int64_t i = 0; i < n; ++i) {
      if (block.state[block.constant ? 0 : i] == kPresent) continue;
      validity_[static_cast<size_t>((first + i) >> 3)] &=
          static_cast<uint8_t>(~(1U << ((first + i) & 7)));
      ++missing_;
    }
  }

  void AddText(const Vec& block, int64_t first, int64_t n) {
    const Operand<std::string_view> texts = block.As<std::string_view>();
    std::string_view last;
    int32_t last_id = -1;
    for (int64_t i = 0; i < n; ++i) {
      const int64_t at = block.constant ? 0 : i;
      if (block.state != nullptr && block.state[at] != kPresent) {
        small_[static_cast<size_t>(first + i)] = -1;
        continue;
      }
      const std::string_view text = texts.data[at];
      if (last_id < 0 || text != last) {
        last_id = texts_.Intern(text);
        last = texts_.text(last_id);
      }
      small_[static_cast<size_t>(first + i)] = last_id;
    }
  }

  table::Type type_;
  int scale_;
  int64_t rows_;
  int64_t missing_ = 0;
  std::vector<uint8_t> validity_;
  Buffer<uint8_t> bits_;
  Buffer<int64_t> ints_;
  Buffer<double> reals_;
  Buffer<Int128> exacts_;
  std::vector<int32_t> small_;  // days, or numbers of texts
  table::Interner texts_;
};

}  // namespace

absl::StatusOr<table::Column> Evaluate(const Bound& bound, const table::Table& table,
                                       std::string_view name, Findings* findings) {
  const Program& program = Access::Of(bound);
  ATTAIN_ASSIGN_OR_RETURN(auto columns, ResolveColumns(program, table));
  BlockEvaluator evaluator(program, table, std::move(columns));
  Collector collector(bound, table.rows());
  Failures failures;
  for (int64_t row = 0; row < table.rows();) {
    const int64_t n = evaluator.Start(row);
    const Vec& block = evaluator.Result();
    collector.Add(block, row, n);
    failures.Add(block, row, n);
    row += n;
  }
  failures.Report(program, table, &evaluator, findings);
  return collector.Finish(name);
}

absl::StatusOr<Selection> Select(const Bound& bound, const table::Table& table) {
  const Program& program = Access::Of(bound);
  if (bound.type() != table::Type::kBool && bound.type() != table::Type::kNull) {
    return MakeError(Reason::kExpressionType,
                     StrCat("`", bound.expression().text(), "` is ", Name(bound.type()),
                            "; a condition must be bool"));
  }
  ATTAIN_ASSIGN_OR_RETURN(auto columns, ResolveColumns(program, table));
  BlockEvaluator evaluator(program, table, std::move(columns));
  Selection selection;
  selection.mask.resize(static_cast<size_t>(table.rows()));
  Failures failures;
  for (int64_t row = 0; row < table.rows();) {
    const int64_t n = evaluator.Start(row);
    const Vec& block = evaluator.Result();
    uint8_t* mask = selection.mask.data() + row;
    if (block.type == ValueType::kNull) {
      std::fill_n(mask, n, uint8_t{0});
    } else if (block.constant) {
      std::fill_n(mask, n,
                  static_cast<uint8_t>((block.state == nullptr || block.state[0] == kPresent) &&
                                       *block.As<uint8_t>().data != 0));
    } else {
      std::copy_n(block.As<uint8_t>().data, n, mask);
      if (block.state != nullptr) KeepPresent(block.state, n, mask);
    }
    failures.Add(block, row, n);
    selection.count += CountOnes(mask, n);
    row += n;
  }
  failures.Report(program, table, &evaluator, &selection.findings);
  return selection;
}

std::vector<int64_t> Selection::Rows() const {
  std::vector<int64_t> rows;
  rows.reserve(static_cast<size_t>(count));
  for (size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] != 0) rows.push_back(static_cast<int64_t>(i));
  }
  return rows;
}

Value EvaluateRow(const Bound& bound, const table::Table& table, int64_t row) {
  const Program& program = Access::Of(bound);
  if (row < 0 || row >= table.rows())
    return Value::Fail(Reason::kRowOutOfRange,
                       StrCat("row ", row, " of a table of ", table.rows()));
  std::array<const table::Column*, 16> few;
  std::vector<const table::Column*> many;
  const size_t count = program.columns.size();
  if (count > few.size()) many.resize(count);
  const std::span<const table::Column*> columns(count > few.size() ? many.data() : few.data(),
                                                count);
  if (const absl::Status resolved = ResolveColumns(program, table, columns); !resolved.ok())
    return Value::Fail(resolved);
  CallContext context{program.options.environment, Access::State(program.expression).limits};
  Scope scope{context, nullptr, &program, columns, row};
  return Scaled(Walk(*program.root, scope), program.root->typing);
}

}  // namespace attain::expression
