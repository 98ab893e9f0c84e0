// Matrix products in registers: c [rows, columns] = a [rows, k] . b [k, columns], sums in f32.
//
// The scheme is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008): b is packed into
// panels of PANEL columns that lie in the order in which they are used; a is read where it lies, one 32-bit lane (a pair of
// bf16, or one f32) spread over a vector at a time. A tile of TILE_ROWS x PANEL sums stays in registers while k goes by.
#pragma once
#include "vectors.h"

#define TILE_ROWS 6
#if LANES == 16
#define PANEL_VECTORS 4
#else
#define PANEL_VECTORS 2
#endif
#define PANEL (PANEL_VECTORS * LANES)

// How many lanes k elements take, and how many columns whole panels have.
INLINE long steps_of(long k) { return (k + PAIR - 1) / PAIR; }
INLINE long panels_of(long columns) { return (columns + PANEL - 1) / PANEL; }

// The left operand where it lies: the lane of row i and step s is at base + i * row + s * step, in bytes.
typedef struct {
    const char *base;
    long row, step;
} operand;

INLINE operand rows_of(const element *a, long stride) { return (operand){(const char *)a, stride * sizeof *a, 4}; }

INLINE uint32_t lane_at(const char *p) {
    uint32_t lane;
    memcpy(&lane, p, 4);
    return lane;
}

// rows and vectors are known to the compiler at each call, so that sums are registers.
INLINE void clear(int rows, int vectors, vf sums[TILE_ROWS][PANEL_VECTORS]) {
    for (int i = 0; i < rows; i++) {
        for (int v = 0; v < vectors; v++) sums[i][v] = (vf){0};
    }
}

// sums += a . panel
INLINE void tile(int rows, int vectors, long steps, operand a, const uint32_t *panel, vf sums[TILE_ROWS][PANEL_VECTORS]) {
    for (long s = 0; s < steps; s++) {
        vu b[PANEL_VECTORS];
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) memcpy(&b[v], panel + s * PANEL + v * LANES, sizeof b[v]);
#pragma GCC unroll 6
        for (int i = 0; i < rows; i++) {
            vu lane = (vu){0} + lane_at(a.base + i * a.row + s * a.step);
#pragma GCC unroll 4
            for (int v = 0; v < vectors; v++) sums[i][v] = dot(sums[i][v], lane, b[v]);
        }
    }
}

// A tile of c, f32 rows stride apart: c = or c += a . panel. Whole vectors are written.
INLINE void tile_into(int rows, int vectors, long steps, operand a, const uint32_t *panel, float *c, long stride, int onto) {
    vf sums[TILE_ROWS][PANEL_VECTORS];
    clear(rows, vectors, sums);
    tile(rows, vectors, steps, a, panel, sums);
#pragma GCC unroll 6
    for (int i = 0; i < rows; i++) {
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) {
            float *to = c + i * stride + v * LANES;
            store_floats(to, onto ? load_floats(to) + sums[i][v] : sums[i][v]);
        }
    }
}

// Any number of rows up to TILE_ROWS, any number of columns up to PANEL.
static void small_product(int rows, long columns, long steps, operand a, const uint32_t *panel, float *c, long stride,
                          int onto) {
    int whole = columns > PANEL - LANES;
#define CASE(n)                                                                                                  \
    case n:                                                                                                      \
        if (whole)                                                                                               \
            tile_into(n, PANEL_VECTORS, steps, a, panel, c, stride, onto);                                       \
        else                                                                                                     \
            for (long j = 0; j < columns; j += LANES) tile_into(n, 1, steps, a, panel + j, c + j, stride, onto); \
        break;
    switch (rows) { CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) }
#undef CASE
}

// ---- packing, for a right operand of any shape. What a panel has too much is zero.

INLINE uint32_t lane_of(element low, element high) {
#if BF16
    return low | (uint32_t)high << 16;
#else
    (void)high;
    uint32_t lane;
    memcpy(&lane, &low, 4);
    return lane;
#endif
}

// Rows become columns, in log2(LANES) rounds: each swaps the off-diagonal blocks of ever smaller squares.
INLINE void transpose(vu rows[LANES]) {
#pragma GCC unroll 4
    for (int size = LANES / 2; size > 0; size /= 2) {
        vi upper, lower;
        for (int l = 0; l < LANES; l++) {
            upper[l] = l & size ? LANES + l - size : l;
            lower[l] = l & size ? LANES + l : l + size;
        }
#pragma GCC unroll 16
        for (int i = 0; i < LANES; i++) {
            if (i & size) continue;
            vu a = rows[i], b = rows[i + size];
            rows[i] = __builtin_shuffle(a, b, (vu)upper);
            rows[i + size] = __builtin_shuffle(a, b, (vu)lower);
        }
    }
}

// A square of LANES columns and LANES steps, x at its first lane.
INLINE void pack_square(const element *x, long stride, uint32_t *panel) {
    vu rows[LANES];
    for (int i = 0; i < LANES; i++) memcpy(&rows[i], x + i * stride, sizeof rows[i]);
    transpose(rows);
    for (int i = 0; i < LANES; i++) memcpy(panel + i * PANEL, &rows[i], sizeof rows[i]);
}

// One panel of b = x^T, where x [columns, k] has rows stride apart.
static void pack_transposed(const element *x, long stride, long k, long columns, uint32_t *panel) {
    long steps = steps_of(k);
    for (long j = 0; j < PANEL; j += LANES) {
        long squares = j + LANES <= columns ? k / PAIR / LANES * LANES : 0;
        for (long s = 0; s < squares; s += LANES) pack_square(x + j * stride + s * PAIR, stride, panel + s * PANEL + j);
        for (long s = squares; s < steps; s++) {
            long at = s * PAIR;
            for (long c = j; c < j + LANES; c++) {
                const element *row = x + c * stride;
                panel[s * PANEL + c] = c >= columns     ? 0
                                       : at + PAIR <= k ? lane_at((const char *)(row + at))
                                                        : lane_of(row[at], 0);
            }
        }
    }
}

// One panel of b = x, where x [k, columns] has rows stride apart.
static void pack(const element *x, long stride, long k, long columns, uint32_t *panel) {
    long width = columns < PANEL ? columns : PANEL;
    for (long s = 0; s < steps_of(k); s++) {
        const element *row = x + s * PAIR * stride;
        const element *next = s * PAIR + PAIR <= k ? row + (PAIR - 1) * stride : NULL;
        for (long j = 0; j < width; j++) panel[s * PANEL + j] = lane_of(row[j], next ? next[j] : 0);
        for (long j = width; j < PANEL; j++) panel[s * PANEL + j] = 0;
    }
}
