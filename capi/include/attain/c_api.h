/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * attain for C, and for every language that can call C.
 *
 * Tables and documents go in, tables and text come out:
 *
 *   attain_dataset* data = NULL;  attain_model* model = NULL;  attain_result* result = NULL;  attain_error* err = NULL;
 *   attain_dataset_new(&data, &err);
 *   attain_dataset_add_rows(data, "deals", ATTAIN_NUL, columns, 5, &err);       names of the columns of your cursor
 *   attain_dataset_append(data, "deals", ATTAIN_NUL, cells, 1, &err);           once per row, or many rows at once
 *   if (attain_model_prepare(documents, 2, data, &model, &err) != ATTAIN_OK) …  every fault of the documents, with line and column
 *   attain_run_options o;  attain_run_options_init(&o, sizeof o);  o.period = "2026-Q1";
 *   attain_model_calculate(model, &o, &result, &err);                           as often as you like, from any thread
 *   attain_result_explain(result, "R-104", ATTAIN_NUL, NULL, 0, ATTAIN_FORMAT_TEXT, NULL, 0, &text, &err);
 *
 *   8,650.00 EUR   Ada Lovelace · ae-2026 · 2026-Q1
 *
 * Rules that hold for every function
 *   Result      A function that can fail returns an attain_code. Out parameters are set to NULL or 0 when it fails.
 *   Errors      The last argument `err` may be NULL. Otherwise *err must be NULL or hold nothing you still need; on failure it
 *               receives an owned error with all findings, which you free. On success it is set to NULL.
 *   Nullability A pointer must not be NULL unless its comment says "may be NULL"; a NULL where none is allowed gives
 *               ATTAIN_INVALID_ARGUMENT and changes nothing.
 *   Ownership   owned: you free it with the function named. borrowed: valid until the object named is changed or freed.
 *               caller_buffer: yours, written during the call only. Inputs are read during the call only, except Arrow streams,
 *               which are moved: the library releases them, also on failure. Children keep what they come from alive, so objects may be
 *               freed in any order. Every ..._free accepts NULL.
 *   Text        UTF-8 bytes and their number, or ATTAIN_NUL for text that ends with a NUL byte. NUL inside text and invalid UTF-8 are
 *               ATTAIN_INVALID_ARGUMENT. Text given back is NUL-terminated as a courtesy.
 *   Structs     begin with struct_size, set by you (or by an init function) to sizeof the struct. Fields are only ever appended; zero is
 *               always the default. An unknown field that is not zero gives ATTAIN_UNIMPLEMENTED.
 *   Numbers     Money is never floating point. Days count from 1970-01-01, instants are microseconds since then in UTC.
 *   Threads     Functions that take a `const` object may run on it concurrently; others need your lock. Results are the same for any
 *               number of threads. The library starts none unless options.threads is above 1.
 *   Silence     No locale, environment, file, clock or output is used. Nothing is printed, thrown or aborted. Failed allocations give
 *               ATTAIN_RESOURCE_EXHAUSTED and leave all objects as they were.
 *
 * Life of a symbol: every function is marked "since"; ABI version 0 may still change between minor versions, from ABI 1 on a shipped symbol keeps
 * its meaning. Define ATTAIN_TARGET_VERSION (major * 10000 + minor * 100 + patch) to see only what that version had. */
#ifndef ATTAIN_C_API_H_
#define ATTAIN_C_API_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Versions ---------------------------------------------------------------------------------------------------------------- */

#define ATTAIN_VERSION_MAJOR 0
#define ATTAIN_VERSION_MINOR 1
#define ATTAIN_VERSION_PATCH 0
#define ATTAIN_ABI_VERSION 0   /* The number in libattain.so.<abi>. */
#define ATTAIN_STATE_VERSION 1 /* The newest form of serialised states; older ones are read for ever. */
#ifndef ATTAIN_TARGET_VERSION
#define ATTAIN_TARGET_VERSION 100 /* 0.1.0 */
#endif

/* Text length that means: up to the NUL byte. */
#define ATTAIN_NUL ((size_t)-1)

/* ---- Codes and constants ----------------------------------------------------------------------------------------------------- */

