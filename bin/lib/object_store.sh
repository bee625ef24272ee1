# The object store that the suite starts for each test of storage: s3s-fs, built once and kept. Sourced after common.sh.

object_store_version=0.14.1

# Sets KINORA_TEST_S3S_FS. Without debug information and optimisation it is built in half the time, and is quick enough.
find_object_store() {
  local root=$target/tools/s3s-fs-$object_store_version
  if [ ! -x "$root/bin/s3s-fs" ]; then
    say "Building s3s-fs $object_store_version, an object store for the tests."
    # Its own folder beside ours: what it is built with has nothing to do with the versions in Cargo.lock.
    CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$root/build \
      cargo install s3s-fs --version "$object_store_version" --features binary --locked --debug --quiet --root "$root" \
      </dev/null || return 1
    rm -rf "$root/build"
  fi
  export KINORA_TEST_S3S_FS=$root/bin/s3s-fs
}
