#!/bin/sh
# Makes the two roles and the database on a new server: an owner that migrates, an app role that owns nothing.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" -U postgres -d postgres <<'SQL'
CREATE ROLE sroi_owner LOGIN PASSWORD :'owner';
CREATE ROLE sroi_app LOGIN PASSWORD :'app';
CREATE DATABASE sroi_portal OWNER sroi_owner;
REVOKE CONNECT ON DATABASE sroi_portal FROM PUBLIC;
GRANT CONNECT ON DATABASE sroi_portal TO sroi_app;
SQL
