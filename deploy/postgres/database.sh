#!/bin/sh
# Runs once, in an empty PostgreSQL: a database for Concord, and a role that owns it and nothing else.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname postgres << 'SQL'
\set password `cat /run/secrets/postgres-concord-password`
CREATE ROLE concord LOGIN PASSWORD :'password';
CREATE DATABASE concord OWNER concord ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE concord FROM PUBLIC;
SQL
