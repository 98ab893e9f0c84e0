// The product of a linear layer with its low-rank bypass (Hu et al., 2021):
//
//   y = start + alpha (x . W + t . B)     one sum in f32, rounded once
//
// W and B may be given as they are or transposed. Columns go in chunks that are packed once for all rows; then threads take
// row blocks and panels as they come.
#pragma once
#include "few_rows.h"

#define ROW_BLOCK 96
#define GRAINS 8
#define PACKED_BYTES (8 << 20)
#define MOST_K 8192

static void pack_panel(matrix w, long k, long columns, uint32_t *panel) {
    if (w.transposed)
        pack_transposed(w.at, w.stride, k, columns, panel);
    else
        pack(w.at, w.stride, k, columns, panel);
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
#define CASE(n)                                                                                                \
    case n:                                                                                                    \
        if (whole)                                                                                             \
            product_tile(n, PANEL_VECTORS, p, i, j, panel, used);                                              \
        else                                                                                                   \
            for (long v = 0; v < p->columns - j; v += LANES) product_tile(n, 1, p, i, j + v, panel + v, used); \
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

// x [rows, k], t [rows, ranks] or none (ranks 0), start [rows, columns] or none (null) or one row for all (stride 0); strides
// in elements. transposed: W is [columns, k] and B [columns, ranks], as a layer stores them.
void K(multiply)(const element *x, long x_stride, long rows, long k, const element *w, long w_stride, int transposed,
                 long columns, double alpha, const element *t, long t_stride, long ranks, const element *b, long b_stride,
                 const element *start, long start_stride, element *y, long y_stride) {
    // clang-format off
    product p = {
        .x = x, .x_stride = x_stride, .rows = rows, .k = k,
        .w = {w, w_stride, transposed},
        .t = t, .t_stride = t_stride, .ranks = ranks,
        .b = {b, b_stride, transposed},
        .start = start, .start_stride = start_stride,
        .y = y, .y_stride = y_stride, .columns = columns,
        .alpha = alpha, .first = 1, .last = 1,
    };
    // clang-format on
    if (transposed && rows <= FEW_ROWS)
        multiply_few(p);
    else
        multiply_packed(p);
}
