#!/bin/sh
# What a service runs: the index is brought up to date (nothing is done where it is), then the server takes over. Where
# that fails, the server still starts: it serves the index it has, or says at /readyz what is missing.
set -u
tro-ly-dai-hoi-indexing build --corpus "${TLDH_CORPUS:-merged}" ||
  echo "tro-ly-dai-hoi-start: the index could not be brought up to date" >&2
exec tro-ly-dai-hoi-serve
