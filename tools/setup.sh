#!/bin/sh
# Makes .venv ready: `setup.sh run` for the program, `setup.sh dev` for the tests too.
# May call apt, as root or with sudo, for Python's venv module, Chromium and fonts.
set -eu
what=$1
venv=.venv

install() {  # install PACKAGE... ; fails without root, sudo or network
  if [ "$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo -n"; else return 1; fi
  $as apt-get -o DPkg::Lock::Timeout=300 update -qq >/dev/null 2>&1 || true
  DEBIAN_FRONTEND=noninteractive $as apt-get -o DPkg::Lock::Timeout=300 install -y -qq \
    --no-install-recommends "$@" >/dev/null
}

find_python() {
  for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
    if "$name" -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] < (3,14))' 2>/dev/null
    then echo "$name"; return 0; fi
  done
  return 1
}

if ! python=$(find_python); then
  echo "Python 3.11, 3.12 or 3.13 is needed. Install it (Debian: apt install python3 python3-venv) and run make again." >&2
  exit 1
fi
if [ ! -x "$venv/bin/python" ]; then
  echo "Making the environment in $venv with $($python --version)"
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    short=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    install "$short" || { echo "Python's venv module is missing. As root: apt install $short" >&2; exit 1; }
  fi
  "$python" -m venv "$venv"
fi
lock=requirements.txt
[ "$what" = dev ] && lock=requirements-dev.txt
echo "Installing what $lock names"
"$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
if [ "$what" = dev ]; then
  if ! command -v chromium >/dev/null 2>&1; then
    echo "Installing Chromium and fonts"
    install chromium fonts-noto-core || echo "Chromium could not be installed: make test will leave the browser tests out and say so." >&2
  fi
  touch "$venv/dev.stamp"
fi
touch "$venv/run.stamp"
