/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * States as bytes: whatever befalls the bytes on their way is told clearly, and never breaks the
 * objects at hand. */
#include <stdint.h>

#include "fixture.h"

/* CRC-32C of `size` bytes, bit by bit. */
static uint32_t crc32c(const unsigned char* bytes, size_t size) {
  uint32_t crc = 0xFFFFFFFFu;
  size_t i;
  for (i = 0; i < size; ++i) {
    int bit;
    crc ^= bytes[i];
    for (bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0x82F63B78u & (0u - (crc & 1u)));
  }
  return ~crc;
}

/* Puts the checksum right that ends the bytes. */
static void seal(unsigned char* bytes, size_t size) {
  const uint32_t crc = crc32c(bytes, size - 4);
  int i;
  for (i = 0; i < 4; ++i) bytes[size - 4 + (size_t)i] = (unsigned char)(crc >> (8 * i));
}

static void put64(unsigned char* bytes, uint64_t value) {
  int i;
  for (i = 0; i < 8; ++i) bytes[i] = (unsigned char)(value >> (8 * i));
}

/* Expects that `bytes` are refused for `reason` with a text, and that no state is given. */
static void check_refused(const void* bytes, size_t size, attain_code code, int32_t reason) {
  attain_state* read = NULL;
  attain_error* err = NULL;
  attain_finding finding;
  CHECK_CODE(code, attain_state_deserialize(bytes, size, &read, &err));
  CHECK(read == NULL);
  CHECK(attain_error_count(err) == 1);
  memset(&finding, 0, sizeof finding);
  finding.struct_size = sizeof finding;
  CHECK_CODE(ATTAIN_OK, attain_error_finding(err, 0, &finding));
  CHECK(finding.reason == reason);
  CHECK(finding.message.size > 10);
  attain_error_free(err);
}

static attain_state* new_state(const char* measure) {
  attain_document documents[2];
  attain_state* state = NULL;
  fill_documents(documents);
  CHECK_CODE(ATTAIN_OK, attain_state_new(documents, 2, measure, ATTAIN_NUL, &state, NULL));
  return state;
}

static void check_same(const attain_state* state, const unsigned char* want, size_t want_size) {
  void* bytes = NULL;
  size_t size = 0;
  CHECK_CODE(ATTAIN_OK, attain_state_serialize(state, &bytes, &size, NULL));
  CHECK(size == want_size && memcmp(bytes, want, size) == 0);
  attain_free(bytes);
}

/* Finishes `state` and reads all of it. */
static int64_t rows_of(const attain_state* state) {
  struct ArrowArrayStream stream;
  int64_t rows = 0;
  CHECK_CODE(ATTAIN_OK, attain_state_finalize(state, &stream, NULL));
  for (;;) {
    struct ArrowArray array;
    CHECK(stream.get_next(&stream, &array) == 0);
    if (array.release == NULL) break;
    rows += array.length;
    array.release(&array);
  }
  stream.release(&stream);
  return rows;
}

/* A byte that was changed is seen wherever it lies. */
static void every_changed_byte_is_damage(const unsigned char* good, size_t size) {
  unsigned char* bytes = malloc(size);
  size_t i;
  CHECK(bytes != NULL);
  memcpy(bytes, good, size);
  for (i = 0; i < size; ++i) {
    bytes[i] ^= (unsigned char)(1u << (i % 8));
    check_refused(bytes, size, ATTAIN_DATA_LOSS, ATTAIN_REASON_STATE_DAMAGED);
    bytes[i] = good[i];
  }
  free(bytes);
}

/* Bytes that end early are seen wherever they end. Each is a block of its own, so that reading past
 * the end is seen too. */
static void every_cut_is_damage(const unsigned char* good, size_t size) {
  size_t length;
  for (length = 0; length < size; ++length) {
    unsigned char* bytes = malloc(length == 0 ? 1 : length);
    CHECK(bytes != NULL);
    memcpy(bytes, good, length);
    check_refused(bytes, length, ATTAIN_DATA_LOSS, ATTAIN_REASON_STATE_DAMAGED);
    free(bytes);
  }
}

/* With the checksum put right, what stands inside is checked: it is refused with a text, or it is a
 * state that works. A number may then be so large that it is no figure of 38 digits: OVERFLOW when
 * the state is finished. */
static void inner_changes_are_refused_or_work(const unsigned char* good, size_t size) {
  unsigned char* bytes = malloc(size);
  size_t i;
  int64_t refused = 0;
  CHECK(bytes != NULL);
  for (i = 4; i + 4 < size; ++i) {
    attain_state* read = NULL;
    attain_error* err = NULL;
    memcpy(bytes, good, size);
    bytes[i] ^= (unsigned char)(i % 2 == 0 ? 0x80 : 1);
    seal(bytes, size);
    if (attain_state_deserialize(bytes, size, &read, &err) == ATTAIN_OK) {
      struct ArrowArrayStream stream;
      attain_code code;
      CHECK(err == NULL);
      code = attain_state_finalize(read, &stream, NULL);
      CHECK(code == ATTAIN_OK || code == ATTAIN_OUT_OF_RANGE);
      if (code == ATTAIN_OK) stream.release(&stream);
      attain_state_free(read);
    } else {
      attain_str message;
      CHECK(read == NULL);
      CHECK_CODE(ATTAIN_OK, attain_error_message(err, &message));
      CHECK(message.size > 10);
      attain_error_free(err);
      ++refused;
    }
  }
  CHECK(refused > (int64_t)size / 2);
  free(bytes);
}