/* How a call went: the 17 canonical status values. */
typedef int32_t attain_code;
#define ATTAIN_OK 0
#define ATTAIN_CANCELLED 1
#define ATTAIN_UNKNOWN 2
#define ATTAIN_INVALID_ARGUMENT 3
#define ATTAIN_DEADLINE_EXCEEDED 4
#define ATTAIN_NOT_FOUND 5
#define ATTAIN_ALREADY_EXISTS 6
#define ATTAIN_PERMISSION_DENIED 7
#define ATTAIN_RESOURCE_EXHAUSTED 8
#define ATTAIN_FAILED_PRECONDITION 9
#define ATTAIN_ABORTED 10
#define ATTAIN_OUT_OF_RANGE 11
#define ATTAIN_UNIMPLEMENTED 12
#define ATTAIN_INTERNAL 13
#define ATTAIN_UNAVAILABLE 14
#define ATTAIN_DATA_LOSS 15
#define ATTAIN_UNAUTHENTICATED 16

/* How bad a finding is. */
#define ATTAIN_SEVERITY_ERROR 1   /* The element or row is set aside. */
#define ATTAIN_SEVERITY_WARNING 2 /* It is used, but somebody should look. */

/* Types of plain columns: how the elements of attain_column.data lie in memory. */
#define ATTAIN_TYPE_BOOL 1       /* Bitmap, least significant bit first. */
#define ATTAIN_TYPE_INT32 2      /* int32_t */
#define ATTAIN_TYPE_INT64 3      /* int64_t */
#define ATTAIN_TYPE_DOUBLE 4     /* double; never for money. */
#define ATTAIN_TYPE_DECIMAL64 5  /* int64_t coefficients of attain_column.scale decimals: cents are scale 2. */
#define ATTAIN_TYPE_DECIMAL128 6 /* 16-byte little-endian two's complement coefficients of attain_column.scale decimals. */
#define ATTAIN_TYPE_DATE 7       /* int32_t days since 1970-01-01. */
#define ATTAIN_TYPE_TIMESTAMP 8  /* int64_t microseconds since 1970-01-01T00:00:00Z. */
#define ATTAIN_TYPE_TEXT32 9     /* UTF-8 bytes, with int32_t offsets (length + 1 of them). */
#define ATTAIN_TYPE_TEXT64 10    /* UTF-8 bytes, with int64_t offsets (length + 1 of them). */

/* Forms of an explanation. */
#define ATTAIN_FORMAT_TEXT 1 /* A tree for people. */
#define ATTAIN_FORMAT_JSON 2 /* The same tree for programs. */

