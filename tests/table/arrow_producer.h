// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A producer of Arrow structures that counts what is released, for tests. The buffers belong to the
// test.
#ifndef ATTAIN_TESTS_TABLE_ARROW_PRODUCER_H_
#define ATTAIN_TESTS_TABLE_ARROW_PRODUCER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attain/table/arrow.h"

namespace attain::table::testing {

/// Structures made and not yet released. Each must be released exactly once: a second release would
/// make it negative.
inline int live_structures = 0;

struct SchemaHolder {
  std::string format;
  std::string name;
  std::vector<std::unique_ptr<ArrowSchema>> owned;
  std::vector<ArrowSchema*> children;
  std::unique_ptr<ArrowSchema> dictionary;
};

struct ArrayHolder {
  std::vector<const void*> buffers;
  std::vector<std::unique_ptr<ArrowArray>> owned;
  std::vector<ArrowArray*> children;
  std::unique_ptr<ArrowArray> dictionary;
};

template <typename S, typename Holder>
void ReleaseHolder(S* structure) {
  auto* holder = static_cast<Holder*>(structure->private_data);
  for (const auto& child : holder->owned) {
    if (child->release != nullptr) child->release(child.get());
  }
  if (holder->dictionary != nullptr && holder->dictionary->release != nullptr) {
    holder->dictionary->release(holder->dictionary.get());
  }
  delete holder;
  structure->release = nullptr;
  --live_structures;
}

/// Takes `children` and `dictionary`.
inline ArrowSchema MakeSchema(std::string format, std::string name = "",
                              std::vector<ArrowSchema> children = {},
                              ArrowSchema* dictionary = nullptr) {
  auto* holder = new SchemaHolder;
  holder->format = std::move(format);
  holder->name = std::move(name);
  for (const ArrowSchema& child : children) {
    holder->owned.push_back(std::make_unique<ArrowSchema>(child));
    holder->children.push_back(holder->owned.back().get());
  }
  if (dictionary != nullptr) holder->dictionary = std::make_unique<ArrowSchema>(*dictionary);
  ArrowSchema schema = {};
  schema.format = holder->format.c_str();
  schema.name = holder->name.c_str();
  schema.n_children = static_cast<int64_t>(holder->children.size());
  schema.children = holder->children.data();
  schema.dictionary = holder->dictionary.get();
  schema.release = &ReleaseHolder<ArrowSchema, SchemaHolder>;
  schema.private_data = holder;
  ++live_structures;
  return schema;
}

/// Takes `children` and `dictionary`.
inline ArrowArray MakeArray(int64_t length, std::vector<const void*> buffers, int64_t offset = 0,
                            int64_t null_count = -1, std::vector<ArrowArray> children = {},
                            ArrowArray* dictionary = nullptr) {
  auto* holder = new ArrayHolder;
  holder->buffers = std::move(buffers);
  for (const ArrowArray& child : children) {
    holder->owned.push_back(std::make_unique<ArrowArray>(child));
    holder->children.push_back(holder->owned.back().get());
  }
  if (dictionary != nullptr) holder->dictionary = std::make_unique<ArrowArray>(*dictionary);
  ArrowArray array = {};
  array.length = length;
  array.null_count = null_count;
  array.offset = offset;
  array.n_buffers = static_cast<int64_t>(holder->buffers.size());
  array.buffers = holder->buffers.data();
  array.n_children = static_cast<int64_t>(holder->children.size());
  array.children = holder->children.data();
  array.dictionary = holder->dictionary.get();
  array.release = &ReleaseHolder<ArrowArray, ArrayHolder>;
  array.private_data = holder;
  ++live_structures;
  return array;
}

struct StreamHolder {
  ArrowSchema schema = {};
  std::vector<ArrowArray> batches;
  size_t next = 0;
  int schema_code = 0;
  int fail_at = -1;  // number of the batch whose delivery fails
};

/// Takes `schema` and `batches`.
inline ArrowArrayStream MakeStream(ArrowSchema schema, std::vector<ArrowArray> batches,
                                   int schema_code = 0, int fail_at = -1) {
  auto* holder = new StreamHolder{schema, std::move(batches), 0, schema_code, fail_at};
  ArrowArrayStream stream = {};
  stream.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
    auto* inside = static_cast<StreamHolder*>(self->private_data);
    if (inside->schema_code != 0) return inside->schema_code;
    *out = inside->schema;
    inside->schema.release = nullptr;
    return 0;
  };
  stream.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
    auto* inside = static_cast<StreamHolder*>(self->private_data);
    if (inside->fail_at == static_cast<int>(inside->next)) return 5;
    *out = ArrowArray{};
    if (inside->next == inside->batches.size()) return 0;
    *out = inside->batches[inside->next];
    inside->batches[inside->next++].release = nullptr;
    return 0;
  };
  stream.get_last_error = [](ArrowArrayStream*) { return "the cable broke"; };
  stream.release = [](ArrowArrayStream* self) {
    auto* inside = static_cast<StreamHolder*>(self->private_data);
    if (inside->schema.release != nullptr) inside->schema.release(&inside->schema);
    for (ArrowArray& batch : inside->batches) {
      if (batch.release != nullptr) batch.release(&batch);
    }
    delete inside;
    self->release = nullptr;
    --live_structures;
  };
  stream.private_data = holder;
  ++live_structures;
  return stream;
}

}  // namespace attain::table::testing

#endif  // ATTAIN_TESTS_TABLE_ARROW_PRODUCER_H_
