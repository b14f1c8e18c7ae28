/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * Every function, and both example programs, while memory runs out: the first allocation fails,
 * then the second, and so on until the call needs no more; once with every later one failing too,
 * once with that one alone. Nothing may crash, nothing may leak, and what the call was made on must
 * be usable afterwards.
 *
 *   allocation_test STEP FOLDER [all]      STEP: a name in kSteps; FOLDER: that of
 * docs/examples/statement
 *
 * The first 300 allocations of a call are all tried; of the others every 7th, or fewer in a long
 * call, unless `all` is given. malloc and its relatives are replaced for the whole program and the
 * library by these, which count. */
#include <errno.h>

#include "fixture.h"

static int quiet(const char* format, ...) {
  (void)format;
  return 0;
}
static int quiet_file(FILE* file, const char* format, ...) {
  (void)file;
  (void)format;
  return 0;
}
#define printf quiet
#define fprintf quiet_file
#define main crm_cursor_main
#include "../../docs/examples/crm-cursor/crm_cursor.c"
#undef main
#define main statement_main
#include "../../docs/examples/statement/statement.c"
#undef main
#undef fprintf
#undef printf

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* memory, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void* memory);

static long allowed = -1; /* allocations until one fails; below 0: all are allowed */
static long asked = 0;    /* allocations asked for */
static int alone = 0;     /* only that one fails; otherwise every later one too */
static long live = 0;     /* blocks not freed */
static int failed = 0;

static int refuse(void) {
  ++asked;
  if (allowed < 0) return 0;
  if (allowed == 0) {
    failed = 1;
    errno = ENOMEM;
    if (alone) allowed = -1;
    return 1;
  }
  --allowed;
  return 0;
}
static void* counted(void* memory) {
  if (memory != NULL) ++live;
  return memory;
}
void* malloc(size_t size) { return refuse() ? NULL : counted(__libc_malloc(size)); }
void* calloc(size_t count, size_t size) {
  return refuse() ? NULL : counted(__libc_calloc(count, size));
}
void* realloc(void* memory, size_t size) {
  void* result;
  if (refuse()) return NULL;
  result = __libc_realloc(memory, size);
  if (memory == NULL && result != NULL) ++live;
  return result;
}
void* memalign(size_t alignment, size_t size) {
  return refuse() ? NULL : counted(__libc_memalign(alignment, size));
}
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
static char* folder; /* of the example */

static void drop(struct ArrowArrayStream* stream) {
  if (stream->release != NULL) stream->release(stream);
}

/* One call each; what it gives is freed. */
static attain_code call_library(attain_error** err) {
  (void)err;
  CHECK(attain_version_string()[0] != '\0' && attain_build_info()[0] == '{' &&
        attain_abi_version() == ATTAIN_ABI_VERSION);
  return ATTAIN_OK;
}
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
  attain_code code =
      attain_dataset_evaluate(data, "deals", ATTAIN_NUL, "amount", ATTAIN_NUL, &stream, err);
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
  const attain_code code = attain_document_replace(documents, "measures[won_amount].of", ATTAIN_NUL,
                                                   "deals.amount", ATTAIN_NUL, &text, err);
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
  if (code == ATTAIN_OK)
    code = attain_result_column(made, "statements", ATTAIN_NUL, "paid", ATTAIN_NUL, &column, err);
  if (code == ATTAIN_OK) code = attain_column_text(&column, 0, text, sizeof text, &size, NULL, err);
  attain_result_free(made);
  return code;
}
static attain_code call_explain(attain_error** err) {
  static const char* const languages[] = {"en", "zh"};
  attain_code code = ATTAIN_OK;
  int i;
  for (i = 0; i < 4 && code == ATTAIN_OK; ++i) {
    attain_str text;
    code = attain_result_explain(result, "R-104", ATTAIN_NUL, NULL, 0,
                                 i < 2 ? ATTAIN_FORMAT_JSON : ATTAIN_FORMAT_TEXT, languages[i % 2],
                                 ATTAIN_NUL, &text, err);
    attain_free((void*)text.data);
  }
  return code;
}
static attain_code call_compare(attain_error** err) {
  struct ArrowArrayStream stream;
  const attain_code code = attain_result_compare(result, result, &stream, err);
  drop(&stream);
  return code;
}
static attain_code call_restate(attain_error** err) {
  attain_run_options changed = options;
  struct ArrowArrayStream stream;
  attain_result* made = NULL;
  attain_code code;
  changed.overriding = change;
  changed.restates = result;
  changed.frozen_until_day = 20543; /* 31 March 2026 */
  code = attain_model_calculate(model, &changed, &made, err);
  if (code == ATTAIN_OK) code = attain_result_table(made, "deltas", ATTAIN_NUL, &stream, err);
  if (code == ATTAIN_OK) drop(&stream);
  attain_result_free(made);
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
  const attain_code code =
      attain_model_prepare(documents + 1, 1, data, &made, err); /* a plan is no model */
  CHECK(made == NULL);
  if (code == ATTAIN_INVALID_ARGUMENT && *err != NULL) {
    attain_str message;
    int64_t i;
    const attain_code read = attain_error_message(*err, &message);
    if (read != ATTAIN_OK) return read;
    CHECK(message.size > 0);
    for (i = 0; i < attain_error_count(*err); ++i) {
      attain_finding finding;
      attain_code got;
      memset(&finding, 0, sizeof finding);
      finding.struct_size = sizeof finding;
      got = attain_error_finding(*err, i, &finding);
      if (got != ATTAIN_OK) return got;
      CHECK(finding.text.size > 0);
    }
  }
  return code == ATTAIN_INVALID_ARGUMENT ? ATTAIN_OK : code;
}
/* The examples print why they stopped and end with 1. */
static attain_code call_crm_cursor(attain_error** err) {
  (void)err;
  return crm_cursor_main() == 0 ? ATTAIN_OK : ATTAIN_RESOURCE_EXHAUSTED;
}
static attain_code call_statement(attain_error** err) {
  char* arguments[3];
  arguments[0] = arguments[2] = NULL;
  arguments[1] = folder;
  (void)err;
  return statement_main(2, arguments) == 0 ? ATTAIN_OK : ATTAIN_RESOURCE_EXHAUSTED;
}