/* Reasons of findings. A number and its name are never changed and never used again; docs/reference/errors.md has meaning and remedy. */
/* reasons: begin */
#define ATTAIN_REASON_NONE 0
#define ATTAIN_REASON_INTERNAL 1
#define ATTAIN_REASON_OUT_OF_MEMORY 2
#define ATTAIN_REASON_CANCELLED 3
#define ATTAIN_REASON_NULL_ARGUMENT 4
#define ATTAIN_REASON_UNSUPPORTED_OPTION 5
#define ATTAIN_REASON_IO_ERROR 6
#define ATTAIN_REASON_OVERFLOW 101
#define ATTAIN_REASON_DIVISION_BY_ZERO 102
#define ATTAIN_REASON_INVALID_NUMBER 103
#define ATTAIN_REASON_INEXACT 104
#define ATTAIN_REASON_INVALID_DATE 105
#define ATTAIN_REASON_INVALID_PERIOD 106
#define ATTAIN_REASON_CURRENCY_MISMATCH 107
#define ATTAIN_REASON_UNKNOWN_CURRENCY 108
#define ATTAIN_REASON_INVALID_WEIGHTS 109
#define ATTAIN_REASON_INVALID_ARGUMENT 110
#define ATTAIN_REASON_INVALID_ARROW 201
#define ATTAIN_REASON_UNSUPPORTED_TYPE 202
#define ATTAIN_REASON_LENGTH_MISMATCH 203
#define ATTAIN_REASON_INVALID_UTF8 204
#define ATTAIN_REASON_UNKNOWN_COLUMN 205
#define ATTAIN_REASON_UNKNOWN_TABLE 206
#define ATTAIN_REASON_DUPLICATE_COLUMN 207
#define ATTAIN_REASON_ROW_OUT_OF_RANGE 208
#define ATTAIN_REASON_JSON_SYNTAX 301
#define ATTAIN_REASON_UNKNOWN_KEY 302
#define ATTAIN_REASON_DUPLICATE_KEY 303
#define ATTAIN_REASON_MISSING_KEY 304
#define ATTAIN_REASON_WRONG_TYPE 305
#define ATTAIN_REASON_OUT_OF_BOUNDS 306
#define ATTAIN_REASON_UNKNOWN_KIND 307
#define ATTAIN_REASON_UNKNOWN_REFERENCE 308
#define ATTAIN_REASON_CYCLIC_REFERENCE 309
#define ATTAIN_REASON_DUPLICATE_ID 310
#define ATTAIN_REASON_NESTING_TOO_DEEP 311
#define ATTAIN_REASON_UNKNOWN_VERSION 312
#define ATTAIN_REASON_INVALID_VALUE 313
#define ATTAIN_REASON_UNKNOWN_PATH 314
#define ATTAIN_REASON_UNKNOWN_WORD 315
#define ATTAIN_REASON_DOCUMENT_TOO_LARGE 316
#define ATTAIN_REASON_EXPRESSION_SYNTAX 401
#define ATTAIN_REASON_UNKNOWN_NAME 402
#define ATTAIN_REASON_NO_MATCHING_OVERLOAD 403
#define ATTAIN_REASON_EXPRESSION_TYPE 404
#define ATTAIN_REASON_INDEX_OUT_OF_RANGE 405
#define ATTAIN_REASON_BAD_CONVERSION 406
#define ATTAIN_REASON_EXPRESSION_LIMIT 407
#define ATTAIN_REASON_EVALUATION_ERROR 408
#define ATTAIN_REASON_INSUFFICIENT_DATA 501
#define ATTAIN_REASON_NOT_CONVERGED 502
#define ATTAIN_REASON_SEPARATION 503
#define ATTAIN_REASON_COLLINEAR 504
#define ATTAIN_REASON_SUPPORT_TOO_LARGE 505
#define ATTAIN_REASON_DUP_KEY 601
#define ATTAIN_REASON_ORPHAN_REF 602
#define ATTAIN_REASON_INTERVAL_OVERLAP 603
#define ATTAIN_REASON_INTERVAL_INVERTED 604
#define ATTAIN_REASON_TREE_CYCLE 605
#define ATTAIN_REASON_SPLIT_SUM 606
#define ATTAIN_REASON_PERIOD_GAP 607
#define ATTAIN_REASON_CCY_MISSING 608
#define ATTAIN_REASON_FX_MISSING 609
#define ATTAIN_REASON_MONEY_OVERFLOW 610
#define ATTAIN_REASON_UNIT_MISMATCH 611
#define ATTAIN_REASON_CREDIT_SIGN 612
#define ATTAIN_REASON_CREDIT_OVER_ORIGINAL 613
#define ATTAIN_REASON_STAGE_UNKNOWN 614
#define ATTAIN_REASON_CHANGE_CHAIN_BROKEN 615
#define ATTAIN_REASON_OUTCOME_STAGE_CONFLICT 616
#define ATTAIN_REASON_NO_HISTORY 617
#define ATTAIN_REASON_BACKFILLED_HISTORY 618
#define ATTAIN_REASON_HISTORY_TRUNCATED 619
#define ATTAIN_REASON_VALUE_OVERWRITTEN 620
#define ATTAIN_REASON_STAGE_SKIP 621
#define ATTAIN_REASON_STAGE_REENTRY 622
#define ATTAIN_REASON_NO_OPEN_STAGE 623
#define ATTAIN_REASON_CLOSE_DATE_PAST_OPEN 624
#define ATTAIN_REASON_ZERO_AMOUNT_LATE_STAGE 625
#define ATTAIN_REASON_REP_NOT_ASSIGNED 626
#define ATTAIN_REASON_TARGET_CHILDREN_MISMATCH 627
#define ATTAIN_REASON_SMALL_SAMPLE 628
#define ATTAIN_REASON_MISSING_COLUMN 629
#define ATTAIN_REASON_NULL_VALUE 630
#define ATTAIN_REASON_WRONG_COLUMN_TYPE 631
#define ATTAIN_REASON_EMPTY_TABLE 632
#define ATTAIN_REASON_NEGATIVE_SHARE 633
#define ATTAIN_REASON_LOSSY_NUMBER 634
#define ATTAIN_REASON_RECORDED_BEFORE_EVENT 635
#define ATTAIN_REASON_UNKNOWN_WORD_IN_COLUMN 636
#define ATTAIN_REASON_INVALID_CELL 637
#define ATTAIN_REASON_REFUND_WITHOUT_ORIGINAL 638
#define ATTAIN_REASON_CALENDAR_UNKNOWN 639
#define ATTAIN_REASON_MEASURE_UNFED 701
#define ATTAIN_REASON_TARGET_ZERO 702
#define ATTAIN_REASON_NO_TARGET 703
#define ATTAIN_REASON_EMPTY_GROUP 704
#define ATTAIN_REASON_NO_DRIVER 801
#define ATTAIN_REASON_TARGET_NOT_DIVISIBLE 802
#define ATTAIN_REASON_INFEASIBLE_BOUNDS 803
#define ATTAIN_REASON_INSUFFICIENT_HISTORY 1001
#define ATTAIN_REASON_CLOSED_BEFORE_CREATED 1002
#define ATTAIN_REASON_TIER_GAP 1201
#define ATTAIN_REASON_TIER_OVERLAP 1202
#define ATTAIN_REASON_TIER_UNREACHABLE 1203
#define ATTAIN_REASON_TIER_CLIFF 1204
#define ATTAIN_REASON_VALUE_IN_NO_BAND 1205
#define ATTAIN_REASON_PLAN_UNKNOWN 1206
#define ATTAIN_REASON_PLAN_OUTSIDE_EMPLOYMENT 1207
#define ATTAIN_REASON_OVERRIDE_CYCLE 1208
#define ATTAIN_REASON_NO_PLAN_VERSION 1209
#define ATTAIN_REASON_NO_QUOTA 1210
#define ATTAIN_REASON_NOT_PAID 1211
#define ATTAIN_REASON_CAP_NEGATIVE 1212
#define ATTAIN_REASON_NOTHING_TO_RUN 1301
#define ATTAIN_REASON_UNKNOWN_REP 1302
#define ATTAIN_REASON_PERIOD_NOT_IN_CALENDAR 1303
#define ATTAIN_REASON_STATE_DAMAGED 1304
#define ATTAIN_REASON_STATE_MISMATCH 1305
/* reasons: end */

