// Gradients of weights: c += alpha a^T . b with c in f32, and column sums for biases.
#pragma once
#include "pool.h"
#include "product_operands.h"

#define GRADIENT_ROWS 2048

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
static void gradient_panel(const uint32_t *packed, long rows, long steps, const uint32_t *panel, long j, long columns,
                           sum_target to) {
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

static void gradient_of_rows(const element *a, long a_stride, long rows, const element *b, long b_stride, long columns,
                             long tokens, sum_target to) {
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
void K(gradient)(const element *a, long a_stride, long rows, const element *b, long b_stride, long columns, long tokens,
                 double alpha, float *c, long c_stride, int across) {
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
