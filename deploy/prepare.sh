#!/bin/sh
# Makes what docker-compose.yml needs and no repository may hold: passwords, connection strings and certificates, in
# deploy/secrets. What is there stays as it is, so the script can be run again at any time.
#
#   deploy/prepare.sh single     one node of EventStoreDB
#   deploy/prepare.sh cluster    three nodes
#
# Other containers read the files under users of their own, so each is readable; the folder is not, but for its owner.
set -eu

case "${1:-}" in
  single) hosts='eventstore:2113' ;;
  cluster) hosts='eventstore-1:2113,eventstore-2:2113,eventstore-3:2113' ;;
  *)
    echo "usage: deploy/prepare.sh single|cluster" >&2
    exit 2
    ;;
esac
root=$(cd "$(dirname "$0")/.." && pwd)

# `docker compose` starts the nodes of this profile without being told each time.
if [ -f "$root/.env" ] && stated=$(grep '^COMPOSE_PROFILES=' "$root/.env"); then
  if [ "$stated" != "COMPOSE_PROFILES=$1" ]; then
    echo "deploy/prepare.sh: $root/.env says $stated, not $1. How to change it: docs/operations.md." >&2
    exit 1
  fi
else
  [ ! -s "$root/.env" ] || [ -z "$(tail -c 1 "$root/.env")" ] || echo >> "$root/.env"
  echo "COMPOSE_PROFILES=$1" >> "$root/.env"
fi

umask 077
mkdir -p "$root/deploy/secrets"
cd "$root/deploy/secrets"

# put <file>: keeps what it is given, unless the file is there.
put() {
  if [ -s "$1" ]; then cat > /dev/null; else
    cat > "$1.new"
    chmod 444 "$1.new"
    mv "$1.new" "$1"
    echo "made deploy/secrets/$1"
  fi
}

# Letters and digits alone, because they stand in connection strings: 24 random bytes in hexadecimal.
for name in eventstore-admin-password eventstore-ops-password eventstore-log-password postgres-password postgres-concord-password; do
  openssl rand -hex 24 | tr -d '\n' | put "$name"
done

# Without it nothing opens that Concord has sealed.
openssl rand -base64 32 | tr -d '\n' | put secrets-key

ca=/etc/concord/ca.crt
put event-log-url << URL
esdb://concord:$(cat eventstore-log-password)@$hosts?tls=true&tlsCAFile=$ca
URL
put database-url << URL
postgresql://concord:$(cat postgres-concord-password)@postgres:5432/concord?sslmode=verify-full&sslrootcert=$ca
URL

if ! [ -s ca.crt ]; then
  openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 -subj '/O=Concord/CN=Concord stores' \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout ca.key -out ca.made 2> /dev/null
  put ca.crt < ca.made
  rm ca.made
fi

# certificate <name> <common name> <names that it is reached by>
certificate() {
  [ -s "$1.crt" ] && return
  openssl req -newkey rsa:3072 -nodes -sha256 -subj "/CN=$2" -keyout "$1.key.made" -out "$1.csr" 2> /dev/null
  cat > "$1.ext" << EXTENSIONS
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth,clientAuth
subjectAltName=$3
EXTENSIONS
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -sha256 -extfile "$1.ext" -out "$1.crt.made" 2> /dev/null
  rm -f "$1.key"
  put "$1.key" < "$1.key.made"
  put "$1.crt" < "$1.crt.made"
  rm -f "$1.csr" "$1.ext" "$1.key.made" "$1.crt.made"
}

# The nodes of EventStoreDB know each other by the common name; clients know them by the others.
certificate eventstore eventstoredb-node \
  'DNS:eventstore,DNS:eventstore-1,DNS:eventstore-2,DNS:eventstore-3,DNS:localhost,IP:127.0.0.1'
certificate postgres postgres 'DNS:postgres,DNS:localhost,IP:127.0.0.1'
