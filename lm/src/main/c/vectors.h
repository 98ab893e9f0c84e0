// The vector of this build, and the element type of its tensors.
//
// Every kernel is compiled once for each instruction set and element type (see build.sh). The code is the same: it is written
// with the vector extensions of gcc, and this file alone knows what an instruction set calls things.
//
//   BF16    1: tensors hold bfloat16, 0: they hold f32. Arithmetic is f32 either way.
//   LANES   f32 elements of one vector
#pragma once
#include <stdint.h>
#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX2__)
#define LANES 8
#else
#define LANES 4
#endif

typedef float vf __attribute__((vector_size(4 * LANES)));
typedef int32_t vi __attribute__((vector_size(4 * LANES)));
typedef uint32_t vu __attribute__((vector_size(4 * LANES)));
typedef uint16_t vh __attribute__((vector_size(2 * LANES)));

#if BF16
typedef uint16_t element;
#else
typedef float element;
#endif

#define INLINE static inline __attribute__((always_inline))

INLINE vf splat(float x) { return (vf){} + x; }

// ---- bfloat16: the upper half of an f32, rounded to nearest even

INLINE vf widen(vh h) { return (vf)(__builtin_convertvector(h, vu) << 16); }

INLINE vh narrow(vf x) {
#ifdef __AVX512BF16__
    return (vh)_mm512_cvtneps_pbh((__m512)x);
#else
    vu bits = (vu)x;
    vu nan = (vu)(x != x);
    vu rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
    return __builtin_convertvector((rounded & ~nan) | (0x7fc0 & nan), vh);
#endif
}

INLINE float element_to_float(element e) {
#if BF16
    union {
        uint32_t bits;
        float value;
    } u = {(uint32_t)e << 16};
    return u.value;
#else
    return e;
#endif
}

// ---- memory, at any address

INLINE vf load_floats(const float *p) {
    vf x;
    memcpy(&x, p, sizeof x);
    return x;
}
INLINE void store_floats(float *p, vf x) { memcpy(p, &x, sizeof x); }

INLINE vf load(const element *p) {
#if BF16
    vh h;
    memcpy(&h, p, sizeof h);
    return widen(h);
#else
    return load_floats(p);
#endif
}

INLINE void store(element *p, vf x) {
#if BF16
    vh h = narrow(x);
    memcpy(p, &h, sizeof h);
#else
    store_floats(p, x);
#endif
}

// The first n < LANES elements; the other lanes are zero.
INLINE vf load_some(const element *p, long n) {
    element buffer[LANES] = {0};
    memcpy(buffer, p, n * sizeof *p);
    return load(buffer);
}

INLINE void store_some(element *p, vf x, long n) {
    element buffer[LANES];
    store(buffer, x);
    memcpy(p, buffer, n * sizeof *p);
}

INLINE vf load_up_to(const element *p, long n) { return n >= LANES ? load(p) : load_some(p, n); }

INLINE void store_up_to(element *p, vf x, long n) {
    if (n >= LANES)
        store(p, x);
    else
        store_some(p, x, n);
}

INLINE vf load_floats_up_to(const float *p, long n) {
    vf x = {0};
    memcpy(&x, p, n >= LANES ? sizeof x : n * sizeof *p);
    return x;
}

INLINE void store_floats_up_to(float *p, vf x, long n) { memcpy(p, &x, n >= LANES ? sizeof x : n * sizeof *p); }

// x as it reads after it was stored.
INLINE vf rounded(vf x) {
#if BF16
    return widen(narrow(x));
#else
    return x;
#endif
}

// ---- arithmetic

INLINE vf choose(vi mask, vf yes, vf no) { return (vf)(((vi)yes & mask) | ((vi)no & ~mask)); }

// The larger and the smaller one; where either is not a number, b.
INLINE vf larger(vf a, vf b) {
#if defined(__AVX512F__)
    return (vf)_mm512_max_ps((__m512)a, (__m512)b);
#elif defined(__AVX2__)
    return (vf)_mm256_max_ps((__m256)a, (__m256)b);
#else
    return choose(a > b, a, b);
#endif
}

INLINE vf smaller_one(vf a, vf b) {
#if defined(__AVX512F__)
    return (vf)_mm512_min_ps((__m512)a, (__m512)b);
#elif defined(__AVX2__)
    return (vf)_mm256_min_ps((__m256)a, (__m256)b);
#else
    return choose(a < b, a, b);
#endif
}

// Lane i gets lane i + n, around the end.
INLINE vf turned(vf x, int n) {
    vi from;
    for (int i = 0; i < LANES; i++) from[i] = (i + n) % LANES;
    return __builtin_shuffle(x, from);
}

INLINE float sum_of(vf x) {
    for (int n = LANES / 2; n > 0; n /= 2) x += turned(x, n);
    return x[0];
}

INLINE float largest_of(vf x) {
    for (int n = LANES / 2; n > 0; n /= 2) x = larger(x, turned(x, n));
    return x[0];
}

// The lanes below n.
INLINE vi first_lanes(long n) {
    vi index;
    for (int i = 0; i < LANES; i++) index[i] = i;
    return index < (int32_t)n;
}

// 2^x within 1e-6 of its value for -126 < x < 127, clamped outside; not a number stays so. x = n + f with an integer n and
// |f| <= 1/2; 2^f is its Taylor polynomial, and n is added to the exponent's bits. Adding 1.5 * 2^23 rounds to an integer.
INLINE vf power_of_two(vf x) {
    x = smaller_one(splat(127.0f), larger(splat(-126.0f), x));
    vf shifted = x + 12582912.0f;
    vf f = x - (shifted - 12582912.0f);
    vf p = f * 1.5403530e-4f + 1.3333558e-3f;
    p = p * f + 9.6181291e-3f;
    p = p * f + 5.5504109e-2f;
    p = p * f + 2.4022651e-1f;
    p = p * f + 6.9314718e-1f;
    p = p * f + 1.0f;
    return (vf)((vi)p + ((vi)shifted << 23));
}

#define LOG2_E 1.44269504f

INLINE vf exponential(vf x) { return power_of_two(x * LOG2_E); }

// ---- inner products

// Elements that one 32-bit lane of an inner product holds: two bf16, or one f32.
#define PAIR (BF16 ? 2 : 1)

// sum + a . b, lane by lane.
INLINE vf dot(vf sum, vu a, vu b) {
#if !BF16
    return sum + (vf)a * (vf)b;
#elif defined(__AVX512BF16__)
    return (vf)_mm512_dpbf16_ps((__m512)sum, (__m512bh)a, (__m512bh)b);
#else
    sum += (vf)(a << 16) * (vf)(b << 16);
    return sum + (vf)(a & 0xffff0000u) * (vf)(b & 0xffff0000u);
#endif
}
