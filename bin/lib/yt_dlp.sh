# yt-dlp, with which the suite downloads a video from its page as people do. Sourced after common.sh.

want_yt_dlp() {
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing_packages+=(python3 python3-venv)
}

# Sets KINORA_TEST_YT_DLP; leaves it unset, with a message, where yt-dlp cannot be had. A copy of the requirements remembers what was installed.
find_yt_dlp() {
  local root=$target/tools/yt-dlp wanted=tests/programs/yt-dlp.txt
  if ! cmp -s "$wanted" "$root/installed.txt"; then
    say "Installing yt-dlp for the tests."
    rm -rf "$root"
    if ! { python3 -m venv "$root" && install_yt_dlp "$root" "$wanted" && cp "$wanted" "$root/installed.txt"; }; then
      say "yt-dlp could not be installed: its tests are skipped."
      return 0
    fi
  fi
  export KINORA_TEST_YT_DLP=$root/bin/yt-dlp
}

install_yt_dlp() {
  "$1/bin/pip" install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes --requirement "$2" </dev/null
}
