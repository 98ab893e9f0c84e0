// The products of linear layers with their low-rank bypass (Hu et al., 2021), and the gradients of weights.
//
//   multiply   y = start + alpha (x . W + t . B)     one sum in f32, rounded once
//   gradient   c += alpha a^T . b                    c in f32
//
// W and B may be given as they are or transposed. Columns go in chunks that are packed once for all rows; then threads take
// row blocks and panels as they come.
#pragma once
#include "matmul.h"
#include "pool.h"
#include <stdlib.h>

#define ROW_BLOCK 96
#define GRAINS 8
#define PACKED_BYTES (8 << 20)
#define MOST_K 8192
#define FEW_COLUMNS 8
#define FEW_ROWS 2
#define GRADIENT_ROWS 2048

// The right operand: b [k, columns] where it lies, or [columns, k] if it is transposed.
typedef struct {
    const element *at;
    long stride;
    int transposed;
} matrix;

typedef struct {
    const element *x;
    long x_stride, rows, k;
    matrix w;
    const element *t;
    long t_stride, ranks;
    matrix b;
    const element *start;
    long start_stride;
    element *y;
    long y_stride, columns;
    float alpha;
    float *partial; // sums so far [rows, columns], where k goes in several pieces
    int first, last;
} product;

static void *reserve(size_t bytes) {
    void *p = aligned_alloc(64, (bytes + 63) / 64 * 64);
    if (!p) abort();
    return p;
}

static void pack_panel(matrix w, long k, long columns, uint32_t *panel) {
    if (w.transposed) pack_transposed(w.at, w.stride, k, columns, panel);
    else pack(w.at, w.stride, k, columns, panel);
}

INLINE matrix from_column(matrix w, long j) {
    w.at += w.transposed ? j * w.stride : j;
    return w;
}

// Leaves out what is zero in all columns at the beginning and the end: B of stacked projections is block-diagonal.
typedef struct {
    long first, count;
} range;

static range used_steps(const uint32_t *panel, long steps) {
    long first = steps, last = -1;
    for (long s = 0; s < steps; s++) {
        uint32_t any = 0;
        for (long j = 0; j < PANEL; j++) any |= panel[s * PANEL + j];
        if (any) {
            last = s;
            if (first == steps) first = s;
        }
    }
    return last < 0 ? (range){0, 0} : (range){first, last + 1 - first};
}

// ---- y

INLINE void store_tile(int rows, int vectors, const product *p, long i, long j, vf sums[TILE_ROWS][PANEL_VECTORS]) {
#pragma GCC unroll 6
    for (int r = 0; r < rows; r++) {
        element *y = p->y + (i + r) * p->y_stride + j;
        float *partial = p->partial ? p->partial + (i + r) * p->columns + j : NULL;
        const element *start = p->start ? p->start + (i + r) * p->start_stride + j : NULL;
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) {
            long n = p->columns - j - v * LANES;
            vf value = sums[r][v];
            if (partial && !p->first) value += load_floats_up_to(partial + v * LANES, n);
            if (partial && !p->last) {
                store_floats_up_to(partial + v * LANES, value, n);
                continue;
            }
            value *= p->alpha;
            if (start) value += load_up_to(start + v * LANES, n);
            store_up_to(y + v * LANES, value, n);
        }
    }
}

INLINE void product_tile(int rows, int vectors, const product *p, long i, long j, const uint32_t *panel, range used) {
    vf sums[TILE_ROWS][PANEL_VECTORS];
    long steps = steps_of(p->k);
    clear(rows, vectors, sums);
    tile(rows, vectors, steps, rows_of(p->x + i * p->x_stride, p->x_stride), panel, sums);
    if (used.count > 0) {
        const element *t = p->t + i * p->t_stride + used.first * PAIR;
        tile(rows, vectors, used.count, rows_of(t, p->t_stride), panel + (steps + used.first) * PANEL, sums);
    }
    store_tile(rows, vectors, p, i, j, sums);
}

static void product_tiles(const product *p, long i, long j, int rows, const uint32_t *panel, range used) {
    int whole = p->columns - j > PANEL - LANES;
#define CASE(n)                                                                                                                \
    case n:                                                                                                                    \
        if (whole) product_tile(n, PANEL_VECTORS, p, i, j, panel, used);                                                       \
        else                                                                                                                   \
            for (long v = 0; v < p->columns - j; v += LANES) product_tile(n, 1, p, i, j + v, panel + v, used);                 \
        break;
    switch (rows) { CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) }
#undef CASE
}

static void multiply_block(const product *p, long row, long j, const uint32_t *panel, range used) {
    long end = row + ROW_BLOCK < p->rows ? row + ROW_BLOCK : p->rows;
    for (long i = row; i < end; i += TILE_ROWS) product_tiles(p, i, j, end - i < TILE_ROWS ? end - i : TILE_ROWS, panel, used);
}

