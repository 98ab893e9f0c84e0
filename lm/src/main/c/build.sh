#!/bin/sh
# Compiles the kernels for this machine's architecture (or that of $CC) into <output>/linux-<arch>/libmillrace-kernels.so.
# Called by the Maven build; without a compiler, or when it fails, the engine runs on torch operators.
#   sh build.sh <output folder>
set -u
sources=$(cd "$(dirname "$0")" && pwd)
cc=${CC:-cc}
arch=$("$cc" -dumpmachine 2>/dev/null | cut -d- -f1)
if [ -z "$arch" ]; then
    echo "native kernels: no C compiler '$cc' found, built without them"
    exit 0
fi
library=$1/linux-$arch/libmillrace-kernels.so
if [ -f "$library" ] && [ -z "$(find "$sources" -newer "$library" -type f)" ]; then
    echo "native kernels: $library is up to date"
    exit 0
fi

plain=""
avx2="-mavx2 -mfma"
avx512="-mavx512f -mavx512bw -mavx512vl -mavx512dq -mavx512bf16 -mfma"
case $arch in
    x86_64) sets="plain avx2 avx512" ;;
    *) sets="plain" ;;
esac

work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$sources" || exit 0
compile() { "$cc" -std=gnu11 -O3 -fno-math-errno -fPIC -fvisibility=hidden -Wall -Wextra -Wno-psabi "$@"; }
build() {
    for set in $sets; do
        eval "flags=\$$set"
        for type in f32 bf16; do
            compile $flags -fopenmp -DSET="$set" -DTYPE=$type -DBF16=$([ $type = bf16 ] && echo 1 || echo 0) \
                -c kernels.c -o "$work/$type-$set.o" || return 1
        done
    done
    compile -c exports.c -o "$work/exports.o" && compile -c pool.c -o "$work/pool.o" \
        && "$cc" -shared -Wl,-z,defs,-z,noexecstack -s -o "$work/library.so" "$work"/*.o -lm -lpthread
}
if build; then
    mkdir -p "$(dirname "$library")" && mv "$work/library.so" "$library" && echo "native kernels: $library"
else
    echo "native kernels: '$cc' failed, built without them"
fi
