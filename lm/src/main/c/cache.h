// Decoding with a cache of keys and values, [kv, capacity, width] each: one token attends to those before it.
#pragma once
#include "attention.h"
#include "few_rows.h"

// Writes the keys and values of rows of qkv at positions at .. of the cache.
void K(remember)(const element *qkv, long rows, long heads, long kv, long width, element *keys, element *values, long capacity,
                 long at) {
    for (long t = 0; t < rows; t++) {
        const element *own = qkv + (t * (heads + 2 * kv) + heads) * width;
        for (long head = 0; head < kv; head++) {
            long to = (head * capacity + at + t) * width;
            memcpy(keys + to, own + head * width, width * sizeof *keys);
            memcpy(values + to, own + (kv + head) * width, width * sizeof *values);
        }
    }
}

// out = softmax(scale q . K^T) . V for one query head over count positions; scores has room for them and one vector more.
static void attend_one(const element *q, const element *keys, const element *values, long count, long width, float *scores,
                       element *out) {
    float scale = LOG2_E / sqrtf(width), sum = 0;
    for (long j = 0; j < count; j++) scores[j] = inner(q, keys + j * width, width);
    float top = largest_in(scores, 0, count);
    for (long j = 0; j < count; j += LANES) store_floats(scores + j, power_of_two((load_floats(scores + j) - top) * scale));
    for (long j = 0; j < count; j++) sum += scores[j];
    for (long d = 0; d < width; d += LANES) {
        vf total = {0};
        for (long j = 0; j < count; j++) total += scores[j] * load_up_to(values + j * width + d, width - d);
        store_up_to(out + d, total / sum, width - d);
    }
}

// qkv is one row; positions low .. low + count of the cache are seen.
void K(attend_to_memory)(const element *qkv, long heads, long kv, long width, const element *keys, const element *values,
                         long capacity, long low, long count, element *out) {
#pragma omp parallel num_threads(threads_for(count * heads * width))
    {
        float *scores = reserve((count + LANES) * sizeof(float));
        memset(scores, 0, (count + LANES) * sizeof(float));
#pragma omp for nowait
        for (long head = 0; head < heads; head++) {
            long at = (head / (heads / kv) * capacity + low) * width;
            attend_one(qkv + head * width, keys + at, values + at, count, width, scores, out + head * width);
        }
        free(scores);
    }
}
