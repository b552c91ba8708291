#!/bin/sh
# Starts PostgreSQL. It refuses a private key that others may read, so it gets a copy of its own.
set -eu
install -o postgres -g postgres -m 600 /run/secrets/postgres-key /var/run/postgresql/server.key
exec docker-entrypoint.sh postgres \
  -c ssl=on \
  -c ssl_min_protocol_version=TLSv1.2 \
  -c ssl_cert_file=/etc/concord/server.crt \
  -c ssl_key_file=/var/run/postgresql/server.key \
  -c hba_file=/etc/concord/pg_hba.conf \
  -c max_connections="${MAX_CONNECTIONS:-200}"
