# Sourced by ./test: brings the clients that the journeys drive. Each is optional: without it, its tests say skipped.
missing=()
apt_wanted=()
command -v node >/dev/null || apt_wanted+=(nodejs npm)
command -v cph >/dev/null || apt_wanted+=(conda-package-handling)
command -v zstd >/dev/null || apt_wanted+=(zstd)
command -v bzip2 >/dev/null || apt_wanted+=(bzip2)

if ((${#apt_wanted[@]})); then
  if command -v apt-get >/dev/null && [[ $(id -u) -eq 0 ]]; then
    echo "installing ${apt_wanted[*]}"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${apt_wanted[@]}"; } >/tmp/hearth-test-tools.log 2>&1 \
      || missing+=("${apt_wanted[@]}")
  else
    missing+=("${apt_wanted[@]}")
  fi
fi

clients=tests/Journeys/clients
if [[ -f $clients/package.json && ! -d $clients/node_modules ]] && command -v npm >/dev/null; then
  echo "installing the Node packages of $clients"
  npm ci --prefix "$clients" --no-audit --no-fund >/tmp/hearth-test-tools.log 2>&1 || missing+=("the Node packages of $clients")
fi

if ((${#missing[@]})); then
  echo "not installed, so the tests that need them will say skipped: ${missing[*]}"
  echo "  on Debian or Ubuntu: apt-get install ${apt_wanted[*]}"
fi
