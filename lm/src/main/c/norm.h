// RMSNorm (Zhang and Sennrich, 2019): h = x / rms(x) * weight with rms(x) = sqrt(mean(x^2) + eps), over rows of any width.
#pragma once
#include "pool.h"
#include "vectors.h"
#include <math.h>

INLINE float inverse_rms(const element *x, long width, float eps) {
    vf squares = {0};
    for (long j = 0; j < width; j += LANES) {
        vf v = load_up_to(x + j, width - j);
        squares += v * v;
    }
    return 1.0f / sqrtf(sum_of(squares) / width + eps);
}

// As the reference does, x / rms(x) is rounded to the element type before it meets the weight.
INLINE void normalize_row(const element *x, const element *weight, float eps, element *h, long width) {
    vf r = splat(inverse_rms(x, width, eps));
    for (long j = 0; j < width; j += LANES) {
        long n = width - j;
        store_up_to(h + j, rounded(load_up_to(x + j, n) * r) * load_up_to(weight + j, n), n);
    }
}

// With n = x / rms(x) and gn = gh * weight: gx = (gn - n * mean(gn * n)) / rms(x). onto: g += gx, else g = gx.
INLINE void normalize_row_backward(const element *x, const element *weight, float eps, const element *gh, element *g,
                                   long width, int onto) {
    float inverse = inverse_rms(x, width, eps);
    vf r = splat(inverse);
    vf products = {0};
    for (long j = 0; j < width; j += LANES) {
        long n = width - j;
        products += load_up_to(gh + j, n) * load_up_to(weight + j, n) * (load_up_to(x + j, n) * r);
    }
    vf mean = splat(sum_of(products) / width);
    for (long j = 0; j < width; j += LANES) {
        long n = width - j;
        vf gx = (load_up_to(gh + j, n) * load_up_to(weight + j, n) - load_up_to(x + j, n) * r * mean) * r;
        store_up_to(g + j, onto ? load_up_to(g + j, n) + gx : gx, n);
    }
}

// gradient[width] += sum over rows of gh * x / rms(x). Rows lie stride apart; each is heads times width wide.
INLINE void norm_weight_gradient_rows(const element *x, const element *gh, long stride, float eps, float *gradient, long rows,
                                      long heads, long width) {
    for (long t = 0; t < rows; t++) {
        for (long head = 0; head < heads; head++) {
            const element *own = x + t * stride + head * width;
            const element *g = gh + t * stride + head * width;
            float r = inverse_rms(own, width, eps);
            for (long j = 0; j < width; j++) gradient[j] += element_to_float(own[j]) * r * element_to_float(g[j]);
        }
    }
}

void K(rms_norm)(const element *x, const element *weight, double eps, element *h, long rows, long width) {
#pragma omp parallel for num_threads(threads_for(rows * width))
    for (long t = 0; t < rows; t++) normalize_row(x + t * width, weight, eps, h + t * width, width);
}

void K(rms_norm_backward)(const element *x, const element *weight, double eps, const element *gh, element *g, long rows,
                          long width) {
#pragma omp parallel for num_threads(threads_for(rows * width))
    for (long t = 0; t < rows; t++) normalize_row_backward(x + t * width, weight, eps, gh + t * width, g + t * width, width, 1);
}

void K(rms_norm_weight_gradient)(const element *x, double eps, const element *gh, float *gradient, long rows, long width) {
    norm_weight_gradient_rows(x, gh, width, eps, gradient, rows, 1, width);
}

// Every query and key head by itself. A row of qkv is heads queries, kv keys and kv values; values are copied.
void K(head_norm)(const element *qkv, const element *query, const element *key, double eps, element *out, long rows, long heads,
                  long kv, long width) {
    long stride = (heads + 2 * kv) * width;
#pragma omp parallel for num_threads(threads_for(rows * stride))
    for (long t = 0; t < rows; t++) {
        const element *x = qkv + t * stride;
        element *y = out + t * stride;
        for (long head = 0; head < heads + kv; head++)
            normalize_row(x + head * width, head < heads ? query : key, eps, y + head * width, width);
        if (x != y) memcpy(y + (heads + kv) * width, x + (heads + kv) * width, kv * width * sizeof *y);
    }
}

// g, the gradient of the output, becomes that of qkv.
void K(head_norm_backward)(const element *qkv, const element *query, const element *key, double eps, element *g, long rows,
                           long heads, long kv, long width) {
    long stride = (heads + 2 * kv) * width;
#pragma omp parallel for num_threads(threads_for(rows * stride))
    for (long t = 0; t < rows; t++) {
        for (long head = 0; head < heads + kv; head++) {
            element *own = g + t * stride + head * width;
            normalize_row_backward(qkv + t * stride + head * width, head < heads ? query : key, eps, own, own, width, 0);
        }
    }
}

void K(head_norm_weight_gradient)(const element *qkv, double eps, const element *g, float *query, float *key, long rows,
                                  long heads, long kv, long width) {
    long stride = (heads + 2 * kv) * width;
    norm_weight_gradient_rows(qkv, g, stride, eps, query, rows, heads, width);
    norm_weight_gradient_rows(qkv + heads * width, g + heads * width, stride, eps, key, rows, kv, width);
}
