#!/bin/bash
# with-postgres.sh COMMAND...: runs COMMAND with KESU_TEST_POSTGRES_URL naming a throw-away PostgreSQL on loopback.
# Where that variable is set already, or no PostgreSQL is installed, COMMAND just runs.
set -euo pipefail

bin=$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1) || true
if [ -n "${KESU_TEST_POSTGRES_URL:-}" ] || [ -z "$bin" ]; then
    exec "$@"
fi
bin=$(dirname "$bin")
dir=$(mktemp -d /tmp/kesu-postgres.XXXXXX)

as_owner() { # PostgreSQL refuses to run as root
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

stop() {
    as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop 2>/dev/null || true
    rm -rf "$dir"
}

free_port() {
    .venv/bin/python -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
    local port=$1
    [ "$(id -u)" != 0 ] || chown postgres "$dir"
    as_owner "$bin/initdb" -D "$dir/data" -U kesu --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync
    # Thrown away afterwards, so nothing needs to survive a crash.
    as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w start -o \
        "-p $port -c listen_addresses=127.0.0.1 -k $dir -F -c synchronous_commit=off -c full_page_writes=off"
}

trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
port=$(free_port)
if start "$port" >"$dir/out" 2>&1; then
    export KESU_TEST_POSTGRES_URL="postgresql+psycopg://kesu@127.0.0.1:$port/postgres"
else
    echo "PostgreSQL did not start: $(tail -n 1 "$dir/log" 2>/dev/null || tail -n 1 "$dir/out")" >&2
fi
"$@"