// Columns from .. to, whose packed panels lie each behind the other.
static void multiply_columns(const product *p, long from, long to, uint32_t *packed, range *used) {
    long steps = steps_of(p->k), rank_steps = steps_of(p->ranks), panels = panels_of(to - from);
    long size = (steps + rank_steps) * PANEL, blocks = (p->rows + ROW_BLOCK - 1) / ROW_BLOCK;
    int threads = threads_for((to - from) * (p->k + p->rows));
#pragma omp parallel for num_threads(threads)
    for (long n = 0; n < panels; n++) {
        long j = from + n * PANEL;
        pack_panel(from_column(p->w, j), p->k, p->columns - j, packed + n * size);
        used[n] = (range){0, 0};
        if (p->ranks > 0) {
            uint32_t *own = packed + n * size + steps * PANEL;
            pack_panel(from_column(p->b, j), p->ranks, p->columns - j, own);
            used[n] = used_steps(own, rank_steps);
        }
    }
    // Tiles do not depend on each other, so that threads may take them as they come: one that is held up holds up no other.
    long next = 0, tasks = blocks * panels, grain = 1 + tasks / (threads * GRAINS);
#pragma omp parallel num_threads(threads)
    for (long task; (task = __atomic_fetch_add(&next, grain, __ATOMIC_RELAXED)) < tasks;) {
        for (long n = task; n < task + grain && n < tasks; n++) {
            const uint32_t *own = packed + n % panels * size;
            multiply_block(p, n / panels * ROW_BLOCK, from + n % panels * PANEL, own, used[n % panels]);
        }
    }
}

// Pairs of bf16 need an even number of columns: the same rows, a zero behind each.
static element *evened(const element *x, long stride, long rows, long k) {
    element *copy = reserve(rows * (k + 1) * sizeof *x);
    for (long i = 0; i < rows; i++) {
        memcpy(copy + i * (k + 1), x + i * stride, k * sizeof *x);
        copy[i * (k + 1) + k] = 0;
    }
    return copy;
}

static void multiply_piece(product p) {
    element *even_x = NULL, *even_t = NULL;
    if (p.k % PAIR) p.x = even_x = evened(p.x, p.x_stride, p.rows, p.k), p.x_stride = p.k + 1;
    if (p.ranks % PAIR) p.t = even_t = evened(p.t, p.t_stride, p.rows, p.ranks), p.t_stride = p.ranks + 1;
    long steps = steps_of(p.k) + steps_of(p.ranks), all = panels_of(p.columns) * PANEL;
    long chunk = PACKED_BYTES / (4 * steps * PANEL) * PANEL;
    chunk = chunk < PANEL ? PANEL : chunk > all ? all : chunk;
    uint32_t *packed = reserve(4 * steps * chunk);
    range *used = reserve(panels_of(chunk) * sizeof *used);
    for (long from = 0; from < p.columns; from += chunk) {
        multiply_columns(&p, from, from + chunk < p.columns ? from + chunk : p.columns, packed, used);
    }
    free(packed);
    free(used);
    free(even_x);
    free(even_t);
}

// The output layer's backward pass sums over a whole vocabulary: more than a panel should hold.
static void multiply_packed(product p) {
    if (p.k <= MOST_K) {
        multiply_piece(p);
        return;
    }
    p.partial = reserve(p.rows * p.columns * sizeof(float));
    for (long from = 0; from < p.k; from += MOST_K) {
        product piece = p;
        piece.first = from == 0;
        piece.last = from + MOST_K >= p.k;
        piece.k = piece.last ? p.k - from : MOST_K;
        piece.x += from;
        piece.w.at += from * (p.w.transposed ? 1 : p.w.stride);
        if (!piece.last) piece.ranks = 0;
        multiply_piece(piece);
    }
    free(p.partial);
}

// ---- y for a row or two, as in decoding: every weight is used once, so that packing would not pay

// sums[n] = a . row n of b, for a few rows at once: a is read once for all, and memory has that many streams to fill. The rows
// behind them are asked for ahead of time.
INLINE void inners(int rows, const element *a, const element *b, long stride, long k, vf sums[]) {
    long at = 0;
    for (; at + LANES * PAIR <= k; at += LANES * PAIR) {
        vu x, y;
        memcpy(&x, a + at, sizeof x);
#pragma GCC unroll 8
        for (int n = 0; n < rows; n++) {
            __builtin_prefetch(b + (n + rows) * stride + at);
            memcpy(&y, b + n * stride + at, sizeof y);
            sums[n] = dot(sums[n], x, y);
        }
    }
    for (; at < k; at += LANES) {
#pragma GCC unroll 8
        for (int n = 0; n < rows; n++) sums[n] += load_up_to(a + at, k - at) * load_up_to(b + n * stride + at, k - at);
    }
}

INLINE float inner(const element *a, const element *b, long k) {
    vf sum[1] = {{0}};
    inners(1, a, b, 0, k, sum);
    return sum_of(sum[0]);
}