/* ---- Values ------------------------------------------------------------------------------------------------------------------ */

/* A stretch of UTF-8 text. data is NULL for a missing value; size is a number of bytes or, in text you pass in, ATTAIN_NUL. */
typedef struct attain_str {
  const char* data; /* Its first byte; NULL for a missing value. */
  size_t size;      /* Number of bytes. */
} attain_str;

/* One thing that is wrong or suspicious: where, what, and what would be right. All text is borrowed from the error it was read from. */
typedef struct attain_finding {
  uint32_t struct_size;   /* sizeof(attain_finding), set by you. */
  int32_t severity;       /* ATTAIN_SEVERITY_... */
  int32_t reason;         /* ATTAIN_REASON_... */
  uint32_t reserved;      /* 0 */
  int64_t line;           /* Line of the document, from 1; -1: none. */
  int64_t column;         /* Column in the line in bytes, from 1; -1: none. */
  int64_t offset;         /* Byte of the document, from 0; -1: none. */
  int64_t row;            /* Row of the table, from 0; -1: none. */
  int64_t other_row;      /* The other row concerned, from 0; -1: none. */
  attain_str reason_name; /* "UNKNOWN_KEY" */
  attain_str message;     /* What is wrong, a sentence with the value seen. */
  attain_str hint;        /* What would be right; may be empty. */
  attain_str document;    /* Name of the document; may be empty. */
  attain_str path;        /* incentive[ae-2026].components[0].cap; may be empty. */
  attain_str table;       /* Name of the table; may be empty. */
  attain_str column_name; /* Name of the table's column; may be empty. */
  attain_str text;        /* All of it on one line, for a log. */
} attain_finding;

/* A column in plain memory: Arrow's layout without Arrow. Given to the library it is copied during the call; received from it, all
 * pointers are borrowed from the object it was read from. */
