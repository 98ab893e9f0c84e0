// All kernels for one instruction set and one element type. Names end with both: rms_norm_bf16_avx512.
#define JOIN(name, type, set) name##_##type##_##set
#define NAME(name, type, set) JOIN(name, type, set)
#define K(name) NAME(name, TYPE, SET)

#include "attention.h"
#include "cache.h"
#include "gradient.h"
#include "loss.h"
#include "nf4.h"
#include "norm.h"
#include "pointwise.h"
#include "product.h"
