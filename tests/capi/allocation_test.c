/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * Every function while memory runs out: the first allocation fails, then the second, and so on until the call needs no more. Nothing may
 * crash, nothing may leak, and what the call was made on must be usable afterwards.
 *
 * malloc and its relatives are replaced for the whole program and the library by these, which count. */
#include <errno.h>

#include "fixture.h"

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* memory, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void* memory);

static long allowed = -1; /* allocations until one fails; below 0: all are allowed */
static long live = 0;     /* blocks not freed */
static int failed = 0;

static int refuse(void) {
  if (allowed < 0) return 0;
  if (allowed == 0) {
    failed = 1;
    errno = ENOMEM;
    return 1; /* and every one after it, until the call is over */
  }
  --allowed;
  return 0;
}
static void* counted(void* memory) {
  if (memory != NULL) ++live;
  return memory;
}
void* malloc(size_t size) { return refuse() ? NULL : counted(__libc_malloc(size)); }
void* calloc(size_t count, size_t size) { return refuse() ? NULL : counted(__libc_calloc(count, size)); }
void* realloc(void* memory, size_t size) {
  void* result;
  if (refuse()) return NULL;
  result = __libc_realloc(memory, size);
  if (memory == NULL && result != NULL) ++live;
  return result;
}
void* memalign(size_t alignment, size_t size) { return refuse() ? NULL : counted(__libc_memalign(alignment, size)); }
void* aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
int posix_memalign(void** memory, size_t alignment, size_t size) {
  void* result = memalign(alignment, size);
  if (result == NULL) return ENOMEM;
  *memory = result;
  return 0;
}
void free(void* memory) {
  if (memory != NULL) --live;
  __libc_free(memory);
}

/* What the calls are made on; made before the sweep. */
static attain_dataset* data;
static attain_dataset* change;
static attain_model* model;
static attain_result* result;
static attain_state* state;
static attain_document documents[2];
static attain_run_options options;

static void drop(struct ArrowArrayStream* stream) {
  if (stream->release != NULL) stream->release(stream);
}

/* One call each; what it gives is freed. */
static attain_code call_dataset_new(attain_error** err) {
  attain_dataset* made = NULL;
  const attain_code code = attain_dataset_new(&made, err);
  attain_dataset_free(made);
  return code;
}
static attain_code call_rows(attain_error** err) { return fill_tables(data, err); }
static attain_code call_columns(attain_error** err) { return fill_change(change, err); }
static attain_code call_stream(attain_error** err) {
  struct ArrowArrayStream stream;
  attain_code code = attain_dataset_evaluate(data, "deals", ATTAIN_NUL, "amount", ATTAIN_NUL, &stream, err);
  if (code != ATTAIN_OK) return code;
  code = attain_dataset_add_stream(data, "copy", ATTAIN_NUL, &stream, err);
  drop(&stream);
  return code;
}
static attain_code call_check(attain_error** err) {
  attain_error* findings = NULL;
  const attain_code code = attain_document_check(documents, 2, &findings, err);
  attain_error_free(findings);
  return code;
}
static attain_code call_replace(attain_error** err) {
  attain_str text;
  const attain_code code = attain_document_replace(documents, "measures[won_amount].of", ATTAIN_NUL, "deals.amount", ATTAIN_NUL, &text, err);
  attain_free((void*)text.data);
  return code;
}
static attain_code call_schema(attain_error** err) {
  attain_str text;
  const attain_code code = attain_document_schema("model", ATTAIN_NUL, &text, err);
  attain_free((void*)text.data);
  return code;
}
static attain_code call_prepare(attain_error** err) {
  attain_model* made = NULL;
  const attain_code code = attain_model_prepare(documents, 2, data, &made, err);
  attain_model_free(made);
  return code;
}
static attain_code call_update(attain_error** err) {
  attain_model* made = NULL;
  const attain_code code = attain_model_update(model, change, &made, err);
  attain_model_free(made);
  return code;
}
static attain_code call_model_findings(attain_error** err) {
  attain_error* findings = NULL;
  const attain_code code = attain_model_findings(model, &findings, err);
  attain_error_free(findings);
  return code;
}
static attain_code call_calculate(attain_error** err) {
  attain_result* made = NULL;
  const attain_code code = attain_model_calculate(model, &options, &made, err);
  attain_result_free(made);
  return code;
}
static attain_code call_what_if(attain_error** err) {
  attain_run_options what_if = options;
  attain_result* made = NULL;
  attain_code code;
  what_if.payee = "R-104";
  what_if.overriding = change;
  code = attain_model_calculate(model, &what_if, &made, err);
  attain_result_free(made);
  return code;
}
static attain_code call_tables(attain_error** err) {
  attain_result* made = NULL;
  attain_code code = attain_model_calculate(model, &options, &made, err);
  int64_t i;
  for (i = 0; code == ATTAIN_OK && i < 9; ++i) {
    struct ArrowArrayStream stream;
    attain_str name;
    code = attain_result_table_name(made, i, &name, err);
    if (code == ATTAIN_OK) code = attain_result_table(made, name.data, name.size, &stream, err);
    if (code == ATTAIN_OK) drop(&stream);
  }
  attain_result_free(made);
  return code;
}
static attain_code call_column(attain_error** err) {
  attain_result* made = NULL;
  attain_column column;
  char text[32];
  size_t size;
  attain_code code = attain_model_calculate(model, &options, &made, err);
  memset(&column, 0, sizeof column);
  column.struct_size = sizeof column;
  if (code == ATTAIN_OK) code = attain_result_column(made, "statements", ATTAIN_NUL, "paid", ATTAIN_NUL, &column, err);
  if (code == ATTAIN_OK) code = attain_column_text(&column, 0, text, sizeof text, &size, NULL, err);
  attain_result_free(made);
  return code;
}
static attain_code call_explain(attain_error** err) {
  attain_str text;
  const attain_code code = attain_result_explain(result, "R-104", ATTAIN_NUL, NULL, 0, ATTAIN_FORMAT_JSON, NULL, 0, &text, err);
  attain_free((void*)text.data);
  return code;
}
static attain_code call_compare(attain_error** err) {
  struct ArrowArrayStream stream;
  const attain_code code = attain_result_compare(result, result, &stream, err);
  drop(&stream);
  return code;
}
static attain_code call_result_findings(attain_error** err) {
  attain_error* findings = NULL;
  const attain_code code = attain_result_findings(result, &findings, err);
  attain_error_free(findings);
  return code;
}
static attain_code call_state(attain_error** err) {
  attain_state* made = NULL;
  attain_state* read = NULL;
  void* bytes = NULL;
  size_t size = 0;
  struct ArrowArrayStream stream;
  attain_code code = attain_state_new(documents, 2, "won_amount", ATTAIN_NUL, &made, err);
  if (code == ATTAIN_OK) code = attain_state_update(made, data, err);
  if (code == ATTAIN_OK) code = attain_state_merge(made, state, err);
  if (code == ATTAIN_OK) code = attain_state_serialize(made, &bytes, &size, err);
  if (code == ATTAIN_OK) code = attain_state_deserialize(bytes, size, &read, err);
  if (code == ATTAIN_OK) {
    code = attain_state_finalize(read, &stream, err);
    drop(&stream);
  }
  attain_free(bytes);
  attain_state_free(made);
  attain_state_free(read);
  return code;
}
static attain_code call_error(attain_error** err) {
  attain_model* made = NULL;
  const attain_code code = attain_model_prepare(documents + 1, 1, data, &made, err); /* a plan is no model */
  CHECK(made == NULL);
  return code == ATTAIN_INVALID_ARGUMENT ? ATTAIN_OK : code;
}

