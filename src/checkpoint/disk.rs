//! Checkpoints on a disk: headers first, then byte ranges by seeking, on as many threads as there are cores.

use super::{Checkpoint, Config, Error, Measurement, Measuring, Plan, Unit};
use crate::data::safetensors::{Header, Index, PREFIX};
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// A checkpoint whose headers are read.
#[derive(Debug)]
pub struct OnDisk {
    /// What there is to measure.
    pub plan: Plan,
    paths: Vec<PathBuf>,
}

/// Whether a file is that of a checkpoint, by its name.
pub fn is_checkpoint(path: &Path) -> bool {
    let name = path.to_string_lossy();
    name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json")
}

impl OnDisk {
    /// Reads the headers of a `.safetensors` file, or of every file that a `.safetensors.index.json` names, and the `config.json`
    /// beside them, where there is one.
    ///
    /// # Errors
    /// Files that cannot be read, and those of [`safetensors::Error`](crate::data::safetensors::Error).
    pub fn open(path: &Path) -> Result<Self, Error> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let name = name(path);
        let (index, paths) = match name.ends_with(".json") {
            false => (None, vec![path.to_path_buf()]),
            true => {
                let json = std::fs::read(path).map_err(|e| unreadable(path, &e))?;
                let index = Index::parse(&name, &json)?;
                let there = index.shards().into_iter().map(|shard| folder.join(shard));
                let there = there.filter(|path| path.is_file()).collect();
                (Some(index), there)
            }
        };
        let headers = paths.iter().map(|path| header(path));
        let headers = headers.collect::<Result<Vec<_>, _>>()?;
        if let Some(index) = index {
            index.check(&headers)?;
        }
        let config = std::fs::read(folder.join("config.json")).unwrap_or_default();
        Ok(Self {
            plan: Plan::new(&name, &headers, Config::parse(&config)),
            paths,
        })
    }

    /// Measures everything; `told` hears how many units of how many are done. The result does not depend on the number of threads.
    ///
    /// # Errors
    /// The one of the first unit, in their order, that cannot be measured.
    pub fn measure(
        &self,
        threads: usize,
        told: impl Fn(usize, usize) + Sync,
    ) -> Result<Checkpoint, Error> {
        let units = &self.plan.units;
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let results = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..threads.clamp(1, units.len().max(1)) {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(unit) = units.get(at) else { break };
                        let measured = self.unit(unit);
                        if measured.is_err() {
                            next.store(units.len(), Ordering::Relaxed);
                        }
                        if let Ok(mut results) = results.lock() {
                            results.push((at, measured));
                        }
                        told(done.fetch_add(1, Ordering::Relaxed) + 1, units.len());
                    }
                });
            }
        });
        let mut results = results.into_inner().unwrap_or_default();
        results.sort_by_key(|(at, _)| *at);
        let mut checkpoint = Checkpoint::new(&self.plan);
        for (at, measured) in results {
            checkpoint.add(at, measured?);
        }
        Ok(checkpoint)
    }

    fn unit(&self, unit: &Unit) -> Result<Vec<Measurement>, Error> {
        let mut measuring = Measuring::new(unit.clone())?;
        let mut open: Option<(usize, File)> = None;
        let mut bytes = Vec::new();
        while let Some(want) = measuring.wants() {
            let path = &self.paths[want.file];
            let mut file = match open.take() {
                Some((at, file)) if at == want.file => file,
                _ => File::open(path).map_err(|e| unreadable(path, &e))?,
            };
            bytes.clear();
            file.seek(SeekFrom::Start(want.begin))
                .and_then(|_| {
                    (&mut file)
                        .take(want.end - want.begin)
                        .read_to_end(&mut bytes)
                })
                .map_err(|e| unreadable(path, &e))?;
            measuring.take(&bytes)?;
            open = Some((want.file, file));
        }
        measuring.finish()
    }
}

/// The header of a file; nothing else of it is read.
fn header(path: &Path) -> Result<Header, Error> {
    let fail = |e: io::Error| unreadable(path, &e);
    let mut file = File::open(path).map_err(fail)?;
    let size = file.metadata().map_err(fail)?.len();
    let mut start = Vec::new();
    (&mut file)
        .take(PREFIX as u64)
        .read_to_end(&mut start)
        .map_err(fail)?;
    let name = name(path);
    let more = Header::length(&name, &start)? - PREFIX;
    (&mut file)
        .take(more as u64)
        .read_to_end(&mut start)
        .map_err(fail)?;
    Ok(Header::parse(&name, &start, size)?)
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn unreadable(path: &Path, cause: &io::Error) -> Error {
    Error::Unreadable {
        path: path.display().to_string(),
        cause: cause.to_string(),
    }
}
