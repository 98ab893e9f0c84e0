// Causal attention (Vaswani et al., 2017) with grouped queries (Ainslie et al., 2023) and sliding windows (Beltagy et al.,
// 2020), each document by itself:
//
//   S = scale Q K^T, masked    P = softmax(S)    O = P V
//   dV = P^T dO    dP = dO V^T    dS = P * (dP - rowsum(P * dP))    dQ = scale dS K    dK = scale dS^T Q
//
// A row of qkv is heads queries, kv keys, kv values, each width wide. A task (attention_work.h) packs the keys and
// values that its rows see, then takes BLOCK rows at a time: their scores against all those keys are in f32, so that memory
// grows with the length of a document and not with its square, and no running rescaling is needed. Probabilities are computed
// again in the backward pass. A tile of rows leaves out what lies beyond the diagonal or before the window.
#pragma once
#include "attention_work.h"
#include "pool.h"
#include <math.h>

// ---- one block of rows

// What the rows of a block see, as positions among the task's keys.
typedef struct {
    long row, rows, first, end;
} block;

INLINE block block_at(layout l, task t, long row) {
    long rows = smaller(BLOCK, t.to - row);
    return (block){row, rows, down(first_key(l, row) - t.low, PANEL), row + rows - t.low};
}

INLINE long tile_first(layout l, task t, long row) { return down(first_key(l, row) - t.low, PANEL); }

// scores [rows, keys] = a . keys^T, as far as the rows see.
static void score(layout l, task t, block b, const element *a, long stride, const uint32_t *keys, float *scores, long room) {
    for (long i = 0; i < b.rows; i += TILE_ROWS) {
        int rows = smaller(TILE_ROWS, b.rows - i);
        long end = b.row + i + rows - t.low;
        for (long j = tile_first(l, t, b.row + i); j < end; j += PANEL) {
            small_product(rows, PANEL, steps_of(l.width), rows_of(a + i * stride, stride), keys + j * steps_of(l.width),
                          scores + i * room + j, room, 0);
        }
    }
}

// out [rows, wide] = a . b, where a [rows, keys] is zero beyond what the rows see.
static void gather(layout l, task t, block b, const element *a, long room, const uint32_t *across, float *out) {
    for (long i = 0; i < b.rows; i += TILE_ROWS) {
        int rows = smaller(TILE_ROWS, b.rows - i);
        long first = tile_first(l, t, b.row + i), end = b.row + i + rows - t.low;
        for (long j = 0; j < l.width; j += PANEL) {
            const uint32_t *panel = across + j * steps_of(room) + first / PAIR * PANEL;
            small_product(rows, smaller(PANEL, l.width - j), steps_of(end - first), rows_of(a + i * room + first, room), panel,
                          out + i * wide(l) + j, wide(l), 0);
        }
    }
}

// sums [keys, wide] += a^T . b over the rows of the block; lanes of a hold pairs of rows, [rows / PAIR, keys].
static void scatter(layout l, task t, block b, const uint32_t *a, long room, const uint32_t *panels, float *sums) {
    for (long j = b.first; j < b.end; j += TILE_ROWS) {
        int keys = smaller(TILE_ROWS, b.end - j);
        long unseen = j + t.low - b.row, skipped = unseen > 0 ? unseen / PAIR : 0;
        operand own = {(const char *)(a + skipped * room + j), 4, room * 4};
        for (long c = 0; c < l.width; c += PANEL) {
            const uint32_t *panel = panels + c * (BLOCK / PAIR) + skipped * PANEL;
            small_product(keys, smaller(PANEL, l.width - c), steps_of(b.rows) - skipped, own, panel, sums + j * wide(l) + c,
                          wide(l), 1);
        }
    }
}

// The keys that row i of a block sees, as positions among the task's.
INLINE long row_first(layout l, task t, block b, long i) { return first_key(l, b.row + i) - t.low; }
INLINE long row_end(task t, block b, long i) { return b.row + i + 1 - t.low; }

// A row of the block beyond what it sees, up to an even number of keys.
INLINE void clear_unseen(element *row, block b, long first, long end) {
    memset(row + b.first, 0, (first - b.first) * sizeof *row);
    memset(row + end, 0, (up(b.end, PAIR) - end) * sizeof *row);
}

INLINE float largest_in(const float *s, long first, long end) {
    vf max = splat(-3.0e38f);
    long j = first;
    for (; j + LANES <= end; j += LANES) max = larger(max, load_floats(s + j));
    float top = largest_of(max);
    for (; j < end; j++) top = s[j] > top ? s[j] : top;
    return top;
}

// p = exp(scale (s - max)); gives 1 / their sum.
INLINE float soften(const float *s, long first, long end, float scale, element *p) {
    float top = largest_in(s, first, end), factor = scale * LOG2_E;
    vf sum = {0};
    long j = first;
    for (; j + LANES <= end; j += LANES) {
        vf e = power_of_two((load_floats(s + j) - top) * factor);
        store(p + j, e);
        sum += e;
    }
    if (j < end) {
        vf e = choose(first_lanes(end - j), power_of_two((load_floats(s + j) - top) * factor), (vf){0});
        store_some(p + j, e, end - j);
        sum += e;
    }
    return 1.0f / sum_of(sum);
}

