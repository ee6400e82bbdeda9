#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, in deploy/secrets. A file that is there stays as it is.
# The folder is closed to other users of this machine; the files in it are readable, because the programs in the containers have other user ids.
set -eu
folder="$(dirname "$0")/secrets"
mkdir -p "$folder"
chmod 700 "$folder"

keep() {
  [ -s "$folder/$1" ] || cat >"$folder/$1"
  chmod 444 "$folder/$1"
}
password() { od -An -tx1 -N24 /dev/urandom | tr -d ' \n'; }

for name in postgres-password services-password grafana-reader-password grafana-admin-password; do password | keep "$name"; done
printf 'postgres://hemtag_services:%s@postgres:5432/hemtag' "$(cat "$folder/services-password")" | keep database-url
echo "The secrets are in $folder; grafana-admin-password is what you log in to Grafana with, as admin."