/* A whole state of a version to come is no damage. */
static void a_newer_version_is_named(const unsigned char* good, size_t size) {
  unsigned char* bytes = malloc(size);
  CHECK(bytes != NULL);
  memcpy(bytes, good, size);
  bytes[4] = ATTAIN_STATE_VERSION + 1;
  seal(bytes, size);
  check_refused(bytes, size, ATTAIN_UNIMPLEMENTED, ATTAIN_REASON_UNSUPPORTED_OPTION);
  bytes[4] = 0;
  seal(bytes, size);
  check_refused(bytes, size, ATTAIN_DATA_LOSS, ATTAIN_REASON_STATE_DAMAGED);
  free(bytes);
}

/* Cells stand in order, each key once, with no fewer than no rows. Every cell ends with its count.
 * The last cell is that of R-105: 4 + (4 + 5) + (4 + name of the period) + 64 + 8 bytes. */
static void cells_must_be_in_order(const unsigned char* good, size_t size) {
  static const char kPeriod[] = "2026-01";
  const size_t cell = 4 + (4 + 5) + (4 + (sizeof kPeriod - 1)) + 64 + 8;
  const size_t last = size - 4 - cell;
  unsigned char* bytes = malloc(size);
  attain_state* read = NULL;
  CHECK(bytes != NULL);
  CHECK(memcmp(good + last + 8, "R-105", 5) == 0);
  memcpy(bytes, good, size);
  put64(bytes + size - 12, (uint64_t)-1);
  seal(bytes, size);
  check_refused(bytes, size, ATTAIN_DATA_LOSS, ATTAIN_REASON_STATE_DAMAGED);

  memcpy(bytes, good, size);
  memcpy(bytes + last, good + last - cell, cell); /* the cell before once more */
  seal(bytes, size);
  check_refused(bytes, size, ATTAIN_DATA_LOSS, ATTAIN_REASON_STATE_DAMAGED);

  memcpy(bytes + last - cell, good + last, cell); /* the two in the other order */
  memcpy(bytes + last, good + last - cell, cell);
  seal(bytes, size);
  check_refused(bytes, size, ATTAIN_DATA_LOSS, ATTAIN_REASON_STATE_DAMAGED);

  memcpy(bytes, good, size); /* a count so high that another does not fit beside it */
  put64(bytes + size - 12, (uint64_t)INT64_MAX);
  seal(bytes, size);
  CHECK_CODE(ATTAIN_OK, attain_state_deserialize(bytes, size, &read, NULL));
  CHECK_CODE(ATTAIN_OUT_OF_RANGE, attain_state_merge(read, read, NULL));
  check_same(read, bytes, size);
  attain_state_free(read);
  free(bytes);
}

/* States of other measures do not merge, and both stay as they were. */
static void other_measures_do_not_merge(attain_state* state, const unsigned char* good,
                                        size_t size) {
  attain_state* other = new_state("win_rate");
  attain_error* err = NULL;
  attain_finding finding;
  CHECK_CODE(ATTAIN_FAILED_PRECONDITION, attain_state_merge(state, other, &err));
  memset(&finding, 0, sizeof finding);
  finding.struct_size = sizeof finding;
  CHECK_CODE(ATTAIN_OK, attain_error_finding(err, 0, &finding));
  CHECK(finding.reason == ATTAIN_REASON_STATE_MISMATCH);
  attain_error_free(err);
  attain_state_free(other);
  check_same(state, good, size);
}

/* Rows that cannot be counted leave the state as it was. `data` has deals without an outcome
 * afterwards. */
static void a_failed_update_changes_nothing(attain_state* state, attain_dataset* data,
                                            const unsigned char* good, size_t size) {
  attain_error* err = NULL;
  CHECK_CODE(ATTAIN_OK, fill_change(data, NULL));
  CHECK(attain_state_update(state, data, &err) != ATTAIN_OK);
  CHECK(attain_error_count(err) >= 1);
  attain_error_free(err);
  check_same(state, good, size);
}

int main(void) {
  attain_dataset* data = NULL;
  attain_state* state = new_state("won_amount");
  void* bytes = NULL;
  size_t size = 0;
  CHECK_CODE(ATTAIN_OK, attain_dataset_new(&data, NULL));
  CHECK_CODE(ATTAIN_OK, fill_tables(data, NULL));
  CHECK_CODE(ATTAIN_OK, attain_state_update(state, data, NULL));
  CHECK_CODE(ATTAIN_OK, attain_state_serialize(state, &bytes, &size, NULL));
  every_changed_byte_is_damage(bytes, size);
  every_cut_is_damage(bytes, size);
  inner_changes_are_refused_or_work(bytes, size);
  a_newer_version_is_named(bytes, size);
  cells_must_be_in_order(bytes, size);
  other_measures_do_not_merge(state, bytes, size);
  a_failed_update_changes_nothing(state, data, bytes, size);
  check_same(state, bytes, size);
  CHECK(rows_of(state) > 0);
  attain_free(bytes);
  attain_state_free(state);
  attain_dataset_free(data);
  puts("states as bytes: all checks passed");
  return 0;
}
