// The operands of the products of linear layers.
#pragma once
#include "matmul.h"
#include <stdlib.h>

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