typedef struct attain_column {
  uint32_t struct_size;    /* sizeof(attain_column), set by you. In an array: the distance of its elements. */
  int32_t type;            /* ATTAIN_TYPE_... */
  int64_t length;          /* Number of rows. */
  int64_t offset;          /* Position of the first row in every buffer. */
  int32_t scale;           /* Decimals of the decimal types, 0..38; otherwise 0. */
  uint32_t reserved;       /* 0 */
  const char* name;        /* Name of the column. */
  size_t name_size;        /* Its length; 0: up to the NUL byte. */
  const void* data;        /* The elements; for text the bytes. May be NULL when length is 0. */
  const uint8_t* validity; /* Bitmap, least significant bit first, 1 = present. May be NULL: nothing is missing. */
  const void* offsets;     /* For text: length + 1 offsets. Otherwise NULL. */
  const void* reserved2;   /* NULL */
} attain_column;

/* One document. In a list the first is the model; the others are found by {"file": "name"}. */
typedef struct attain_document {
  uint32_t struct_size; /* sizeof(attain_document), set by you. In an array: the distance of its elements. */
  uint32_t reserved;    /* 0 */
  const char* name;     /* Name in findings, usually the file name. May be NULL. */
  size_t name_size;     /* Its length; 0: up to the NUL byte. */
  const char* text;     /* JSON, UTF-8. */
  size_t text_size;     /* Its length; 0: up to the NUL byte. */
} attain_document;

/* ---- Objects ----------------------------------------------------------------------------------------------------------------- */

typedef struct attain_error attain_error;     /* What went wrong, or what was found: a list of findings. Immutable. */
typedef struct attain_dataset attain_dataset; /* Named tables as you have them. Mutable: one writer at a time. */
typedef struct attain_model attain_model;     /* Documents joined with data, ready for questions. Immutable: share it among threads. */
typedef struct attain_result attain_result;   /* The tables of one calculation. Immutable. */
typedef struct attain_state attain_state;     /* A partial aggregate that can be merged. Mutable: one writer at a time. */

/* ---- Arrow C data and C stream interface (Apache Arrow, under its own guards) -------------------------------------------------- */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */

#if ATTAIN_TARGET_VERSION >= 100

/* ---- The library ------------------------------------------------------------------------------------------------------------- */

/* "0.1.0". Borrowed for ever. Never NULL. Compare with ATTAIN_VERSION_... Since 0.1. */
const char* attain_version_string(void);

/* The ABI of the loaded library; refuse to work unless it equals ATTAIN_ABI_VERSION. Since 0.1. */
int32_t attain_abi_version(void);

/* How the library was built, as JSON: version, abi, state, compiler, flags, dependencies with their versions. Borrowed for ever. Never NULL.
 * Since 0.1. */
const char* attain_build_info(void);

/* Frees a plain buffer that a function of this library gave you as "owned: attain_free". `memory` may be NULL. Since 0.1. */
void attain_free(void* memory);

/* ---- Errors and findings ----------------------------------------------------------------------------------------------------- */

/* The code of an error; ATTAIN_OK for a list of findings that did not stop anything, and for NULL. `error` may be NULL. Since 0.1. */
attain_code attain_error_code(const attain_error* error);

/* The texts of all findings, one a line. `message`: borrowed from `error`; an empty text for NULL. `error` may be NULL.
 * Fails with ATTAIN_INVALID_ARGUMENT when `message` is NULL. Since 0.1. */
attain_code attain_error_message(const attain_error* error, attain_str* message);

/* Number of findings; 0 for NULL. `error` may be NULL. Since 0.1. */
int64_t attain_error_count(const attain_error* error);

/* Finding number `index`, from 0. `out` (caller_buffer): its struct_size says how much is written; texts are borrowed from `error`.
 * Fails with ATTAIN_OUT_OF_RANGE for another index, ATTAIN_INVALID_ARGUMENT for NULL or a struct_size below that of version 0.1.
 * Since 0.1. */
attain_code attain_error_finding(const attain_error* error, int64_t index, attain_finding* out);

/* Frees an error. `error` may be NULL. Since 0.1. */
void attain_error_free(attain_error* error);

/* ---- Data in ----------------------------------------------------------------------------------------------------------------- */

/* A dataset without tables. `dataset`: owned, attain_dataset_free. Since 0.1. */
attain_code attain_dataset_new(attain_dataset** dataset, attain_error** err);

