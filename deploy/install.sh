#!/usr/bin/env bash
# The steps of an installation, the same for the image (deploy/Dockerfile), for a service on a machine
# (deploy/tro-ly-dai-hoi.service) and for continuous integration (.ci/wheel), so that what was tried is what runs.
#
#   deploy/install.sh libraries FOLDER   an environment with torch and the locked libraries of a server
#   deploy/install.sh package FOLDER     this package into it
#   deploy/install.sh check FOLDER       its commands start, and say what is missing
#
# Run from the sources. PYTHON=… interpreter (3.11 or 3.12); TORCH_INDEX=… an index with a CPU build of torch.
set -euo pipefail
sources="$(cd "$(dirname "$0")/.." && pwd)"
step="${1:?libraries, package or check}"
folder="${2:?where to install}"
bin="$folder/bin"

libraries() {
  test -x "$bin/python" || "${PYTHON:-python3}" -m venv "$folder"
  "$bin/python" -m pip install --quiet --upgrade 'pip>=26'
  "$bin/python" -m pip install --quiet ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} \
    "$(grep -o 'torch==[0-9.]*' "$sources/pyproject.toml")"
  "$bin/python" -m pip install --quiet --no-deps --require-hashes -r "$sources/requirements.lock"
}

package() {
  local built
  built="$(mktemp -d)"
  rm -rf "$sources/build" "$sources"/*.egg-info # what an older build left would be packed again
  "${BUILDER:-$bin/python}" -m pip wheel --quiet --no-deps --wheel-dir "$built" "$sources"
  "${BUILDER:-$bin/python}" -m pip --python "$bin/python" install --quiet --no-deps --no-index \
    --force-reinstall "$built"/*.whl
  install -m 755 "$sources/deploy/start.sh" "$bin/tro-ly-dai-hoi-start"
  rm -rf "$sources/build" "$sources"/*.egg-info "$built"
}

check() {
  for command in tro-ly-dai-hoi tro-ly-dai-hoi-indexing; do
    "$bin/$command" --help >/dev/null || { echo "$command does not start" >&2; exit 1; }
  done
}

case "$step" in
  libraries | package | check) "$step" ;;
  *) echo "unknown step: $step" >&2; exit 2 ;;
esac
