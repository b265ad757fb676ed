#!/bin/sh
# Builds the launcher: build.sh FOLDER makes FOLDER/waybill-launcher and, for tests, FOLDER/waybill-launcher-faults.
# Static, so that it starts without a dynamic loader and runs wherever it is copied; where the machine has no static
# C library, dynamic. CC and CFLAGS are honoured.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
cc=${CC:-cc}
command -v "$cc" >/dev/null || { echo "waybill needs a C compiler (Debian: apt install gcc libc6-dev; Fedora: dnf install gcc glibc-static)" >&2; exit 1; }
mkdir -p "$out"
flags="-std=gnu11 -O2 -Wall -Wextra -Wshadow -Wvla -Werror -fno-strict-aliasing -fstack-protector-strong -D_FORTIFY_SOURCE=2 ${CFLAGS:-}"
build() { # name, more flags
    name=$1
    shift
    temporary="$out/.$name.$$"
    "$cc" $flags "$@" -static -o "$temporary" "$here"/*.c 2>"$out/.errors.$$" ||
        "$cc" $flags "$@" -o "$temporary" "$here"/*.c ||
        { cat "$out/.errors.$$" >&2; rm -f "$temporary" "$out/.errors.$$"; exit 1; }
    rm -f "$out/.errors.$$"
    mv "$temporary" "$out/$name"
}
build waybill-launcher
build waybill-launcher-faults -DWAYBILL_FAULTS -DWAYBILL_PLAIN_DIGEST
