//! The only build script: `cargo xtask --help` lists what it does.

mod bench;
mod check;
mod data;
mod dist;
mod frame;
mod fuzz;
mod inner;
mod matrix;
mod notebooks;
mod pack;
mod page;
mod peers;
mod posters;
mod project;
mod serve;
mod site;
mod size;
mod supply;
mod test;
mod tools;
mod wasm;
mod words;

use anyhow::Result;
use clap::{Parser, Subcommand};
use project::Project;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, serves and tests Rankscope")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Serves the page on 127.0.0.1, and builds what it asks for when it asks
    Serve {
        /// Serves the modules that are published, which take minutes to build
        #[arg(long)]
        release: bool,
        /// The port; 0 takes a free one [default: 8000, or a free one while that is in use]
        #[arg(long)]
        port: Option<u16>,
    },
    /// Format, lints, types and unit tests: what can be known within a minute of a change
    Check {
        /// Also what holds for every lab, and the pictures, of this one
        #[arg(long)]
        lab: Option<String>,
    },
    /// Runs every check and test; the last line counts them
    Test {
        /// Only the steps whose name contains one of these words
        only: Vec<String>,
    },
    /// Measures the budgets: sizes, slider to pixels, redraw, first picture
    Bench {
        #[command(subcommand)]
        what: Option<Bench>,
    },
    /// Builds the WebAssembly modules and the catalogue into www/pkg
    Wasm {
        /// Only the modules whose VARIANT/NAME contains one of these words
        only: Vec<String>,
    },
    /// Makes the bundled measurements of a checkpoint anew from the real one
    Data,
    /// Searches for bytes that break what reads them, with a nightly compiler; keeps what reaches furthest in fuzz/corpus
    Fuzz {
        /// A target of fuzz/attacks.rs
        target: String,
        /// How long
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Writes dist/: the site as a static folder that any web server can host, and everything for other people's pages
    #[command(alias = "build")]
    Dist {
        /// Takes the modules as they are instead of building what changed
        #[arg(long)]
        as_built: bool,
    },
    /// Builds the Python package, with the widget of dist/, as a wheel into dist/
    Wheel,
}

#[derive(Subcommand)]
enum Bench {
    /// Singular values beside other libraries in Chromium and Node, and NumPy; writes benches/peers/results
    Peers {
        /// Milliseconds per matrix and host
        #[arg(long, default_value_t = 6000)]
        milliseconds: u32,
    },
    /// A frame of the attention lab stage by stage, and the first picture; writes benches/frame/results
    Frame {
        /// Moves of the slider per size and variant
        #[arg(long, default_value_t = 200)]
        moves: u32,
        /// An hour of dragging instead, for the memory that it takes; half an hour or so in the end
        #[arg(long)]
        hour: bool,
    },
    /// The download by crate, room and lab, and what each flag of its build gives; writes benches/size/results
    Size,
    /// A checkpoint of BERT-base's size, measured by the command line and in Chromium, beside NumPy on one thread; writes
    /// benches/transformer/results
    Transformer,
    /// Steps of training a Transformer per second, beside PyTorch on one thread, and in Chromium; writes benches/training/results
    Training {
        /// Leaves Chromium out
        #[arg(long)]
        native: bool,
        /// Few and short turns, and nothing compiled: for a busy machine
        #[arg(long)]
        quick: bool,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    let project = Project::find()?;
    match task {
        Task::Serve {
            release: false,
            port,
        } => serve::serve(&project, port)?,
        Task::Serve {
            release: true,
            port,
        } => {
            wasm::build_all(&project)?;
            serve::serve_published(&project, port)?;
        }
        Task::Check { lab } => {
            if !inner::check(&project, lab.as_deref())? {
                return Ok(ExitCode::FAILURE);
            }
        }
        Task::Test { only } => {
            if !test::test(&project, only)? {
                return Ok(ExitCode::FAILURE);
            }
        }
        Task::Bench { what: None } => bench::bench(&project)?,
        Task::Bench {
            what: Some(Bench::Peers { milliseconds }),
        } => peers::bench(&project, milliseconds)?,
        Task::Bench {
            what: Some(Bench::Frame { moves, hour }),
        } => frame::bench(&project, moves, hour)?,
        Task::Bench {
            what: Some(Bench::Size),
        } => size::bench(&project)?,
        Task::Bench {
            what: Some(Bench::Transformer),
        } => bench::transformer(&project)?,
        Task::Bench {
            what: Some(Bench::Training { native, quick }),
        } => bench::training(&project, native, quick)?,
        Task::Wasm { only } => wasm::build(&project, &only)?,
        Task::Fuzz { target, seconds } => fuzz::fuzz(&project, &target, seconds)?,
        Task::Data => data::data(&project)?,
        Task::Dist { as_built } => {
            if !as_built {
                wasm::build_all(&project)?;
            }
            dist::dist(&project)?;
        }
        Task::Wheel => notebooks::wheel(&project)?,
    }
    Ok(ExitCode::SUCCESS)
}
