#!/bin/sh
# Starts a node of EventStoreDB. The server takes the first passwords of its administrators from the environment alone,
# and only into an empty database; they are read here, so that they stand neither in the compose file nor in `docker inspect`.
set -eu
EVENTSTORE_DEFAULT_ADMIN_PASSWORD=$(cat /run/secrets/eventstore-admin-password)
EVENTSTORE_DEFAULT_OPS_PASSWORD=$(cat /run/secrets/eventstore-ops-password)
export EVENTSTORE_DEFAULT_ADMIN_PASSWORD EVENTSTORE_DEFAULT_OPS_PASSWORD
exec /opt/eventstore/EventStore.ClusterNode
