# Sourced by ./test: brings the clients that the journeys drive. Each is optional: without it, its tests say skipped.
# Everything this script says goes to stdout and is short; the installers' own words are in $tools_log.
tools_log=${TMPDIR:-/tmp}/hearth-test-tools.log
apt_wanted=()
missing=()

want() { # PROGRAM PACKAGE…: the Debian packages that bring the program
  command -v "$1" >/dev/null || apt_wanted+=("${@:2}")
}

want node nodejs npm
want npm npm
want curl curl ca-certificates
want zstd zstd
want bzip2 bzip2
want s3cmd s3cmd
want docker-registry docker-registry
want cph conda-package-handling
# A Python of one's own, earlier on the PATH, would not see Debian's modules.
/usr/bin/python3 -c 'import conda_package_streaming' 2>/dev/null || apt_wanted+=(python3-conda-package-streaming)

want chromium chromium
[[ -d /usr/lib/postgresql ]] || apt_wanted+=(postgresql)

if ((${#apt_wanted[@]})) && command -v apt-get >/dev/null && [[ $(id -u) -eq 0 ]]; then
  echo "installing ${apt_wanted[*]}"
  apt-get update >"$tools_log" 2>&1 || true
  # One by one: a distribution may lack one of them.
  for package in "${apt_wanted[@]}"; do
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$package" >>"$tools_log" 2>&1 || missing+=("$package")
  done
else
  missing+=("${apt_wanted[@]}")
fi

clients=tests/Journeys/clients
if [[ ! $clients/node_modules/.package-lock.json -nt $clients/package-lock.json ]]; then
  if command -v npm >/dev/null; then
    echo "installing the Node packages of $clients"
    npm ci --prefix "$clients" --no-audit --no-fund >>"$tools_log" 2>&1 && touch "$clients/node_modules/.package-lock.json" \
      || missing+=("the Node packages of $clients")
  else
    missing+=("the Node packages of $clients")
  fi
fi

if ((${#missing[@]})); then
  echo "not installed, so the tests that need them will say skipped: ${missing[*]}"
  ((${#apt_wanted[@]})) && echo "  on Debian or Ubuntu, as root: apt-get install ${apt_wanted[*]}"
  [[ -s $tools_log ]] && echo "  what the installers said: $tools_log"
fi
true
