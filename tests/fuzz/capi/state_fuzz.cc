// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Any bytes are refused as a state with a text, or are a state that merges, finishes and gives the
// same bytes again when it is written and read.
//
// The checksum is put right, so that what stands inside is looked at. By the first byte the rest of
// the input is the whole of the bytes, or everything after the documents (unit, currency, cells),
// or it changes single bytes of a good state.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <string_view>

#include "attain/c_api.h"

namespace {

constexpr std::string_view kModel =
    R"j({"attain":"model/1","id":"m","currency":"EUR","measures":[)j"
    R"j({"id":"won","kind":"sum","of":"deals.amount","where":"outcome == 'won'","date":"closed","credit":"owner_id"},)j"
    R"j({"id":"rate","kind":"ratio","num":"count(deals) where outcome == 'won'","den":"count(deals)","date":"closed","credit":"owner_id"}]})j";

[[noreturn]] void Fail(std::string_view what) {
  std::cerr << what << "\n";
  std::abort();
}

void Need(attain_code code, std::string_view what) {
  if (code != ATTAIN_OK) Fail(what);
}

// CRC-32C, bit by bit.
uint32_t Crc32c(std::string_view bytes) {
  uint32_t crc = 0xFFFFFFFF;
  for (const char byte : bytes) {
    crc ^= static_cast<uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0x82F63B78 & (0U - (crc & 1U)));
  }
  return ~crc;
}

std::string Sealed(std::string bytes) {
  const uint32_t crc = Crc32c(bytes);
  for (int byte = 0; byte < 4; ++byte)
    bytes.push_back(static_cast<char>((crc >> (8 * byte)) & 0xFF));
  return bytes;
}

std::string Written(const attain_state* state) {
  void* bytes = nullptr;
  size_t size = 0;
  Need(attain_state_serialize(state, &bytes, &size, nullptr), "a state cannot be written");
  std::string copy(static_cast<const char*>(bytes), size);
  attain_free(bytes);
  return copy;
}

// A good state of measure `id`: three deals of two reps.
attain_state* NewState(const char* id) {
  attain_document document;
  std::memset(&document, 0, sizeof document);
  document.struct_size = sizeof document;
  document.name = "m.json";
  document.text = kModel.data();
  document.text_size = kModel.size();
  attain_state* state = nullptr;
  Need(attain_state_new(&document, 1, id, ATTAIN_NUL, &state, nullptr), "no state");
  static const char* const kColumns[] = {"deal_id", "owner_id", "amount",
                                         "ccy",     "closed",   "outcome"};
  static const char* const kDeals[] = {"D-1", "R-1", "60000.00", "EUR", "2026-01-15", "won",
                                       "D-2", "R-2", "58000.10", "EUR", "2026-03-02", "won",
                                       "D-3", "R-1", "10000.00", "EUR", "2026-02-11", "lost"};
  attain_str columns[6];
  attain_str cells[18];
  for (int i = 0; i < 6; ++i) columns[i] = {kColumns[i], std::strlen(kColumns[i])};
  for (int i = 0; i < 18; ++i) cells[i] = {kDeals[i], std::strlen(kDeals[i])};
  attain_dataset* data = nullptr;
  Need(attain_dataset_new(&data, nullptr), "no dataset");
  Need(attain_dataset_add_rows(data, "deals", ATTAIN_NUL, columns, 6, nullptr), "no table");
  Need(attain_dataset_append(data, "deals", ATTAIN_NUL, cells, 3, nullptr), "no rows");
  Need(attain_state_update(state, data, nullptr), "no update");
  attain_dataset_free(data);
  return state;
}

// Finishes `state` and reads all of it; a refusal must have a text.
void Finish(const attain_state* state) {
  ArrowArrayStream stream;
  std::memset(&stream, 0, sizeof stream);
  attain_error* err = nullptr;
  if (attain_state_finalize(state, &stream, &err) != ATTAIN_OK) {
    if (attain_error_count(err) < 1) Fail("a refusal without a finding");
    attain_error_free(err);
    return;
  }
  for (;;) {
    ArrowArray array;
    if (stream.get_next(&stream, &array) != 0) Fail("the stream breaks off");
    if (array.release == nullptr) break;
    array.release(&array);
  }
  stream.release(&stream);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const attain_state* const kWon = NewState("won");
  static const attain_state* const kRate = NewState("rate");
  static const std::string& good_won = *new std::string(Written(kWon));
  static const std::string& good_rate = *new std::string(Written(kRate));
  if (size == 0) return 0;
  const bool ratio = (data[0] & 1) != 0;
  const int form = (data[0] >> 1) % 3;
  const std::string& good = ratio ? good_rate : good_won;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  // Magic, version, hash, one document, its name and text, the measure.
  const size_t head = 4 + 4 + 8 + 4 + (4 + 6) + (4 + kModel.size()) + 4 + (ratio ? 4 : 3);
  std::string bytes;
  if (form == 0) {
    bytes = Sealed("ATST" + std::string(rest));
  } else if (form == 1) {
    bytes = Sealed(good.substr(0, head) + std::string(rest));
  } else {
    bytes = good.substr(0, good.size() - 4);
    for (size_t i = 0; i + 3 <= rest.size(); i += 3) {
      const size_t place = static_cast<uint8_t>(rest[i]) * 256U + static_cast<uint8_t>(rest[i + 1]);
      bytes[head + place % (bytes.size() - head)] ^= rest[i + 2];
    }
    bytes = Sealed(std::move(bytes));
  }

  attain_state* state = nullptr;
  attain_error* err = nullptr;
  if (attain_state_deserialize(bytes.data(), bytes.size(), &state, &err) != ATTAIN_OK) {
    attain_str message;
    if (state != nullptr || attain_error_message(err, &message) != ATTAIN_OK || message.size == 0)
      Fail("refused without a text");
    attain_error_free(err);
    return 0;
  }
  const std::string written = Written(state);
  attain_state* again = nullptr;
  Need(attain_state_deserialize(written.data(), written.size(), &again, nullptr),
       "what was written is not read");
  if (Written(again) != written) Fail("written, read and written differs");
  Finish(state);
  for (const attain_state* const other : {kWon, kRate, static_cast<const attain_state*>(again)}) {
    if (attain_state_merge(state, other, &err) != ATTAIN_OK) {
      if (attain_error_count(err) < 1) Fail("a merge is refused without a finding");
      attain_error_free(err);
      err = nullptr;
      if (other == kWon && Written(state) != written) Fail("a refused merge changed the state");
    }
    Finish(state);
  }
  attain_state_free(again);
  attain_state_free(state);
  return 0;
}
