//! The command line. `confine` comes before everything else: it runs once per ffmpeg and must start at once.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    match arguments.next() {
        Some(command) if command == "confine" => kinora::media::confine::run(arguments),
        _ => {
            eprintln!("usage: kinora confine …");
            ExitCode::from(2)
        }
    }
}