/* Adds a table, in place of one of that name, from an Arrow stream of struct batches. `stream` is moved: the library releases it, also on
 * failure, and stream->release is NULL afterwards; its buffers are kept without copying until the last object that uses them is freed.
 * Findings: INVALID_ARROW, UNSUPPORTED_TYPE, INVALID_UTF8, DUPLICATE_COLUMN. Since 0.1. */
attain_code attain_dataset_add_stream(attain_dataset* dataset, const char* table, size_t table_size, struct ArrowArrayStream* stream,
                                      attain_error** err);

/* Adds a table, in place of one of that name, from plain columns of one length, which are copied. `columns`: n_columns elements that
 * lie columns[0].struct_size bytes apart; may be NULL when n_columns is 0. Findings: LENGTH_MISMATCH, DUPLICATE_COLUMN, INVALID_UTF8,
 * UNSUPPORTED_TYPE, INVALID_ARGUMENT. Since 0.1. */
attain_code attain_dataset_add_columns(attain_dataset* dataset, const char* table, size_t table_size, const attain_column* columns,
                                       int64_t n_columns, attain_error** err);

/* Starts a table of text cells, in place of one of that name, to be filled by attain_dataset_append. The text is read as what each column
 * asks for: "120.50" an exact number, "2026-03-31" a day, an empty cell a missing value. `columns`: the names of n_columns columns.
 * Since 0.1. */
attain_code attain_dataset_add_rows(attain_dataset* dataset, const char* table, size_t table_size, const attain_str* columns,
                                    int64_t n_columns, attain_error** err);

/* Appends n_rows rows to a table started by attain_dataset_add_rows. `cells`: n_rows times n_columns texts, row after row, copied; a
 * cell whose data is NULL is missing. Either all rows are appended or none. Findings: UNKNOWN_TABLE, INVALID_UTF8. Since 0.1. */
attain_code attain_dataset_append(attain_dataset* dataset, const char* table, size_t table_size, const attain_str* cells, int64_t n_rows,
                                  attain_error** err);

/* Evaluates a CEL expression once per row of a table. `out` (caller_buffer) receives an Arrow stream of one column named "value"; you
 * release it. Findings: UNKNOWN_TABLE, and those of the expression with their place in it. Since 0.1. */
attain_code attain_dataset_evaluate(const attain_dataset* dataset, const char* table, size_t table_size, const char* expression,
                                    size_t expression_size, struct ArrowArrayStream* out, attain_error** err);

/* Frees a dataset. `dataset` may be NULL. Since 0.1. */
void attain_dataset_free(attain_dataset* dataset);

/* ---- Documents --------------------------------------------------------------------------------------------------------------- */

/* Checks documents without data. The first may be of any kind ("model/1", "incentive/1" …), the others are the files it names.
 * `findings`: owned, attain_error_free; NULL when there is nothing to say. The call succeeds when the check could be made, whatever it found.
 * Since 0.1. */
attain_code attain_document_check(const attain_document* documents, int64_t n_documents, attain_error** findings, attain_error** err);

/* The text of `document` with the element at `path` replaced by the JSON `value`; text that is not JSON is taken as a string. Everything
 * else stays byte for byte. `out`: owned, attain_free((void*)out->data). Findings: UNKNOWN_PATH, JSON_SYNTAX. Since 0.1. */
attain_code attain_document_replace(const attain_document* document, const char* path, size_t path_size, const char* value,
                                    size_t value_size, attain_str* out, attain_error** err);

/* The JSON Schema of a kind of document ("model", "incentive", "measure", "target"). `out`: owned, attain_free((void*)out->data).
 * Findings: UNKNOWN_KIND with the nearest known. Since 0.1. */
attain_code attain_document_schema(const char* kind, size_t kind_size, attain_str* out, attain_error** err);

/* ---- Models ------------------------------------------------------------------------------------------------------------------ */

/* Reads documents, joins them with the data and does everything that can fail once and for all. The tables of `dataset` are shared, not copied;
 * later changes of the dataset do not reach the model. `documents`: n_documents elements that lie documents[0].struct_size bytes apart; the
 * first is the model, the others are found by {"file": "name"}. `model`: owned, attain_model_free.
 * A fault of the documents fails with all findings. A bad row of the data does not: it is set aside, see attain_model_findings. Since 0.1. */
attain_code attain_model_prepare(const attain_document* documents, int64_t n_documents, const attain_dataset* dataset, attain_model** model,
                                 attain_error** err);

