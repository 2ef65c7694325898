#!/bin/sh
# What the tests need beside Python: a browser, a word processor, a PDF reader and Java for Spark. Installed only as root on Debian; elsewhere the
# tests that need one of them say so and are skipped. With LEGATION_REQUIRE_ALL set, as in CI, they fail instead (tests/conftest.py).
set -eu
missing=
for pair in chromium:chromium java:openjdk-21-jre-headless soffice:libreoffice-writer pdftoppm:poppler-utils; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "not installed:$missing (needs root on Debian); tests that need them are skipped" >&2
fi
