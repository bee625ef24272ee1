# A second browser for the browser tests. Sourced after common.sh.

# Debian packages Firefox; Ubuntu's package of that name is only a pointer to a snap, which a test cannot rely on.
want_firefox() {
  ! chromium_is_packaged || want firefox-esr firefox-esr
}

# Sets FIREFOX; empty, with a message, where the system has none and it is not packaged.
find_firefox() {
  FIREFOX=${FIREFOX:-$(command -v firefox-esr || command -v firefox || true)}
  [ -n "$FIREFOX" ] || say "There is no Firefox here, and no package to install it from: its tests are skipped."
  export FIREFOX
}
