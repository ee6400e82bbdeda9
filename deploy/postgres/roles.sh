#!/bin/sh
# Prepares the logins at every start, so that a changed password or a newer file reaches a database that is there already.
set -eu
PGPASSWORD="$(cat /run/secrets/postgres-password)"
export PGPASSWORD
run() { PGOPTIONS="-c hemtag.password=$(cat "/run/secrets/$2")" psql -v ON_ERROR_STOP=1 -q -h postgres -U postgres -d hemtag -f "/hemtag/$1"; }

run services.sql services-password
run grafana.sql grafana-reader-password
