// The functions that Java calls. Each picks the build of its kernel for the tensors' element type (bf16: 1, f32: 0) and for
// the instruction set in use. Shapes and formulas stand beside the kernels.
#include "pool.h"
#include <stdint.h>
#ifdef __x86_64__
#include <cpuid.h>
#endif

#define EXPORT __attribute__((visibility("default")))

// The instruction sets there are builds for, the better ones last.
enum set { PLAIN, AVX2, AVX512 };

static enum set in_use = PLAIN;

static enum set best(void) {
#ifdef __x86_64__
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return AVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return AVX2;
#endif
    return PLAIN;
}

// Takes the best set that this processor has, at most the one asked for; gives the one taken.
EXPORT int use_instructions(int most) {
    in_use = best() < (enum set)most ? best() : (enum set)most;
    return in_use;
}

// Whether the processor multiplies bf16 matrices in units of their own (Intel AMX; CPUID leaf 7, bits 22 and 24 of edx).
EXPORT int has_matrix_units(void) {
#ifdef __x86_64__
    unsigned a, b, c, d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d >> 22 & 1) && (d >> 24 & 1);
#else
    return 0;
#endif
}

EXPORT void use_kernel_threads(int threads) { use_threads(threads); }

#define DECLARE(name, set, parameters) \
    void name##_f32_##set parameters;  \
    void name##_bf16_##set parameters;
#ifdef __x86_64__
#define DECLARE_ALL(name, parameters) \
    DECLARE(name, plain, parameters) DECLARE(name, avx2, parameters) DECLARE(name, avx512, parameters)
#define PICK(name, type) \
    (in_use == AVX512 ? name##_##type##_avx512 : in_use == AVX2 ? name##_##type##_avx2 : name##_##type##_plain)
#else
#define DECLARE_ALL(name, parameters) DECLARE(name, plain, parameters)
#define PICK(name, type) name##_##type##_plain
#endif

#define LIST(...) __VA_ARGS__
#define KERNEL(name, parameters, arguments) \
    DECLARE_ALL(name, (LIST parameters))    \
    EXPORT void name(int bf16, LIST parameters) { (bf16 ? PICK(name, bf16) : PICK(name, f32)) arguments; }

typedef const void *in; // a tensor that is read
typedef void *out;      // one that is written, perhaps read too
typedef const int64_t *ids;
typedef const float *floats;

KERNEL(embed, (in table, ids tokens, out x, long rows, long width), (table, tokens, x, rows, width))
KERNEL(embed_backward, (in g, ids tokens, float *gradient, long rows, long width), (g, tokens, gradient, rows, width))
KERNEL(rms_norm, (in x, in weight, double eps, out h, long rows, long width), (x, weight, eps, h, rows, width))
KERNEL(rms_norm_backward, (in x, in weight, double eps, in gh, out g, long rows, long width),
       (x, weight, eps, gh, g, rows, width))
KERNEL(rms_norm_weight_gradient, (in x, double eps, in gh, float *gradient, long rows, long width),
       (x, eps, gh, gradient, rows, width))
KERNEL(head_norm, (in qkv, in query, in key, double eps, out y, long rows, long heads, long kv, long width),
       (qkv, query, key, eps, y, rows, heads, kv, width))
KERNEL(head_norm_backward, (in qkv, in query, in key, double eps, out g, long rows, long heads, long kv, long width),
       (qkv, query, key, eps, g, rows, heads, kv, width))
KERNEL(head_norm_weight_gradient,
       (in qkv, double eps, in g, float *query, float *key, long rows, long heads, long kv, long width),
       (qkv, eps, g, query, key, rows, heads, kv, width))
KERNEL(rope, (in x, floats cos, floats sin, double direction, out y, long rows, long heads, long width, long stride),
       (x, cos, sin, direction, y, rows, heads, width, stride))
KERNEL(attention, (in qkv, long heads, long kv, long width, long window, ids spans, long count, out y),
       (qkv, heads, kv, width, window, spans, count, y))
KERNEL(attention_backward, (in qkv, in gout, long heads, long kv, long width, long window, ids spans, long count, out gqkv),
       (qkv, gout, heads, kv, width, window, spans, count, gqkv))
KERNEL(remember, (in qkv, long rows, long heads, long kv, long width, out keys, out values, long capacity, long at),
       (qkv, rows, heads, kv, width, keys, values, capacity, at))
KERNEL(attend_to_memory,
       (in qkv, long heads, long kv, long width, in keys, in values, long capacity, long low, long count, out y),
       (qkv, heads, kv, width, keys, values, capacity, low, count, y))
KERNEL(swiglu, (in gate_up, out m, long rows, long width), (gate_up, m, rows, width))
KERNEL(swiglu_backward, (out gate_up, in gm, long rows, long width), (gate_up, gm, rows, width))
KERNEL(cross_entropy, (in logits, ids targets, float *losses, long rows, long width), (logits, targets, losses, rows, width))
KERNEL(cross_entropy_backward, (out logits, ids targets, double scale, float *losses, long rows, long width),
       (logits, targets, scale, losses, rows, width))
KERNEL(dequantize, (in packed, in codes, floats scales, floats map, floats levels, double offset, out weights, long count),
       (packed, codes, scales, map, levels, offset, weights, count))
KERNEL(multiply,
       (in x, long x_stride, long rows, long k, in w, long w_stride, int transposed, long columns, double alpha, in t,
        long t_stride, long ranks, in b, long b_stride, in start, long start_stride, out y, long y_stride),
       (x, x_stride, rows, k, w, w_stride, transposed, columns, alpha, t, t_stride, ranks, b, b_stride, start, start_stride, y,
        y_stride))
KERNEL(gradient,
       (in a, long a_stride, long rows, in b, long b_stride, long columns, long tokens, double alpha, float *c, long c_stride,
        int across),
       (a, a_stride, rows, b, b_stride, columns, tokens, alpha, c, c_stride, across))
KERNEL(column_sums, (in g, float *sums, long rows, long width), (g, sums, rows, width))