/* The same model over changed data: rows of `changes` replace the rows of the same table and key, other rows are added. `model` stays as it
 * is and may be in use. `updated`: owned, attain_model_free. Since 0.1. */
attain_code attain_model_update(const attain_model* model, const attain_dataset* changes, attain_model** updated, attain_error** err);

/* What was found in the data when the model was prepared. `findings`: owned, attain_error_free; NULL when nothing was found. Since 0.1. */
attain_code attain_model_findings(const attain_model* model, attain_error** findings, attain_error** err);

/* Frees a model; results made from it live on. `model` may be NULL. Since 0.1. */
void attain_model_free(attain_model* model);

/* ---- Calculation ------------------------------------------------------------------------------------------------------------- */

/* Called now and then during a long calculation, on the calling thread: `done` of `total` steps. Return 0 to go on, anything else to
 * stop with ATTAIN_CANCELLED. */
typedef int32_t (*attain_progress)(int64_t done, int64_t total, void* context);

/* What is asked. Zero in every field is the default. */
typedef struct attain_run_options {
  uint32_t struct_size;             /* sizeof(attain_run_options), set by attain_run_options_init. */
  int32_t frozen_until_day;         /* With `restates`: statements that end on this day or before are paid for good. 0: none are. */
  const char* period;               /* "2026-Q1". Must be given. */
  size_t period_size;               /* Its length; 0: up to the NUL byte. */
  const char* payee;                /* Only this rep, by your own id: takes microseconds. NULL: every rep. */
  size_t payee_size;                /* Its length; 0: up to the NUL byte. */
  int32_t as_of_day;                /* Only what had happened by the end of this day. 0: everything in the data. */
  int32_t threads;                  /* Threads to use. 0 and 1: only the calling one. */
  const attain_dataset* overriding; /* Rows used for this calculation alone, in place of rows of the same table and key. NULL: none. */
  const attain_result* restates;    /* An earlier result for the same period and payee: the table "deltas" says what changed since, by cause. NULL: none. */
  attain_progress progress;         /* Progress and cancelling. NULL: none. */
  void* progress_context;           /* Passed to `progress`. May be NULL. */
} attain_run_options;

/* Fills `options` (caller_buffer) with defaults: zeros, and struct_size = size. Does nothing for NULL. Since 0.1. */
void attain_run_options_init(attain_run_options* options, size_t size);

/* Calculates. Holds no lock; may be called concurrently on one model. `options` must name the period. `result`: owned, attain_result_free.
 * One rep whose pay cannot be calculated does not stop the others: that statement has a status of its own and a finding.
 * Findings that stop: INVALID_PERIOD, PERIOD_NOT_IN_CALENDAR, UNKNOWN_REP, CANCELLED, and faults of overriding rows. Since 0.1. */
attain_code attain_model_calculate(const attain_model* model, const attain_run_options* options, attain_result** result, attain_error** err);

/* ---- Results ----------------------------------------------------------------------------------------------------------------- */

/* The name of table number `index`, from 0: "statements", "statement_lines", "findings" … `name`: borrowed from `result`.
 * Fails with ATTAIN_OUT_OF_RANGE past the last. Since 0.1. */
attain_code attain_result_table_name(const attain_result* result, int64_t index, attain_str* name, attain_error** err);

/* A table as an Arrow stream. `out` (caller_buffer): you release it, on any thread, also after the result was freed. Fails with
 * ATTAIN_NOT_FOUND for an unknown name. Since 0.1. */
attain_code attain_result_table(const attain_result* result, const char* table, size_t table_size, struct ArrowArrayStream* out,
                                attain_error** err);

/* One column of a table in plain memory. `out` (caller_buffer): its struct_size says how much is written; all pointers are borrowed from
 * `result`. Decimals come as ATTAIN_TYPE_DECIMAL128, text as ATTAIN_TYPE_TEXT32. Fails with ATTAIN_NOT_FOUND for unknown names. Since 0.1. */
attain_code attain_result_column(const attain_result* result, const char* table, size_t table_size, const char* column, size_t column_size,
                                 attain_column* out, attain_error** err);

/* Why a rep is paid what the rep is paid: the tree of each statement, or of one. `rep`: your own id. `plan`: only this plan; may be NULL. `format`:
 * ATTAIN_FORMAT_... `language`: "en" or "zh"; may be NULL: "en". `out`: owned, attain_free((void*)out->data). Fails with ATTAIN_NOT_FOUND
 * when there is no such statement. Since 0.1. */
