//! The program: see `cli.rs`. `confine` comes before everything else: it runs once per ffmpeg and must start at once.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|command| command == "confine") {
        return kinora::media::confine::run(arguments);
    }
    match kinora::cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kinora: {error:#}");
            ExitCode::FAILURE
        }
    }
}
