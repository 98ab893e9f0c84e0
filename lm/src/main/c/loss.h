// Cross-entropy over rows of logits: losses[t] = log(sum(exp(logits[t]))) - logits[t][target[t]].
#pragma once
#include "pool.h"
#include "vectors.h"
#include <math.h>

#define LOWEST -3.0e38f

INLINE float log_sum_exp(const element *x, long width) {
    vf max = splat(LOWEST), sum = {0};
    long j = 0;
    for (; j + LANES <= width; j += LANES) max = larger(max, load(x + j));
    if (j < width) max = larger(max, choose(first_lanes(width - j), load_some(x + j, width - j), splat(LOWEST)));
    float top = largest_of(max);
    for (j = 0; j + LANES <= width; j += LANES) sum += exponential(load(x + j) - top);
    if (j < width) sum += choose(first_lanes(width - j), exponential(load_some(x + j, width - j) - top), (vf){0});
    return top + logf(sum_of(sum));
}

void K(cross_entropy)(const element *logits, const int64_t *targets, float *losses, long rows, long width) {
#pragma omp parallel for num_threads(threads_for(rows * width))
    for (long t = 0; t < rows; t++)
        losses[t] = log_sum_exp(logits + t * width, width) - element_to_float(logits[t * width + targets[t]]);
}

// The same, and logits become scale times the gradient of the sum of losses: scale * (softmax(logits) - one at the target).
void K(cross_entropy_backward)(element *logits, const int64_t *targets, double scale, float *losses, long rows, long width) {
    float factor = scale;
#pragma omp parallel for num_threads(threads_for(rows * width))
    for (long t = 0; t < rows; t++) {
        element *x = logits + t * width;
        float z = log_sum_exp(x, width);
        float chosen = element_to_float(x[targets[t]]);
        losses[t] = z - chosen;
        for (long j = 0; j < width; j += LANES) {
            store_up_to(x + j, exponential(load_up_to(x + j, width - j) - z) * factor, width - j);
        }
        store_some(x + targets[t], splat((expf(chosen - z) - 1.0f) * factor), 1);
    }
}
