#!/bin/sh
# Runs every gate, says how each ended, and names what it had to leave out. Most use both cores and
# follow each other; the types need one and are checked beside the first of them.
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

beside() {  # beside NAME COMMAND...: start it, to be told by `joined NAME`
  name=$1; shift
  rm -f "build/$name.end"
  { "$@" >"build/$name.log" 2>&1; echo $? >"build/$name.end"; } &
}

joined() {  # wait for what was started beside, and say what it said
  wait
  cat "build/$1.log"
  [ "$(cat "build/$1.end")" = 0 ]
}

gate style make --no-print-directory style
gate layers make --no-print-directory layers
beside types make --no-print-directory types
gate unit-sqlite make --no-print-directory unit
gate types joined types
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
