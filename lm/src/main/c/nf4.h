// NF4 with double quantization (QLoRA, Dettmers et al. 2023): 64 weights share an absmax, and 256 absmax share a scale:
//
//   absmax = map[code] * scale + offset       weight = level[nibble] * absmax, the first of two in the high nibble
//
// The 16 products of a block are computed once; its weights are then looked up 16 at a time, byte by byte of an element.
#pragma once
#include "pool.h"
#include "vectors.h"

#define NF4_BLOCK 64
#define ABSMAX_BLOCK 256

typedef uint8_t bytes16 __attribute__((vector_size(16)));

// Rounded twice, as bitsandbytes does; a fused multiply-add would give other bits.
INLINE float absmax_of(float value, float scale, float offset) {
    volatile float product = value * scale;
    return product + offset;
}

INLINE void multiply_levels(const float *levels, float absmax, element table[16]) {
    for (int code = 0; code < 16; code += LANES) store(table + code, load_floats(levels + code) * absmax);
}

INLINE element level_of(const element *table, const uint8_t *packed, long i) {
    return table[i & 1 ? packed[i >> 1] & 15 : packed[i >> 1] >> 4];
}

#if BF16
INLINE bytes16 evens(bytes16 a, bytes16 b) {
    return __builtin_shuffle(a, b, (bytes16){0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30});
}
INLINE bytes16 odds(bytes16 a, bytes16 b) {
    return __builtin_shuffle(a, b, (bytes16){1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31});
}
INLINE bytes16 lower(bytes16 a, bytes16 b) {
    return __builtin_shuffle(a, b, (bytes16){0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23});
}
INLINE bytes16 upper(bytes16 a, bytes16 b) {
    return __builtin_shuffle(a, b, (bytes16){8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31});
}

// 64 weights: 16 codes at a time pick the low and the high bytes of their products.
INLINE void spread_block(const element table[16], const uint8_t *packed, element *out) {
    bytes16 a, b;
    memcpy(&a, table, 16);
    memcpy(&b, table + 8, 16);
    bytes16 low = evens(a, b), high = odds(a, b);
    for (int half = 0; half < 2; half++) {
        bytes16 pairs;
        memcpy(&pairs, packed + 16 * half, 16);
        bytes16 first = pairs >> 4, second = pairs & 15;
        bytes16 codes[2] = {lower(first, second), upper(first, second)};
        for (int i = 0; i < 2; i++) {
            bytes16 l = __builtin_shuffle(low, codes[i]), h = __builtin_shuffle(high, codes[i]);
            bytes16 weights[2] = {lower(l, h), upper(l, h)};
            memcpy(out + 32 * half + 16 * i, weights, 32);
        }
    }
}
#else
INLINE void spread_block(const element table[16], const uint8_t *packed, element *out) {
    for (long i = 0; i < NF4_BLOCK; i++) out[i] = level_of(table, packed, i);
}
#endif

void K(dequantize)(const uint8_t *packed, const uint8_t *codes, const float *scales, const float *map, const float *levels,
                   double offset, element *out, long weights) {
    long blocks = (weights + NF4_BLOCK - 1) / NF4_BLOCK;
#pragma omp parallel for num_threads(threads_for(weights))
    for (long block = 0; block < blocks; block++) {
        element table[16];
        long at = block * NF4_BLOCK;
        multiply_levels(levels, absmax_of(map[codes[block]], scales[block / ABSMAX_BLOCK], offset), table);
        if (at + NF4_BLOCK <= weights) {
            spread_block(table, packed + at / 2, out + at);
        } else {
            for (long i = 0; i < weights - at; i++) out[at + i] = level_of(table, packed + at / 2, i);
        }
    }
}