INLINE void few_columns(const product *p, long i, long j, int columns) {
    vf sums[FEW_COLUMNS] = {{0}};
    inners(columns, p->x + i * p->x_stride, p->w.at + j * p->w.stride, p->w.stride, p->k, sums);
    if (p->ranks > 0) inners(columns, p->t + i * p->t_stride, p->b.at + j * p->b.stride, p->b.stride, p->ranks, sums);
#pragma GCC unroll 8
    for (int n = 0; n < columns; n++) {
        float sum = sum_of(sums[n]) * p->alpha;
        if (p->start) sum += element_to_float(p->start[i * p->start_stride + j + n]);
        store_some(p->y + i * p->y_stride + j + n, splat(sum), 1);
    }
}

static void multiply_few(product p) {
    long groups = p.columns / FEW_COLUMNS;
#pragma omp parallel for num_threads(threads_for(p.columns * p.k))
    for (long group = 0; group < groups; group++) {
        for (long i = 0; i < p.rows; i++) few_columns(&p, i, group * FEW_COLUMNS, FEW_COLUMNS);
    }
    for (long j = groups * FEW_COLUMNS; j < p.columns; j++) {
        for (long i = 0; i < p.rows; i++) few_columns(&p, i, j, 1);
    }
}

// x [rows, k], t [rows, ranks] or none (ranks 0), start [rows, columns] or none (null) or one row for all (stride 0); strides in
// elements. transposed: W is [columns, k] and B [columns, ranks], as a layer stores them.
void K(multiply)(const element *x, long x_stride, long rows, long k, const element *w, long w_stride, int transposed, long columns, double alpha, const element *t,
                 long t_stride, long ranks, const element *b, long b_stride, const element *start, long start_stride, element *y, long y_stride) {
    product p = {x, x_stride, rows, k, {w, w_stride, transposed}, t, t_stride, ranks, {b, b_stride, transposed}, start, start_stride, y, y_stride, columns, alpha, NULL, 1, 1};
    if (transposed && rows <= FEW_ROWS) multiply_few(p);
    else multiply_packed(p);
}

// ---- gradients of weights

typedef struct {
    float *c;
    long stride;
    int across; // c is [columns, rows]
    float alpha;
} sum_target;

INLINE void add_tile(const float *tile, int rows, long columns, long i, long j, sum_target to) {
    for (int r = 0; r < rows; r++) {
        float *c = to.across ? to.c + j * to.stride + i + r : to.c + (i + r) * to.stride + j;
        long step = to.across ? to.stride : 1;
        for (long n = 0; n < columns; n++) c[n * step] += to.alpha * tile[r * PANEL + n];
    }
}

// All rows of c for the columns of one panel.
static void gradient_panel(const uint32_t *packed, long rows, long steps, const uint32_t *panel, long j, long columns, sum_target to) {
    float tile[TILE_ROWS * PANEL];
    for (long i = 0; i < rows; i += PANEL) {
        long end = i + PANEL < rows ? i + PANEL : rows;
        for (long r = i; r < end; r += TILE_ROWS) {
            int count = end - r < TILE_ROWS ? end - r : TILE_ROWS;
            operand a = {(const char *)(packed + i * steps + (r - i)), 4, 4 * PANEL};
            small_product(count, columns, steps, a, panel, tile, PANEL, 0);
            add_tile(tile, count, columns, r, j, to);
        }
    }
}

static void gradient_of_rows(const element *a, long a_stride, long rows, const element *b, long b_stride, long columns, long tokens, sum_target to) {
    long steps = steps_of(tokens);
    int threads = threads_for(tokens * (rows + columns));
    uint32_t *packed = reserve(4 * steps * panels_of(rows) * PANEL);
    long next = 0;
#pragma omp parallel for num_threads(threads)
    for (long i = 0; i < rows; i += PANEL) pack(a + i, a_stride, tokens, rows - i, packed + i * steps);
#pragma omp parallel num_threads(threads)
    {
        uint32_t *panel = reserve(4 * steps * PANEL);
        for (long j; (j = __atomic_fetch_add(&next, PANEL, __ATOMIC_RELAXED)) < columns;) {
            pack(b + j, b_stride, tokens, columns - j, panel);
            gradient_panel(packed, rows, steps, panel, j, columns - j < PANEL ? columns - j : PANEL, to);
        }
        free(panel);
    }
    free(packed);
}

// a [tokens, rows], b [tokens, columns]; c [rows, columns], or [columns, rows] if across.
void K(gradient)(const element *a, long a_stride, long rows, const element *b, long b_stride, long columns, long tokens, double alpha, float *c, long c_stride, int across) {
    sum_target to = {c, c_stride, across, alpha};
    for (long t = 0; t < tokens; t += GRADIENT_ROWS) {
        long count = tokens - t < GRADIENT_ROWS ? tokens - t : GRADIENT_ROWS;
        gradient_of_rows(a + t * a_stride, a_stride, rows, b + t * b_stride, b_stride, columns, count, to);
    }
}

// sums[j] += sum over rows of g
void K(column_sums)(const element *g, float *sums, long rows, long width) {
#pragma omp parallel for num_threads(threads_for(rows * width))
    for (long j = 0; j < width; j += LANES) {
        vf sum = {0};
        for (long t = 0; t < rows; t++) sum += load_up_to(g + t * width + j, width - j);
        store_floats_up_to(sums + j, load_floats_up_to(sums + j, width - j) + sum, width - j);
    }
}
