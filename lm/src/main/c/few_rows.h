// y = start + alpha (x . W^T + t . B^T) for a row or two, as in decoding: every weight is used once, so that packing would not
// pay. Limited by what memory gives.
#pragma once
#include "pool.h"
#include "product_operands.h"

#define FEW_COLUMNS 8
#define FEW_ROWS 2

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
