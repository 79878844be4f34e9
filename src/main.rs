//! The `danchieu` program; everything it does is in [`danchieu::cli`].

fn main() -> std::process::ExitCode {
    danchieu::cli::main()
}