typedef struct step {
  const char* name;
  attain_code (*call)(attain_error** err);
} step;
static const step kSteps[] = {
    {"dataset_new", call_dataset_new},   {"rows", call_rows},         {"columns", call_columns},   {"stream", call_stream},
    {"check", call_check},               {"replace", call_replace},   {"schema", call_schema},     {"prepare", call_prepare},
    {"update", call_update},             {"calculate", call_calculate}, {"what_if", call_what_if}, {"tables", call_tables},
    {"column", call_column},             {"explain", call_explain},   {"compare", call_compare},   {"findings", call_result_findings},
    {"model_findings", call_model_findings}, {"state", call_state},   {"error", call_error},
};

int main(void) {
  size_t i;
  long sweeps = 0;
  CHECK_CODE(ATTAIN_OK, attain_dataset_new(&data, NULL));
  CHECK_CODE(ATTAIN_OK, attain_dataset_new(&change, NULL));
  CHECK_CODE(ATTAIN_OK, fill_tables(data, NULL));
  CHECK_CODE(ATTAIN_OK, fill_change(change, NULL));
  fill_documents(documents);
  attain_run_options_init(&options, sizeof options);
  options.period = "2026-Q1";
  CHECK_CODE(ATTAIN_OK, attain_model_prepare(documents, 2, data, &model, NULL));
  CHECK_CODE(ATTAIN_OK, attain_model_calculate(model, &options, &result, NULL));
  CHECK_CODE(ATTAIN_OK, attain_state_new(documents, 2, "won_amount", ATTAIN_NUL, &state, NULL));
  for (i = 0; i < sizeof kSteps / sizeof kSteps[0]; ++i) {
    long before;
    long n;
    attain_error* err = NULL;
    printf("%s", kSteps[i].name);
    fflush(stdout);
    CHECK_CODE(ATTAIN_OK, kSteps[i].call(&err)); /* what is kept for ever is made now */
    attain_error_free(err);
    err = NULL;
    attain_error_free(err);
    before = live;
    for (n = 0;; ++n) {
      attain_code code;
      failed = 0;
      allowed = n;
      code = kSteps[i].call(&err);
      allowed = -1;
      if (failed) {
        if (code != ATTAIN_OK && code != ATTAIN_RESOURCE_EXHAUSTED) {
          attain_str message;
          attain_error_message(err, &message);
          fprintf(stderr, "\n%s: allocation %ld: code %d: %s\n", kSteps[i].name, n, (int)code, message.data);
          exit(1);
        }
        CHECK(code == ATTAIN_OK || err == NULL || attain_error_count(err) >= 1);
      }
      attain_error_free(err);
      err = NULL;
      ++sweeps;
      if (!failed) {
        CHECK_CODE(ATTAIN_OK, code);
        break;
      }
      if (code != ATTAIN_OK) {
        /* tables of the datasets may have been replaced by equal ones; nothing else may have changed */
        CHECK(live <= before + 64);
      }
    }
    CHECK_CODE(ATTAIN_OK, kSteps[i].call(&err)); /* everything is usable */
    attain_error_free(err);
    err = NULL;
    printf(" %ld", n);
    if (live > before) {
      fprintf(stderr, "\n%s: %ld blocks leaked\n", kSteps[i].name, live - before);
      exit(1);
    }
    printf("\n");
  }
  attain_state_free(state);
  attain_result_free(result);
  attain_model_free(model);
  attain_dataset_free(change);
  attain_dataset_free(data);
  printf("%ld failed allocations survived\n", sweeps);
  return 0;
}
