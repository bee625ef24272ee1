# Programs in Python that the suite runs: yt-dlp, which downloads a video as people do, and Schemathesis, which tries the API
# against its description. Sourced after common.sh.

want_python() {
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing_packages+=(python3 python3-venv)
}

# Set KINORA_TEST_YT_DLP and KINORA_TEST_SCHEMATHESIS; left unset, with a message, where the program cannot be had.
find_python_programs() {
  ! find_python_program yt-dlp || export KINORA_TEST_YT_DLP=$target/tools/yt-dlp/bin/yt-dlp
  ! find_python_program schemathesis || export KINORA_TEST_SCHEMATHESIS=$target/tools/schemathesis/bin/schemathesis
}

# A copy of the requirements remembers what was installed.
find_python_program() {
  local name=$1 root=$target/tools/$1 wanted=tests/programs/$1.txt
  ! cmp -s "$wanted" "$root/installed.txt" || return 0
  say "Installing $name for the tests."
  rm -rf "$root"
  if ! { python3 -m venv "$root" && install_python_program "$root" "$wanted" && cp "$wanted" "$root/installed.txt"; }; then
    say "$name could not be installed: its tests are skipped."
    return 1
  fi
}

install_python_program() {
  "$1/bin/pip" install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes --requirement "$2" </dev/null
}
