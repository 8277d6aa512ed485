#!/bin/sh
# Runs every gate one after the other, says how each ended, and names what it had to leave out.
# In CI (CI=true) something left out is a failure.
set -u
py=.venv/bin/python
failed="" left=""
mkdir -p build

gate() {  # gate NAME COMMAND...
  name=$1; shift
  start=$(date +%s)
  echo "── $name"
  if "$@"; then word=ok; else word=FAILED; failed="$failed $name"; fi
  echo "── $name: $word, $(( $(date +%s) - start )) s"
}

gate style make --no-print-directory style
gate layers make --no-print-directory layers
gate types make --no-print-directory types
gate unit-sqlite make --no-print-directory unit
if $py tools/with_postgres.py true 2>build/postgres.log; then
  gate unit-postgres make --no-print-directory unit-postgres
else
  left="$left PostgreSQL"
  tail -3 build/postgres.log
fi
if command -v chromium >/dev/null 2>&1; then
  gate browser make --no-print-directory browser
  gate crawl make --no-print-directory crawl
else
  left="$left browser crawl"
fi

[ -n "$left" ] && echo "Left out:$left"
if [ -n "$failed" ]; then echo "Failed:$failed"; exit 1; fi
if [ -n "$left" ] && [ "${CI:-}" = true ]; then echo "In CI nothing may be left out."; exit 1; fi
echo "All gates passed."
