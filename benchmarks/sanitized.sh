#!/bin/sh
# Run the tests of the compiled modules against a build with AddressSanitizer and
# UndefinedBehaviorSanitizer:
#
#     benchmarks/sanitized.sh [pytest's arguments]     for example: -m soak -n auto
#
# It needs gcc and Cython, and builds into a copy of the package.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R "$top/git_secrets_py" "$top/hooks" "$top/tests" "$top/setup.py" "$top/setup.cfg" \
    "$top/pyproject.toml" "$top/README.md" "$copy"
find "$copy/git_secrets_py" "(" -name "*.so" -o -name "*.c" ")" -delete
cd "$copy"
flags="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
GIT_SECRETS_STRICT_BUILD=1 GIT_SECRETS_SANITIZE="$flags -O1 -g" \
    python3 setup.py -q build_ext --inplace
# Python itself leaks by design, and dlopen is later than the allocator.
ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 \
    LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)" \
    PYTHONMALLOC=malloc PYTHONPATH="$copy" GIT_SECRETS_ENGINE=compiled \
    python3 -m pytest tests/packs tests/engine/test_pages.py tests/engine/test_runs.py \
    tests/engine/test_unseen_lines.py tests/sources/test_parallel_scan.py -p no:cacheprovider "$@"
