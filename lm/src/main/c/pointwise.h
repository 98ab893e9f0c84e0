// Embedding rows, rotary positions and SwiGLU.
#pragma once
#include "pool.h"
#include "vectors.h"

// x[t] = table[ids[t]]
void K(embed)(const element *table, const int64_t *ids, element *x, long rows, long width) {
#pragma omp parallel for num_threads(threads_for(rows * width))
    for (long t = 0; t < rows; t++) memcpy(x + t * width, table + ids[t] * width, width * sizeof *x);
}

// gradient[ids[t]] += g[t]. A token may come more than once: every thread has its own columns, and rows come in order.
void K(embed_backward)(const element *g, const int64_t *ids, float *gradient, long rows, long width) {
#pragma omp parallel for num_threads(threads_for(rows * width))
    for (long j = 0; j < width; j += LANES) {
        long n = width - j < LANES ? width - j : LANES;
        for (long t = 0; t < rows; t++) {
            for (long i = 0; i < n; i++) gradient[ids[t] * width + j + i] += element_to_float(g[t * width + j + i]);
        }
    }
}

// Rotary positions (Su et al., 2021), halves as in Hugging Face: (a, b) -> (a cos - b sin, b cos + a sin). direction -1 turns
// back.
INLINE void turn(const element *x, const float *cos, const float *sin, float direction, element *y, long half) {
    for (long j = 0; j < half; j += LANES) {
        long n = half - j;
        vf a = load_up_to(x + j, n), b = load_up_to(x + half + j, n);
        vf c = load_floats_up_to(cos + j, n), s = load_floats_up_to(sin + j, n) * direction;
        store_up_to(y + j, a * c - b * s, n);
        store_up_to(y + half + j, b * c + a * s, n);
    }
}

// The first heads of each row turn, what is behind them is copied. Angles are [rows, width / 2].
void K(rope)(const element *x, const float *cos, const float *sin, double direction, element *y, long rows, long heads,
             long width, long stride) {
    long half = width / 2;
#pragma omp parallel for num_threads(threads_for(rows * stride))
    for (long t = 0; t < rows; t++) {
        const element *from = x + t * stride;
        element *to = y + t * stride;
        for (long head = 0; head < heads; head++)
            turn(from + head * width, cos + t * half, sin + t * half, direction, to + head * width, half);
        if (from != to) memcpy(to + heads * width, from + heads * width, (stride - heads * width) * sizeof *to);
    }
}

INLINE vf sigmoid(vf x) { return 1.0f / (1.0f + exponential(-x)); }

// SwiGLU (Shazeer, 2020): m = silu(gate) * up with silu(x) = x sigmoid(x); gate and up lie side by side in a row.
void K(swiglu)(const element *gate_up, element *m, long rows, long width) {
#pragma omp parallel for num_threads(threads_for(rows * width))
    for (long t = 0; t < rows; t++) {
        const element *gate = gate_up + 2 * t * width, *up = gate + width;
        for (long j = 0; j < width; j += LANES) {
            long n = width - j;
            vf g = load_up_to(gate + j, n);
            store_up_to(m + t * width + j, rounded(g * sigmoid(g)) * load_up_to(up + j, n), n);
        }
    }
}

// gate_up becomes its own gradient: silu'(x) = sigmoid(x) (1 + x (1 - sigmoid(x))).
void K(swiglu_backward)(element *gate_up, const element *gm, long rows, long width) {
#pragma omp parallel for num_threads(threads_for(rows * width))
    for (long t = 0; t < rows; t++) {
        element *gate = gate_up + 2 * t * width, *up = gate + width;
        for (long j = 0; j < width; j += LANES) {
            long n = width - j;
            vf x = load_up_to(gate + j, n), u = load_up_to(up + j, n), g = load_up_to(gm + t * width + j, n);
            vf s = sigmoid(x);
            store_up_to(gate + j, g * u * s * (1.0f + x * (1.0f - s)), n);
            store_up_to(up + j, g * rounded(x * s), n);
        }
    }
}
