// How the work of attention.h is cut into tasks, and the memory that one thread does it in.
//
// A task is a run of query rows of one document, with all heads that share one key-value head.
#pragma once
#include "matmul.h"
#include <limits.h>
#include <stdlib.h>

#define BLOCK 96
#define LEAST_ROWS 64
#define TASKS_PER_THREAD 4
#define SUMS_BYTES (64 << 20)

typedef struct {
    long heads, kv, width, window;
} layout;

// Query rows from .. to of the document whose first token is start, for one key-value head; they see keys low .. to.
typedef struct {
    long start, length, from, to, low, head;
} task;

INLINE long group_of(layout l) { return l.heads / l.kv; }
INLINE long row_width(layout l) { return (l.heads + 2 * l.kv) * l.width; }
INLINE long wide(layout l) { return panels_of(l.width) * PANEL; }
INLINE long up(long n, long multiple) { return (n + multiple - 1) / multiple * multiple; }
INLINE long down(long n, long multiple) { return n / multiple * multiple; }
INLINE long smaller(long a, long b) { return a < b ? a : b; }
INLINE long first_key(layout l, long row) { return l.window == 0 || row < l.window ? 0 : row - l.window + 1; }

// ---- the tasks of a call

typedef struct {
    task *tasks;
    long count, most_keys, parts;
} schedule;

static long parts_of(long documents, layout l, int threads, long most) {
    long wanted = (long)TASKS_PER_THREAD * threads, heads = documents * l.kv;
    long parts = threads == 1 ? 1 : (wanted + heads - 1) / heads;
    return parts < most ? parts : most;
}

static long documents_of(const int64_t *spans, long count) {
    long documents = 0;
    for (long i = 0; i < count; i++) documents += spans[3 * i + 1];
    return documents;
}

static long tokens_of(const int64_t *spans, long count) {
    long tokens = 0;
    for (long i = 0; i < count; i++) tokens += spans[3 * i + 1] * spans[3 * i + 2];
    return tokens;
}

// spans: first token, documents, length of one document; and so on. A document has at most so many parts, of which the last,
// which see most keys, come first.
static schedule make_schedule(const int64_t *spans, long count, layout l, int threads, long most_parts) {
    long documents = documents_of(spans, count), parts = parts_of(documents, l, threads, most_parts);
    schedule s = {.tasks = malloc(sizeof(task) * documents * l.kv * parts), .parts = parts};
    if (!s.tasks) abort();
    for (long i = 0; i < count; i++) {
        long length = spans[3 * i + 2];
        long rows = up((length + parts - 1) / parts, LEAST_ROWS);
        for (long to = length; to > 0; to = down(to - 1, rows)) {
            for (long d = 0; d < spans[3 * i + 1]; d++) {
                for (long head = 0; head < l.kv; head++) {
                    long from = down(to - 1, rows), low = down(first_key(l, from), PANEL);
                    s.tasks[s.count++] = (task){spans[3 * i] + d * length, length, from, to, low, head};
                    if (to - low > s.most_keys) s.most_keys = to - low;
                }
            }
        }
    }
    return s;
}

// ---- what one thread works in

// Keys and values packed for products along their width (b = K^T) and across it (b = K); everything with BLOCK rows is
// [BLOCK, keys] or [BLOCK, wide].
typedef struct {
    uint32_t *keys, *keys_across, *values, *values_across, *across, *q_panels, *g_panels;
    float *scores, *slopes, *out, *gk, *gv, inverse[BLOCK];
    element *p, *ds;
    long keys_room;
    char *memory;
} scratch;

INLINE void *take(char **at, size_t bytes) {
    void *p = *at;
    *at += up(bytes, 64);
    return p;
}

// Gives the bytes that are taken from at on.
static size_t lay_out(scratch *s, layout l, int backward, char *at) {
    char *start = at;
    long room = s->keys_room;
    size_t along = 4 * steps_of(l.width) * room, across = 4 * steps_of(room) * wide(l), scores = 4 * BLOCK * room;
    size_t block_panels = 4 * (BLOCK / PAIR) * wide(l), sums = 4 * room * wide(l);
    s->keys = take(&at, along);
    s->scores = take(&at, scores);
    s->p = take(&at, sizeof(element) * BLOCK * room);
    s->out = take(&at, 4 * BLOCK * wide(l));
    if (!backward) {
        s->values_across = take(&at, across);
        return at - start;
    }
    s->keys_across = take(&at, across);
    s->values = take(&at, along);
    s->slopes = take(&at, scores);
    s->ds = take(&at, sizeof(element) * BLOCK * room);
    s->across = take(&at, 4 * (BLOCK / PAIR) * room);
    s->q_panels = take(&at, block_panels);
    s->g_panels = take(&at, block_panels);
    s->gk = take(&at, sums);
    s->gv = take(&at, sums);
    return at - start;
}

// Rows have room for one vector more than there are keys.
static scratch make_scratch(layout l, long most_keys, int backward) {
    scratch s = {.keys_room = up(most_keys, PANEL) + PANEL};
    s.memory = aligned_alloc(64, lay_out(&s, l, backward, NULL));
    if (!s.memory) abort();
    lay_out(&s, l, backward, s.memory);
    return s;
}

static void pack_along(const element *x, long stride, layout l, long keys, uint32_t *to) {
    for (long j = 0; j < keys; j += PANEL)
        pack_transposed(x + j * stride, stride, l.width, keys - j, to + j * steps_of(l.width));
}

static void pack_across(const element *x, long stride, layout l, long rows, long steps_room, uint32_t *to) {
    for (long j = 0; j < l.width; j += PANEL) pack(x + j, stride, rows, l.width - j, to + j * steps_room);
}
