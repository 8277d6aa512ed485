#!/bin/sh
# Makes requirements.txt, requirements-dev.txt and requirements-peers.txt from pyproject.toml: versions
# and hashes, no addresses.
# Needs uv on PATH. Run it without any index setting of the machine.
set -eu
clean="env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_INDEX_URL -u UV_FIND_LINKS"
$clean uv lock --no-config
for pair in "requirements.txt --no-dev" "requirements-dev.txt"; do
  set -- $pair
  file=$1; shift
  $clean uv export --no-config --format requirements-txt --no-header --no-emit-project --extra postgres "$@" > "$file"
done
$clean uv export --no-config --format requirements-txt --no-header --no-emit-project --only-group peers > requirements-peers.txt
rm uv.lock
