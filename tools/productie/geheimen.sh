#!/bin/sh
# Make the secrets of docker-compose.yml, once, in ./geheimen: a folder only you can enter. What exists stays.
set -eu
cd "$(dirname "$0")/../.."
umask 077
mkdir -p geheimen/tls
chmod 700 geheimen
chmod 755 geheimen/tls

toeval() { head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# The containers read these as users of their own; nobody else gets past the folder.
leg() {
    [ -e "geheimen/$1" ] || printf '%s\n' "$2" > "geheimen/$1"
    chmod 444 "geheimen/$1"
}

leg secret_key "$(toeval)$(toeval)"
leg postgres_wachtwoord "$(toeval)"
leg database_super_url "postgresql://postgres:$(cat geheimen/postgres_wachtwoord)@db:5432/postgres"
leg database_owner_url "postgresql://duoplus_owner:$(toeval)@db:5432/duoplus"
leg database_url "postgresql://duoplus_app:$(toeval)@db:5432/duoplus"
leg valkey_conf "requirepass $(toeval)"
leg redis_url "redis://:$(sed 's/^requirepass //' geheimen/valkey_conf)@valkey:6379/0"
leg email_password ""
ls -l geheimen