INLINE void store_row(const float *from, float factor, element *to, long first, long end) {
    for (long j = first; j < end; j += LANES) store_up_to(to + j, load_floats(from + j) * factor, end - j);
}

// ---- forward

static void attend_block(layout l, task t, block b, const element *q, scratch *s, element *out, float scale) {
    long room = s->keys_room;
    score(l, t, b, q, row_width(l), s->keys, s->scores, room);
    for (long i = 0; i < b.rows; i++) {
        long first = row_first(l, t, b, i), end = row_end(t, b, i);
        s->inverse[i] = soften(s->scores + i * room, first, end, scale, s->p + i * room);
        clear_unseen(s->p + i * room, b, first, end);
    }
    gather(l, t, b, s->p, room, s->values_across, s->out);
    for (long i = 0; i < b.rows; i++) store_row(s->out + i * wide(l), s->inverse[i], out + i * l.heads * l.width, 0, l.width);
}

static void attend(layout l, task t, const element *qkv, scratch *s, element *out) {
    long stride = row_width(l), keys = t.to - t.low;
    const element *document = qkv + t.start * stride;
    const element *own = document + t.low * stride + (l.heads + t.head) * l.width;
    pack_along(own, stride, l, keys, s->keys);
    pack_across(own + l.kv * l.width, stride, l, keys, steps_of(s->keys_room), s->values_across);
    for (long g = 0; g < group_of(l); g++) {
        long head = t.head * group_of(l) + g;
        for (long row = t.from; row < t.to; row += BLOCK) {
            element *to = out + ((t.start + row) * l.heads + head) * l.width;
            attend_block(l, t, block_at(l, t, row), document + row * stride + head * l.width, s, to, 1 / sqrtf(l.width));
        }
    }
}

// ---- backward

// Pairs of rows side by side, [rows / PAIR, keys].
static void pair_rows(const element *x, block b, long room, uint32_t *to) {
    for (long i = 0; i < b.rows; i += PAIR) {
        const element *low = x + i * room, *high = i + PAIR <= b.rows ? low + (PAIR - 1) * room : NULL;
        uint32_t *pairs = to + i / PAIR * room;
        if (high) {
            for (long j = b.first; j < b.end; j++) pairs[j] = lane_of(low[j], high[j]);
        } else {
            for (long j = b.first; j < b.end; j++) pairs[j] = lane_of(low[j], 0);
        }
    }
}

// From the scores of a row and the gradient dp of its probabilities: p, and dS * scale. Scores become exp(scale (s - max)).
INLINE void softmax_row_backward(float *s, const float *dp, long first, long end, float scale, element *p, element *ds) {
    float top = largest_in(s, first, end), factor = scale * LOG2_E;
    vf sum = {0}, products = {0};
    for (long j = first; j < end; j += LANES) {
        vf e = power_of_two((load_floats(s + j) - top) * factor);
        if (j + LANES > end) e = choose(first_lanes(end - j), e, (vf){0});
        store_floats(s + j, e);
        sum += e;
        products += e * load_floats_up_to(dp + j, end - j);
    }
    float inverse = 1.0f / sum_of(sum), mean = sum_of(products) * inverse;
    for (long j = first; j < end; j += LANES) {
        vf probability = load_floats(s + j) * inverse;
        store_up_to(p + j, probability, end - j);
        store_up_to(ds + j, probability * (load_floats(dp + j) - mean) * scale, end - j);
    }
}

static void attend_block_backward(layout l, task t, block b, const element *q, const element *g, scratch *s, element *gq,
                                  float scale) {
    long room = s->keys_room, stride = row_width(l), g_stride = l.heads * l.width;
    score(l, t, b, q, stride, s->keys, s->scores, room);
    score(l, t, b, g, g_stride, s->values, s->slopes, room);
    for (long i = 0; i < b.rows; i++) {
        long first = row_first(l, t, b, i), end = row_end(t, b, i);
        softmax_row_backward(s->scores + i * room, s->slopes + i * room, first, end, scale, s->p + i * room, s->ds + i * room);
        clear_unseen(s->p + i * room, b, first, end);
        clear_unseen(s->ds + i * room, b, first, end);
    }
    pack_across(g, g_stride, l, b.rows, BLOCK / PAIR, s->g_panels);
    pair_rows(s->p, b, room, s->across);
    scatter(l, t, b, s->across, room, s->g_panels, s->gv);
    pack_across(q, stride, l, b.rows, BLOCK / PAIR, s->q_panels);
    pair_rows(s->ds, b, room, s->across);
    scatter(l, t, b, s->across, room, s->q_panels, s->gk);
    gather(l, t, b, s->ds, room, s->keys_across, s->out);
    for (long i = 0; i < b.rows; i++) store_row(s->out + i * wide(l), 1, gq + i * stride, 0, l.width);
}