attain_code attain_result_explain(const attain_result* result, const char* rep, size_t rep_size, const char* plan, size_t plan_size,
                                  int32_t format, const char* language, size_t language_size, attain_str* out, attain_error** err);

/* What changed from `before` to `result`, rep by rep: the table `deltas` as an Arrow stream in `out` (caller_buffer), which you release.
 * The two may come from different models. Since 0.1. */
attain_code attain_result_compare(const attain_result* result, const attain_result* before, struct ArrowArrayStream* out, attain_error** err);

/* What was found during the calculation and in the data. `findings`: owned, attain_error_free; NULL when nothing was found. Since 0.1. */
attain_code attain_result_findings(const attain_result* result, attain_error** findings, attain_error** err);

/* Frees a result. `result` may be NULL. Since 0.1. */
void attain_result_free(attain_result* result);

/* One cell of a plain column as text: numbers exactly, days as 2026-03-31, nothing for a missing value. `buffer` (caller_buffer) of `capacity` bytes
 * receives the text and a NUL byte; may be NULL when capacity is 0. `size` receives the length of the text without the NUL byte, also when it
 * does not fit. `missing` receives 1 for a missing value, otherwise 0; may be NULL. Fails with ATTAIN_OUT_OF_RANGE for another row and when
 * the buffer is too small. Since 0.1. */
attain_code attain_column_text(const attain_column* column, int64_t row, char* buffer, size_t capacity, size_t* size, int32_t* missing,
                               attain_error** err);

/* ---- Partial aggregates ------------------------------------------------------------------------------------------------------ */

/* An empty aggregate of one measure of a model: what it adds up per entity and period, so that parts computed on different machines or days can be
 * merged exactly. `measure`: its id. `state`: owned, attain_state_free. Findings: those of the documents, UNKNOWN_REFERENCE. Since 0.1. */
attain_code attain_state_new(const attain_document* documents, int64_t n_documents, const char* measure, size_t measure_size,
                             attain_state** state, attain_error** err);

/* Adds the rows of `rows`, each of which must be given to exactly one state of those to be merged. On failure the state is unchanged.
 * CURRENCY_MISMATCH: the rows are in another currency than those before. OVERFLOW. Findings: those of loading the rows. Since 0.1. */
attain_code attain_state_update(attain_state* state, const attain_dataset* rows, attain_error** err);

/* Adds all that `other` holds; merging a state into itself doubles it. On failure the state is unchanged. Fails with STATE_MISMATCH
 * (ATTAIN_FAILED_PRECONDITION) unless both are of the same documents and measure, CURRENCY_MISMATCH, OVERFLOW. Since 0.1. */
attain_code attain_state_merge(attain_state* state, const attain_state* other, attain_error** err);

/* The state as bytes: magic "ATST", version, hash of the documents and measure, contents, CRC32C; little-endian. The same contents always give
 * the same bytes. `bytes`: owned, attain_free. Since 0.1. */
attain_code attain_state_serialize(const attain_state* state, void** bytes, size_t* size, attain_error** err);

/* A state from bytes of this or any earlier version. `state`: owned, attain_state_free; NULL on failure. The checksum is looked at before
 * anything but the magic: bytes that were changed or cut off fail with STATE_DAMAGED (ATTAIN_DATA_LOSS), whole ones of a newer version with
 * UNSUPPORTED_OPTION (ATTAIN_UNIMPLEMENTED). Findings of the documents inside when this library reads them no more. Since 0.1. */
attain_code attain_state_deserialize(const void* bytes, size_t size, attain_state** state, attain_error** err);

/* What was added up: the table `series` as an Arrow stream in `out` (caller_buffer), which you release. The state stays usable.
 * OVERFLOW: a figure has more than 38 digits. Since 0.1. */
attain_code attain_state_finalize(const attain_state* state, struct ArrowArrayStream* out, attain_error** err);

/* Frees a state. `state` may be NULL. Since 0.1. */
void attain_state_free(attain_state* state);

#endif /* ATTAIN_TARGET_VERSION >= 100 */

#ifdef __cplusplus
}
#endif

#endif /* ATTAIN_C_API_H_ */
