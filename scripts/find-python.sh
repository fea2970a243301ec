#!/bin/sh
# Prints the absolute path of the first candidate that Kesu runs on, or one sentence saying why none will do.
# The Makefile tells them apart by the leading slash.
found=""
without_venv=""
for candidate in "$@"; do
    version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    case $version in
    3.11 | 3.12 | 3.13) ;;
    *)
        found="${found:+$found, }$candidate is $version"
        continue
        ;;
    esac
    # Debian's python3 has a venv module without ensurepip, which fails halfway.
    if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
        exec "$candidate" -c 'import sys; print(sys.executable)'
    fi
    without_venv="$candidate ($version)"
done
if [ -n "$without_venv" ]; then
    echo "Python has no venv module: $without_venv; on Debian or Ubuntu: apt-get install python3-venv"
else
    echo "Kesu needs Python 3.11, 3.12 or 3.13 (found: ${found:-none}); name one: make run PYTHON=/path/to/python3.12"
fi