// Adds to s.gk and s.gv, [keys, wide] from t.low on.
static void attend_backward(layout l, task t, const element *qkv, const element *gout, scratch *s, element *gqkv) {
    long stride = row_width(l), keys = t.to - t.low;
    const element *document = qkv + t.start * stride;
    const element *own = document + t.low * stride + (l.heads + t.head) * l.width;
    pack_along(own, stride, l, keys, s->keys);
    pack_across(own, stride, l, keys, steps_of(s->keys_room), s->keys_across);
    pack_along(own + l.kv * l.width, stride, l, keys, s->values);
    for (long g = 0; g < group_of(l); g++) {
        long head = t.head * group_of(l) + g;
        for (long row = t.from; row < t.to; row += BLOCK) {
            const element *slope = gout + ((t.start + row) * l.heads + head) * l.width;
            long at = row * stride + head * l.width;
            attend_block_backward(l, t, block_at(l, t, row), document + at, slope, s, gqkv + t.start * stride + at,
                                  1 / sqrtf(l.width));
        }
    }
}

static void store_key_gradients(layout l, task t, const float *gk, const float *gv, element *gqkv) {
    long stride = row_width(l);
    for (long key = t.low; key < t.to; key++) {
        element *to = gqkv + (t.start + key) * stride + (l.heads + t.head) * l.width;
        long from = (key - t.low) * wide(l);
        store_row(gk + from, 1, to, 0, l.width);
        store_row(gv + from, 1, to + l.kv * l.width, 0, l.width);
    }
}

// Where there are fewer heads than threads can share, documents go in parts. Each has summed over its own rows; the first of
// its tasks, whose keys go to the end, takes the others' sums in. They lie in one piece for each task: keys' gradients, then
// values'.
static void merge(layout l, const task *tasks, long count, long first, float *sums, long each, element *gqkv) {
    task t = tasks[first];
    if (t.to < t.length) return;
    task all = {t.start, t.length, 0, t.length, 0, t.head};
    float *total = calloc(2 * t.length * wide(l), sizeof(float));
    if (!total) abort();
    for (long i = first; i < count; i++) {
        task o = tasks[i];
        if (o.start != t.start || o.head != t.head) continue;
        for (long half = 0; half < 2; half++) {
            float *to = total + (half * t.length + o.low) * wide(l);
            const float *from = sums + (2 * i + half) * each;
            for (long j = 0; j < (o.to - o.low) * wide(l); j++) to[j] += from[j];
        }
    }
    store_key_gradients(l, all, total, total + t.length * wide(l), gqkv);
    free(total);
}

// ---- calls

// out [tokens, heads * width].
void K(attention)(const element *qkv, long heads, long kv, long width, long window, const int64_t *spans, long count,
                  element *out) {
    layout l = {heads, kv, width, window};
    int threads = threads_for(tokens_of(spans, count) * row_width(l));
    schedule all = make_schedule(spans, count, l, threads, LONG_MAX);
    long next = 0;
#pragma omp parallel num_threads(threads)
    {
        scratch s = make_scratch(l, all.most_keys, 0);
        for (long i; (i = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED)) < all.count;) attend(l, all.tasks[i], qkv, &s, out);
        free(s.memory);
    }
    free(all.tasks);
}

// gqkv like qkv, given the gradient gout of the output.
void K(attention_backward)(const element *qkv, const element *gout, long heads, long kv, long width, long window,
                           const int64_t *spans, long count, element *gqkv) {
    layout l = {heads, kv, width, window};
    int threads = threads_for(tokens_of(spans, count) * row_width(l));
    long fitting = SUMS_BYTES / (2 * (long)sizeof(float) * tokens_of(spans, count) * l.kv * wide(l));
    schedule all = make_schedule(spans, count, l, threads, fitting < 1 ? 1 : fitting);
    long each = all.most_keys * wide(l), next = 0, merged = 0;
    float *sums = all.parts > 1 ? malloc(sizeof(float) * 2 * each * all.count) : NULL;
    if (all.parts > 1 && !sums) abort();
#pragma omp parallel num_threads(threads)
    {
        scratch s = make_scratch(l, all.most_keys, 1);
        for (long i; (i = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED)) < all.count;) {
            task t = all.tasks[i];
            if (sums) s.gk = sums + 2 * i * each, s.gv = s.gk + each;
            memset(s.gk, 0, sizeof(float) * (t.to - t.low) * wide(l));
            memset(s.gv, 0, sizeof(float) * (t.to - t.low) * wide(l));
            attend_backward(l, t, qkv, gout, &s, gqkv);
            if (!sums) store_key_gradients(l, t, s.gk, s.gv, gqkv);
        }
        free(s.memory);
    }
    if (sums) {
#pragma omp parallel num_threads(threads)
        for (long i; (i = __atomic_fetch_add(&merged, 1, __ATOMIC_RELAXED)) < all.count;)
            merge(l, all.tasks, all.count, i, sums, each, gqkv);
        free(sums);
    }
    free(all.tasks);
}
