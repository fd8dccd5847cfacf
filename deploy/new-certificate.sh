#!/bin/sh
# Called by certbot with RENEWED_LINEAGE: puts the new certificate where the proxy reads it, and has it read.
set -eu
cd "$(dirname "$0")/.."
install -m 644 "$RENEWED_LINEAGE/fullchain.pem" certificates/fullchain.pem
install -m 600 "$RENEWED_LINEAGE/privkey.pem" certificates/privkey.pem
docker compose exec -T proxy nginx -s reload