typedef struct step {
  const char* name;
  attain_code (*call)(attain_error** err);
  int changes; /* 1: a dataset may hold new tables afterwards, so blocks cannot be compared after
                  each try */
} step;
static const step kSteps[] = {
    {"library", call_library, 0},
    {"dataset_new", call_dataset_new, 0},
    {"rows", call_rows, 1},
    {"columns", call_columns, 1},
    {"stream", call_stream, 1},
    {"check", call_check, 0},
    {"replace", call_replace, 0},
    {"schema", call_schema, 0},
    {"prepare", call_prepare, 0},
    {"update", call_update, 0},
    {"model_findings", call_model_findings, 0},
    {"calculate", call_calculate, 0},
    {"what_if", call_what_if, 0},
    {"tables", call_tables, 0},
    {"column", call_column, 0},
    {"explain", call_explain, 0},
    {"compare", call_compare, 0},
    {"restate", call_restate, 0},
    {"findings", call_result_findings, 0},
    {"state", call_state, 0},
    {"error", call_error, 0},
    {"example_crm_cursor", call_crm_cursor, 0},
    {"example_statement", call_statement, 0},
};

static void make_objects(void) {
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
}

static void free_objects(void) {
  attain_state_free(state);
  attain_result_free(result);
  attain_model_free(model);
  attain_dataset_free(change);
  attain_dataset_free(data);
}

/* The step once, with allocation n failing; 1 when there was one. */
static int try_one(const step* what, long n, long before) {
  attain_error* err = NULL;
  attain_code code;
  failed = 0;
  allowed = n;
  code = what->call(&err);
  allowed = -1;
  if (!failed) {
    CHECK_CODE(ATTAIN_OK, code);
  } else if (code != ATTAIN_OK && code != ATTAIN_RESOURCE_EXHAUSTED) {
    attain_str message;
    attain_error_message(err, &message);
    fprintf(stderr, "%s: allocation %ld%s: code %d: %s\n", what->name, n, alone ? " alone" : "",
            (int)code, message.data);
    exit(1);
  }
  CHECK(code == ATTAIN_OK || err == NULL || attain_error_count(err) >= 1);
  attain_error_free(err);
  if (live > before && !what->changes) {
    fprintf(stderr, "%s: allocation %ld%s: %ld blocks leaked\n", what->name, n,
            alone ? " alone" : "", live - before);
    exit(1);
  }
  return failed;
}

/* The step once, with memory for everything. */
static void run(const step* what) {
  attain_error* err = NULL;
  CHECK_CODE(ATTAIN_OK, what->call(&err));
  attain_error_free(err);
}

static void sweep(const step* what, int every) {
  long before;
  long needed;
  long tries = 0;
  long stride = 1;
  run(what); /* what is kept for ever is made now */
  run(what);
  before = live;
  needed = asked;
  run(what);
  needed = asked - needed;
  if (!every) stride = needed < 300 + 7 * 300 ? 7 : (needed - 300) / 300 | 1;
  for (alone = 0; alone < 2; ++alone) {
    long n;
    for (n = 0; try_one(what, n, before); n += n < 300 ? 1 : stride) ++tries;
  }
  run(what); /* everything is usable */
  if (live > before) {
    fprintf(stderr, "%s: %ld blocks leaked\n", what->name, live - before);
    exit(1);
  }
  printf("%s: %ld allocations, %ld failures survived\n", what->name, needed, tries);
}

int main(int argc, char** argv) {
  size_t i;
  if (argc < 3) return 2;
  folder = argv[2];
  make_objects();
  for (i = 0; i < sizeof kSteps / sizeof kSteps[0]; ++i) {
    if (strcmp(kSteps[i].name, argv[1]) != 0) continue;
    sweep(&kSteps[i], argc > 3);
    free_objects();
    return 0;
  }
  fprintf(stderr, "there is no step %s\n", argv[1]);
  return 2;
}
